//! People of an incident: who owes what now, who was invited, who acted.

use super::card;
use super::view::{Member, Owed};
use crate::pages::eyes::{Eyes, stopwatch};
use maud::{Markup, html};

/// Prompts open now, with who owes them.
pub(in crate::pages) fn owed(eyes: &Eyes, owed: &[Owed]) -> Markup {
    let body = html! {
        ul.lines {
            @for prompt in owed {
                li {
                    strong { (prompt.step) }
                    @if !prompt.mandatory { " " span.badge { (eyes.say("pages-optional", &[])) } }
                    br;
                    @if let Some(holder) = &prompt.holder { (holder) } @else { span.badge.bad { (eyes.say("pages-nobody", &[])) } }
                    span.soft { ", " (prompt.role) }
                    br;
                    span.soft { (eyes.say("pages-asked", &[])) " " (eyes.time(prompt.asked)) ", " (stopwatch(eyes.now.since(prompt.asked))) }
                    @if prompt.reminders > 0 {
                        " " span.badge.warn { (eyes.say("pages-reminders", &[("count", &prompt.reminders.to_string())])) }
                    }
                }
            }
        }
    };
    card(&eyes.say("pages-owed", &[]), owed.is_empty(), &body)
}

/// Everybody who is or was in.
pub(in crate::pages) fn members(eyes: &Eyes, people: &[Member]) -> Markup {
    let invited = people.iter().filter(|person| person.invited.is_some()).count().to_string();
    let acted = people.iter().filter(|person| person.acted > 0).count().to_string();
    let body = html! {
        p.soft { (eyes.say("pages-people-counted", &[("invited", &invited), ("acted", &acted)])) }
        ul.lines { @for person in people { (member(eyes, person)) } }
    };
    card(&eyes.say("pages-people", &[]), people.is_empty(), &body)
}

fn member(eyes: &Eyes, person: &Member) -> Markup {
    html! {
        li {
            strong { (person.name) }
            span.soft { @for role in &person.roles { ", " (role) } }
            br;
            @if person.unreachable { span.badge.bad { (eyes.say("pages-unreachable", &[])) } " " }
            span.soft {
                @match person.invited {
                    Some(at) => { (eyes.say("pages-invited", &[])) " " (eyes.time(at)) },
                    None => (eyes.say("pages-not-invited", &[])),
                }
                @if let Some(left) = person.left { ", " (eyes.say("pages-left", &[])) " " (eyes.time(left)) }
                @if person.acted > 0 { ", " (eyes.say("pages-acted", &[("count", &person.acted.to_string())])) }
            }
        }
    }
}
