//! The gate before every post: what would go to a room that is not, or is not any more, goes nowhere.

use nabat_domain::ids::PersonId;
use nabat_domain::incident::{Job, Standing, State, Target};

/// Whether the incident's own chat was over before this command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Chat {
    /// It takes posts, or will once it is made. What ends the incident is still said in it.
    Going,
    /// It was closed for writing, once: nothing more is said in it.
    Over,
}

impl Chat {
    /// As it stands before a command.
    pub(super) fn before(state: Option<&State>) -> Self {
        match state.map(|state| &state.head.standing) {
            Some(Standing::Closed | Standing::Annulled) => Self::Over,
            // It had a chat of its own when it was found to be the same failure.
            Some(Standing::Merged { .. }) if state.is_some_and(|state| state.head.room.is_some()) => Self::Over,
            Some(
                Standing::Open
                | Standing::RecordedOnly
                | Standing::DuplicateOffered { .. }
                | Standing::Merged { .. }
                | Standing::Linked { .. },
            )
            | None => Self::Going,
        }
    }

    /// Whether the room of this incident, or of the one whose chat it shares, can be spoken in.
    pub(super) fn has_room(self, state: &State) -> bool {
        match state.head.standing {
            // Before the room is made its posts wait for it.
            Standing::Open => true,
            // The other incident's chat may be over meanwhile: whoever drains it sees that.
            Standing::DuplicateOffered { .. } | Standing::Linked { .. } => true,
            Standing::Merged { .. } => self == Self::Going || state.head.room.is_none(),
            Standing::RecordedOnly => false,
            Standing::Closed | Standing::Annulled => self == Self::Going && state.head.room.is_some(),
        }
    }

    /// Whether a job of the chat's has somewhere to go.
    pub(super) fn takes(self, state: &State, job: &Job) -> bool {
        match job {
            Job::Post(post) => matches!(post.to, Target::Person(_)) || self.has_room(state),
            // Personal data is removed from a chat that is over too.
            Job::Erase { .. } => true,
            // What a contractor is handed goes to a person.
            Job::Contractor(_) => true,
            _ => self.has_room(state),
        }
    }

    /// Where a reply goes: where it was asked for, unless nothing can be said there.
    pub(super) fn reply_to(self, state: &State, wanted: &Target, speaker: &PersonId) -> Target {
        if *wanted == Target::Room && !self.has_room(state) { Target::Person(speaker.clone()) } else { wanted.clone() }
    }
}
