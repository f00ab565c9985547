//! Pages that say one thing: sign in, nothing here, not for you, something went wrong.

use super::counters::Counters;
use super::frame::{Frame, Here, Refresh, page};
use crate::viewer::Viewer;
use maud::{Markup, html};
use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;

/// Nobody is signed in.
pub fn sign_in_needed(language: Language) -> Markup {
    notice(language, None, "sign-in", &html! {})
}

/// There is no such page, or it is not this viewer's to see.
pub fn not_found(language: Language, viewer: Option<&Viewer>) -> Markup {
    notice(language, viewer, "not-found", &to_start(language))
}

/// Something went wrong; nothing was changed.
pub fn error(language: Language, viewer: Option<&Viewer>) -> Markup {
    notice(language, viewer, "error", &to_start(language))
}

/// More was asked than is allowed.
pub fn too_many(language: Language) -> Markup {
    notice(language, None, "too-many", &to_start(language))
}

/// A form that is too old, or comes from another site.
pub fn forged(viewer: &Viewer) -> Markup {
    notice(viewer.language, Some(viewer), "forged", &to_start(viewer.language))
}

/// Somebody whose roles see no incidents, only the chats they are in.
pub fn only_chats(viewer: &Viewer) -> Markup {
    let chats = html! { a.button.primary href="/chat" { (say(viewer.language, "shell-chats", &[])) } };
    notice(viewer.language, Some(viewer), "only-chats", &chats)
}

fn to_start(language: Language) -> Markup {
    html! { a.button href="/" { (say(language, "pages-to-start", &[])) } }
}

fn notice(language: Language, viewer: Option<&Viewer>, what: &str, way_on: &Markup) -> Markup {
    let title = say(language, &format!("pages-{what}-title"), &[]);
    let body = html! {
        main #content.page.narrow {
            h1 { (title) }
            p { (say(language, &format!("pages-{what}-words"), &[])) }
            p.buttons { (way_on) }
        }
    };
    let (counters, refresh) = (Counters::default(), Refresh::Off);
    page(&Frame { language, viewer, here: Here::Elsewhere, title: &title, eyes: None, counters, refresh }, &body)
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn both_languages_have_every_word() {
        for language in Language::ALL {
            let viewer = example::viewer(language);
            let pages = [
                sign_in_needed(language),
                not_found(language, Some(&viewer)),
                error(language, None),
                too_many(language),
                forged(&viewer),
                only_chats(&viewer),
            ];
            for page in pages {
                assert!(!page.into_string().contains('‹'));
            }
        }
    }
}
