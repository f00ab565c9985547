//! The page of one incident: what it is, how it goes, who owes what, everything that happened.

mod answers;
mod files;
mod findings;
mod heading;
pub(in crate::pages) mod journal;
mod load;
mod outages;
pub(in crate::pages) mod people;
mod read;
pub(in crate::pages) mod record;
mod related;
pub(in crate::pages) mod stages;
#[cfg(test)]
mod tests;
pub(in crate::pages) mod timeline;
mod told;
mod view;
mod walk;

pub use files::{FileShown, Saved, saved};
pub use findings::{MarkForm, Monitored, Searched, SeriesShown};
pub(in crate::pages) use load::in_chat;
pub use load::load;
pub(in crate::pages) use read::view_of;
pub use view::{
    Beside, Correction, DecisionTaken, Heading, JournalCheck, Member, Moment, OneIncident, OutageLine, Owed, Related,
    Reply, ToldLine, Waived,
};

use super::contractors;
use super::eyes::{Eyes, stopwatch};
use super::spent::figures;
use maud::{Markup, html};
use nabat_domain::time::Length;

/// The page's own part.
pub fn one_incident(eyes: &Eyes, view: &OneIncident) -> Markup {
    html! {
        main #content.page {
            (heading::heading(eyes, &view.head))
            (summary(eyes, view))
            (findings::users(eyes, &view.monitored))
            div.columns-two {
                div {
                    (stages::section(eyes, view))
                    (outages::section(eyes, view))
                    (findings::section(eyes, &view.monitored))
                    (timeline::section(eyes, &view.timeline))
                }
                div {
                    (people::owed(eyes, &view.owed))
                    (record::decision(eyes, view.decision.as_ref()))
                    (people::members(eyes, &view.people))
                    (related::section(eyes, view))
                    (files::section(eyes, &view.files))
                    (related::others(eyes, &view.others))
                    (record::waivers(eyes, &view.waivers))
                    (record::corrections(eyes, &view.corrections))
                    @for part in &view.contractors { (contractors::card(eyes, part)) }
                    (told::section(eyes, &view.told))
                    (journal::section(eyes, &view.journal))
                }
            }
        }
    }
}

/// The figures of an incident, in a row.
fn summary(eyes: &Eyes, view: &OneIncident) -> Markup {
    let length = |length: Option<Length>| length.map_or_else(|| "—".to_owned(), stopwatch);
    html! {
        ul.figures.card {
            li { b { (figures(eyes, view.whole)) } (eyes.say("pages-whole", &[])) }
            li { b { (stopwatch(view.outage)) } (eyes.say("pages-outage", &[])) }
            li { b { (length(view.called)) } (eyes.say("pages-team-called", &[])) }
            li { b { (length(view.answered)) } (eyes.say("pages-team-answered", &[])) }
        }
    }
}

/// A card with a title; nothing where it would be empty.
fn card(title: &str, empty: bool, body: &Markup) -> Markup {
    html! {
        @if !empty {
            section.card {
                h2 { (title) }
                (body)
            }
        }
    }
}
