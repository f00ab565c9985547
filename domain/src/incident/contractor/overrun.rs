//! Overruns with their working: what each term of the contract allowed, what was taken, what lies over.

use super::clock::clock;
use super::matter::Matter;
use crate::time::{At, Length};

/// One term.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Term {
    /// What the contract allows.
    pub allowed: Length,
    /// What was taken, or has been taken so far.
    pub taken: Length,
}

/// Every term that applies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Overruns {
    /// Delivered to received, held time.
    pub reaction: Option<Term>,
    /// Delivered to handed back, held time.
    pub restoration: Option<Term>,
    /// Asked to handed in, round the clock.
    pub report: Option<Term>,
}

impl Term {
    /// What lies over; nothing where the term was kept.
    pub fn over(&self) -> Length {
        Length((self.taken.0 - self.allowed.0).max(0))
    }
}

impl Overruns {
    /// What lies over each term missed, in order.
    pub fn lengths(&self) -> Vec<Length> {
        let terms = [self.reaction, self.restoration, self.report];
        terms.into_iter().flatten().map(|term| term.over()).filter(|over| over.0 > 0).collect()
    }

    /// All of it together.
    pub fn total(&self) -> Length {
        Length(self.lengths().iter().map(|over| over.0).sum())
    }
}

/// The overruns as of `now`.
pub fn overruns(matter: &Matter, now: At) -> Overruns {
    let clock = clock(matter, now);
    let received = matter.handed.as_ref().and_then(|handed| handed.received);
    let term = |taken: Length, allowed: Length| Term { allowed, taken };
    let reaction = clock.as_ref().map(|clock| {
        let until = received.unwrap_or(clock.until);
        term(clock.held_until(until), matter.deal.reaction)
    });
    let restoration = clock.as_ref().map(|clock| term(clock.held_until(clock.until), matter.deal.restoration));
    let report = matter.report().map(|report| {
        // What was refused was no report.
        let given = report.given.last().filter(|_| !report.is_owed()).map(|given| given.at);
        term(given.unwrap_or(now).since(report.asked), report.due.since(report.asked))
    });
    Overruns { reaction, restoration, report }
}
