//! What the searches of monitoring found, best first, each with its chart where there is one.

use super::Told;
use super::part::{Part, Section, message};
use crate::document::followed;
use crate::samples::named;
use nabat_domain::incident::{ActionWords, Arg, Finding, FindingWords, Found, Wording};

/// The findings of every search kept; nothing is said where there was none.
pub(super) fn section(told: &Told) -> Section {
    let searches = told.state.findings.found.iter();
    Section::of("report-findings", searches.flat_map(|found| search(told, found)).collect())
}

/// What came of actions; nothing is said where there was none.
pub(super) fn actions(told: &Told) -> Section {
    let results = told.state.findings.actions.results.iter();
    let lines = results.map(|result| Part::Paragraph(message(ActionWords::result(result))));
    Section::of("report-actions", lines.collect())
}

fn search(told: &Told, found: &Found) -> Vec<Part> {
    let heading = Wording::new(if found.findings.is_empty() { "report-search-none" } else { "report-search" })
        .with("service", Arg::Service(found.search.service.clone()))
        .with("until", Arg::Moment(found.search.until));
    let mut parts = vec![Part::Paragraph(message(heading))];
    parts.extend(found.findings.iter().flat_map(|finding| one(told, found, finding)));
    parts.extend(FindingWords::rest(found).into_iter().map(|wording| Part::Paragraph(message(wording))));
    parts
}

fn one(told: &Told, found: &Found, finding: &Finding) -> Vec<Part> {
    let mut parts = vec![Part::Paragraph(message(FindingWords::finding(told.state, finding)))];
    let samples = found.samples.as_ref().and_then(|hash| told.samples.get(hash));
    let kept = samples.and_then(|samples| samples.of(&finding.series).map(|series| (samples, series)));
    let title = told.speaker.say(&named(&finding.series));
    parts.extend(kept.and_then(|(samples, series)| samples.chart(series, title)).map(Part::Chart));
    let address = finding.address.as_deref().and_then(followed);
    parts.extend(address.map(|address| Part::Link { key: "report-to-monitoring", address: address.to_owned() }));
    parts
}
