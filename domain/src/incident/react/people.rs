//! People: brought in, told who is who, escalated to, handed over to, taken out.

use super::super::job::{Job, Slot, Target};
use super::super::state::{Member, State};
use super::super::wording::{Arg, Wording};
use super::{has_room, in_room, in_slot, incident_args, prompt_post, to_person};
use crate::catalogue::Role;
use crate::ids::PersonId;

/// The chat is made with everybody in it, or newcomers are brought into the one there is.
pub(super) fn assembled(state: &State) -> Vec<Job> {
    if !state.is_open() {
        return Vec::new();
    }
    let mut people: Vec<PersonId> = state.people.holders.values().cloned().collect();
    people.sort();
    people.dedup();
    if state.head.room.is_none() {
        return vec![Job::OpenChat { people }];
    }
    people.retain(|person| state.people.members.get(person).is_none_or(|member| member.invited_at.is_none()));
    let mut jobs = vec![in_room(team(state)), Job::Card];
    if !people.is_empty() {
        jobs.insert(0, Job::BringIn { people });
    }
    jobs
}

/// The opening posts: rules, card, who is who, and what was asked before the room existed.
pub(super) fn chat_opened(state: &State, failed: &[PersonId]) -> Vec<Job> {
    let mut jobs: Vec<Job> = crate::incident::chat::moved(state).into_iter().collect();
    jobs.extend([in_slot(Slot::Rules, rules(state)), Job::Card, in_room(team(state))]);
    jobs.extend(unreachable(failed));
    jobs.extend(crate::incident::problem::known(state));
    if !state.neighbours.not_asked.is_empty() {
        let list = state.neighbours.not_asked.iter().cloned().map(Arg::Service).collect();
        jobs.push(in_room(Wording::new("neighbours-not-asked").with("services", Arg::List(list))));
    }
    let waiting =
        state.steps.open.values().filter(|prompt| !matches!(prompt_post(state, prompt).to, Target::Person(_)));
    jobs.extend(waiting.map(|prompt| Job::Post(Box::new(prompt_post(state, prompt)))));
    jobs.extend(state.findings.last().into_iter().flat_map(|found| super::runbook::posted(state, found)));
    jobs.extend(super::action::posted(state));
    jobs
}

fn rules(state: &State) -> Wording {
    let key = match (state.head.as_problem.is_some(), state.head.drill) {
        (true, _) => "rules-problem",
        (false, true) => "rules-drill",
        (false, false) => "rules",
    };
    incident_args(state, Wording::new(key))
}

/// Who is who; a role nobody was on duty for is said aloud, and a calendar that could not be read.
fn team(state: &State) -> Wording {
    let named = |role: Role| {
        let by_calendar = state.people.calendars.get(&role);
        let key = match state.people.holders.contains_key(&role) {
            true if state.people.fallback.contains(&role) => "team-fallback",
            true => match by_calendar.map(|by| by.old) {
                Some(Some(_)) => "team-calendar-old",
                Some(None) => "team-calendar",
                None => "team-member",
            },
            false => "team-nobody",
        };
        let who = state.people.holders.get(&role).cloned().map_or(Arg::Role(role), Arg::Person);
        let mut wording = Wording::new(key).with("role", Arg::Role(role)).with("who", who);
        if let Some(by) = by_calendar {
            wording = wording.with("calendar", Arg::Word(by.connection.to_string()));
        }
        if let Some(old) = by_calendar.and_then(|by| by.old) {
            wording = wording.with("read_at", Arg::Moment(old));
        }
        Arg::Message(Box::new(wording))
    };
    let mut roles = match state.head.as_problem {
        Some(_) => vec![Role::ProblemManager, Role::ServiceOwner],
        None => vec![Role::FirstLine, Role::DutyEngineer, Role::ShiftHead],
    };
    // One contractor is not shown to another.
    if state.people.holders.contains_key(&Role::Contractor) && !super::contractor::is_apart(state) {
        roles.push(Role::Contractor);
    }
    Wording::new("team").with("people", Arg::List(roles.into_iter().map(named).collect()))
}

/// People the messenger would not let in are named: somebody has to call them.
pub(super) fn unreachable(failed: &[PersonId]) -> Vec<Job> {
    if failed.is_empty() {
        return Vec::new();
    }
    let list = failed.iter().cloned().map(Arg::Person).collect();
    vec![in_room(Wording::new("people-unreachable").with("people", Arg::List(list)))]
}

/// The prompts of those who left go on where they can be answered; whom the messenger would not take
/// out, the shift head has to.
pub(super) fn left(state: &State, people: &[PersonId], failed: &[PersonId]) -> Vec<Job> {
    let open = state.steps.open.values();
    let theirs = open.filter(|prompt| prompt.holder.as_ref().is_some_and(|holder| people.contains(holder)));
    let mut jobs: Vec<Job> = theirs.map(|prompt| Job::Post(Box::new(prompt_post(state, prompt)))).collect();
    // Nobody sent them off, or they were called back meanwhile: in they come again.
    let back =
        |person: &&PersonId| state.people.members.get(*person).is_some_and(|member| member.sent_off_at.is_none());
    let back: Vec<PersonId> = people.iter().filter(back).cloned().collect();
    if !back.is_empty() && state.is_open() {
        let list = back.iter().cloned().map(Arg::Person).collect();
        jobs.push(in_room(Wording::new("people-walked-out").with("people", Arg::List(list))));
        jobs.push(Job::BringIn { people: back });
    }
    let head = state.people.holders.get(&Role::ShiftHead);
    if let (Some(head), false) = (head, failed.is_empty()) {
        let list = failed.iter().cloned().map(Arg::Person).collect();
        let wording = incident_args(state, Wording::new("people-not-taken-out")).with("people", Arg::List(list));
        jobs.push(to_person(head, wording));
    }
    jobs
}

/// Was in the room and is no longer.
pub(in crate::incident) fn has_left(state: &State, person: &PersonId) -> bool {
    state.people.members.get(person).is_some_and(|member| member.left_at.is_some())
}

/// Verification failed: whoever left because of it is needed again.
pub(super) fn recalled(state: &State) -> Vec<Job> {
    let mut people: Vec<PersonId> = state.people.holders.values().cloned().collect();
    people.sort();
    people.dedup();
    people.retain(|person| has_left(state, person));
    if people.is_empty() || state.head.room.is_none() { Vec::new() } else { vec![Job::BringIn { people }] }
}

pub(super) fn role_taken(state: &State, role: Role, from: Option<&PersonId>, to: &PersonId) -> Vec<Job> {
    let mut jobs = bring_in(state, to);
    let wording = Wording::new("role-taken").with("role", Arg::Role(role)).with("to", Arg::Person(to.clone()));
    let wording = match from {
        Some(from) => Wording { key: "role-taken-from".to_owned(), ..wording.with("from", Arg::Person(from.clone())) },
        None => wording,
    };
    if has_room(state) {
        jobs.push(in_room(wording));
        jobs.push(Job::Card);
    }
    let open = state.steps.open.values().filter(|prompt| prompt.role == role);
    let list: Vec<Arg> =
        open.map(|prompt| super::step_named(state, &prompt.step, prompt.kind, prompt.subject.as_deref())).collect();
    if from.is_some() && !list.is_empty() {
        jobs.push(to_person(to, summary(state, "handover-summary").with("prompts", Arg::List(list))));
    }
    jobs
}

/// The same for somebody who takes over from one who is gone: what is asked of them now.
pub(in super::super) fn summary_for(state: &State, person: &PersonId) -> Wording {
    let open = state.steps.open.values().filter(|prompt| prompt.holder.as_ref() == Some(person));
    let list: Vec<Arg> =
        open.map(|prompt| super::step_named(state, &prompt.step, prompt.kind, prompt.subject.as_deref())).collect();
    summary(state, "handover-summary").with("prompts", Arg::List(list))
}

/// One screen for the successor: what fails since when, which stage, what was answered.
fn summary(state: &State, key: &str) -> Wording {
    incident_args(state, Wording::new(key))
        .with("began", Arg::Moment(state.head.began))
        .with("stage", Arg::Stage(state.head.stage.clone()))
        .with("summary", Arg::Text(state.head.summary.clone()))
}

pub(super) fn handover_offered(state: &State, role: Role, from: &PersonId, to: &PersonId) -> Vec<Job> {
    let offer = |wording: Wording| {
        wording
            .with("role", Arg::Role(role))
            .with("from", Arg::Person(from.clone()))
            .with("to", Arg::Person(to.clone()))
    };
    let mut jobs = bring_in(state, to);
    jobs.push(in_room(offer(Wording::new("handover-offered"))));
    jobs.push(to_person(to, offer(summary(state, "handover-offered-to-you"))));
    jobs
}

pub(super) fn escalated(state: &State, role: Role, to: Option<&PersonId>, level: u32) -> Vec<Job> {
    let Some(to) = to else {
        return vec![in_room(Wording::new("escalated-nobody").with("role", Arg::Role(role)))];
    };
    let wording = |key: &str| {
        incident_args(state, Wording::new(key))
            .with("role", Arg::Role(role))
            .with("to", Arg::Person(to.clone()))
            .with("level", Arg::Number(i64::from(level)))
    };
    let mut jobs = bring_in(state, to);
    jobs.push(in_room(wording("escalated")));
    jobs.push(to_person(to, wording("escalated-to-you")));
    jobs
}

/// Said in the room: whoever is there sees that somebody is being called.
pub(super) fn called_out(state: &State, role: Role, person: &PersonId) -> Vec<Job> {
    if !has_room(state) {
        return Vec::new();
    }
    let wording =
        Wording::new("called-out-in-room").with("role", Arg::Role(role)).with("to", Arg::Person(person.clone()));
    vec![in_room(wording)]
}

/// Brings a person in unless they are.
pub(in super::super) fn bring_in(state: &State, person: &PersonId) -> Vec<Job> {
    let is_in = state.people.members.get(person).is_some_and(Member::is_in);
    if is_in || state.head.room.is_none() { Vec::new() } else { vec![Job::BringIn { people: vec![person.clone()] }] }
}

/// The message is removed where the bot can, and its author told.
pub(super) fn masked(state: &State, by: &PersonId, message: Option<&str>, place: &Target) -> Vec<Job> {
    let mut jobs = vec![to_person(by, incident_args(state, Wording::new("message-masked")))];
    // Said in the room of the incident whose chat this one shares, it stands there.
    let stands = !place.is_room() || has_room(state) || *state.chat_owner() != state.head.id;
    if let (Some(message), true) = (message, stands) {
        jobs.push(Job::Erase { message: message.to_owned(), place: place.clone() });
    }
    jobs
}
