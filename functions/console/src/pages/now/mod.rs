//! One screen of a telephone for whoever answers for operations: what is down, whom it touches, in which
//! stage it is, when the next word is due, who holds it.

mod load;
#[cfg(test)]
mod tests;

pub use load::load;

use super::eyes::{Eyes, stopwatch};
use super::open::{Beyond, Card, Holder, NextWord};
use super::spent::{bar, figures};
use maud::{Markup, html};
use nabat_domain::time::At;

/// Where the screen stands.
pub const NOW: &str = "/now";

/// The screen.
#[derive(Clone, PartialEq, Debug)]
pub struct Now {
    /// Name of the product.
    pub product: String,
    /// Refused registrations that wait: failures nobody leads yet.
    pub refused: usize,
    /// What is led now, in any order: the screen sorts it.
    pub down: Vec<Down>,
    /// Led now, and less urgent than all of these.
    pub beyond: Beyond,
    /// When the last incident was closed, where nothing is led.
    pub last: Option<At>,
}

/// Something that does not work.
#[derive(Clone, PartialEq, Debug)]
pub struct Down {
    /// The incident as the page of open incidents shows it.
    pub card: Card,
    /// Organisations it touches, in words.
    pub scope: String,
    /// How many users, in words, where monitoring tells.
    pub users: Option<String>,
    /// What was last said to be done about it, and when.
    pub doing: Option<(String, At)>,
    /// The contractor that holds it.
    pub contractor: Option<String>,
    /// Services led in the same chat.
    pub beside: Vec<String>,
}

/// The screen's own part.
pub fn now(eyes: &Eyes, view: &Now) -> Markup {
    let mut down: Vec<&Down> = view.down.iter().collect();
    down.sort_by_cached_key(|down| down.card.urgency());
    let beyond = view.beyond.after - view.beyond.drills_after;
    let failures = down.iter().filter(|down| !down.card.drill).count() + beyond;
    html! {
        main #content.page.narrow.now {
            header.heading {
                h1 { (eyes.say("now-count", &[("count", &failures.to_string())])) }
                p.soft { (view.product) " · " (eyes.clock(eyes.now)) }
            }
            @if view.refused > 0 {
                div.card.alarm {
                    p { a href=(super::address::REFUSED) { (eyes.say("now-refused", &[("count", &view.refused.to_string())])) } }
                }
            }
            @for one in &down { (card(eyes, one)) }
            @if beyond > 0 { p.soft { (eyes.say("pages-open-after", &[("count", &beyond.to_string())])) } }
            @if failures == 0 {
                div.card { p { (eyes.say("now-none", &[])) } (last(eyes, view.last)) }
            }
            p.buttons {
                a.button href="/" { (eyes.say("now-all", &[])) }
                a.button href=(super::overdue::OVERDUE) { (eyes.say("overdue-title", &[])) }
            }
        }
    }
}

fn last(eyes: &Eyes, at: Option<At>) -> Markup {
    html! { @if let Some(at) = at { p.soft { (eyes.say("now-last", &[])) " " (eyes.time(at)) } } }
}

fn card(eyes: &Eyes, down: &Down) -> Markup {
    let card = &down.card;
    let priority = card.priority.as_str();
    html! {
        article.card.alarm[card.over().0 > 0] aria-label=(format!("{} {}", card.desk, card.service)) {
            p.badges {
                span class=(format!("badge {}", priority.to_lowercase())) { (priority) }
                @if card.drill { " " span.badge.drill { (eyes.say("pages-drill", &[])) } }
                span.desk.soft { (card.desk) }
            }
            h2 { a href=(card.address) { (card.service) } }
            dl.facts {
                dt { (eyes.say("pages-functions", &[])) } dd { (card.functions.join(", ")) }
                dt { (eyes.say("now-touches", &[])) } dd { (down.scope) @if let Some(users) = &down.users { br; (users) } }
                @if !down.beside.is_empty() {
                    dt { (eyes.say("now-beside", &[])) } dd { (down.beside.join(", ")) }
                }
                dt { (eyes.say("now-lasts", &[])) } dd { (lasts(eyes, card)) }
                @if let Some(stage) = card.current() {
                    dt { (eyes.say("pages-column-stage", &[])) }
                    dd { (stage.name) " · " (figures(eyes, stage.spent)) (bar(stage.spent, &stage.name)) }
                }
                dt { (eyes.say("now-holder", &[])) } dd { (holder(eyes, down)) }
                dt { (eyes.say("pages-next-word", &[])) } dd { (next_word(eyes, card.next_word)) }
                @if let Some((words, at)) = &down.doing {
                    dt { (eyes.say("now-doing", &[])) } dd { (words) " · " (eyes.time(*at)) }
                }
            }
        }
    }
}

/// The whole failure against its budget; what is restored waits to be confirmed.
fn lasts(eyes: &Eyes, card: &Card) -> Markup {
    html! {
        (figures(eyes, card.whole)) (bar(card.whole, &eyes.say("pages-whole", &[])))
        @if let Some(at) = card.restored { p.said.good { (eyes.say("pages-restored", &[])) " " (eyes.time(at)) } }
    }
}

fn holder(eyes: &Eyes, down: &Down) -> Markup {
    html! {
        @match &down.card.holder {
            Holder::Accepted(name) => (name),
            Holder::Called(name) => { (name) " " span.badge.bad { (eyes.say("pages-not-accepted", &[])) } },
            Holder::Nobody => span.badge.bad { (eyes.say("pages-nobody", &[])) },
        }
        @if let Some(contractor) = &down.contractor {
            br; (eyes.say("now-contractor", &[("contractor", contractor)]))
        }
    }
}

fn next_word(eyes: &Eyes, word: NextWord) -> Markup {
    html! {
        @match word {
            NextWord::None => "—",
            NextWord::Asked(at) => {
                (eyes.say("pages-word-asked", &[])) " " (eyes.time(at))
                " " span.badge.warn { (stopwatch(eyes.now.since(at))) }
            },
            NextWord::Due(at) if at < eyes.now => {
                (eyes.time(at)) " " span.badge.warn { (eyes.say("now-late", &[("length", &stopwatch(eyes.now.since(at)))])) }
            },
            NextWord::Due(at) => {
                (eyes.time(at)) " " span.soft { (eyes.say("pages-in", &[("length", &stopwatch(at.since(eyes.now)))])) }
            },
        }
    }
}
