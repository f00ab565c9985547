//! The chat hears that the incident is restricted, or no longer, from whom and why.

use super::super::job::Job;
use super::super::state::State;
use super::super::value::TextRef;
use super::super::wording::{Arg, Wording};
use super::{has_room, in_room};
use crate::ids::PersonId;

/// Where the catalogue says so nobody has to be told why.
pub(super) fn follows(state: &State, restricted: bool, by: Option<&PersonId>, reason: Option<&TextRef>) -> Vec<Job> {
    if !has_room(state) {
        return Vec::new();
    }
    let (Some(by), Some(reason)) = (by, reason) else {
        return vec![in_room(Wording::new("restricted-by-catalogue"))];
    };
    let wording = Wording::new(if restricted { "restricted-set" } else { "restricted-lifted" });
    vec![in_room(wording.with("by", Arg::Person(by.clone())).with("reason", Arg::Text(reason.clone())))]
}
