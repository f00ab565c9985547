//! Facts about contractors in words.
#![deny(clippy::wildcard_enum_match_arm)]

use super::parts::{optional, part, words};
use super::{Narrator, Tone};
use nabat_domain::answer::ReportPart;
use nabat_domain::ids::PersonId;
use nabat_domain::incident::{Arg, Contracted, ContractorEvent as E, Wording};
use nabat_domain::journal::value_of;
use std::collections::BTreeSet;

impl Narrator {
    /// Remembers what the contractor of a contract is called.
    pub(super) fn meet(&mut self, fact: &Contracted) {
        if let E::HandedOver { deal, .. } | E::Suspected { deal, .. } | E::Opened { deal, .. } = &fact.event {
            self.contractors.insert(fact.contract.clone(), deal.contractor.clone());
        }
    }

    /// One fact in words.
    pub(super) fn contracted(&self, fact: &Contracted) -> Wording {
        let contractor = self.contractors.get(&fact.contract).cloned().unwrap_or_else(|| fact.contract.to_string());
        let said = Wording::new(&format!("event-contractor-{}", kind(&fact.event)));
        let said = said.with("contractor", Arg::Word(contractor));
        let by = |person: &PersonId| Arg::Person(person.clone());
        match &fact.event {
            E::HandedOver { by: who, .. }
            | E::BackRefused { by: who, .. }
            | E::Declined { by: who }
            | E::ReportAccepted { by: who } => said.with("by", by(who)),
            E::Delivered { at, to } => said.with("at", Arg::Moment(*at)).with("to", by(to)),
            E::Requested { by: who, text } | E::Met { by: who, text, .. } | E::Objected { by: who, text } => {
                said.with("by", by(who)).with("text", words(text))
            }
            E::HandedBack { by: who, text, .. } => {
                said.with("by", by(who)).with("text", text.as_ref().map_or_else(|| part(None), words))
            }
            E::BackAccepted { at, by: who } => {
                let who = who.clone().map(Arg::Person);
                said.with("at", Arg::Moment(*at)).with("owner", optional("timeline-accepted-by", "person", who))
            }
            E::Withdrawn | E::Dropped | E::ClosedByHand | E::EditedByHand => said,
            E::Suspected { service, .. } => said.with("service", Arg::Service(service.clone())),
            E::Opened { service, due, .. } => {
                said.with("service", Arg::Service(service.clone())).with("at", Arg::Moment(*due))
            }
            E::Recorded { desk, .. } => said.with("desk", Arg::Desk(desk.clone())),
            E::ReportDoubted { by: who, lacks, .. } => said.with("by", by(who)).with("parts", parts(lacks)),
            E::ReportGiven { by: who, text, lacks } => {
                let lacking = (!lacks.is_empty()).then(|| parts(lacks));
                said.with("by", by(who))
                    .with("text", words(text))
                    .with("lacks", optional("timeline-lacks", "parts", lacking))
            }
            E::ReportRefused { by: who, reason } => said.with("by", by(who)).with("reason", words(reason)),
            E::ReportLost { by: who } => said.with("by", by(who)),
            E::ReportChased { times, to } => said
                .with("times", Arg::Number(i64::from(*times)))
                .with("to", optional("timeline-called", "person", to.clone().map(Arg::Person))),
            E::ReportUnread { to } => {
                said.with("to", optional("timeline-called", "person", to.clone().map(Arg::Person)))
            }
        }
    }
}

/// Parts of a report by name.
fn parts(parts: &BTreeSet<ReportPart>) -> Arg {
    let named = |part: &ReportPart| Arg::Message(Box::new(Wording::new(&format!("report-part-{}", part.as_str()))));
    Arg::List(parts.iter().map(named).collect())
}

/// The fact's kind as the journal names it.
fn kind(event: &E) -> String {
    let value = value_of(event).expect("events have only string keys");
    value["is"].as_str().expect("events are tagged").to_owned()
}

pub(super) const fn tone(event: &E) -> Tone {
    match event {
        E::Delivered { .. } | E::ReportDoubted { .. } | E::ReportUnread { .. } | E::EditedByHand => Tone::Quiet,
        E::BackAccepted { .. } | E::ReportAccepted { .. } => Tone::Good,
        E::BackRefused { .. }
        | E::ClosedByHand
        | E::ReportRefused { .. }
        | E::ReportLost { .. }
        | E::ReportChased { .. } => Tone::Bad,
        E::HandedOver { .. }
        | E::Requested { .. }
        | E::Met { .. }
        | E::HandedBack { .. }
        | E::Withdrawn
        | E::Objected { .. }
        | E::Suspected { .. }
        | E::Declined { .. }
        | E::Opened { .. }
        | E::Recorded { .. }
        | E::Dropped
        | E::ReportGiven { .. } => Tone::Plain,
    }
}
