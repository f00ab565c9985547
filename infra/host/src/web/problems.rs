//! Problems, committees and waivers over HTTP: lists, one of each, the forms of a committee.

use super::console::{failed, fields, seer, sender, shown, value};
use axum::Router;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use http::HeaderMap;
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

async fn list(State(env): State<Env>, headers: HeaderMap) -> Response {
    match seer(&env, &headers).await {
        Ok(seer) => shown(&seer.viewer, problems::load(&env, &seer.viewer).await.map(Some)),
        Err(answer) => answer,
    }
}

async fn one(State(env): State<Env>, headers: HeaderMap, Path((product, case)): Path<(String, String)>) -> Response {
    let viewer = match seer(&env, &headers).await {
        Ok(seer) => seer.viewer,
        Err(answer) => return answer,
    };
    let (product, case) = (ProductId::new(product), IncidentId::new(case));
    shown(&viewer, problems::load_one(&env, &viewer, &product, &case).await)
}

async fn committees_list(State(env): State<Env>, headers: HeaderMap) -> Response {
    match seer(&env, &headers).await {
        Ok(seer) => shown(&seer.viewer, committees::load(&env, &seer.viewer).await),
        Err(answer) => answer,
    }
}

async fn waived(State(env): State<Env>, headers: HeaderMap) -> Response {
    match seer(&env, &headers).await {
        Ok(seer) => shown(&seer.viewer, waivers::load(&env, &seer.viewer).await),
        Err(answer) => answer,
    }
}

async fn agenda(State(env): State<Env>, headers: HeaderMap, Path(committee): Path<String>) -> Response {
    match seer(&env, &headers).await {
        Ok(seer) => shown(&seer.viewer, committees::load_agenda(&env, &seer.viewer, &committee, None).await),
        Err(answer) => answer,
    }
}

async fn decided(State(env): State<Env>, headers: HeaderMap, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let viewer = match sender(&env, &headers, &fields).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let field = |name: &str| value(&fields, name).unwrap_or_default();
    let sent = Sent {
        committee: field("committee"),
        problem: IncidentId::new(field("problem")),
        words: field("words"),
        owner: PersonId::new(field("owner")),
        due: field("due"),
    };
    let outcome = decide(&env, &viewer, &sent).await;
    back(&env, &viewer, &sent.committee, outcome).await
}

async fn marked_done(State(env): State<Env>, headers: HeaderMap, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let viewer = match sender(&env, &headers, &fields).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let field = |name: &str| value(&fields, name).unwrap_or_default();
    let Ok(place) = field("place").parse::<usize>() else { return shown(&viewer, Ok(None)) };
    let outcome = done(&env, &viewer, &IncidentId::new(field("problem")), place).await;
    back(&env, &viewer, &field("committee"), outcome).await
}

/// The agenda again; with what was wrong, where something was.
async fn back(
    env: &Env,
    viewer: &nabat_console::viewer::Viewer,
    committee: &str,
    outcome: Result<Option<String>, nabat_kit::fault::Fault>,
) -> Response {
    match outcome {
        Ok(None) => Redirect::to(&committees::address(committee)).into_response(),
        Ok(trouble) => shown(viewer, committees::load_agenda(env, viewer, committee, trouble).await),
        Err(fault) => failed(viewer, &fault),
    }
}
