//! The head of an incident's page.

use super::view::Heading;
use crate::pages::eyes::Eyes;
use maud::{Markup, html};

pub(super) fn heading(eyes: &Eyes, head: &Heading) -> Markup {
    let priority = head.priority.as_str();
    let (standing, class) = &head.standing;
    html! {
        p.crumbs { a href="/" { (eyes.say("pages-open-title", &[])) } }
        header.heading {
            p.badges {
                span class=(format!("badge {}", priority.to_lowercase())) { (priority) }
                " " span class=(format!("badge {class}")) { (standing) }
                @if head.drill { " " span.badge.drill { (eyes.say("pages-drill", &[])) } }
                @if let Some(reads) = &head.restricted { " " a.badge.bad href=(reads) { (eyes.say("pages-restricted", &[])) } }
                span.desk.soft { (head.desk) }
            }
            h1 { (head.service) }
            p { (head.summary) }
            p.buttons {
                @if let Some(chat) = &head.chat { a.button.primary href=(chat) { (eyes.say("pages-to-chat", &[])) } }
                @if let Some(report) = &head.report { a.button href=(report) rel="noreferrer" { (eyes.say("pages-to-report", &[])) } }
                @if let Some(record) = &head.record { a.button href=(record) rel="noreferrer" { (eyes.say("pages-to-record", &[])) } }
            }
        }
        (facts(eyes, head))
    }
}

fn facts(eyes: &Eyes, head: &Heading) -> Markup {
    let label = |key: &str| eyes.say(key, &[]);
    html! {
        dl.facts.card {
            dt { (label("pages-functions")) } dd { (head.functions.join(", ")) }
            dt { (label("pages-scope")) } dd { (head.scope) }
            dt { (label("pages-criticality")) } dd { (head.criticality) }
            dt { (label("pages-began")) } dd { (eyes.day_and_time(head.began)) }
            dt { (label("pages-registered")) }
            dd { (eyes.day_and_time(head.registered)) @if let Some(by) = &head.registered_by { ", " (by) } }
            @if let Some(restored) = head.restored { dt { (label("pages-restored")) } dd { (eyes.day_and_time(restored)) } }
            @if let Some(closed) = head.closed { dt { (label("pages-closed")) } dd { (eyes.day_and_time(closed)) } }
            @if let Some(words) = &head.description { dt { (label("pages-description")) } dd.words { (words) } }
            dt { (label("pages-procedure")) } dd.mono { (head.procedure) }
        }
    }
}
