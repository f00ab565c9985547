//! What words about a contractor are filled with.

use super::super::super::contractor::{Clock, Hand, Matter};
use super::super::super::state::State;
use super::super::super::wording::{Arg, Wording};
use super::super::incident_args;
use crate::answer::ReportPart;
use crate::catalogue::Role;
use crate::ids::PersonId;
use std::collections::BTreeSet;

/// Whoever speaks for the contractor: who holds the role, else the first of the contract.
pub(super) fn call(state: &State, matter: &Matter) -> Option<PersonId> {
    let holder = state.people.holders.get(&Role::Contractor).filter(|person| matter.deal.people.contains(person));
    holder.or(matter.deal.people.first()).cloned()
}

/// Contract and contractor, for those who may know.
pub(super) fn with_contract(matter: &Matter, wording: Wording) -> Wording {
    wording
        .with("contractor", Arg::Word(matter.deal.contractor.clone()))
        .with("contract", Arg::Word(matter.deal.contract.to_string()))
}

/// A clock: since when, and how much of it in whose hands.
pub(in crate::incident) fn clock_args(clock: &Clock, wording: Wording) -> Wording {
    let state = match clock.now {
        Some(Hand::Held) => "clock-runs",
        Some(Hand::Paused) => "clock-pauses",
        Some(Hand::Waiting) => "clock-waits",
        None => "clock-is-stopped",
    };
    let figures = Wording::new(state)
        .with("from", Arg::Moment(clock.from))
        .with("until", Arg::Moment(clock.until))
        .with("held", Arg::Length(clock.of(Hand::Held)))
        .with("paused", Arg::Length(clock.of(Hand::Paused)))
        .with("waiting", Arg::Length(clock.of(Hand::Waiting)));
    wording.with("clock", Arg::Message(Box::new(figures)))
}

/// The clock has not begun.
pub(super) fn no_clock(wording: Wording) -> Wording {
    wording.with("clock", Arg::Message(Box::new(Wording::new("clock-not-delivered"))))
}

/// Times of the failure and of the hand-over, for the desk's record: its own clock begins too late.
pub(super) fn record_times(state: &State, matter: &Matter, wording: Wording) -> Wording {
    let moment = |at: Option<crate::time::At>| {
        at.map_or_else(|| Arg::Message(Box::new(Wording::new("on-contractor-never"))), Arg::Moment)
    };
    let handed = matter.handed.as_ref();
    wording
        .with("restored", moment(state.restored_at()))
        .with("handed", moment(handed.map(|handed| handed.at)))
        .with("delivered", moment(handed.and_then(|handed| handed.delivered)))
        .with("received", moment(handed.and_then(|handed| handed.received)))
        .with("back", moment(matter.ended()))
}

/// Parts a report lacks, by name.
pub(in crate::incident) fn parts_list(parts: &BTreeSet<ReportPart>) -> Arg {
    let named = |part: &ReportPart| Arg::Message(Box::new(Wording::new(&format!("report-part-{}", part.as_str()))));
    Arg::List(parts.iter().map(named).collect())
}

/// Reports a person owes, or has to look at: also after the chat is over.
pub(in crate::incident) fn reports_owed(state: &State, person: &PersonId) -> Vec<Arg> {
    let closer = state.people.holders.get(&Role::ShiftHead) == Some(person);
    let one = |matter: &Matter| {
        let report = matter.report()?;
        let theirs = matter.deal.people.contains(person) && report.is_owed();
        let key = match (theirs, closer && report.is_unread()) {
            (true, _) => "owed-report",
            (false, true) => "owed-look-at-report",
            (false, false) => return None,
        };
        let wording = incident_args(state, Wording::new(key)).with("due", Arg::Moment(report.due));
        Some(Arg::Message(Box::new(wording)))
    };
    state.contractors.matters.values().filter_map(one).collect()
}
