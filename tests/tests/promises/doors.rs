//! How much is taken at each door: no more, whoever knocks, and before anything of it is understood.

use http::StatusCode;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{ConnectionId, IncidentId};
use nabat_kit::access::{Token, keep_token};
use nabat_kit::http::Request;
use nabat_tests::rig::Rig;

/// Where something is sent to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Door {
    Desk,
    DesksOwn,
    Alerts,
    Chat,
    Api,
}

impl Door {
    /// What is taken at it at most, bytes.
    const fn largest(self) -> usize {
        match self {
            Self::Desk | Self::DesksOwn | Self::Chat | Self::Api => 256 * 1024,
            Self::Alerts => 4 * 1024 * 1024,
        }
    }
}

const SECRET: &str = "a token that speaks for people";

/// Sends nothing but spaces; the status.
async fn knocked(rig: &Rig, incident: &IncidentId, door: Door, length: usize) -> StatusCode {
    let product = &rig.product;
    let request: Request = http::Request::post(format!("/api/{product}/incidents/{incident}/messages"))
        .header("authorization", format!("Bearer {SECRET}"))
        .body(vec![b' '; length])
        .expect("a request");
    let answer = match door {
        Door::Desk => nabat_desk_webhook::handle(&rig.env, product, request).await,
        Door::DesksOwn => nabat_desk_webhook::pushed(&rig.env, product, request).await,
        Door::Alerts => nabat_desk_webhook::alerts::handle(&rig.env, product, request).await,
        Door::Chat => nabat_chat_webhook::handle(&rig.env, &ConnectionId::from("builtin"), request).await,
        Door::Api => nabat_console::api::handle(&rig.env, &request).await,
    };
    answer.status()
}

#[tokio::test]
async fn one_byte_too_many_is_refused_at_every_door() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    let token = Token { product: rig.product.clone(), role: Role::Admin, act_as: true };
    keep_token(rig.env.table.as_ref(), SECRET, &token).await.expect("kept");
    for door in [Door::Desk, Door::DesksOwn, Door::Alerts, Door::Chat, Door::Api] {
        let (most, more) = (door.largest(), door.largest() + 1);
        assert_eq!(knocked(&rig, &incident, door, more).await, StatusCode::PAYLOAD_TOO_LARGE, "{door:?}");
        let status = knocked(&rig, &incident, door, most).await;
        assert!([400, 401].contains(&status.as_u16()), "{door:?} looks at what is not too large: {status}");
    }
}
