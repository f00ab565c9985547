//! Users a failure takes away, as they are counted and recorded: minute by minute, several in one event.

use crate::ids::{FunctionId, OrganisationId, ServiceId};
use crate::incident::state::State;
use crate::time::{At, Length};
use crate::users::{Figure, MINUTE, Stretch, UserMinutes, floor, latest, lay, owed, unknown, user_minutes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// While people look at every minute each is recorded as it comes.
const CLOSELY: Length = Length::minutes(30);

/// Later minutes are recorded so many at once: a long failure must not make a journal of nothing else.
const GATHERED: Length = Length::minutes(5);

/// Samples come late, and monitoring that was down comes back: for so long what is unknown is asked again,
/// with the next minutes, or by itself where there are none. What is older stays unknown.
const LATE: Length = Length::minutes(15);

/// What one look at monitoring came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Count {
    /// Whose users.
    pub service: ServiceId,
    /// Every minute looked at.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// Organisations that missed most in the last of them, most first; only a few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<(OrganisationId, u32)>,
    /// Organisations nothing can be said of in the last of them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub silent: u32,
    /// Functions lost whose users nobody can count.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub uncounted: BTreeSet<FunctionId>,
    /// Why the last of them is unknown, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Unknown>,
}

/// Why a number of users is unknown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Unknown {
    /// Monitoring did not answer, or not with numbers.
    Source {
        /// Its words, or the network's, masked and cut.
        reason: String,
    },
    /// It has no sample of that minute.
    NoSample,
    /// It has too few weeks to say what is usual.
    NoHistory,
}

/// Users counted so far.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Affected {
    /// Minutes counted.
    #[serde(default)]
    pub stretches: Vec<Stretch>,
    /// Organisations that missed most in the last minute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<(OrganisationId, u32)>,
    /// Organisations nothing can be said of in it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub silent: u32,
    /// Functions lost whose users nobody can count.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub uncounted: BTreeSet<FunctionId>,
    /// Why the last minute is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Unknown>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl Affected {
    /// Nothing was ever counted.
    pub fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    /// The last minute counted, with its figure.
    pub fn latest(&self) -> Option<(At, Option<Figure>)> {
        latest(&self.stretches)
    }

    /// The first minute after the last one counted.
    pub fn end(&self) -> Option<At> {
        self.stretches.last().map(Stretch::end)
    }

    /// The minute that took most users away.
    pub fn worst(&self) -> Option<(At, Figure)> {
        let known = self.stretches.iter().flat_map(Stretch::minutes);
        let known = known.filter_map(|(at, figure)| figure.map(|figure| (at, figure)));
        // Of several alike the first.
        known.reduce(|worst, one| if one.1.users > worst.1.users { one } else { worst })
    }

    pub(super) fn apply(&mut self, count: &Count) {
        lay(&mut self.stretches, &count.stretch);
        self.uncounted.clone_from(&count.uncounted);
        // A gap filled at the beginning says nothing of now.
        if self.end() == Some(count.stretch.end()) {
            self.organisations.clone_from(&count.organisations);
            self.silent = count.silent;
            self.unknown.clone_from(&count.unknown);
        }
    }
}

impl State {
    /// The first minutes of the failure whose users nobody has counted by `now`.
    pub fn users_owed(&self, now: At) -> Option<(At, At)> {
        let now = floor(now).plus(MINUTE);
        let until = self.restored_at().map_or(now, |restored| restored.min(now));
        owed(&self.findings.users.stretches, self.head.began, until)
    }

    /// The minutes to look at by `now`: those owed and, shortly before them or by themselves, the unknown ones.
    pub fn users_asked(&self, now: At) -> Option<(At, At)> {
        let again = self.users_unknown(now);
        match self.users_owed(now) {
            Some((from, until)) => Some((again.map_or(from, |(first, _)| first.min(from)), until)),
            None => again,
        }
    }

    /// Whether minutes that were looked at are to be recorded by `now`: they leave out none that is owed, or
    /// some of them are still unknown.
    pub fn users_wanted(&self, stretch: &Stretch, now: At) -> bool {
        let (from, end) = (stretch.from, stretch.end());
        match self.users_owed(now) {
            Some((first, until)) => (first.minus(LATE)..=first).contains(&from) && first < end && end <= until,
            None => self.users_unknown(now).is_some_and(|(first, until)| from < until && first < end),
        }
    }

    /// Minutes of the failure counted lately that are unknown.
    fn users_unknown(&self, now: At) -> Option<(At, At)> {
        let until = self.restored_at().unwrap_or(now.plus(MINUTE));
        unknown(&self.findings.users.stretches, floor(now).minus(LATE).max(floor(self.head.began)), until)
    }

    /// User-minutes of the failure, as far as it has gone by `now`.
    pub fn user_minutes(&self, now: At) -> UserMinutes {
        let end = self.head.closed_at.unwrap_or(now);
        let spans = self.head.outages.iter().map(|outage| (outage.began, outage.restored.unwrap_or(end)));
        user_minutes(&self.findings.users.stretches, &spans.collect::<Vec<_>>())
    }

    /// When the next minutes are to be counted, seen from `now`; `None` where it is over.
    pub(in crate::incident) fn users_next(&self, now: At) -> Option<Length> {
        if !self.is_open() || self.head.as_problem.is_some() {
            return None;
        }
        if self.users_owed(now).is_some() {
            return Some(Length(0));
        }
        let goes_on = self.restored_at().is_none()
            && owed(&self.findings.users.stretches, self.head.began, now.plus(GATHERED)).is_some();
        let beat = if now.since(self.head.registered_at) < CLOSELY { MINUTE } else { GATHERED };
        if goes_on {
            return Some(beat);
        }
        self.users_unknown(now.plus(GATHERED)).map(|_| GATHERED)
    }
}
