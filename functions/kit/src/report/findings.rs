//! What the search of monitoring found, best first, each with its chart where there is one.

use super::Told;
use super::part::{Part, Section};
use crate::document::{Chart, followed};
use nabat_domain::incident::{Arg, Wording};

/// An anomalous metric, or what else was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What was found, in a sentence of the catalogues.
    pub wording: Wording,
    /// The samples around it.
    pub chart: Option<Chart>,
    /// Where it can be looked at, while monitoring remembers.
    pub address: Option<String>,
}

/// The findings; nothing is said where there are none.
pub(super) fn section(told: &Told) -> Section {
    let mut parts = Vec::new();
    for finding in told.findings {
        parts.push(Part::Paragraph(Arg::Message(Box::new(finding.wording.clone()))));
        parts.extend(finding.chart.clone().map(Part::Chart));
        let address = finding.address.as_deref().and_then(followed);
        parts.extend(address.map(|address| Part::Link { key: "report-to-monitoring", address: address.to_owned() }));
    }
    Section::of("report-findings", parts)
}
