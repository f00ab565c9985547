//! The report: from an incident's journal, the names of people and the typed words to a page.
//!
//! Pure: the same arguments give the same bytes. What was erased is said to be erased.

mod contractor;
mod ending;
mod facts;
mod files;
mod findings;
mod part;
mod people;
mod record;
mod redacted;
mod related;
mod stages;
mod summary;
#[cfg(test)]
mod tests;
mod walk;

pub use contractor::claimable_working;

use crate::document::{Document, plain};
use crate::messages::Speaker;
use crate::samples::Samples;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Arg, State, Wording, replay};
use nabat_domain::journal::{Breach, Sealed};
use nabat_domain::procedure::Procedure;
use part::{Eyes, Part, Section};
use std::collections::{BTreeMap, BTreeSet};
use walk::Walk;

/// What a report is made from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// Language, wall clock, the pinned catalogue, names of people, typed words.
    pub speaker: &'a Speaker<'a>,
    /// The incident.
    pub incident: &'a IncidentId,
    /// Its journal; what lies beyond `upto` is left out.
    pub journal: &'a [Sealed],
    /// Number of the last event the report knows.
    pub upto: u64,
    /// Samples behind what the search of monitoring found, by the hash of their row.
    pub samples: &'a BTreeMap<String, Samples>,
}

/// Both views of a report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// For those who see incidents.
    pub full: Document,
    /// Without names, typed words but the summary, and terms of contracts.
    pub redacted: Document,
}

/// The state a report is made from, with the events that led to it.
struct Told<'a> {
    speaker: &'a Speaker<'a>,
    state: &'a State,
    walk: Walk,
    samples: &'a BTreeMap<String, Samples>,
}

impl Told<'_> {
    /// The procedure it began with, if the pinned catalogue has it.
    fn procedure(&self) -> Option<&Procedure> {
        let (id, _) = self.state.head.procedure.split_once('@')?;
        self.speaker.catalogue.procedures.get(id)
    }
}

/// The report as of an event; `None` where the journal is empty.
///
/// # Errors
/// An event this program cannot read.
pub fn report(from: &Sources) -> Result<Option<Report>, Breach> {
    let end = from.journal.partition_point(|sealed| sealed.number <= from.upto);
    let product = &from.speaker.catalogue.product.id;
    let Some(state) = replay(&from.journal[..end], from.incident, product)? else { return Ok(None) };
    let walk = Walk::through(&from.journal[..end])?;
    let told = Told { speaker: from.speaker, state: &state, walk, samples: from.samples };
    let sections = sections(&told);
    let title = title(&state);
    // Where it is restricted not even its summary goes beyond those who take part.
    let allowed = if state.head.restricted { BTreeSet::new() } else { summary::words(&told) };
    let seen = |eyes: Eyes| document(&told, &title, &sections, &eyes);
    Ok(Some(Report { full: seen(Eyes::Full), redacted: seen(Eyes::Redacted { state: &state, allowed: &allowed }) }))
}

/// From top to bottom.
fn sections(told: &Told) -> Vec<Section> {
    let [timeline, timeline_without_contractors] = walk::sections(told);
    [
        ending::notices(told),
        summary::section(told),
        facts::section(told),
        stages::section(told),
        stages::outages(told),
        timeline,
        timeline_without_contractors,
        people::section(told),
        related::section(told),
        related::others(told),
        findings::section(told),
        findings::actions(told),
        files::section(told),
        contractor::section(told),
        record::waivers(told),
        record::corrections(told),
        ending::decision(told),
        ending::journal(told),
    ]
    .into_iter()
    .filter(|section| !section.parts.is_empty())
    .collect()
}

fn title(state: &State) -> Wording {
    Wording::new(if state.head.drill { "report-title-drill" } else { "report-title" })
        .with("desk", Arg::Desk(state.head.desk.clone()))
        .with("service", Arg::Service(state.head.service.clone()))
}

fn document(told: &Told, title: &Wording, sections: &[Section], eyes: &Eyes) -> Document {
    let speaker = told.speaker;
    let said = |arg: &Arg| plain(&speaker.arg(&eyes.see(arg)));
    let seen = sections.iter().filter(|section| eyes.sees(section.view));
    let parts: Vec<&Part> = seen.flat_map(|section| section.parts.iter()).collect();
    Document {
        language: speaker.language,
        title: said(&Arg::Message(Box::new(title.clone()))),
        changes: told.walk.changes(told.state, eyes).iter().map(said).collect(),
        blocks: parts.into_iter().map(|part| part.block(speaker, &said)).collect(),
    }
}
