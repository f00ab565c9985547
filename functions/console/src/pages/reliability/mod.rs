//! Reliability: plan and fact, the allowed failure time, weak places, the week, the outages themselves.

mod asked;
mod figures;
mod heat;
mod load;
mod method;
mod months;
mod outages;
#[cfg(test)]
mod tests;
mod weak;

pub use asked::Asked;
pub use load::{load, load_method};
pub use method::method;

use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::ids::ProductId;
use nabat_domain::reliability::report::Report;
use nabat_domain::reliability::{Dimension, History};
use nabat_domain::time::Length;

/// Where the page stands.
pub const RELIABILITY: &str = "/reliability";

/// Where its methodology stands.
pub const METHOD: &str = "/reliability/method";

/// What the page is made of.
pub struct View<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The figures.
    pub report: &'a Report,
    /// What they were counted from.
    pub history: &'a History,
    /// Whose incidents have pages; none where the figures are of a file alone.
    pub product: Option<&'a ProductId>,
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
            @if view.product.is_some() { (view.asked.form(eyes)) }
            (figures::section(eyes, view))
            (months::section(eyes, view))
            (weak::section(eyes, view))
            (heat::section(eyes, view))
            (outages::section(eyes, view))
        }
    }
}

/// Hours and minutes: `106:36`.
fn hours(length: Length) -> String {
    let (sign, minutes) = (if length.0 < 0 { "−" } else { "" }, length.0.unsigned_abs() / 60_000);
    format!("{sign}{}:{:02}", minutes / 60, minutes % 60)
}

/// The key part of a dimension.
const fn word(by: Dimension) -> &'static str {
    match by {
        Dimension::Service => "service",
        Dimension::Function => "function",
        Dimension::Contractor => "contractor",
        Dimension::Class => "class",
    }
}
