//! One outage and the form that corrects it, with the corrections so far.

use super::{CORRECT, RELIABILITY, named};
use crate::corrected::CLASSES;
use crate::pages::address::incident;
use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::catalogue::{Catalogue, PeopleNames};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::reliability::Dimension;
use nabat_domain::time::At;
use nabat_kit::reliability::{Correction, Facts, Named};
use std::collections::BTreeSet;

/// What the page shows.
pub struct Correcting<'a> {
    /// The outage.
    pub of: &'a Named,
    /// What it says now.
    pub facts: &'a Facts,
    /// Its corrections, in order.
    pub corrections: Vec<&'a Correction>,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// Names of people.
    pub people: &'a PeopleNames,
    /// Guards the form; nothing for those who may not correct.
    pub csrf: Option<&'a str>,
    /// Something was refused just now.
    pub trouble: Option<&'a str>,
}

/// The address of an outage's page.
pub(super) fn address(page: &str, of: &Named) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("incident", &of.incident).append_pair("service", &of.service);
    query.append_pair("function", &of.function);
    if let Some(At(began)) = of.imported {
        query.append_pair("imported", &began.to_string());
    }
    format!("{page}?{}", query.finish())
}

/// The page's own part.
pub fn correcting(eyes: &Eyes, view: &Correcting) -> Markup {
    let words = |key: &str| eyes.say(&format!("figures-{key}"), &[]);
    let (of, facts) = (view.of, view.facts);
    let service = named(eyes, Some(view.catalogue), Dimension::Service, &of.service);
    html! {
        main #content.page {
            p.crumbs { a href=(RELIABILITY) { (eyes.say("reliability-title", &[])) } }
            header.heading {
                h1 { (words("correct-title")) }
                p {
                    @match of.imported {
                        None => a href=(incident(&view.catalogue.product.id, &IncidentId::new(&of.incident))) { (of.incident) },
                        Some(_) => (of.incident),
                    }
                    " · " (service)
                    @if !of.function.is_empty() { " · " (of.function) }
                }
            }
            @if let Some(trouble) = view.trouble { div.card.alarm role="alert" { p { (trouble) } } }
            section.card {
                p.soft { (words("correct-explained")) " " (eyes.say("figures-correct-zone", &[("zone", eyes.zone.name())])) }
                @match view.csrf {
                    Some(csrf) => (form(eyes, view, csrf)),
                    None => p { (eyes.say("figures-refused-right", &[])) },
                }
                @if !facts.counted { p { span.badge.warn { (words("why-corrected")) } } }
            }
            section.card {
                h2 { (words("correct-before")) }
                @if view.corrections.is_empty() { p { (words("correct-none")) } } @else { (before(eyes, view)) }
            }
        }
    }
}

fn form(eyes: &Eyes, view: &Correcting, csrf: &str) -> Markup {
    let words = |key: &str| eyes.say(&format!("figures-correct-{key}"), &[]);
    let (of, facts) = (view.of, view.facts);
    let local = |at: At| at.in_zone(eyes.zone).format("%Y-%m-%dT%H:%M:%S").to_string();
    let yes_no = [("yes", facts.counted), ("no", !facts.counted)];
    html! {
        form.filters method="post" action=(CORRECT) {
            input type="hidden" name="csrf" value=(csrf);
            input type="hidden" name="incident" value=(of.incident);
            input type="hidden" name="service" value=(of.service);
            input type="hidden" name="function" value=(of.function);
            @if let Some(At(began)) = of.imported { input type="hidden" name="imported" value=(began); }
            label { (words("began")) input type="datetime-local" step="1" name="began" value=(local(facts.began)) required; }
            label { (words("restored")) input type="datetime-local" step="1" name="restored" value=(facts.restored.map(local).unwrap_or_default()); }
            label { (words("counts")) select name="counts" { @for (word, chosen) in yes_no { option value=(word) selected[chosen] { (words(word)) } } } }
            label {
                (words("class"))
                select name="class" {
                    option value="" selected[facts.class.is_empty()] { (eyes.say("reliability-unknown", &[])) }
                    @for class in CLASSES {
                        option value=(class.as_str()) selected[class.as_str() == facts.class] { (named(eyes, None, Dimension::Class, class.as_str())) }
                    }
                }
            }
            label {
                (words("contractor"))
                select name="contractor" {
                    option value="" selected[facts.contractor.is_empty()] { (eyes.say("reliability-unknown", &[])) }
                    @for name in contractors(view) { option value=(name) selected[name == facts.contractor] { (name) } }
                }
            }
            label.wide { (words("reason")) textarea name="reason" rows="2" required maxlength="1000" {} }
            button type="submit" { (words("save")) }
        }
    }
}

fn contractors<'a>(view: &Correcting<'a>) -> BTreeSet<&'a str> {
    let known = view.catalogue.contracts.values().map(|contract| contract.contractor.as_str());
    known.chain([view.facts.contractor.as_str()]).filter(|name| !name.is_empty()).collect()
}

fn before(eyes: &Eyes, view: &Correcting) -> Markup {
    let words = |key: &str| eyes.say(&format!("figures-correct-{key}"), &[]);
    let columns = ["when", "who", "what", "reason"].map(words);
    html! {
        div.table {
            table.stack {
                caption.unseen { (words("before")) }
                thead { tr { @for column in &columns { th scope="col" { (column) } } } }
                tbody {
                    @for one in view.corrections.iter().rev() {
                        tr {
                            td data-label=(columns[0]) { (eyes.day_and_time(one.at)) }
                            td data-label=(columns[1]) { (person(eyes, view.people, &one.by)) }
                            td data-label=(columns[2]) { (changed(eyes, &one.before, &one.after)) }
                            td data-label=(columns[3]) { (one.reason) }
                        }
                    }
                }
            }
        }
    }
}

/// A person's name, or that it was erased.
pub(super) fn person(eyes: &Eyes, people: &PeopleNames, id: &PersonId) -> String {
    let erased = || eyes.say("person-erased", &[("person", id.as_str())]);
    people.get(id).map_or_else(erased, |name| name.name.clone())
}

/// What differs between two states of an outage.
fn changed(eyes: &Eyes, before: &Facts, after: &Facts) -> Markup {
    let words = |key: &str| eyes.say(&format!("figures-correct-{key}"), &[]);
    let moment = |at: At| at.in_zone(eyes.zone).format("%d.%m.%Y %H:%M:%S").to_string();
    let end = |facts: &Facts| facts.restored.map_or_else(|| eyes.say("figures-change-lasted", &[]), moment);
    let yes_no = |counts: bool| words(if counts { "yes" } else { "no" });
    let class = |facts: &Facts| named(eyes, None, Dimension::Class, &facts.class);
    let pairs = [
        ("began", moment(before.began), moment(after.began)),
        ("restored", end(before), end(after)),
        ("counts", yes_no(before.counted), yes_no(after.counted)),
        ("class", class(before), class(after)),
        ("contractor", before.contractor.clone(), after.contractor.clone()),
    ];
    html! {
        ul.plain {
            @for (key, from, to) in pairs.iter().filter(|(_, from, to)| from != to) {
                li { span.soft { (words(key)) ": " } (eyes.say("figures-correct-from-to", &[("from", from), ("to", to)])) }
            }
        }
    }
}
