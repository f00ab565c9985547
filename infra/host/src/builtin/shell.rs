//! The frame of every page: head, top bar with where one can go, the person signed in.

pub use nabat_console::pages::bar::Here;

use super::who::Viewer;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue};
use maud::{DOCTYPE, Markup, html};
use nabat_console::pages::bar::{Bar, foot};
use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;

/// The style sheet of all pages: variables, frame, cards, tables, buttons, badges, forms.
pub const STYLE: &str = include_str!("../pages/style.css");

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
                // Chats fill the window: theirs stands below the list of rooms.
                @if let Some(viewer) = frame.viewer.filter(|_| frame.here != Here::Chats) {
                    (foot(language, &viewer.csrf))
                }
            }
        }
    }
}

/// The console's bar, with what waits counted now.
fn top_bar(frame: &Frame<'_>) -> Markup {
    let name = frame.viewer.map(|viewer| viewer.name.as_str());
    let counters = frame.viewer.map(|viewer| viewer.waits.counted()).unwrap_or_default();
    Bar { language: frame.language, name, here: frame.here, counters }.markup()
}

/// Adds to a response what keeps a browser from running or showing anything that is not ours.
#[nabat_kit::boxed]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::form::is_ours;
    use crate::builtin::who::Waits;
    use nabat_console::pages::counters::Counters;
    use nabat_console::pages::frame;
    use nabat_console::viewer::Viewer as Seen;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    fn viewer(language: Language, waits: Waits) -> Viewer {
        let (name, csrf) = ("Anna <b>".to_owned(), "guard".to_owned());
        let (product, person) = ("clinics".into(), "e1".into());
        Viewer { product, person, name, language, zone: chrono_tz::Tz::UTC, csrf, waits }
    }

    fn framed(viewer: &Viewer) -> String {
        let language = viewer.language;
        let frame = Frame { language, viewer: Some(viewer), here: Here::Desk, title: "", styles: &[], scripts: &[] };
        page(&frame, &html! { main {} }).into_string()
    }

    fn of_console(language: Language, counters: Counters) -> String {
        let viewer = Seen {
            person: "e1".into(),
            product: "clinics".into(),
            product_name: String::new(),
            roles: [].into(),
            rights: Default::default(),
            name: "Anna <b>".to_owned(),
            language,
            csrf: "guard".to_owned(),
        };
        let (viewer, refresh) = (Some(&viewer), frame::Refresh::Off);
        let frame = frame::Frame { language, viewer, here: Here::Desk, title: "", eyes: None, counters, refresh };
        frame::page(&frame, &html! { main {} }).into_string()
    }

    #[test]
    fn bar_and_foot_are_the_consoles() {
        let some = |refused, dead| Counters { refused, dead };
        for language in Language::ALL {
            for counters in [some(Some(3), Some(0)), some(Some(100), None), some(None, None)] {
                let own = framed(&viewer(language, Waits::new(move || counters)));
                let consoles = of_console(language, counters);
                for (from, to) in [("<header class=\"top\">", "</header>"), ("<footer", "</footer>")] {
                    let part = |page: &str| {
                        let (_, rest) = page.split_once(from).expect("it begins");
                        rest.split_once(to).expect("it ends").0.to_owned()
                    };
                    assert_eq!(part(&own), part(&consoles));
                }
            }
        }
    }

    #[test]
    fn what_waits_is_counted_once_a_page_and_by_no_form() {
        let counted = Arc::new(AtomicU32::new(0));
        let counts = Arc::clone(&counted);
        let viewer = viewer(
            Language::En,
            Waits::new(move || {
                counts.fetch_add(1, Ordering::Relaxed);
                Counters::default()
            }),
        );
        assert!(is_ours(&viewer, &HeaderMap::new(), "guard"));
        assert_eq!(counted.load(Ordering::Relaxed), 0);
        framed(&viewer);
        assert_eq!(counted.load(Ordering::Relaxed), 1);
    }
}
