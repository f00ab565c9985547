//! The console's pages over HTTP: who looks, which page, what a form does.

use super::who::{language, name, signed_in};
use crate::builtin::form::is_ours;
use crate::builtin::saved::saved;
use crate::builtin::shell::{STYLE, asked_language, guarded};
use crate::builtin::who::Viewer as Session;
use axum::Router;
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use maud::Markup;
use nabat_console::forms::{Registered, discard, register_as, retry};
use nabat_console::pages::frame::Refresh;
use nabat_console::pages::refused::Trouble;
use nabat_console::pages::{address, contractors, dead, incident, notices, now, open, overdue, refused, sees};
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

async fn contractors_page(State(env): State<Env>, headers: HeaderMap) -> Response {
    match seer(&env, &headers).await {
        Ok(seer) => shown(&seer.viewer, contractors::load(&env, &seer.viewer).await),
        Err(answer) => answer,
    }
}

fn style(text: &'static str) -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], text).into_response()
}

async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], TOP_SCRIPT).into_response()
}

/// Somebody signed in, with whether they see incidents.
pub(super) struct Seer {
    pub viewer: Viewer,
    pub sees: bool,
}

pub(super) async fn seer(env: &Env, headers: &HeaderMap) -> Result<Seer, Response> {
    let Some((session, current)) = signed_in(env, headers).await else {
        let page = notices::sign_in_needed(asked_language(headers));
        return Err((StatusCode::UNAUTHORIZED, html(page)).into_response());
    };
    let catalogue = &current.version.catalogue;
    let roles = catalogue.people.get(&session.person).map(|person| person.roles.clone()).unwrap_or_default();
    let viewer = Viewer {
        product: session.product,
        product_name: catalogue.product.name.clone(),
        roles,
        name: name(&current.names.people, &session.person),
        language: language(catalogue, &session.person, headers),
        csrf: session.csrf,
        person: session.person,
    };
    let sees = sees(&viewer, &current);
    Ok(Seer { viewer, sees })
}

fn html(page: Markup) -> Html<String> {
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
async fn nothing_here(State(env): State<Env>, headers: HeaderMap) -> Response {
    match seer(&env, &headers).await {
        Ok(seer) => shown(&seer.viewer, Ok(None)),
        Err(_) => (StatusCode::NOT_FOUND, html(notices::not_found(asked_language(&headers), None))).into_response(),
    }
}

async fn start(State(env): State<Env>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let seer = match seer(&env, &headers).await {
        Ok(seer) => seer,
        Err(answer) => return answer,
    };
    if !seer.sees {
        return html(notices::only_chats(&seer.viewer)).into_response();
    }
    let asked: Vec<(String, String)> =
        form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
    let said = |name: &str| asked.iter().find(|(asked, _)| asked == name).map(|(_, value)| value.as_str());
    let refresh = if said("refresh") == Some("off") { Refresh::Off } else { Refresh::On };
    let from = said("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    shown(&seer.viewer, open::load(&env, &seer.viewer, refresh, from).await.map(Some))
}

async fn screen(State(env): State<Env>, headers: HeaderMap) -> Response {
    match seer(&env, &headers).await {
        Ok(seer) => shown(&seer.viewer, now::load(&env, &seer.viewer).await.map(Some)),
        Err(answer) => answer,
    }
}

async fn late(State(env): State<Env>, headers: HeaderMap) -> Response {
    match seer(&env, &headers).await {
        Ok(seer) => shown(&seer.viewer, overdue::load(&env, &seer.viewer).await),
        Err(answer) => answer,
    }
}

async fn one(State(env): State<Env>, headers: HeaderMap, Path((product, id)): Path<(String, String)>) -> Response {
    let seer = match seer(&env, &headers).await {
        Ok(seer) => seer,
        Err(answer) => return answer,
    };
    let product = ProductId::new(product);
    if !seer.sees || product != seer.viewer.product {
        return shown(&seer.viewer, Ok(None));
    }
    shown(&seer.viewer, incident::load(&env, &seer.viewer, &product, &IncidentId::new(id)).await)
}

/// A file from the chat, for whoever sees the incident's page.
async fn file(
    State(env): State<Env>,
    headers: HeaderMap,
    Path((product, id, number)): Path<(String, String, u32)>,
) -> Response {
    let seer = match seer(&env, &headers).await {
        Ok(seer) => seer,
        Err(answer) => return answer,
    };
    let (product, id) = (ProductId::new(product), IncidentId::new(id));
    match incident::saved(&env, &seer.viewer, &product, &id, number).await {
        Ok(Some(file)) => saved(&file.name, file.media_type, file.content),
        Ok(None) => shown(&seer.viewer, Ok(None)),
        Err(fault) => failed(&seer.viewer, &fault),
    }
}

async fn dead_list(State(env): State<Env>, headers: HeaderMap) -> Response {
    match seer(&env, &headers).await {
        Ok(seer) => shown(&seer.viewer, dead::load(&env, &seer.viewer).await),
        Err(answer) => answer,
    }
}

async fn refused_list(State(env): State<Env>, headers: HeaderMap) -> Response {
    match seer(&env, &headers).await {
        Ok(seer) => shown(&seer.viewer, refused::load(&env, &seer.viewer).await),
        Err(answer) => answer,
    }
}

async fn register_form(State(env): State<Env>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let seer = match seer(&env, &headers).await {
        Ok(seer) => seer,
        Err(answer) => return answer,
    };
    let fields = fields(query.unwrap_or_default().as_bytes());
    let service = value(&fields, "service").map(ServiceId::new);
    let id = value(&fields, "id").unwrap_or_default();
    shown(&seer.viewer, refused::load_form(&env, &seer.viewer, &id, service.as_ref(), None).await)
}

async fn register(State(env): State<Env>, headers: HeaderMap, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let viewer = match sender(&env, &headers, &fields).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
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

async fn put_back(State(env): State<Env>, headers: HeaderMap, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let viewer = match sender(&env, &headers, &fields).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    match retry(&env, &viewer, &value(&fields, "id").unwrap_or_default()).await {
        Ok(true) => {
            if let Err(fault) = nabat_clock::handle(&env).await {
                tracing::warn!("the clock will ring later: {fault}");
            }
            Redirect::to(address::DEAD).into_response()
        }
        Ok(false) => shown(&viewer, Ok(None)),
        Err(fault) => failed(&viewer, &fault),
    }
}

async fn discarded(State(env): State<Env>, headers: HeaderMap, RawForm(body): RawForm) -> Response {
    let fields = fields(&body);
    let viewer = match sender(&env, &headers, &fields).await {
        Ok(viewer) => viewer,
        Err(answer) => return answer,
    };
    let field = |name: &str| value(&fields, name).unwrap_or_default();
    match discard(&env, &viewer, &field("id"), &field("reason")).await {
        Ok(true) => Redirect::to(address::DEAD).into_response(),
        Ok(false) => shown(&viewer, Ok(None)),
        Err(fault) => failed(&viewer, &fault),
    }
}

/// Who sent a form; only our own pages' forms are taken.
pub(super) async fn sender(env: &Env, headers: &HeaderMap, fields: &[(String, String)]) -> Result<Viewer, Response> {
    let viewer = seer(env, headers).await?.viewer;
    let session = Session {
        person: viewer.person.clone(),
        name: viewer.name.clone(),
        language: viewer.language,
        zone: chrono_tz::Tz::UTC,
        csrf: viewer.csrf.clone(),
    };
    if is_ours(&session, headers, &value(fields, "csrf").unwrap_or_default()) {
        Ok(viewer)
    } else {
        Err((StatusCode::FORBIDDEN, html(notices::forged(&viewer))).into_response())
    }
}

/// Fields of a form or a query, in order; a name may come several times.
pub(super) fn fields(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

pub(super) fn value(fields: &[(String, String)], name: &str) -> Option<String> {
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone())
}
