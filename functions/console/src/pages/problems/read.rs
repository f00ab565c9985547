//! From a problem's state to what its pages show.

use super::view::{Decision, Fix, Incident, Line, Link, Urgency};
use crate::pages::address;
use crate::pages::eyes::Eyes;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::StepId;
use nabat_domain::incident::problem::{ProblemRecord, chain, fix_day, fixed_at, overdue, watched_until};
use nabat_domain::incident::{Arg, State, value_arg};
use nabat_domain::procedure::Kind;
use nabat_domain::time::At;
use nabat_kit::messages::Speaker;
use std::cmp::Reverse;

/// The last moment of a day that is over at `ends`.
const fn last(ends: At) -> At {
    At(ends.0 - 1)
}

pub(super) fn line(eyes: &Eyes, speaker: &Speaker, state: &State, record: &ProblemRecord) -> Line {
    let head = &state.head;
    let overdue = overdue(state, eyes.now);
    let ended = record.exit.map(|exit| eyes.say(&format!("problem-exit-{}", exit.as_str()), &[]));
    let urgency = match (head.closed_at, overdue) {
        (Some(at), _) => Urgency::Ended(Reverse(at)),
        (None, Some(since)) => Urgency::Overdue(since),
        (None, None) => Urgency::Open(u8::MAX - head.priority as u8, head.registered_at),
    };
    let leader = state.people.holders.get(&Role::ProblemManager);
    Line {
        number: head.desk.to_string(),
        address: address::problem(&head.product, &head.id),
        service: speaker.arg(&Arg::Service(head.service.clone())),
        priority: head.priority,
        stage: ended.unwrap_or_else(|| speaker.arg(&Arg::Stage(head.stage.clone()))),
        leader: leader.map(|person| speaker.arg(&Arg::Person(person.clone()))),
        due: due(state),
        overdue,
        repeats: record.repeats(),
        drill: head.drill,
        urgency,
    }
}

/// The fix while it is promised, then the end of the watch.
fn due(state: &State) -> Option<At> {
    let promised = fix_day(state).filter(|_| fixed_at(state).is_none()).map(last);
    promised.or_else(|| watched_until(state)).filter(|_| state.is_open())
}

pub(super) fn causes(speaker: &Speaker, state: &State, steps: &[(StepId, Kind)]) -> Vec<Link> {
    let chains = steps.iter().filter(|(_, kind)| *kind == Kind::Cause);
    let links = chains.flat_map(|(step, _)| chain(state, step));
    links
        .map(|link| Link {
            words: speaker.arg(&Arg::Text(link.words)),
            by: speaker.arg(&Arg::Person(link.by)),
            at: link.at,
            root: link.root,
        })
        .collect()
}

/// What was answered to a step, in words.
pub(super) fn said(speaker: &Speaker, state: &State, step: &str) -> Option<String> {
    state.answer(step).map(|answer| speaker.arg(&value_arg(&step.into(), &answer.value)))
}

pub(super) fn fix(speaker: &Speaker, state: &State, record: &ProblemRecord) -> Fix {
    Fix {
        course: said(speaker, state, "course"),
        owner: record.fixer.clone().map(|person| speaker.arg(&Arg::Person(person))),
        day: fix_day(state).map(last),
        change: said(speaker, state, "change"),
        done: fixed_at(state),
        watched_until: watched_until(state),
        watched_at: record.watched_at,
    }
}

pub(super) fn incidents(speaker: &Speaker, state: &State, record: &ProblemRecord) -> Vec<Incident> {
    let one = |(id, attached): (&nabat_domain::ids::IncidentId, &nabat_domain::incident::problem::Attached)| Incident {
        desk: attached.desk.to_string(),
        address: address::incident(&state.head.product, id),
        service: speaker.arg(&Arg::Service(attached.service.clone())),
        began: attached.began,
    };
    let mut incidents: Vec<Incident> = record.incidents.iter().map(one).collect();
    incidents.sort_by_key(|incident| incident.began);
    incidents
}

pub(in crate::pages) fn decisions(eyes: &Eyes, speaker: &Speaker, record: &ProblemRecord) -> Vec<Decision> {
    let one = |decision: &nabat_domain::incident::problem::CommitteeDecision| Decision {
        committee: decision.committee.clone(),
        words: speaker.arg(&Arg::Text(decision.words.clone())),
        owner: speaker.arg(&Arg::Person(decision.owner.clone())),
        due: last(decision.due),
        done: decision.done_at,
        overdue: decision.done_at.is_none() && decision.due <= eyes.now,
    };
    record.decisions.iter().map(one).collect()
}
