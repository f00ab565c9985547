//! Who was told what outside the chat, and whether it was handed over.

use super::card;
use super::view::ToldLine;
use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::catalogue::{Catalogue, Recipient};
use nabat_domain::incident::Arg;
use nabat_kit::messages::Speaker;
use nabat_kit::notices::Told;

/// What the rows say, in the order it was told. `current` names channels as they are now.
pub(super) fn lines(eyes: &Eyes, speaker: &Speaker, current: &Catalogue, told: &[Told]) -> Vec<ToldLine> {
    let mut told: Vec<&Told> = told.iter().collect();
    told.sort_by_key(|told| (told.number, told.to.clone()));
    let who = |to: &Recipient| match to {
        Recipient::Direct { person } | Recipient::Mail { person } | Recipient::Gateway { person, .. } => {
            speaker.arg(&Arg::Person(person.clone()))
        }
        Recipient::Channel { channel } => {
            current.notices.channels.get(channel).map_or_else(|| channel.to_string(), |channel| channel.title.clone())
        }
        Recipient::Mailbox { address } => address.clone(),
    };
    let waits = |told: &Told| match told.to {
        // The messenger's posts have a list of their own.
        Recipient::Direct { .. } | Recipient::Channel { .. } => false,
        Recipient::Mail { .. } | Recipient::Mailbox { .. } | Recipient::Gateway { .. } => told.sent_at.is_none(),
    };
    let one = |told: &&Told| ToldLine {
        kind: eyes.say(&format!("pages-notice-{}", told.kind.as_str()), &[]),
        who: who(&told.to),
        way: eyes.say(&format!("pages-notice-by-{}", told.to.way()), &[]),
        at: told.at,
        waits: waits(told),
    };
    told.iter().map(one).collect()
}

/// The card; none where nobody outside was told.
pub(super) fn section(eyes: &Eyes, lines: &[ToldLine]) -> Markup {
    let body = html! {
        ul.lines {
            @for line in lines {
                li {
                    strong { (line.kind) } ": " (line.who) span.soft { " (" (line.way) ")" }
                    br; span.soft { (eyes.time(line.at)) @if line.waits { " · " (eyes.say("pages-notice-waits", &[])) } }
                }
            }
        }
    };
    card(&eyes.say("pages-notices", &[]), lines.is_empty(), &body)
}
