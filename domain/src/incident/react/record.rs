//! What began as an alert has no record in the desk: one is opened, and whoever knows the incident hears its number.

use super::super::job::Job;
use super::super::state::{Standing, State};
use super::super::wording::{Arg, Wording};
use super::{card, has_room, in_room, incident_args, others};

/// The record that is owed: the first of what follows from the registration.
pub(super) fn owed(state: &State) -> Option<Job> {
    state.lacks_record().then_some(Job::OpenRecord)
}

/// The desk has it: the card and the chat show its number, and the incident whose chat it shares knows it by that.
pub(super) fn opened(state: &State, url: &str) -> Vec<Job> {
    let mut jobs = card(state);
    if state.is_open() && has_room(state) {
        let wording = incident_args(state, Wording::new("record-opened"));
        jobs.push(in_room(wording.with("url", Arg::Page(url.to_owned()))));
    }
    if let Standing::Linked { to } = &state.head.standing {
        jobs.push(others::joins(state, to));
    }
    jobs
}
