//! The page of open incidents: refused registrations first, then cards by urgency, then the rest.

mod card;
mod load;
mod others;
#[cfg(test)]
mod paged;
mod standing;
#[cfg(test)]
mod tests;
mod view;

pub use load::SHOWN;
pub use load::load;
pub(in crate::pages) use load::{Window, card, led, speaker};
pub use view::{Beyond, Card, Holder, NextWord, OpenIncidents, Other};

use super::eyes::Eyes;
use super::frame::{PERIOD, Refresh};
use super::refused;
use maud::{Markup, html};

/// Refused registrations shown here; the rest stand on their own page.
const REFUSED_SHOWN: usize = 3;

/// The page's own part.
pub fn open_incidents(eyes: &Eyes, view: &OpenIncidents) -> Markup {
    let mut cards: Vec<&Card> = view.cards.iter().collect();
    cards.sort_by_cached_key(|card| card.urgency());
    html! {
        main #content.page {
            header.heading {
                h1 { (eyes.say("pages-open-title", &[])) }
                p.soft { (view.product) " · " (eyes.clock(eyes.now)) " · " (refreshing(eyes, view.refresh)) }
            }
            (waiting(eyes, view))
            @if cards.is_empty() {
                div.card { p { (eyes.say("pages-open-none", &[])) } }
            } @else {
                div.cards.incidents { @for card in cards { (card::card(eyes, card)) } }
            }
            (beyond(eyes, view.beyond))
            (others::table(eyes, &view.others))
        }
    }
}

/// A page that loads itself anew can be made to stand still.
fn refreshing(eyes: &Eyes, refresh: Refresh) -> Markup {
    html! {
        @match refresh {
            Refresh::On => {
                (eyes.say("pages-refresh-on", &[("seconds", &PERIOD.to_string())])) " "
                a href="/?refresh=off" { (eyes.say("pages-refresh-stop", &[])) }
            }
            Refresh::Off => {
                (eyes.say("pages-refresh-off", &[])) " "
                a href="/" { (eyes.say("pages-refresh-start", &[])) }
            }
        }
    }
}

/// What stands before and after the cards, where there are more than one page shows.
fn beyond(eyes: &Eyes, beyond: Beyond) -> Markup {
    let (before, after) = (beyond.before, beyond.after);
    let said = |key: &str, count: usize| eyes.say(key, &[("count", &count.to_string())]);
    html! {
        @if before > 0 || after > 0 {
            p.buttons {
                @if before > 0 {
                    a.button href=(format!("/?from={}", before.saturating_sub(SHOWN))) { (said("pages-open-before", before)) }
                }
                @if after > 0 {
                    a.button href=(format!("/?from={}", before + SHOWN)) { (said("pages-open-after", after)) }
                }
            }
        }
    }
}

fn waiting(eyes: &Eyes, view: &OpenIncidents) -> Markup {
    html! {
        @if !view.refused.is_empty() {
            section aria-labelledby="refused" {
                h2 #refused { (eyes.say("pages-refused-title", &[])) }
                @for refusal in view.refused.iter().take(REFUSED_SHOWN) { (refused::short(eyes, refusal)) }
                @if view.refused.len() > REFUSED_SHOWN {
                    p { a href=(super::address::REFUSED) { (eyes.say("pages-refused-all", &[])) } }
                }
            }
        }
    }
}
