//! Affected users: when they are counted next, and how they are told.

use super::super::job::Job;
use super::super::runbook::{Affected, Count, RunbookJob, Unknown};
use super::super::state::State;
use super::super::wording::{Arg, Wording};
use super::runbook::{message, post};
use super::{card, has_room};
use crate::ids::{FunctionId, OrganisationId};
use crate::time::{At, Length};
use crate::users::{Figure, MINUTE, UserMinutes};

/// Affected users in words, for whoever shows them elsewhere.
pub struct UserWords;

impl UserWords {
    /// How many are affected now, or were at last; nothing where nobody counts.
    pub fn now(state: &State) -> Option<Wording> {
        let users = &state.findings.users;
        let (at, figure) = users.latest()?;
        let wording = match (figure, state.restored_at()) {
            // Who misses how many is told of the last minute, and this is another one.
            (Some(_), Some(_)) => worst(users)?.with("beside", list(lasting(state))),
            (Some(figure), None) => {
                let notes = organisations(users, figure).into_iter().chain(lasting(state));
                of_figure("users-now", at, figure).with("beside", list(notes.collect()))
            }
            (None, _) => {
                let unknown = Wording::new("users-unknown").with("why", message(why(users)));
                unknown.with("beside", list(lasting(state)))
            }
        };
        Some(wording)
    }

    /// User-minutes, and of how much of the failure.
    pub fn minutes(told: UserMinutes) -> Wording {
        let number = |count: u64| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
        let key = match (told.known.0, told.unknown.0) {
            (0, _) => "users-minutes-unknown",
            (_, ..MINUTES) => "users-minutes",
            (_, _) => "users-minutes-part",
        };
        Wording::new(key)
            .with("minutes", number(told.minutes))
            .with("low", number(told.low))
            .with("high", number(told.high))
            .with("known", Arg::Length(told.known))
            .with("unknown", Arg::Length(told.unknown))
    }

    /// The worst minute; nothing where no minute is known.
    pub fn worst(state: &State) -> Option<Wording> {
        let (at, figure) = state.findings.users.worst()?;
        Some(of_figure("report-users-worst", at, figure).with("beside", list(lasting(state))))
    }
}

/// Less than this of a failure unknown is not worth a word.
const MINUTES: i64 = MINUTE.0;

/// The next count; the function ends the chain where nobody configured how.
pub(super) fn next(state: &State) -> Option<Job> {
    state.users_next(state.head.at).map(|after| count(state, after))
}

/// The failure's times changed: what is owed is counted, if anything is counted at all.
pub(super) fn times_changed(state: &State, after: Length) -> Option<Job> {
    let counted = !state.findings.users.is_empty() && state.is_open();
    counted.then(|| count(state, after))
}

fn count(state: &State, after: Length) -> Job {
    let (service, upto) = (state.head.service.clone(), state.findings.users.end());
    Job::Runbook(RunbookJob::Count { service, upto, after })
}

/// Users were counted: the card shows them, the first time the findings do too.
pub(super) fn counted(state: &State, counted: &Count) -> Vec<Job> {
    let mut jobs = card(state);
    let is_first = state.findings.users.stretches.as_slice() == std::slice::from_ref(&counted.stretch);
    if is_first && has_room(state) {
        jobs.extend(state.findings.found.first().map(|found| post(state, found)));
    }
    jobs.extend(next(state));
    jobs
}

/// A post with the users' line below it.
pub(super) fn below(post: Wording, state: &State) -> Wording {
    match UserWords::now(state) {
        None => post,
        Some(users) => Wording::new("users-line").with("post", message(post)).with("users", message(users)),
    }
}

fn worst(users: &Affected) -> Option<Wording> {
    users.worst().map(|(at, figure)| of_figure("users-worst", at, figure))
}

fn of_figure(key: &str, at: At, figure: Figure) -> Wording {
    Wording::new(key)
        .with("users", Arg::Number(figure.users.into()))
        .with("low", Arg::Number(figure.low.into()))
        .with("high", Arg::Number(figure.high.into()))
        .with("at", Arg::Moment(at))
}

fn why(users: &Affected) -> Wording {
    match &users.unknown {
        Some(Unknown::Source { reason }) => Wording::new("users-why-source").with("reason", Arg::Word(reason.clone())),
        Some(Unknown::NoHistory) => Wording::new("users-why-no-history"),
        Some(Unknown::NoSample) | None => Wording::new("users-why-no-sample"),
    }
}

/// Organisations that miss most in the last minute, and what of it cannot be told.
fn organisations(users: &Affected, whole: Figure) -> Vec<Wording> {
    let counted = |key: &str, count: u32| Wording::new(key).with("count", Arg::Number(count.into()));
    let one = |(organisation, missing): &(OrganisationId, u32)| {
        Wording::new("users-organisation")
            .with("organisation", Arg::Organisation(organisation.clone()))
            .with("users", Arg::Number((*missing).into()))
    };
    let mut notes: Vec<Wording> = users.organisations.iter().map(one).collect();
    // Together they may miss more than all do: elsewhere there are more people than usual.
    let named = users.organisations.iter().fold(0_u32, |sum, (_, missing)| sum.saturating_add(*missing));
    if named > whole.users {
        notes.push(counted("users-elsewhere", named - whole.users));
    }
    if users.silent > 0 {
        notes.push(counted("users-silent", users.silent));
    }
    notes
}

/// What holds for every minute: whose users nobody counts, and whose are counted elsewhere.
fn lasting(state: &State) -> Vec<Wording> {
    let mut notes = Vec::new();
    let uncounted = &state.findings.users.uncounted;
    if !uncounted.is_empty() {
        let named = |function: &FunctionId| Arg::Function(state.head.service.clone(), function.clone());
        notes.push(Wording::new("users-uncounted").with("functions", Arg::List(uncounted.iter().map(named).collect())));
    }
    // Nobody knows how many people miss both services, so the failures are not added up.
    if !state.neighbours.linked.is_empty() {
        let desks = state.neighbours.linked.values().map(|linked| Arg::Desk(linked.desk.clone())).collect();
        notes.push(Wording::new("users-linked").with("desks", Arg::List(desks)));
    }
    notes
}

fn list(notes: Vec<Wording>) -> Arg {
    match notes.is_empty() {
        true => Arg::Word(String::new()),
        false => Arg::List(notes.into_iter().map(message).collect()),
    }
}
