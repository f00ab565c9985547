//! The page of one problem: causes, fix and watch, incidents, decisions, and what every case has.

use super::PROBLEMS;
use super::view::{Decision, Fix, Incident, Link, OneProblem};
use crate::pages::eyes::Eyes;
use crate::pages::incident::{journal, people, record, stages, timeline};
use maud::{Markup, html};

pub(super) fn page(eyes: &Eyes, view: &OneProblem) -> Markup {
    html! {
        main #content.page {
            (heading(eyes, view))
            div.columns-two {
                div {
                    (causes(eyes, view))
                    (fix(eyes, &view.fix))
                    (stages::section(eyes, &view.case))
                    (timeline::section(eyes, &view.case.timeline))
                }
                div {
                    (people::owed(eyes, &view.case.owed))
                    (incidents(eyes, &view.incidents))
                    (decisions(eyes, &view.decisions))
                    (people::members(eyes, &view.case.people))
                    (record::waivers(eyes, &view.case.waivers))
                    (record::corrections(eyes, &view.case.corrections))
                    (journal::section(eyes, &view.case.journal))
                }
            }
        }
    }
}

fn heading(eyes: &Eyes, view: &OneProblem) -> Markup {
    let head = &view.case.head;
    let priority = head.priority.as_str();
    html! {
        p.crumbs { a href=(PROBLEMS) { (eyes.say("problems-title", &[])) } }
        header.heading {
            p.badges {
                span class=(format!("badge {}", priority.to_lowercase())) { (priority) }
                " " span class=(format!("badge {}", head.standing.1)) { @if let Some(exit) = &view.exit { (exit) } @else { (head.standing.0) } }
                @if head.drill { " " span.badge.drill { (eyes.say("pages-drill", &[])) } }
                @if let Some(since) = view.overdue { " " span.badge.bad { (eyes.say("problems-overdue", &[])) " " (eyes.time(since)) } }
                @if view.returns > 0 { " " span.badge.warn { (eyes.say("problems-came-back", &[("count", &view.returns.to_string())])) } }
                span.desk.soft { (head.desk) }
            }
            h1 { (head.service) }
            p { (view.words) }
            p.buttons {
                @if let Some(chat) = &head.chat { a.button.primary href=(chat) { (eyes.say("pages-to-chat", &[])) } }
                @if let Some(record) = &head.record { a.button href=(record) rel="noreferrer" { (eyes.say("pages-to-record", &[])) } }
            }
        }
    }
}

/// Each cause answers why the one above it was so.
fn causes(eyes: &Eyes, view: &OneProblem) -> Markup {
    html! {
        section.card {
            h2 { (eyes.say("problems-causes", &[])) }
            @if view.causes.is_empty() { p.soft { (eyes.say("problems-causes-none", &[])) } }
            ol.lines { @for link in &view.causes { (cause(eyes, link)) } }
            @if let Some(words) = &view.evidence { h3 { (eyes.say("step-evidence", &[])) } p.words { (words) } }
            @if let Some(words) = &view.workaround { h3 { (eyes.say("step-meanwhile", &[])) } p.words { (words) } }
        }
    }
}

fn cause(eyes: &Eyes, link: &Link) -> Markup {
    html! {
        li {
            @if link.root { span.badge.good { (eyes.say("problems-root", &[])) } " " }
            (link.words)
            br; span.soft { (link.by) ", " (eyes.time(link.at)) }
        }
    }
}

fn fix(eyes: &Eyes, fix: &Fix) -> Markup {
    let label = |key: &str| eyes.say(key, &[]);
    html! {
        @if fix.course.is_some() {
            section.card {
                h2 { (label("problems-fix")) }
                dl.facts {
                    @if let Some(course) = &fix.course { dt { (label("step-course")) } dd { (course) } }
                    @if let Some(owner) = &fix.owner { dt { (label("step-fixer")) } dd { (owner) } }
                    @if let Some(day) = fix.day { dt { (label("step-fix_day")) } dd { (eyes.day(day)) } }
                    @if let Some(change) = &fix.change { dt { (label("step-change")) } dd { (change) } }
                    @if let Some(done) = fix.done { dt { (label("step-fixed")) } dd { (eyes.day_and_time(done)) } }
                    @if let Some(until) = fix.watched_until { dt { (label("problems-watched-until")) } dd { (eyes.day_and_time(until)) } }
                    @if let Some(at) = fix.watched_at { dt { (label("problems-watched")) } dd { (eyes.day_and_time(at)) } }
                }
            }
        }
    }
}

fn incidents(eyes: &Eyes, incidents: &[Incident]) -> Markup {
    html! {
        section.card {
            h2 { (eyes.say("problems-incidents", &[])) " " span.soft { (incidents.len()) } }
            ul.lines {
                @for incident in incidents {
                    li { a href=(incident.address) { (incident.desk) } " " (incident.service) br; span.soft { (eyes.day_and_time(incident.began)) } }
                }
            }
        }
    }
}

pub(in crate::pages) fn decisions(eyes: &Eyes, decisions: &[Decision]) -> Markup {
    html! {
        @if !decisions.is_empty() {
            section.card {
                h2 { (eyes.say("problems-decisions", &[])) }
                ul.lines {
                    @for decision in decisions {
                        li {
                            (decision.words)
                            br; span.soft { (decision.owner) ", " (eyes.day(decision.due)) }
                            @if decision.overdue { " " span.badge.bad { (eyes.say("problems-overdue", &[])) } }
                            @if let Some(done) = decision.done { " " span.badge.good { (eyes.say("problems-done", &[])) " " (eyes.time(done)) } }
                        }
                    }
                }
            }
        }
    }
}
