//! Overruns with their working: what each term of the contract allowed, what was taken, what lies over.

use super::clock::own_clock;
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
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Overruns {
    /// Delivered to received, held time.
    pub reaction: Option<Term>,
    /// Delivered to handed back, held time.
    pub restoration: Option<Term>,
    /// Asked to handed in, round the clock.
    pub report: Option<Term>,
    /// Reaction and restoration of earlier hand-overs, in order: each has its own terms.
    pub earlier: Vec<(Term, Term)>,
}

impl Term {
    /// What lies over; nothing where the term was kept.
    pub fn over(&self) -> Length {
        Length(self.taken.0.saturating_sub(self.allowed.0).max(0))
    }
}

impl Overruns {
    /// What lies over each term missed, in order.
    pub fn lengths(&self) -> Vec<Length> {
        let earlier = self.earlier.iter().flat_map(|(reaction, restoration)| [*reaction, *restoration]);
        let terms = [self.reaction, self.restoration, self.report];
        earlier.chain(terms.into_iter().flatten()).map(|term| term.over()).filter(|over| over.0 > 0).collect()
    }

    /// All of it together.
    pub fn total(&self) -> Length {
        Length(self.lengths().iter().fold(0_i64, |sum, over| sum.saturating_add(over.0)))
    }
}

/// The overruns as of `now`.
pub fn overruns(matter: &Matter, now: At) -> Overruns {
    let term = |taken: Length, allowed: Length| Term { allowed, taken };
    let (reaction, restoration) = work(matter, now).unzip();
    let earlier = matter.earlier.iter().filter_map(|one| work(one, now)).collect();
    let report = matter.report().map(|report| {
        // What was refused was no report.
        let given = report.given.last().filter(|_| !report.is_owed()).map(|given| given.at);
        term(given.unwrap_or(now).since(report.asked), report.due.since(report.asked))
    });
    Overruns { reaction, restoration, report, earlier }
}

/// Reaction and restoration of one hand-over, once it was delivered.
fn work(matter: &Matter, now: At) -> Option<(Term, Term)> {
    let clock = own_clock(matter, now)?;
    let received = matter.handed.as_ref().and_then(|handed| handed.received);
    let term = |until: At, allowed: Length| Term { allowed, taken: clock.held_until(until) };
    let reaction = term(received.unwrap_or(clock.until), matter.deal.reaction);
    Some((reaction, term(clock.until, matter.deal.restoration)))
}
