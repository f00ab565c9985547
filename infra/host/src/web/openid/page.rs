//! Pages of signing in: the ways there are, and why one led nowhere.

use super::Providers;
use crate::builtin::shell::{Frame, Here, page};
use axum::response::{Html, IntoResponse as _, Response};
use http::StatusCode;
use http::header::REFRESH;
use maud::{Markup, html};
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{ConnectionId, PersonId, ProductId};
use nabat_kit::messages::say;

/// Why nobody was signed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notice {
    /// The provider cannot be asked.
    Away,
    /// It refused, or what it said does not hold.
    Refused,
    /// The answer is to no question of this browser, too late, or there for the second time.
    Stale,
    /// The catalogue does not know the person.
    Unknown,
}

impl Notice {
    const fn key(self) -> &'static str {
        match self {
            Self::Away => "sign-in-away",
            Self::Refused => "sign-in-refused",
            Self::Stale => "sign-in-stale",
            Self::Unknown => "sign-in-unknown",
        }
    }
}

/// A button for each provider; a link works beside them.
pub fn ways(status: StatusCode, language: Language, providers: &Providers, back: &str) -> Response {
    let buttons = html! {
        @for (connection, provider) in &providers.open {
            p { a.button.primary href=(place(connection, back)) {
                (say(language, "sign-in-with", &[("provider", &provider.name())]))
            } }
        }
        p { (say(language, "sign-in-by-link", &[])) }
    };
    shown(status, language, &say(language, "sign-in-title", &[]), &buttons)
}

/// Why nobody was signed in, and what to do now.
pub fn notice(
    status: StatusCode,
    language: Language,
    notice: Notice,
    provider: &str,
    connection: &ConnectionId,
    back: &str,
) -> Response {
    let key = notice.key();
    let body = html! {
        p { (say(language, &format!("{key}-words"), &[("provider", provider)])) }
        p { (say(language, "sign-in-by-link", &[])) }
        p.buttons { a.button href=(place(connection, back)) { (say(language, "sign-in-again", &[])) } }
    };
    shown(status, language, &say(language, key, &[("provider", provider)]), &body)
}

/// A person several products know chooses one of them.
pub fn products(language: Language, known: &[(ProductId, PersonId)], secrets: &[String], back: &str) -> Response {
    let body = html! {
        @for ((product, _), secret) in known.iter().zip(secrets) {
            form method="post" action=(format!("/in/{secret}?{}", query(back))) {
                p { button class="primary" type="submit" { (product) } }
            }
        }
    };
    shown(StatusCode::OK, language, &say(language, "sign-in-product", &[]), &body)
}

/// A session that is over here; the browser goes on to its provider, where it ends too. Not by a redirect: a form's may
/// lead to pages of ours alone.
pub fn signed_out(language: Language, way_out: &str, provider: &str) -> Response {
    let body = html! {
        p { (say(language, "sign-out-words", &[("provider", provider)])) }
        p.buttons {
            a.button.primary href=(way_out) { (say(language, "sign-out-there", &[("provider", provider)])) }
            a.button href="/" { (say(language, "sign-in-again", &[])) }
        }
    };
    let mut answer = shown(StatusCode::OK, language, &say(language, "sign-out-title", &[]), &body);
    if let Ok(there) = format!("0; url={way_out}").parse() {
        answer.headers_mut().insert(REFRESH, there);
    }
    answer
}

fn place(connection: &ConnectionId, back: &str) -> String {
    format!("/sign-in/{connection}?{}", query(back))
}

fn query(back: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish()
}

fn shown(status: StatusCode, language: Language, title: &str, body: &Markup) -> Response {
    let styles = ["/assets/style.css".to_owned()];
    let frame = Frame { language, viewer: None, here: Here::Elsewhere, title, styles: &styles, scripts: &[] };
    let body = html! { main #content.page.narrow { h1 { (title) } (body) } };
    (status, Html(page(&frame, &body).into_string())).into_response()
}
