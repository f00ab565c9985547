//! The filters, sent by GET, so that the address holds what is seen; usual periods; the same as files.

use super::{Of, RELIABILITY, View, named, word};
use crate::corrected::CLASSES;
use crate::figures::{Asked, Form};
use crate::pages::eyes::Eyes;
use chrono::{Datelike as _, Days, Months, NaiveDate};
use maud::{Markup, html};
use nabat_domain::reliability::{Dimension, Unit};
use std::collections::BTreeSet;

pub(super) fn form(eyes: &Eyes, view: &View, of: &Of) -> Markup {
    let words = |key: &str| eyes.say(key, &[]);
    let question = &view.asked.question;
    html! {
        @for trouble in troubles(eyes, view, of) { div.card.alarm role="alert" { p { (trouble) } } }
        nav.periods aria-label=(words("figures-periods")) {
            @for (key, days) in usual(eyes) {
                @let asked = view.asked.over(days);
                a href=(format!("{RELIABILITY}?{}", asked.query())) aria-current=[(days == question.days).then_some("true")] {
                    (words(key))
                }
            }
        }
        details.card.fold open[!question.only.is_all()] {
            summary { (eyes.say("figures-filters", &[("what", &filtered(eyes, view))])) }
            form.filters method="get" action=(RELIABILITY) {
                label { (words("reliability-from")) input type="date" name="from" value=(question.days.0) required; }
                label { (words("reliability-to")) input type="date" name="to" value=(question.days.1) required; }
                (select(eyes, "by", "reliability-by", word(view.asked.by), &dimensions(eyes)))
                (select(eyes, "service", "reliability-by-service", chosen(&question.only.service), &services(eyes, of)))
                (select(eyes, "class", "reliability-by-class", chosen(&question.only.class), &classes(eyes)))
                (select(eyes, "contractor", "reliability-by-contractor", chosen(&question.only.contractor), &contractors(eyes, of)))
                (more(eyes, view, of))
                button type="submit" { (words("reliability-show")) }
                @if !question.only.is_all() || !question.without.is_empty() {
                    a.quiet href=(format!("{RELIABILITY}?{}", view.asked.bare().query())) { (words("figures-all-of-it")) }
                }
            }
        }
        p.soft.files {
            (words("figures-as-file")) " "
            @for form in Form::ALL {
                a href=(format!("{RELIABILITY}.{}?{}", form.ending(), view.asked.query())) { (form.ending()) } " "
            }
        }
    }
}

/// What was asked for and is not what the page shows: fields that could not be read, names nobody has.
fn troubles(eyes: &Eyes, view: &View, of: &Of) -> Vec<String> {
    let label = |field: &&'static str| {
        let key = match *field {
            "from" | "to" | "by" => format!("reliability-{field}"),
            field => format!("figures-{}", field.replace('_', "-")),
        };
        eyes.say(&key, &[])
    };
    let unread: Vec<String> = view.asked.unread.iter().map(label).collect();
    let only = &view.asked.question.only;
    let choices =
        [(&only.service, services(eyes, of)), (&only.class, classes(eyes)), (&only.contractor, contractors(eyes, of))];
    let unknown = choices.iter().filter_map(|(wanted, choices)| {
        wanted.as_deref().filter(|wanted| choices.iter().all(|(value, _)| value != wanted))
    });
    let unknown: Vec<&str> = unknown.collect();
    let told = [("figures-unread", unread.join("; ")), ("figures-unknown", unknown.join(", "))];
    told.iter().filter(|(_, what)| !what.is_empty()).map(|(key, what)| eyes.say(key, &[("what", what)])).collect()
}

/// What is looked at, in the words of the catalogue.
fn filtered(eyes: &Eyes, view: &View) -> String {
    let only = &view.asked.question.only;
    let parts = [
        (Dimension::Service, &only.service),
        (Dimension::Class, &only.class),
        (Dimension::Contractor, &only.contractor),
    ];
    let named = parts.iter().filter_map(|(by, name)| Some(view.name(eyes, *by, name.as_deref()?)));
    let named: Vec<String> = named.collect();
    if named.is_empty() { eyes.say("figures-filters-none", &[]) } else { named.join(", ") }
}

/// What is asked for less often.
fn more(eyes: &Eyes, view: &View, of: &Of) -> Markup {
    let question = &view.asked.question;
    let target = question.target.map(crate::figures::decimal).unwrap_or_default();
    let open = question.target.is_some() || !question.without.is_empty() || question.against.is_some();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    html! {
        details open[open] {
            summary { (eyes.say("figures-more", &[])) }
            div.filters {
                label {
                    (eyes.say("figures-target", &[]))
                    input name="target" value=(target) inputmode="decimal" placeholder="0.985";
                }
                label {
                    (eyes.say("figures-without", &[]))
                    select name="without" multiple size="4" {
                        @for (id, name) in services(eyes, of).iter().filter(|(id, _)| !id.is_empty()) {
                            option value=(id) selected[question.without.contains(id)] { (name) }
                        }
                    }
                }
                label {
                    (eyes.say("figures-against-from", &[]))
                    input type="date" name="against_from" value=(day(question.against.map(|days| days.0)));
                }
                label {
                    (eyes.say("figures-against-to", &[]))
                    input type="date" name="against_to" value=(day(question.against.map(|days| days.1)));
                }
            }
        }
    }
}

fn select(eyes: &Eyes, name: &str, label: &str, chosen: &str, choices: &[(String, String)]) -> Markup {
    html! {
        label {
            (eyes.say(label, &[]))
            select name=(name) {
                // What nobody knows is still what is asked for.
                @if choices.iter().all(|(value, _)| value != chosen) { option value=(chosen) selected { (chosen) } }
                @for (value, shown) in choices { option value=(value) selected[value == chosen] { (shown) } }
            }
        }
    }
}

fn chosen(choice: &Option<String>) -> &str {
    choice.as_deref().unwrap_or_default()
}

fn any(eyes: &Eyes) -> (String, String) {
    (String::new(), eyes.say("figures-any", &[]))
}

fn dimensions(eyes: &Eyes) -> Vec<(String, String)> {
    let one = |by: Dimension| (word(by).to_owned(), eyes.say(&format!("reliability-by-{}", word(by)), &[]));
    Dimension::ALL.into_iter().map(one).collect()
}

/// Services of the catalogue and of the history, by name.
fn services(eyes: &Eyes, of: &Of) -> Vec<(String, String)> {
    let known = of.catalogue.services.keys().map(ToString::to_string);
    let failed = of.figures.book.history.names(Dimension::Service).iter().map(ToString::to_string);
    let ids: BTreeSet<String> = known.chain(failed).filter(|id| !id.is_empty()).collect();
    let one = |id: String| {
        let name = named(eyes, Some(of.catalogue), Dimension::Service, &id);
        (id, name)
    };
    let mut services: Vec<(String, String)> = ids.into_iter().map(one).collect();
    services.sort_by(|one, other| one.1.cmp(&other.1));
    std::iter::once(any(eyes)).chain(services).collect()
}

fn classes(eyes: &Eyes) -> Vec<(String, String)> {
    let one = |class: &str| (class.to_owned(), named(eyes, None, Dimension::Class, class));
    std::iter::once(any(eyes)).chain(CLASSES.iter().map(|class| one(class.as_str()))).collect()
}

fn contractors(eyes: &Eyes, of: &Of) -> Vec<(String, String)> {
    let known = of.catalogue.contracts.values().map(|contract| contract.contractor.clone());
    let failed = of.figures.book.history.names(Dimension::Contractor).iter().map(ToString::to_string);
    let names: BTreeSet<String> = known.chain(failed).filter(|name| !name.is_empty()).collect();
    std::iter::once(any(eyes)).chain(names.into_iter().map(|name| (name.clone(), name))).collect()
}

/// Periods people ask for most, as of the day of the page.
fn usual(eyes: &Eyes) -> [(&'static str, (NaiveDate, NaiveDate)); 5] {
    let today = eyes.now.in_zone(eyes.zone).date_naive();
    let this = |unit: Unit| {
        let first = unit.first_day(today);
        (first, unit.next(first))
    };
    let before = |unit: Unit| {
        let first = unit.first_day(today);
        (unit.first_day(first - Days::new(1)), first)
    };
    let year_before = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    [
        ("figures-this-month", this(Unit::Month)),
        ("figures-this-quarter", this(Unit::Quarter)),
        ("figures-last-quarter", before(Unit::Quarter)),
        ("figures-this-year", this(Unit::Year)),
        ("figures-twelve-months", (year_before.with_day(1).unwrap_or(year_before), this(Unit::Month).1)),
    ]
}

impl Asked {
    /// The same of another period.
    pub(super) fn over(&self, days: (NaiveDate, NaiveDate)) -> Self {
        let mut asked = self.clone();
        asked.question.days = days;
        asked
    }

    /// The same of all of the product, without what if.
    fn bare(&self) -> Self {
        let mut asked = self.clone();
        asked.question.only = nabat_kit::reliability::Only::default();
        asked.question.without.clear();
        asked
    }
}
