//! The frame of every page: head, top bar with where one can go, the person signed in.

use super::who::Viewer;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue};
use maud::{DOCTYPE, Markup, html};
use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;

/// The style sheet of all pages: variables, frame, cards, tables, buttons, badges, forms.
pub const STYLE: &str = include_str!("../pages/style.css");

/// Which part of the program a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Here {
    /// What is down now.
    Now,
    /// Incidents.
    Incidents,
    /// Chats.
    Chats,
    /// The built-in service desk.
    Desk,
    /// The built-in wiki.
    Wiki,
    /// Pages of the console, which has a frame of its own.
    Console,
    /// None of them.
    Elsewhere,
}

/// What stands around a page.
pub struct Frame<'a> {
    /// Language of the page.
    pub language: Language,
    /// Who looks, if somebody is signed in.
    pub viewer: Option<&'a Viewer>,
    /// Part of the program.
    pub here: Here,
    /// Title of the page, without the program's name.
    pub title: &'a str,
    /// Addresses of style sheets.
    pub styles: &'a [String],
    /// Addresses of scripts, which run once the page is read.
    pub scripts: &'a [String],
}

/// Those the console's bar has for everybody, in its order.
const SECTIONS: [(Here, &str, &str); 9] = [
    (Here::Now, "/now", "shell-now"),
    (Here::Incidents, "/", "shell-incidents"),
    (Here::Chats, "/chat", "shell-chats"),
    (Here::Desk, "/desk", "shell-desk"),
    (Here::Wiki, "/wiki", "shell-wiki"),
    (Here::Console, "/problems", "problems-title"),
    (Here::Console, "/reliability", "reliability-short"),
    (Here::Console, "/contractors", "pages-contractors-short"),
    (Here::Console, "/overdue", "overdue-short"),
];

/// A whole page.
pub fn page(frame: &Frame<'_>, body: &Markup) -> Markup {
    let language = frame.language;
    html! {
        (DOCTYPE)
        html lang=(language.as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (frame.title) " · Nabat" }
                link rel="icon" href="data:,";
                @for style in frame.styles { link rel="stylesheet" href=(style); }
                script src="/assets/top.js" defer {}
                @for script in frame.scripts { script src=(script) defer {} }
            }
            body {
                a.skip href="#content" { (say(language, "shell-skip", &[])) }
                (top_bar(frame))
                (body)
            }
        }
    }
}

fn top_bar(frame: &Frame<'_>) -> Markup {
    let language = frame.language;
    html! {
        header.top {
            a.brand href="/" { "Nabat" }
            @if let Some(viewer) = frame.viewer {
                nav aria-label=(say(language, "shell-sections", &[])) {
                    @for (section, address, key) in SECTIONS {
                        a href=(address) aria-current=[(section == frame.here).then_some("page")] {
                            (say(language, key, &[]))
                        }
                    }
                }
                span.me { (viewer.name) }
            }
        }
    }
}

/// Adds to a response what keeps a browser from running or showing anything that is not ours.
pub async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    put(headers, "x-content-type-options", "nosniff");
    put(headers, "referrer-policy", "same-origin");
    put(headers, "cache-control", "no-store");
    put(headers, "cross-origin-opener-policy", "same-origin");
    put(headers, "cross-origin-resource-policy", "same-origin");
    put(headers, "permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    put(
        headers,
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    response
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &'static str) {
    headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
}

/// The language a browser asks for; Russian unless it prefers English.
pub fn asked_language(headers: &HeaderMap) -> Language {
    let asked = headers.get(http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    match asked {
        Some(asked) if asked.trim_start().to_ascii_lowercase().starts_with("en") => Language::En,
        Some(_) | None => Language::Ru,
    }
}
