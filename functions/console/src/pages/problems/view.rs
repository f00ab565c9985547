//! What the pages of problems show.

use crate::pages::incident::OneIncident;
use nabat_domain::catalogue::Priority;
use nabat_domain::time::At;

/// All problems.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problems {
    /// Open ones by urgency, then those that ended, newest first.
    pub lines: Vec<Line>,
}

/// How urgent a problem is: first what is overdue, longest first, then by priority, then the oldest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Urgency {
    /// Overdue since then.
    Overdue(At),
    /// Open; the more urgent the priority, the smaller.
    Open(u8, At),
    /// Ended; the later, the smaller.
    Ended(std::cmp::Reverse<At>),
}

/// One problem in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The desk's number.
    pub number: String,
    /// Its page.
    pub address: String,
    /// The failing service.
    pub service: String,
    /// Urgency of the incident it began with.
    pub priority: Priority,
    /// Its stage, or how it ended.
    pub stage: String,
    /// Who leads it.
    pub leader: Option<String>,
    /// By when what is promised next is due.
    pub due: Option<At>,
    /// Since when it is overdue.
    pub overdue: Option<At>,
    /// Incidents after the first.
    pub repeats: usize,
    /// A drill.
    pub drill: bool,
    /// Its place in the list.
    pub urgency: Urgency,
}

/// One problem.
#[derive(Clone, PartialEq, Debug)]
pub struct OneProblem {
    /// What every case has: stages, prompts, people, timeline, journal.
    pub case: OneIncident,
    /// What it began with.
    pub words: String,
    /// How it ended.
    pub exit: Option<String>,
    /// Since when it is overdue.
    pub overdue: Option<At>,
    /// Causes from the failure down.
    pub causes: Vec<Link>,
    /// What proves them.
    pub evidence: Option<String>,
    /// What helps meanwhile.
    pub workaround: Option<String>,
    /// The fix.
    pub fix: Fix,
    /// How often it came back.
    pub returns: u32,
    /// Its incidents, oldest first.
    pub incidents: Vec<Incident>,
    /// What committees decided.
    pub decisions: Vec<Decision>,
}

/// One cause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// Why.
    pub words: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: At,
    /// It is the root.
    pub root: bool,
}

/// The fix and the watch after it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fix {
    /// What becomes of the problem.
    pub course: Option<String>,
    /// Who was named for it.
    pub owner: Option<String>,
    /// The last moment of the day promised.
    pub day: Option<At>,
    /// The change in the desk.
    pub change: Option<String>,
    /// When it was done.
    pub done: Option<At>,
    /// It is watched until then.
    pub watched_until: Option<At>,
    /// The watch ended then.
    pub watched_at: Option<At>,
}

/// An incident of the problem.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Incident {
    /// Its desk record.
    pub desk: String,
    /// Its page.
    pub address: String,
    /// Its failing service.
    pub service: String,
    /// When it began.
    pub began: At,
}

/// What a committee decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// Which committee.
    pub committee: String,
    /// What.
    pub words: String,
    /// Who answers for it.
    pub owner: String,
    /// The last moment of the day it is due.
    pub due: At,
    /// When it was done.
    pub done: Option<At>,
    /// It is overdue.
    pub overdue: bool,
}
