//! From one fact about a contractor to the next state.
#![deny(clippy::wildcard_enum_match_arm)]

use super::super::state::Answer;
use super::super::value::Value;
use super::event::{Contracted, ContractorEvent};
use super::matter::{
    Back, Claim, Contractors, Deal, DeskRecordState, Due, GivenReport, HandOver, Matter, Objection, OnContractor,
    OnStanding, Request,
};
use crate::catalogue::Role;
use crate::time::At;

/// One fact more, recorded at `now`.
pub(in crate::incident) fn apply(contractors: &mut Contractors, fact: &Contracted, now: At) {
    use ContractorEvent as E;
    if let E::HandedOver { deal, .. } | E::Suspected { deal, .. } | E::Opened { deal, .. } = &fact.event {
        let matter = contractors.matters.entry(fact.contract.clone()).or_insert_with(|| Matter::new(Deal::clone(deal)));
        matter.deal = Deal::clone(deal);
    }
    let Some(matter) = contractors.matters.get_mut(&fact.contract) else { return };
    match &fact.event {
        E::HandedOver { by, .. } => {
            matter.begin_anew(HandOver { at: now, by: by.clone(), delivered: None, received: None });
        }
        E::Delivered { at, .. } => {
            if let Some(handed) = &mut matter.handed {
                handed.delivered.get_or_insert(*at);
            }
        }
        E::Requested { by, text } => {
            matter.requests.push(Request { at: now, by: by.clone(), text: text.clone(), met: None });
        }
        E::Met { number, .. } => {
            if let Some(request) = matter.requests.get_mut(*number) {
                request.met.get_or_insert(now);
            }
        }
        E::HandedBack { by, text, claim } => {
            matter.backs += 1;
            let by = Some(by.clone());
            matter.back = Some(Back { at: now, by, text: text.clone(), claim: *claim, accepted: None });
        }
        E::BackAccepted { at, .. } => {
            let over = || Back { at: *at, by: None, text: None, claim: Claim::Done, accepted: None };
            let back = matter.back.get_or_insert_with(over);
            back.at = *at;
            back.accepted = Some(now);
        }
        E::BackRefused { .. } => matter.back = None,
        E::Withdrawn => matter.withdrawn = Some(now),
        E::Objected { by, text } => {
            matter.objections.push(Objection { at: now, by: by.clone(), text: text.clone() });
        }
        E::Suspected { service, .. } | E::Opened { service, .. } => opened(matter, service, &fact.event, now),
        E::Declined { .. } => stands(matter, OnStanding::Declined),
        E::Dropped => stands(matter, OnStanding::Dropped),
        E::Recorded { desk, url } => {
            if let Some(on) = &mut matter.on {
                on.record = Some(DeskRecordState { desk: desk.clone(), url: url.clone() });
            }
        }
        E::ClosedByHand | E::EditedByHand => {}
        E::ReportDoubted { .. }
        | E::ReportGiven { .. }
        | E::ReportAccepted { .. }
        | E::ReportRefused { .. }
        | E::ReportLost { .. }
        | E::ReportChased { .. }
        | E::ReportUnread { .. } => {
            if let Some(report) = matter.on.as_mut().and_then(|on| on.report.as_mut()) {
                reported(report, &fact.event, now);
            }
        }
    }
}

fn opened(matter: &mut Matter, service: &crate::ids::ServiceId, event: &ContractorEvent, now: At) {
    let (standing, due) = if let ContractorEvent::Opened { due, .. } = event {
        (OnStanding::Opened, Some(*due))
    } else {
        (OnStanding::Suspected, None)
    };
    let report = due.map(|due| Due {
        asked: now,
        due,
        chased: 0,
        chased_at: None,
        unread: 0,
        doubted: None,
        given: Vec::new(),
        accepted: None,
        refused: None,
    });
    let record = matter.on.take().and_then(|on| on.record);
    matter.on = Some(OnContractor { service: service.clone(), standing, record, report });
}

fn stands(matter: &mut Matter, standing: OnStanding) {
    if let Some(on) = &mut matter.on {
        on.standing = standing;
    }
}

fn reported(report: &mut Due, event: &ContractorEvent, now: At) {
    use ContractorEvent as E;
    if let E::ReportDoubted { .. } = event {
        report.doubted = Some(now);
    }
    if let E::ReportGiven { by, text, lacks } = event {
        report.given.push(GivenReport { at: now, by: by.clone(), text: text.clone(), lacks: lacks.clone() });
        report.refused = None;
        report.doubted = None;
        report.unread = 0;
        report.chased_at = Some(now);
    }
    if let E::ReportAccepted { .. } = event {
        report.accepted = Some(now);
    }
    if let E::ReportRefused { .. } | E::ReportLost { .. } = event {
        report.refused = Some(now);
        report.chased_at = Some(now);
    }
    if let E::ReportChased { times, .. } = event {
        report.chased = *times;
        report.chased_at = Some(now);
    }
    if let E::ReportUnread { .. } = event {
        report.unread += 1;
        report.chased_at = Some(now);
    }
}

/// The contractor took it, as stated or as corrected since.
pub(in crate::incident) fn answered(contractors: &mut Contractors, answer: &Answer) {
    if answer.role != Role::Contractor || answer.value != Value::Accepted {
        return;
    }
    let handed =
        contractors.matters.values_mut().filter(|matter| matter.handed.is_some() && matter.withdrawn.is_none());
    if let Some(handed) = handed.last().and_then(|matter| matter.handed.as_mut()) {
        handed.received = Some(answer.stated_at);
    }
}

/// Verification failed: whoever said it was done has had it all the time.
pub(in crate::incident) fn reopened(contractors: &mut Contractors) {
    for matter in contractors.matters.values_mut() {
        matter.back.take_if(|back| back.claim == Claim::Done);
    }
}

/// Nobody has anything in hand any more: a false alarm, or part of another incident.
pub(in crate::incident) fn over(contractors: &mut Contractors, now: At) {
    for matter in contractors.matters.values_mut().filter(|matter| matter.is_held()) {
        matter.withdrawn = Some(now);
    }
}
