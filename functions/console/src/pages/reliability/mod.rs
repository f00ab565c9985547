//! Reliability: plan and fact, the allowed failure time, weak places, stages, what if, contractors, the week,
//! the outages themselves, and the periods that were published.

mod against;
mod beside;
mod burn;
mod contractors;
mod correct;
mod figures;
mod form;
mod heading;
mod heat;
mod incidents;
mod load;
mod method;
mod months;
mod outages;
mod published;
mod stages;
#[cfg(test)]
mod tests;
mod weak;
mod what_if;

pub use correct::{Correcting, correcting};
pub use load::{downloaded, load, load_correcting, load_method, load_published};
pub use method::method;

use crate::figures::{Asked, told_of};
use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::catalogue::{Catalogue, Criticality, PeopleNames};
use nabat_domain::ids::{FunctionId, ProductId, ServiceId};
use nabat_domain::reliability::report::Report;
use nabat_domain::reliability::{Dimension, History};
use nabat_domain::time::Length;
use nabat_kit::reliability::{Difference, Figures};

/// Where the page stands.
pub const RELIABILITY: &str = "/reliability";

/// Where its methodology stands.
pub const METHOD: &str = "/reliability/method";

/// Where an outage is corrected: shows by GET, takes by POST.
pub const CORRECT: &str = "/reliability/outage";

/// Where a period is published, by POST.
pub const PUBLISH: &str = "/reliability/publish";

/// Where the published periods stand.
pub const PUBLISHED: &str = "/reliability/published";

/// What the page is made of.
pub struct View<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The figures that follow from intervals alone.
    pub report: &'a Report,
    /// What they were counted from.
    pub history: &'a History,
    /// The rest, where the figures are of a product and not of a file alone.
    pub product: Option<Of<'a>>,
    /// How a name is told: what a file calls things may be anything.
    pub told: fn(&str) -> String,
}

/// What there is of a product besides its outages.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    /// The product, whose incidents have pages.
    pub id: &'a ProductId,
    /// Its catalogue.
    pub catalogue: &'a Catalogue,
    /// Names of its people.
    pub people: &'a PeopleNames,
    /// All figures.
    pub figures: &'a Figures,
    /// Published periods that lie in the period looked at.
    pub published: &'a [Difference],
    /// What the one who looks may do besides looking.
    pub may: &'a May,
}

/// What the one who looks may do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct May {
    /// Correct outages.
    pub correct: bool,
    /// Publish: what guards the form.
    pub publish: Option<String>,
}

/// The page's own part.
pub fn reliability(eyes: &Eyes, view: &View) -> Markup {
    html! {
        main #content.page {
            header {
                h1 { (eyes.say("reliability-title", &[])) }
                p.soft {
                    (eyes.say("reliability-period", &[
                        ("from", &eyes.day(view.report.period.whole.from)),
                        ("to", &eyes.day(view.report.period.whole.to)),
                        ("zone", eyes.zone.name()),
                    ]))
                    @if view.product.is_some() {
                        " · " a href=(METHOD) { (eyes.say("reliability-method-link", &[])) }
                    }
                }
            }
            @if let Some(of) = &view.product { (form::form(eyes, view, of)) }
            (figures::section(eyes, view))
            (burn::section(eyes, view))
            (months::section(eyes, view))
            @if let Some(of) = &view.product { (against::section(eyes, of)) }
            (weak::section(eyes, view))
            @if let Some(of) = &view.product {
                (what_if::section(eyes, view, of))
                (stages::section(eyes, view, of))
                (incidents::section(eyes, view, of))
                (contractors::section(eyes, view, of))
            }
            (heat::section(eyes, view))
            (outages::section(eyes, view))
            @if let Some(of) = &view.product {
                (beside::section(eyes, of))
                (published::section(eyes, view, of))
            }
        }
    }
}

impl View<'_> {
    /// A group in words: the catalogue's name where it knows one.
    fn name(&self, eyes: &Eyes, by: Dimension, name: &str) -> String {
        if name.is_empty() {
            return eyes.say("reliability-unknown", &[]);
        }
        named(eyes, self.product.map(|of| of.catalogue), by, &told_of(self.told, by, name))
    }
}

/// A group in words: the catalogue's name where it knows one.
fn named(eyes: &Eyes, catalogue: Option<&Catalogue>, by: Dimension, name: &str) -> String {
    let service = |id: &str| catalogue.and_then(|catalogue| catalogue.service(&ServiceId::new(id)));
    let found = match by {
        Dimension::Service => service(name).map(|service| service.name.clone()),
        Dimension::Function => name.split_once('/').and_then(|(id, function)| {
            let service = service(id)?;
            let function = service.function(&FunctionId::new(function))?;
            Some(format!("{}: {}", service.name, function.name))
        }),
        Dimension::Class => class(eyes, name),
        Dimension::Contractor => None,
    };
    found.unwrap_or_else(|| name.to_owned())
}

fn class(eyes: &Eyes, name: &str) -> Option<String> {
    let known = crate::corrected::CLASSES.iter().find(|class: &&Criticality| class.as_str() == name)?;
    Some(eyes.say(&format!("criticality-{}", known.as_str()), &[]))
}

/// Hours and minutes: `106:36`.
fn hours(length: Length) -> String {
    let (sign, minutes) = (if length.0 < 0 { "−" } else { "" }, length.0.unsigned_abs() / 60_000);
    format!("{sign}{}:{:02}", minutes / 60, minutes % 60)
}

/// The key part of a dimension.
const fn word(by: Dimension) -> &'static str {
    crate::figures::word(by).0
}
