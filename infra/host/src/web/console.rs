//! The console's pages over HTTP: who looks, which page, what a form does.

use super::seer::Seer;
use crate::builtin::saved::saved;
use crate::builtin::shell::{STYLE, asked_language, guarded};
use axum::Router;
use axum::extract::{Path, RawForm, RawQuery};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use maud::Markup;
use nabat_console::forms::{Registered, discard, register_as, retry};
use nabat_console::pages::frame::Refresh;
use nabat_console::pages::refused::Trouble;
use nabat_console::pages::{address, contractors, dead, incident, notices, now, open, overdue, reads, refused};
use nabat_console::viewer::Viewer;
use nabat_domain::ids::{FunctionId, IncidentId, ProductId, ServiceId};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;

const CONSOLE_STYLE: &str = include_str!("../pages/console.css");
const TOP_SCRIPT: &str = include_str!("../pages/top.js");

/// Pages of incidents, refused registrations, dead jobs; the styles they share.
pub fn router(env: Env) -> Router {
    Router::new()
        .route("/", get(start))
        .route("/incidents/{product}/{incident}", get(one))
        .route("/incidents/{product}/{incident}/files/{number}", get(file))
        .route("/incidents/{product}/{incident}/reads", get(read_by))
        .route(address::DEAD, get(dead_list))
        .route(address::RETRY, post(put_back))
        .route(address::DISCARD, post(discarded))
        .route(now::NOW, get(screen))
        .route(overdue::OVERDUE, get(late))
        .route(address::REFUSED, get(refused_list))
        .route(address::REGISTER, get(register_form).post(register))
        .route(contractors::CONTRACTORS, get(contractors_page))
        .merge(super::reliability::router())
        .merge(super::findings::router())
        .fallback(nothing_here)
        .merge(super::problems::router())
        .layer(map_response(guarded))
        .route("/assets/style.css", get(async || style(STYLE)))
        .route("/assets/console.css", get(async || style(CONSOLE_STYLE)))
        .route("/assets/top.js", get(script))
        .with_state(env)
}

fn style(text: &'static str) -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], text).into_response()
}

async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], TOP_SCRIPT).into_response()
}

pub(super) fn html(page: Markup) -> Html<String> {
    Html(page.into_string())
}

/// A page, or the page that says there is none, or that something went wrong.
pub(super) fn shown(viewer: &Viewer, page: Result<Option<Markup>, Fault>) -> Response {
    match page {
        Ok(Some(page)) => html(page).into_response(),
        Ok(None) => (StatusCode::NOT_FOUND, html(notices::not_found(viewer.language, Some(viewer)))).into_response(),
        Err(fault) => failed(viewer, &fault),
    }
}

pub(super) fn failed(viewer: &Viewer, fault: &Fault) -> Response {
    tracing::error!(product = %viewer.product, "a page could not be shown: {fault}");
    (StatusCode::SERVICE_UNAVAILABLE, html(notices::error(viewer.language, Some(viewer)))).into_response()
}

/// An address that leads nowhere: in words, with a way on, whether or not anybody is signed in.
async fn nothing_here(seer: Result<Seer, Response>, headers: HeaderMap) -> Response {
    match seer {
        Ok(seer) => shown(&seer.viewer, Ok(None)),
        Err(_) => (StatusCode::NOT_FOUND, html(notices::not_found(asked_language(&headers), None))).into_response(),
    }
}

async fn start(seer: Seer, RawQuery(query): RawQuery) -> Response {
    if !seer.sees {
        return html(notices::only_chats(&seer.viewer)).into_response();
    }
    let asked: Vec<(String, String)> =
        form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    let said = |name: &str| asked.iter().find(|(asked, _)| asked == name).map(|(_, value)| value.as_str());
    let refresh = if said("refresh") == Some("off") { Refresh::Off } else { Refresh::On };
    let from = said("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    shown(&seer.viewer, open::load(&seer.env, &seer.viewer, refresh, from).await.map(Some))
}

async fn screen(seer: Seer) -> Response {
    shown(&seer.viewer, now::load(&seer.env, &seer.viewer).await.map(Some))
}

async fn late(seer: Seer) -> Response {
    shown(&seer.viewer, overdue::load(&seer.env, &seer.viewer).await)
}

async fn contractors_page(seer: Seer) -> Response {
    shown(&seer.viewer, contractors::load(&seer.env, &seer.viewer).await)
}

async fn one(seer: Seer, Path((product, id)): Path<(String, String)>) -> Response {
    let product = ProductId::new(product);
    if !seer.sees || product != seer.viewer.product {
        return shown(&seer.viewer, Ok(None));
    }
    shown(&seer.viewer, incident::load(&seer.env, &seer.viewer, &product, &IncidentId::new(id)).await)
}

/// Who read a restricted incident, for whoever may restrict.
async fn read_by(seer: Seer, Path((product, id)): Path<(String, String)>) -> Response {
    let (product, id) = (ProductId::new(product), IncidentId::new(id));
    shown(&seer.viewer, reads::load(&seer.env, &seer.viewer, &product, &id).await)
}

/// A file from the chat, for whoever sees the incident's page.
async fn file(seer: Seer, Path((product, id, number)): Path<(String, String, u32)>) -> Response {
    let (product, id) = (ProductId::new(product), IncidentId::new(id));
    match incident::saved(&seer.env, &seer.viewer, &product, &id, number).await {
        Ok(Some(file)) => saved(&file.name, file.media_type, file.content),
        Ok(None) => shown(&seer.viewer, Ok(None)),
        Err(fault) => failed(&seer.viewer, &fault),
    }
}

async fn dead_list(seer: Seer) -> Response {
    shown(&seer.viewer, dead::load(&seer.env, &seer.viewer).await)
}

async fn refused_list(seer: Seer) -> Response {
    shown(&seer.viewer, refused::load(&seer.env, &seer.viewer).await)
}

async fn register_form(seer: Seer, RawQuery(query): RawQuery) -> Response {
    let fields = fields(query.unwrap_or_default().as_bytes());
    let service = value(&fields, "service").map(ServiceId::new);
    let id = value(&fields, "id").unwrap_or_default();
    shown(&seer.viewer, refused::load_form(&seer.env, &seer.viewer, &id, service.as_ref(), None).await)
}

async fn register(seer: Seer, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let Seer { viewer, env, .. } = match seer.sent(&fields) {
        Ok(seer) => seer,
        Err(answer) => return *answer,
    };
    let id = value(&fields, "id").unwrap_or_default();
    let service = ServiceId::new(value(&fields, "service").unwrap_or_default());
    let functions: Vec<FunctionId> =
        fields.iter().filter(|(name, _)| name == "functions").map(|(_, id)| FunctionId::new(id)).collect();
    match register_as(&env, &viewer, &id, &service, &functions).await {
        Ok(Registered::Incident(incident)) => {
            Redirect::to(&address::incident(&viewer.product, &incident)).into_response()
        }
        Ok(Registered::Gone) => shown(&viewer, Ok(None)),
        Ok(not @ (Registered::Unknown | Registered::Unfit)) => {
            let trouble = match not {
                _ if functions.is_empty() => Trouble::NoFunction,
                Registered::Unfit => Trouble::BadField,
                Registered::Unknown | Registered::Gone | Registered::Incident(_) => Trouble::UnknownService,
            };
            shown(&viewer, refused::load_form(&env, &viewer, &id, Some(&service), Some(trouble)).await)
        }
        Err(fault) => failed(&viewer, &fault),
    }
}

async fn put_back(seer: Seer, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let Seer { viewer, env, .. } = match seer.sent(&fields) {
        Ok(seer) => seer,
        Err(answer) => return *answer,
    };
    match retry(&env, &viewer, &value(&fields, "id").unwrap_or_default()).await {
        Ok(true) => {
            if let Err(fault) = nabat_clock::handle(&env.whole()).await {
                tracing::warn!("the clock will ring later: {fault}");
            }
            Redirect::to(address::DEAD).into_response()
        }
        Ok(false) => shown(&viewer, Ok(None)),
        Err(fault) => failed(&viewer, &fault),
    }
}

async fn discarded(seer: Seer, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let Seer { viewer, env, .. } = match seer.sent(&fields) {
        Ok(seer) => seer,
        Err(answer) => return *answer,
    };
    let field = |name: &str| value(&fields, name).unwrap_or_default();
    match discard(&env, &viewer, &field("id"), &field("reason")).await {
        Ok(true) => Redirect::to(address::DEAD).into_response(),
        Ok(false) => shown(&viewer, Ok(None)),
        Err(fault) => failed(&viewer, &fault),
    }
}

/// Fields of a form or a query, in order; a name may come several times.
pub(super) fn fields(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

pub(super) fn value(fields: &[(String, String)], name: &str) -> Option<String> {
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone())
}
