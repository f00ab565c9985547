//! Related services with both their answers, and other incidents beside this one.

use super::card;
use super::view::{Beside, OneIncident, Related, Reply};
use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::catalogue::Direction;

/// Related services: what their owners saw at the start, and after restoration.
pub(super) fn section(eyes: &Eyes, view: &OneIncident) -> Markup {
    let body = html! {
        ul.lines { @for related in &view.related { (one(eyes, related)) } }
        @if !view.not_asked.is_empty() {
            p.soft { (eyes.say("pages-not-asked-many", &[])) " " (view.not_asked.join(", ")) }
        }
    };
    card(&eyes.say("pages-related", &[]), view.related.is_empty() && view.not_asked.is_empty(), &body)
}

fn one(eyes: &Eyes, related: &Related) -> Markup {
    let direction = match related.direction {
        Direction::Consumer => "pages-consumer",
        Direction::Supplier => "pages-supplier",
    };
    html! {
        li {
            strong { (related.service) }
            span.soft {
                ", " (eyes.say(direction, &[]))
                @if related.hard { ", " (eyes.say("pages-hard", &[])) }
                @if let Some(owner) = &related.owner { ", " (owner) }
            }
            @if related.at_start == Reply::NotAsked && related.afterwards == Reply::NotAsked {
                br; span.soft { (eyes.say("pages-not-asked", &[])) }
            } @else {
                dl.replies {
                    dt { (eyes.say("pages-at-start", &[])) } dd { (reply(eyes, &related.at_start)) }
                    dt { (eyes.say("pages-afterwards", &[])) } dd { (reply(eyes, &related.afterwards)) }
                }
            }
        }
    }
}

fn reply(eyes: &Eyes, reply: &Reply) -> Markup {
    html! {
        @match reply {
            Reply::Said(words, class) => { span class=(format!("said {class}")) { (words) } },
            Reply::Waiting => { span.badge.warn { (eyes.say("pages-silent", &[])) } },
            Reply::Waived => { span.soft { (eyes.say("pages-waived", &[])) } },
            Reply::NotAsked => "—",
        }
    }
}

/// Other incidents in its chat, and the one whose chat it shares.
pub(super) fn others(eyes: &Eyes, others: &[Beside]) -> Markup {
    let body = html! {
        ul.lines {
            @for other in others {
                li {
                    a href=(other.address) { (other.desk) }
                    " " span.soft { (other.standing) @if let Some(service) = &other.service { ", " (service) } }
                }
            }
        }
    };
    card(&eyes.say("pages-others", &[]), others.is_empty(), &body)
}
