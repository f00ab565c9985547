//! Whom a restricted incident is for, as far as it says so itself.

use super::state::{Member, State};
use crate::ids::PersonId;
use std::collections::BTreeSet;

impl State {
    /// Who takes part in it now: who was called and is not out, and who holds a role.
    pub fn participants(&self) -> BTreeSet<PersonId> {
        let is_out = |member: &Member| member.sent_off_at.or(member.gone_at).or(member.left_at).is_some();
        let members = self.people.members.iter().filter(|(_, member)| !is_out(member)).map(|(person, _)| person);
        members.chain(self.people.holders.values()).cloned().collect()
    }
}
