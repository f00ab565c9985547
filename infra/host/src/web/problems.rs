//! Problems, committees and waivers over HTTP: lists, one of each, the forms of a committee.

use super::console::{failed, fields, shown, value};
use super::seer::Seer;
use axum::Router;
use axum::extract::{Path, RawForm};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use nabat_console::committee::{Sent, decide, done};
use nabat_console::pages::committees::{self, COMMITTEES, DECIDE, DONE};
use nabat_console::pages::problems::{self, PROBLEMS};
use nabat_console::pages::waivers::{self, WAIVERS};
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_kit::env::Env;

/// All of these pages; for those who see incidents.
pub fn router() -> Router<Env> {
    Router::new()
        .route(PROBLEMS, get(list))
        .route("/problems/{product}/{case}", get(one))
        .route(COMMITTEES, get(committees_list))
        .route("/committees/{committee}", get(agenda))
        .route(DECIDE, post(decided))
        .route(DONE, post(marked_done))
        .route(WAIVERS, get(waived))
}

async fn list(seer: Seer) -> Response {
    shown(&seer.viewer, problems::load(&seer.env, &seer.viewer).await.map(Some))
}

async fn one(seer: Seer, Path((product, case)): Path<(String, String)>) -> Response {
    let (product, case) = (ProductId::new(product), IncidentId::new(case));
    shown(&seer.viewer, problems::load_one(&seer.env, &seer.viewer, &product, &case).await)
}

async fn committees_list(seer: Seer) -> Response {
    shown(&seer.viewer, committees::load(&seer.env, &seer.viewer).await)
}

async fn waived(seer: Seer) -> Response {
    shown(&seer.viewer, waivers::load(&seer.env, &seer.viewer).await)
}

async fn agenda(seer: Seer, Path(committee): Path<String>) -> Response {
    shown(&seer.viewer, committees::load_agenda(&seer.env, &seer.viewer, &committee, None).await)
}

async fn decided(seer: Seer, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let seer = match seer.sent(&fields) {
        Ok(seer) => seer,
        Err(answer) => return *answer,
    };
    let field = |name: &str| value(&fields, name).unwrap_or_default();
    let sent = Sent {
        committee: field("committee"),
        problem: IncidentId::new(field("problem")),
        words: field("words"),
        owner: PersonId::new(field("owner")),
        due: field("due"),
    };
    let outcome = decide(&seer.env, &seer.viewer, &sent).await;
    back(&seer, &sent.committee, outcome).await
}

async fn marked_done(seer: Seer, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let seer = match seer.sent(&fields) {
        Ok(seer) => seer,
        Err(answer) => return *answer,
    };
    let field = |name: &str| value(&fields, name).unwrap_or_default();
    let Ok(place) = field("place").parse::<usize>() else { return shown(&seer.viewer, Ok(None)) };
    let outcome = done(&seer.env, &seer.viewer, &IncidentId::new(field("problem")), place).await;
    back(&seer, &field("committee"), outcome).await
}

/// The agenda again; with what was wrong, where something was.
async fn back(seer: &Seer, committee: &str, outcome: Result<Option<String>, nabat_kit::fault::Fault>) -> Response {
    match outcome {
        Ok(None) => Redirect::to(&committees::address(committee)).into_response(),
        Ok(trouble) => shown(&seer.viewer, committees::load_agenda(&seer.env, &seer.viewer, committee, trouble).await),
        Err(fault) => failed(&seer.viewer, &fault),
    }
}
