//! Published periods: what was published, what it comes to today, and the corrections between.

use super::correct::{address, person};
use super::figures::percent;
use super::{CORRECT, METHOD, Of, PUBLISH, PUBLISHED, RELIABILITY, View, hours, named};
use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::catalogue::{Catalogue, PeopleNames};
use nabat_domain::reliability::Dimension;
use nabat_kit::reliability::{Because, Change, Difference, Facts};

/// The section of the page: those of the period looked at, and the form that publishes it.
pub(super) fn section(eyes: &Eyes, view: &View, of: &Of) -> Markup {
    let words = |key: &str| eyes.say(&format!("figures-{key}"), &[]);
    let question = &of.figures.question;
    let span = question.span();
    let over = span.to <= eyes.now;
    html! {
        section.card {
            (super::heading::heading(eyes, view, "published", "published", None))
            p.soft { (words("published-explained")) " " a href=(PUBLISHED) { (words("published-all")) } }
            @if of.published.is_empty() { p { (words("published-none")) } }
            @for difference in of.published { (one(eyes, of.catalogue, of.people, difference)) }
            @if let Some(csrf) = of.may.publish.as_ref().filter(|_| over) {
                form method="post" action=(PUBLISH) {
                    input type="hidden" name="csrf" value=(csrf);
                    input type="hidden" name="from" value=(question.days.0);
                    input type="hidden" name="to" value=(question.days.1);
                    p.soft { (eyes.say("figures-publish-explained", &[("from", &eyes.day(span.from)), ("to", &eyes.day(span.to))])) }
                    button type="submit" { (words("publish")) }
                }
            }
        }
    }
}

/// The page of all published periods.
pub(super) fn all(
    eyes: &Eyes,
    catalogue: &Catalogue,
    people: &PeopleNames,
    differences: &[Difference],
    trouble: Option<&str>,
) -> Markup {
    html! {
        main #content.page {
            p.crumbs { a href=(RELIABILITY) { (eyes.say("reliability-title", &[])) } }
            header.heading {
                h1 { (eyes.say("reliability-published", &[])) }
                p.soft {
                    (eyes.say("figures-published-explained", &[])) " "
                    a href=(format!("{METHOD}#published")) { (eyes.say("reliability-method-link", &[])) }
                }
            }
            @if let Some(trouble) = trouble { div.card.alarm role="alert" { p { (trouble) } } }
            @if differences.is_empty() { div.card { p { (eyes.say("figures-published-none", &[])) } } }
            @for difference in differences { section.card { (one(eyes, catalogue, people, difference)) } }
        }
    }
}

fn one(eyes: &Eyes, catalogue: &Catalogue, people: &PeopleNames, difference: &Difference) -> Markup {
    let words = |key: &str| eyes.say(&format!("figures-{key}"), &[]);
    let published = &difference.published;
    let period = format!("{RELIABILITY}?from={}&to={}", published.from, published.to);
    html! {
        div.published id=(published.id) {
            h3 { a href=(period) { (eyes.day(published.span.from)) " – " (eyes.day(published.span.to)) } }
            p.soft {
                (words("published-at")) " " (eyes.day_and_time(published.at)) ", " (person(eyes, people, &published.by))
            }
            ul.figures {
                li { span.soft { (words("published-figure")) } b { (percent(eyes, published.reliability.into())) } }
                li { span.soft { (words("published-today")) } b { (percent(eyes, difference.today)) } }
                li {
                    span.soft { (words("published-difference")) }
                    b { @if difference.is_none() { (words("published-same")) } @else { (hours(difference.failure())) } }
                }
            }
            @if !difference.changes.is_empty() { (changes(eyes, catalogue, people, difference)) }
        }
    }
}

fn changes(eyes: &Eyes, catalogue: &Catalogue, people: &PeopleNames, difference: &Difference) -> Markup {
    let words = |key: &str| eyes.say(&format!("figures-{key}"), &[]);
    let columns = ["change-outage", "change-before", "change-after", "change-because"].map(words);
    html! {
        div.table {
            table.stack {
                caption.unseen { (words("change-because")) }
                thead { tr { @for column in &columns { th scope="col" { (column) } } } }
                tbody {
                    @for change in &difference.changes {
                        tr {
                            th scope="row" data-label=(columns[0]) {
                                a href=(address(CORRECT, &change.of)) { (change.of.incident) } " "
                                span.soft { (named(eyes, Some(catalogue), Dimension::Service, &change.of.service)) }
                            }
                            td data-label=(columns[1]) { (facts(eyes, difference, change, change.before.as_ref(), "change-not-counted")) }
                            td data-label=(columns[2]) { (facts(eyes, difference, change, change.after.as_ref(), "change-no-more")) }
                            td data-label=(columns[3]) { (because(eyes, people, &change.because)) }
                        }
                    }
                }
            }
        }
    }
}

/// What the outage said, and how much of the period it took.
fn facts(eyes: &Eyes, difference: &Difference, change: &Change, facts: Option<&Facts>, none: &str) -> Markup {
    let (before, after) = change.lengths(difference.published.span, eyes.now);
    let length = if facts == change.before.as_ref() { before } else { after };
    html! {
        @match facts {
            None => (eyes.say(&format!("figures-{none}"), &[])),
            Some(facts) => {
                (eyes.day_and_time(facts.began)) " – "
                @match facts.restored { Some(at) => (eyes.day_and_time(at)), None => (eyes.say("figures-change-lasted", &[])) }
                " (" (hours(length)) ")"
            }
        }
    }
}

fn because(eyes: &Eyes, people: &PeopleNames, because: &[Because]) -> Markup {
    html! {
        @if because.is_empty() { (eyes.say("figures-change-imported", &[])) }
        ul.plain {
            @for one in because {
                li {
                    (eyes.day_and_time(one.at)) ", " (person(eyes, people, &one.by)) ": "
                    @match &one.reason { Some(reason) => (reason), None => (eyes.say("figures-change-erased", &[])) }
                }
            }
        }
    }
}
