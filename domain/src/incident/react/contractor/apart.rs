//! What is about one contractor is not said where another reads along: it goes to whom it concerns.

use super::super::super::event::Event;
use super::super::super::job::{Job, Post, Target};
use super::super::super::state::State;
use crate::catalogue::Role;
use crate::ids::PersonId;

/// Somebody in the room speaks for a contractor other than the one it is about now.
pub(in crate::incident::react) fn is_apart(state: &State) -> bool {
    let holder = state.people.holders.get(&Role::Contractor);
    let held = state.contractors.held().map(|(_, matter)| &matter.deal.people);
    let is_theirs = |person: &PersonId| match held {
        Some(people) => people.contains(person),
        None => holder == Some(person),
    };
    let mut members = state.people.members.iter();
    members.any(|(person, member)| member.is_in() && member.roles.contains(&Role::Contractor) && !is_theirs(person))
}

/// The same jobs, with what others must not read said to whom it concerns.
pub(in crate::incident::react) fn kept_apart(state: &State, event: &Event, jobs: Vec<Job>) -> Vec<Job> {
    if state.contractors.is_empty() || !is_about_one(state, event) || !is_apart(state) {
        return jobs;
    }
    let to = concerned(state, event);
    jobs.into_iter().filter_map(|job| said_to(job, to.as_ref())).collect()
}

/// Whether an event is about one contractor.
fn is_about_one(state: &State, event: &Event) -> bool {
    let names_one = |instance: &str| {
        instance.split_once('.').is_some_and(|(_, subject)| state.contractors.named(subject).is_some())
    };
    if let Event::Asked(prompt) = event {
        return prompt.role == Role::Contractor
            || prompt.subject.as_deref().is_some_and(|of| state.contractors.named(of).is_some());
    }
    if let Event::Answered { role, instance, .. } = event {
        return *role == Role::Contractor || names_one(instance);
    }
    if let Event::Corrected { instance, .. } | Event::Waived { instance, .. } = event {
        return names_one(instance) || theirs(state, instance);
    }
    if let Event::Escalated { role, .. } | Event::RoleTaken { role, .. } | Event::HandoverOffered { role, .. } = event {
        return *role == Role::Contractor;
    }
    matches!(event, Event::Contractor(_))
}

/// A step of the contractor's role.
fn theirs(state: &State, instance: &str) -> bool {
    state.answer(instance).is_some_and(|answer| answer.role == Role::Contractor)
}

/// Who is told instead of the room.
fn concerned(state: &State, event: &Event) -> Option<PersonId> {
    let asked = if let Event::Asked(prompt) = event { prompt.holder.clone() } else { None };
    let engineer = state.people.holders.get(&Role::DutyEngineer).cloned();
    asked.or(engineer).or_else(|| state.people.holders.get(&Role::ShiftHead).cloned())
}

fn said_to(job: Job, to: Option<&PersonId>) -> Option<Job> {
    let Job::Post(post) = job else { return Some(job) };
    if post.to != Target::Room {
        return Some(Job::Post(post));
    }
    let to = Target::Person(to?.clone());
    Some(Job::Post(Box::new(Post { to, ..*post })))
}
