//! What stays on record beside the timeline: the decision, waivers, corrections.

use super::card;
use super::view::{Correction, DecisionTaken, Waived};
use crate::pages::eyes::Eyes;
use maud::{Markup, html};

/// The closing decision, with its problem.
pub(super) fn decision(eyes: &Eyes, decision: Option<&DecisionTaken>) -> Markup {
    let body = html! {
        @if let Some(taken) = decision {
            p { strong { (taken.words) } @if let Some(by) = &taken.by { br; span.soft { (by) } } }
            @if let Some(comment) = &taken.comment { p.words { (comment) } }
            @if let Some((number, state, address)) = &taken.problem {
                p {
                    (eyes.say("pages-problem", &[])) " "
                    @if let Some(address) = address { a href=(address) rel="noreferrer" { (number) } } @else { (number) }
                    span.soft { @if !state.is_empty() { ", " (eyes.say("pages-problem-state", &[("state", state)])) } }
                }
            }
        }
    };
    card(&eyes.say("pages-decision", &[]), decision.is_none(), &body)
}

/// Steps waived, with who owed them and why.
pub(in crate::pages) fn waivers(eyes: &Eyes, waivers: &[Waived]) -> Markup {
    let body = html! {
        ul.lines {
            @for waived in waivers {
                li {
                    strong { (waived.step) }
                    @if let Some(owed_by) = &waived.owed_by { span.soft { " (" (owed_by) ")" } }
                    br; (waived.reason)
                    br; span.soft { (waived.by) ", " (eyes.time(waived.at)) }
                }
            }
        }
    };
    card(&eyes.say("pages-waivers", &[]), waivers.is_empty(), &body)
}

/// Answers corrected: the old value and the new one.
pub(in crate::pages) fn corrections(eyes: &Eyes, corrections: &[Correction]) -> Markup {
    let body = html! {
        ul.lines {
            @for correction in corrections {
                li {
                    strong { (correction.step) }
                    br; del { (correction.old) } " → " ins { (correction.new) }
                    br; (correction.reason)
                    br; span.soft { (correction.by) ", " (eyes.time(correction.at)) }
                }
            }
        }
    };
    card(&eyes.say("pages-corrections", &[]), corrections.is_empty(), &body)
}
