//! Machines read who was told of an incident outside its chat.

use crate::told::accepted;
use http::Request;
use nabat_domain::catalogue::{Channel, NoticeText, Notices, Recipient, Role, Subscription};
use nabat_domain::ids::IncidentId;
use nabat_kit::access::{Token, keep_token};
use nabat_tests::rig::Rig;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const HEAD: &str = "e5031";

fn to(to: Recipient) -> Subscription {
    let (services, classes, kinds) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    Subscription { to, text: NoticeText::Managers, language: None, services, classes, kinds }
}

async fn listed(rig: &Rig, role: Role, incident: &IncidentId) -> (u16, Value) {
    let secret = format!("{role:?}");
    let token = Token { product: rig.product.clone(), role, act_as: false };
    keep_token(rig.outside.table.plain(), &secret, &token).await.expect("the table takes it");
    let request = Request::get(format!("/api/{}/incidents/{incident}/notices", rig.product));
    let request = request.header("authorization", format!("Bearer {secret}")).body(Vec::new()).expect("a request");
    let answer = nabat_console::api::handle(&rig.env, &request).await;
    (answer.status().as_u16(), serde_json::from_slice(answer.body()).expect("JSON"))
}

#[tokio::test]
async fn who_was_told_is_listed_in_order_for_those_who_see_incidents() {
    let channel = Channel { title: "Сводка".into(), people: vec![HEAD.into()] };
    let subscriptions =
        vec![to(Recipient::Channel { channel: "operations".into() }), to(Recipient::Direct { person: HEAD.into() })];
    let channels = BTreeMap::from([("operations".into(), channel)]);
    let mut rig = Rig::telling(Notices { channels, subscriptions, ..Notices::default() }).await;
    let incident = accepted(&mut rig).await;
    let (status, told) = listed(&rig, Role::Observer, &incident).await;
    let items = told["items"].as_array().expect("a list");
    assert_eq!((status, items.len()), (200, 2), "{told}");
    for item in items {
        assert_eq!((&item["kind"], &item["text"]), (&"began".into(), &"managers".into()), "{item}");
    }
    let named = |field: &str, name: &str| items.iter().any(|item| item[field] == name);
    assert!(named("person", HEAD) && named("channel", "operations") && named("way", "direct"), "{told}");
    assert_eq!(listed(&rig, Role::Contractor, &incident).await.0, 403);
}
