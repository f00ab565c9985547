//! The list of committees, and an agenda as it is looked at and printed.

use super::view::{Agenda, Item, Meeting, Why};
use super::{COMMITTEES, DECIDE, DONE};
use crate::pages::eyes::Eyes;
use crate::pages::problems::PROBLEMS;
use maud::{Markup, html};

pub(super) fn list(eyes: &Eyes, meetings: &[Meeting]) -> Markup {
    html! {
        main #content.page {
            p.crumbs { a href=(PROBLEMS) { (eyes.say("problems-title", &[])) } }
            header.heading { h1 { (eyes.say("committees-title", &[])) } }
            div.cards {
                @for meeting in meetings {
                    section.card {
                        h2 { a href=(format!("{COMMITTEES}/{}", meeting.id)) { (meeting.name) } }
                        p { (eyes.say("committees-next", &[])) " " (eyes.day_and_time(meeting.next)) }
                    }
                }
            }
        }
    }
}

pub(super) fn agenda(eyes: &Eyes, view: &Agenda) -> Markup {
    html! {
        main #content.page {
            p.crumbs { a href=(COMMITTEES) { (eyes.say("committees-title", &[])) } }
            header.heading {
                h1 { (view.meeting.name) }
                p { (eyes.say("committees-agenda", &[])) " " (eyes.day_and_time(view.meeting.next)) }
            }
            @if let Some(trouble) = &view.trouble { div.card.alarm role="alert" { p { (trouble) } } }
            @if view.items.is_empty() { div.card { p { (eyes.say("committees-nothing", &[])) } } }
            @for (number, item) in view.items.iter().enumerate() { (one(eyes, view, number + 1, item)) }
        }
    }
}

fn one(eyes: &Eyes, view: &Agenda, number: usize, item: &Item) -> Markup {
    html! {
        section.card {
            h2 { (number) ". " a href=(item.address) { (item.number) } " " (item.service) }
            p.badges { (why(eyes, item.why)) }
            p {
                (item.stage)
                @if let Some(leader) = &item.leader { ", " (leader) }
                @if item.repeats > 0 { ", " (eyes.say("committees-repeats", &[("count", &item.repeats.to_string())])) }
            }
            @for (place, decision) in &item.decisions {
                p {
                    (decision.words) br;
                    span.soft { (decision.owner) ", " (eyes.day(decision.due)) }
                    @if decision.overdue { " " span.badge.bad { (eyes.say("problems-overdue", &[])) } }
                    @if let Some(done) = decision.done { " " span.badge.good { (eyes.say("problems-done", &[])) " " (eyes.time(done)) } }
                }
                @if let (None, Some(csrf)) = (decision.done, &view.csrf) {
                    form.choose method="post" action=(DONE) {
                        (hidden(view, csrf, item))
                        input type="hidden" name="place" value=(place);
                        button.quiet type="submit" { (eyes.say("committees-mark-done", &[])) }
                    }
                }
            }
            @if let Some(csrf) = &view.csrf { (form(eyes, view, csrf, item)) }
        }
    }
}

fn hidden(view: &Agenda, csrf: &str, item: &Item) -> Markup {
    html! {
        input type="hidden" name="csrf" value=(csrf);
        input type="hidden" name="committee" value=(view.meeting.id);
        input type="hidden" name="problem" value=(item.case);
    }
}

fn form(eyes: &Eyes, view: &Agenda, csrf: &str, item: &Item) -> Markup {
    let label = |key: &str| eyes.say(key, &[]);
    html! {
        details {
            summary { (label("committees-record")) }
            form.choose method="post" action=(DECIDE) {
                (hidden(view, csrf, item))
                label.field { (label("committees-words")) textarea name="words" rows="2" required {} }
                label.field {
                    (label("committees-owner"))
                    select name="owner" { @for (id, name) in &view.people { option value=(id) { (name) } } }
                }
                label.field { (label("committees-due")) input type="date" name="due" required; }
                button type="submit" { (label("committees-save")) }
            }
        }
    }
}

fn why(eyes: &Eyes, why: Why) -> Markup {
    let (key, class) = match why {
        Why::Overdue(_) => ("problems-overdue", "bad"),
        Why::CameBack => ("committees-came-back", "bad"),
        Why::ToAccept => ("committees-to-accept", "warn"),
        Why::Decided => ("committees-decided", "warn"),
        Why::Repeats => ("committees-with-repeats", "warn"),
        Why::New => ("committees-new", ""),
    };
    html! {
        span class=(format!("badge {class}")) { (eyes.say(key, &[])) }
        @if let Why::Overdue(since) = why { " " (eyes.day_and_time(since)) }
    }
}
