//! Signing in by a one-time link, signing out, choosing the language of the pages.

use super::openid::{Providers, own_place, signed_out};
use super::who::{cookie, is_encrypted, session_cookie};
use crate::builtin::form::{is_led_here, is_ours, same_origin};
use crate::builtin::shell::{Frame, Here, asked_language, guarded, page};
use crate::builtin::who::Who as _;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use http::header::{LOCATION, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use maud::html;
use nabat_domain::catalogue::Language;
use nabat_kit::access::{close_session, open_link};
use nabat_kit::env::Env;
use nabat_kit::messages::say;
use serde::Deserialize;
use std::sync::Arc;

/// What these pages need.
#[derive(Clone)]
struct Doors {
    env: Env,
    providers: Arc<Providers>,
}

/// `/in/{secret}`, `/out`, `/language/{code}`.
pub fn router(env: Env, providers: Arc<Providers>) -> Router {
    Router::new()
        .route("/in/{secret}", get(ask).post(sign_in))
        .route("/out", post(sign_out))
        .route("/language/{code}", get(choose))
        .layer(map_response(guarded))
        .with_state(Doors { env, providers })
}

/// A page with one button: programs that look at links before people do must not use them up.
async fn ask(Path(secret): Path<String>, headers: HeaderMap) -> Response {
    let language = asked_language(&headers);
    let title = say(language, "sign-in-title", &[]);
    let body = html! {
        main #content.page.narrow {
            h1 { (title) }
            form method="post" action={ "/in/" (secret) } {
                button class="primary" type="submit" { (say(language, "sign-in-button", &[])) }
            }
        }
    };
    Html(frame(language, &title, &body)).into_response()
}

/// Where somebody wanted to go who had to sign in first.
#[derive(Deserialize)]
struct Back {
    back: Option<String>,
}

async fn sign_in(
    State(Doors { env, .. }): State<Doors>,
    Path(secret): Path<String>,
    Query(asked): Query<Back>,
    headers: HeaderMap,
) -> Response {
    // Another site's form would make the browser somebody else's unseen: there the person presses the button.
    if !same_origin(&headers) {
        return ask(Path(secret), headers).await;
    }
    match open_link(&env, &secret).await {
        Ok(Some((secret, _))) => {
            if let Some(before) = cookie(&headers, session_cookie(&env.base)) {
                closed(&env, &before).await;
            }
            let back = asked.back.and_then(|back| own_place(&env.base, &back));
            with_session(&env.base, &secret, back.as_deref().unwrap_or("/"))
        }
        Ok(None) => {
            let language = asked_language(&headers);
            let title = say(language, "sign-in-used-up", &[]);
            let body =
                html! { main #content.page.narrow { h1 { (title) } p { (say(language, "sign-in-new-link", &[])) } } };
            (StatusCode::GONE, Html(frame(language, &title, &body))).into_response()
        }
        Err(fault) => {
            tracing::error!("nobody can sign in: {fault}");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Goes to a page of ours with a session's cookie.
pub fn with_session(base: &str, secret: &str, back: &str) -> Response {
    let cookie = session_of(base, &format!("{secret}; Max-Age=57600"));
    (StatusCode::SEE_OTHER, [(SET_COOKIE, cookie), (LOCATION, back.to_owned())]).into_response()
}

/// Adds a cookie to an answer.
pub fn put_cookie(answer: &mut Response, cookie: &str) {
    if let Ok(value) = cookie.parse() {
        answer.headers_mut().append(SET_COOKIE, value);
    }
}

#[derive(Deserialize)]
struct Csrf {
    csrf: String,
}

async fn sign_out(
    State(Doors { env, providers }): State<Doors>,
    headers: HeaderMap,
    Form(form): Form<Csrf>,
) -> Response {
    let who = super::who::Sessions::new(env.clone());
    let ours = who.who(&headers).is_some_and(|viewer| is_ours(&viewer, &headers, &form.csrf));
    let mut way_out = None;
    if let (true, Some(secret)) = (ours, cookie(&headers, session_cookie(&env.base))) {
        let opened_by = providers.opened_by(&secret).await;
        // Over here first, whatever the provider does.
        closed(&env, &secret).await;
        if let Some(opened_by) = opened_by {
            way_out = providers.way_out(&opened_by).await;
        }
    }
    let mut answer = match way_out {
        Some((there, provider)) => signed_out(asked_language(&headers), &there, &provider),
        None => (StatusCode::SEE_OTHER, [(LOCATION, "/")]).into_response(),
    };
    if same_origin(&headers) {
        put_cookie(&mut answer, &session_of(&env.base, "; Max-Age=0"));
    }
    answer
}

async fn closed(env: &Env, secret: &str) {
    if let Err(fault) = close_session(env, secret).await {
        tracing::error!("a session was not closed: {fault}");
    }
}

/// A session's cookie: no script reads it, no other site sends it along, and over https nothing else carries it.
fn session_of(base: &str, value: &str) -> String {
    let secure = if is_encrypted(base) { "; Secure" } else { "" };
    format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}", session_cookie(base))
}

async fn choose(Path(code): Path<String>, headers: HeaderMap) -> Response {
    let Some(language) = Language::ALL.into_iter().find(|known| known.as_str() == code) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if is_led_here(&headers) {
        return Redirect::to("/").into_response();
    }
    let back =
        headers.get(http::header::REFERER).and_then(|value| value.to_str().ok()).and_then(path_of).unwrap_or("/");
    let cookie = format!("language={}; Path=/; SameSite=Lax; Max-Age=31536000", language.as_str());
    let mut answer = Redirect::to(back).into_response();
    put_cookie(&mut answer, &cookie);
    answer
}

/// The path of an address of ours: never another host.
fn path_of(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let path = &rest[rest.find('/')?..];
    (!path.starts_with("//")).then_some(path)
}

fn frame(language: Language, title: &str, body: &maud::Markup) -> String {
    let styles = ["/chat/-/style.css".to_owned()];
    let frame = Frame { language, viewer: None, here: Here::Elsewhere, title, styles: &styles, scripts: &[] };
    page(&frame, body).into_string()
}
