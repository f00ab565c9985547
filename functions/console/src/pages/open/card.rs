//! The card of an incident led now.

use super::view::{Card, Holder, NextWord};
use crate::pages::eyes::{Eyes, stopwatch};
use crate::pages::spent::{bar, figures};
use crate::pages::stage::{Progress, Stage};
use maud::{Markup, html};

pub(super) fn card(eyes: &Eyes, card: &Card) -> Markup {
    let alarm = card.over().0 > 0;
    html! {
        article.card.incident.alarm[alarm] aria-label=(format!("{} {}", card.desk, card.service)) {
            p.badges {
                (badge_priority(card))
                @if let Some(stage) = card.current() { " " span class=(format!("badge {}", stage.id)) { (stage.name) } }
                @if card.drill { " " span.badge.drill { (eyes.say("pages-drill", &[])) } }
                span.desk.soft { (card.desk) }
            }
            h2 { a href=(card.address) { (card.service) } }
            p.functions { (card.functions.join(", ")) }
            @if let Some(summary) = &card.summary { p.summary.soft { (summary) } }
            (clocks(eyes, card))
            (stage_list(eyes, &card.stages))
            (people(eyes, card))
            p.buttons {
                a.button href=(card.address) { (eyes.say("pages-to-incident", &[])) }
                @if let Some(chat) = &card.chat { a.button.primary href=(chat) { (eyes.say("pages-to-chat", &[])) } }
            }
        }
    }
}

fn badge_priority(card: &Card) -> Markup {
    let priority = card.priority.as_str();
    html! { span class=(format!("badge {}", priority.to_lowercase())) { (priority) } }
}

/// The whole failure and the current stage, each with its bar.
fn clocks(eyes: &Eyes, card: &Card) -> Markup {
    let whole = eyes.say("pages-whole", &[]);
    html! {
        dl.clocks {
            div {
                dt { (whole) }
                dd { (figures(eyes, card.whole)) (bar(card.whole, &whole)) }
            }
            @if let Some(stage) = card.current() {
                div {
                    dt { (stage.name) }
                    dd { (figures(eyes, stage.spent)) (bar(stage.spent, &stage.name)) }
                }
            }
        }
    }
}

/// Every stage's clock, compactly.
fn stage_list(eyes: &Eyes, stages: &[Stage]) -> Markup {
    html! {
        ol.stages aria-label=(eyes.say("pages-stages", &[])) {
            @for stage in stages { (stage_clock(eyes, stage)) }
        }
    }
}

fn stage_clock(eyes: &Eyes, stage: &Stage) -> Markup {
    let current = stage.progress == Progress::Current;
    let over = stage.spent.class() == Some("over");
    html! {
        li.current[current].ahead[stage.progress == Progress::Ahead] aria-current=[current.then_some("step")] {
            span.name { (stage.name) }
            " "
            @if stage.progress == Progress::Ahead {
                span.num { "—" }
            } @else {
                span.num.over[over] { (stopwatch(stage.spent.actual)) }
                @if over { " " span.unseen { (eyes.say("pages-over", &[])) } }
            }
        }
    }
}

fn people(eyes: &Eyes, card: &Card) -> Markup {
    html! {
        dl.facts {
            dt { (eyes.say("pages-holder", &[])) }
            dd { (holder(eyes, &card.holder)) }
            (next_word(eyes, card.next_word))
            @if let Some(restored) = card.restored {
                dt { (eyes.say("pages-restored", &[])) }
                dd { (eyes.time(restored)) }
            }
            @if card.unanswered > 0 {
                dt { (eyes.say("pages-unanswered", &[])) }
                dd.num { (card.unanswered) }
            }
            @if !card.linked.is_empty() {
                dt { (eyes.say("pages-in-this-chat", &[])) }
                dd { @for (desk, address) in &card.linked { a href=(address) { (desk) } " " } }
            }
        }
    }
}

fn holder(eyes: &Eyes, holder: &Holder) -> Markup {
    html! {
        @match holder {
            Holder::Accepted(name) => (name),
            Holder::Called(name) => { (name) " " span.badge.bad { (eyes.say("pages-not-accepted", &[])) } }
            Holder::Nobody => span.badge.bad { (eyes.say("pages-nobody", &[])) },
        }
    }
}

fn next_word(eyes: &Eyes, word: NextWord) -> Markup {
    let (late, at) = match word {
        NextWord::Due(at) => (at < eyes.now, at),
        NextWord::Asked(at) => (true, at),
        NextWord::None => return html! {},
    };
    html! {
        dt { (eyes.say("pages-next-word", &[])) }
        dd {
            @match word {
                NextWord::Asked(_) => { (eyes.say("pages-word-asked", &[])) " " (eyes.time(at)) }
                NextWord::Due(_) | NextWord::None => (eyes.time(at)),
            }
            @if late {
                " " span.badge.warn { (stopwatch(eyes.now.since(at))) }
            } @else {
                " " span.soft { (eyes.say("pages-in", &[("length", &stopwatch(at.since(eyes.now)))])) }
            }
        }
    }
}
