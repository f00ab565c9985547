//! What contractors hear, by direct message and of themselves alone; what the desk's record and the
//! shift head hear of them. Nothing said here to a contractor holds a term, an overrun or a sum.
#![deny(clippy::wildcard_enum_match_arm)]

mod apart;
mod words;

pub(super) use apart::{is_apart, kept_apart};
pub(in crate::incident) use words::{clock_args, parts_list, reports_owed};

use super::super::contractor::{Contracted, ContractorEvent, ContractorJob, Matter, clock};
use super::super::event::Event;
use super::super::job::Job;
use super::super::state::State;
use super::super::wording::{Arg, Wording};
use super::{has_room, in_room, incident_args, to_person};
use crate::catalogue::Role;
use crate::ids::{ContractId, DeskId, PersonId, ServiceId};
use crate::time::At;
use chrono::NaiveDate;
use words::{call, record_times, with_contract};

/// What follows from one fact.
pub(super) fn follows(state: &State, fact: &Contracted) -> Vec<Job> {
    use ContractorEvent as E;
    let Some(matter) = state.contractors.matters.get(&fact.contract) else { return Vec::new() };
    let of = Of { state, contract: &fact.contract, matter };
    match &fact.event {
        E::HandedOver { .. } => of.handed_over(),
        E::Delivered { .. } => super::card(state),
        E::Requested { by, .. } => of.own_clock(by, "contractor-request-recorded"),
        E::Met { number, text, .. } => of.met(*number, text),
        E::HandedBack { by, .. } => of.own_clock(by, "contractor-back-recorded"),
        E::BackAccepted { .. } => of.to_one_called("contractor-back-accepted"),
        E::BackRefused { .. } => of.to_one_called("contractor-back-refused"),
        E::Withdrawn => of.to_one_called("contractor-withdrawn"),
        E::Objected { by, text } => of.objected(by, text),
        E::Suspected { .. } | E::Declined { .. } => Vec::new(),
        E::Opened { due, .. } => of.opened(*due),
        E::Recorded { desk, .. } => of.recorded(desk),
        E::Dropped => of.dropped(),
        E::ClosedByHand => of.closed_by_hand(),
        E::EditedByHand => of.edited_by_hand(),
        E::ReportDoubted { .. } => Vec::new(),
        E::ReportGiven { by, text, lacks } => of.report_given(by, text, lacks),
        E::ReportAccepted { .. } => of.report_accepted(),
        E::ReportRefused { reason, .. } => of.report_refused(reason),
        E::ReportLost { .. } => of.report_lost(),
        E::ReportChased { times, to } => of.chased(*times, to.as_ref()),
        E::ReportUnread { to } => of.unread(to.as_ref()),
    }
}

/// A contractor is at fault, and no contract says so: the closer has to know.
pub(super) fn not_covered(state: &State, service: &ServiceId, day: NaiveDate) -> Vec<Job> {
    let wording = incident_args(state, Wording::new("contractor-not-covered"))
        .with("fault", Arg::Service(service.clone()))
        .with("day", Arg::Word(day.format("%d.%m.%Y").to_string()));
    if state.is_open() && has_room(state) {
        return vec![in_room(wording)];
    }
    state.people.holders.get(&Role::ShiftHead).map(|head| to_person(head, wording)).into_iter().collect()
}

/// Times copied into a record of the desk are copied anew when they change.
pub(super) fn times_changed(state: &State, event: &Event) -> Vec<Job> {
    let changes =
        matches!(event, Event::OutageBegan { .. } | Event::OutageRestored { .. } | Event::OutageReopened { .. });
    if !changes {
        return Vec::new();
    }
    let matters = state.contractors.matters.iter().filter(|(_, matter)| matter.opened().is_some());
    let of = matters.map(|(contract, matter)| Of { state, contract, matter });
    of.flat_map(|of| of.comment("on-contractor-times-changed")).collect()
}

/// What a step about a contractor is about, by name.
pub(super) fn subject(state: &State, subject: &str) -> Arg {
    let Some((_, matter, number)) = state.contractors.named(subject) else { return Arg::Word(subject.to_owned()) };
    let request = number.and_then(|number| matter.requests.get(number)).filter(|request| request.met.is_none());
    match request {
        Some(request) => Arg::Text(request.text.clone()),
        None => Arg::Word(matter.deal.contractor.clone()),
    }
}

/// A contractor's part of an incident.
struct Of<'a> {
    state: &'a State,
    contract: &'a ContractId,
    matter: &'a Matter,
}

impl Of<'_> {
    fn wording(&self, key: &str) -> Wording {
        incident_args(self.state, Wording::new(key)).with("began", Arg::Moment(self.state.head.began))
    }

    /// To whoever speaks for the contractor now.
    fn to_one_called(&self, key: &str) -> Vec<Job> {
        let Some(person) = call(self.state, self.matter) else { return Vec::new() };
        self.own_clock(&person, key)
    }

    /// A word with the contractor's own clock.
    fn own_clock(&self, person: &PersonId, key: &str) -> Vec<Job> {
        let wording = match clock(self.matter, self.state.head.at) {
            Some(clock) => clock_args(&clock, self.wording(key)),
            None => words::no_clock(self.wording(key)),
        };
        vec![to_person(person, wording)]
    }

    fn handed_over(&self) -> Vec<Job> {
        let mut jobs = super::card(self.state);
        let Some(to) = call(self.state, self.matter) else { return jobs };
        jobs.push(hand_over(self, &to));
        jobs
    }

    fn met(&self, number: usize, text: &super::super::value::TextRef) -> Vec<Job> {
        let Some(request) = self.matter.requests.get(number) else { return Vec::new() };
        let wording = match clock(self.matter, self.state.head.at) {
            Some(clock) => clock_args(&clock, self.wording("contractor-request-met")),
            None => words::no_clock(self.wording("contractor-request-met")),
        };
        let wording = wording.with("request", Arg::Text(request.text.clone())).with("answer", Arg::Text(text.clone()));
        vec![to_person(&request.by, wording)]
    }

    fn objected(&self, by: &PersonId, text: &super::super::value::TextRef) -> Vec<Job> {
        let said = |key: &str| with_contract(self.matter, self.wording(key)).with("text", Arg::Text(text.clone()));
        let mut jobs = vec![to_person(by, said("contractor-objection-recorded"))];
        jobs.extend(self.to_shift_head(said("contractor-objects")));
        jobs.extend(self.write(said("on-contractor-objection")));
        jobs
    }

    fn to_shift_head(&self, wording: Wording) -> Option<Job> {
        self.state.people.holders.get(&Role::ShiftHead).map(|head| to_person(head, wording))
    }

    fn opened(&self, due: At) -> Vec<Job> {
        let mut jobs = vec![job(ContractorJob::OpenRecord { contract: self.contract.clone() })];
        let asked = self.wording("contractor-report-asked").with("due", Arg::Moment(due));
        jobs.extend(self.matter.deal.people.iter().map(|person| to_person(person, asked.clone())));
        if self.state.is_open() && has_room(self.state) && !is_apart(self.state) {
            jobs.push(in_room(with_contract(self.matter, self.wording("on-contractor-opened"))));
        }
        jobs
    }

    fn recorded(&self, desk: &DeskId) -> Vec<Job> {
        let mut jobs = vec![Job::DeskLink { to: desk.clone() }];
        jobs.extend(self.comment("on-contractor-times"));
        // What was said before the record was there.
        let objections = self.matter.objections.iter();
        jobs.extend(objections.flat_map(|objection| {
            self.write(self.wording("on-contractor-objection").with("text", Arg::Text(objection.text.clone())))
        }));
        // Dropped while the desk was being told.
        if self.matter.opened().is_none() {
            jobs.extend(self.close("on-contractor-dropped"));
        }
        jobs
    }

    fn record(&self) -> Option<&DeskId> {
        self.matter.on.as_ref()?.record.as_ref().map(|record| &record.desk)
    }

    fn comment(&self, key: &str) -> Vec<Job> {
        self.write(record_times(self.state, self.matter, self.wording(key)))
    }

    fn write(&self, wording: Wording) -> Vec<Job> {
        let one = |record: &DeskId| {
            job(ContractorJob::Comment { record: record.clone(), wording: Box::new(wording.clone()) })
        };
        self.record().map(one).into_iter().collect()
    }

    fn close(&self, key: &str) -> Vec<Job> {
        let wording = Box::new(self.wording(key));
        self.record().map(|record| job(ContractorJob::Close { record: record.clone(), wording })).into_iter().collect()
    }

    fn dropped(&self) -> Vec<Job> {
        let mut jobs = self.close("on-contractor-dropped");
        let was_asked = self.matter.on.as_ref().is_some_and(|on| on.report.is_some());
        if was_asked {
            let said = self.wording("contractor-report-not-owed");
            jobs.extend(self.matter.deal.people.iter().map(|person| to_person(person, said.clone())));
        }
        jobs
    }

    fn closed_by_hand(&self) -> Vec<Job> {
        let Some(record) = self.record().cloned() else { return Vec::new() };
        let unread = self.matter.report().is_some_and(|report| report.is_unread());
        let key = if unread { "on-contractor-reopened-unread" } else { "on-contractor-reopened" };
        let due = self.matter.report().map_or(At(0), |report| report.due);
        let wording = self.wording(key).with("due", Arg::Moment(due));
        let mut jobs = vec![job(ContractorJob::Reopen { record, wording: Box::new(wording) })];
        jobs.extend(self.to_shift_head(with_contract(self.matter, self.wording("on-contractor-closed-by-hand"))));
        jobs
    }

    fn edited_by_hand(&self) -> Vec<Job> {
        let Some(record) = self.record().cloned() else { return Vec::new() };
        vec![job(ContractorJob::Assign { record, contract: self.contract.clone() })]
    }

    fn report_given(
        &self,
        by: &PersonId,
        text: &super::super::value::TextRef,
        lacks: &std::collections::BTreeSet<crate::answer::ReportPart>,
    ) -> Vec<Job> {
        let (whole, lacking) = (lacks.is_empty(), parts_list(lacks));
        let key =
            |whole_key: &str, lacking_key: &str| if whole { whole_key.to_owned() } else { lacking_key.to_owned() };
        let mut jobs = vec![to_person(by, self.wording("contractor-report-recorded"))];
        let told =
            with_contract(self.matter, self.wording(&key("contractor-report-in", "contractor-report-in-lacking")));
        jobs.extend(self.to_shift_head(told.with("text", Arg::Text(text.clone())).with("parts", lacking.clone())));
        let attached = self.wording(&key("on-contractor-report", "on-contractor-report-lacking"));
        jobs.extend(self.write(attached.with("text", Arg::Text(text.clone())).with("parts", lacking)));
        jobs
    }

    fn report_accepted(&self) -> Vec<Job> {
        let mut jobs = self.close("on-contractor-done");
        let by = self.matter.report().and_then(|report| report.given.last()).map(|given| &given.by);
        jobs.extend(by.map(|by| to_person(by, self.wording("contractor-report-accepted"))));
        jobs
    }

    fn report_refused(&self, reason: &super::super::value::TextRef) -> Vec<Job> {
        let said = |key: &str| self.wording(key).with("reason", Arg::Text(reason.clone()));
        let mut jobs: Vec<Job> =
            self.matter.deal.people.iter().map(|person| to_person(person, said("contractor-report-refused"))).collect();
        jobs.extend(self.write(said("on-contractor-report-refused")));
        jobs
    }

    /// Whoever sent it hears so where they sent it; whoever was told that it is in hears that it is not.
    fn report_lost(&self) -> Vec<Job> {
        let told = self.to_shift_head(with_contract(self.matter, self.wording("contractor-report-lost")));
        told.into_iter().chain(self.write(self.wording("on-contractor-report-lost"))).collect()
    }

    fn chased(&self, times: u32, to: Option<&PersonId>) -> Vec<Job> {
        let due = self.matter.report().map_or(At(0), |report| report.due);
        let said = |key: &str| self.wording(key).with("due", Arg::Moment(due)).with("times", Arg::Number(times.into()));
        let people = self.matter.deal.people.iter();
        let mut jobs: Vec<Job> = people.map(|person| to_person(person, said("contractor-report-overdue"))).collect();
        jobs.extend(to.map(|head| to_person(head, with_contract(self.matter, said("contractor-report-overdue-head")))));
        if times == 1 {
            jobs.extend(self.write(said("on-contractor-report-overdue")));
        }
        jobs
    }

    fn unread(&self, to: Option<&PersonId>) -> Vec<Job> {
        let wording = with_contract(self.matter, self.wording("contractor-report-unread"));
        to.map(|head| to_person(head, wording)).into_iter().collect()
    }
}

/// The hand-over goes to whoever is called next as well, as long as nobody has it.
pub(super) fn escalated(state: &State, role: Role, to: Option<&PersonId>) -> Vec<Job> {
    let Some((contract, matter)) = state.contractors.held().filter(|_| role == Role::Contractor) else {
        return Vec::new();
    };
    let waits = matter.handed.as_ref().is_some_and(|handed| handed.delivered.is_none());
    let theirs = to.filter(|person| waits && matter.deal.people.contains(person));
    theirs.map(|person| hand_over(&Of { state, contract, matter }, person)).into_iter().collect()
}

fn hand_over(of: &Of, to: &PersonId) -> Job {
    let wording =
        Box::new(of.wording("contractor-handed-over").with("summary", Arg::Text(of.state.head.summary.clone())));
    job(ContractorJob::HandOver { to: to.clone(), contract: of.contract.clone(), wording })
}

fn job(job: ContractorJob) -> Job {
    Job::Contractor(Box::new(job))
}
