//! Whether the journal holds: every hash over the bytes stored, each event on the one before.

use super::view::JournalCheck;
use crate::pages::eyes::Eyes;
use maud::{Markup, html};

pub(in crate::pages) fn section(eyes: &Eyes, check: &JournalCheck) -> Markup {
    let count = check.events.to_string();
    html! {
        section.card.alarm[check.broken_at.is_some()] {
            h2 { (eyes.say("pages-journal", &[])) }
            @match check.broken_at {
                None => { p { span.badge.good { (eyes.say("pages-journal-holds", &[])) } } },
                Some(number) => {
                    p { span.badge.bad { (eyes.say("pages-journal-broken", &[("number", &number.to_string())])) } }
                },
            }
            dl.facts {
                dt { (eyes.say("pages-journal-events", &[])) } dd.num { (count) }
                dt { (eyes.say("pages-journal-head", &[])) } dd.mono.hash { (check.head) }
            }
        }
    }
}
