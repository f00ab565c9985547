//! What the page of open incidents shows.

use crate::pages::frame::Refresh;
use crate::pages::refused::Refusal;
use crate::pages::spent::Spent;
use crate::pages::stage::{Progress, Stage};
use nabat_domain::catalogue::Priority;
use nabat_domain::time::{At, Length};
use std::cmp::Reverse;

/// The page.
#[derive(Clone, PartialEq, Debug)]
pub struct OpenIncidents {
    /// Name of the product.
    pub product: String,
    /// Whether it loads itself anew.
    pub refresh: Refresh,
    /// Refused registrations that wait; nothing for those who may not see them.
    pub refused: Vec<Refusal>,
    /// Incidents led now, in any order: the page sorts them.
    pub cards: Vec<Card>,
    /// Led now, and not among the cards: how many stand before them, and how many after.
    pub beyond: Beyond,
    /// The recent others, newest first.
    pub others: Vec<Other>,
}

/// Incidents led now that do not stand on this page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Beyond {
    /// More urgent ones.
    pub before: usize,
    /// Less urgent ones.
    pub after: usize,
    /// Drills among the less urgent.
    pub drills_after: usize,
}

/// An incident led now.
#[derive(Clone, PartialEq, Debug)]
pub struct Card {
    /// Its page.
    pub address: String,
    /// Its chat, once there is one.
    pub chat: Option<String>,
    /// The desk's number.
    pub desk: String,
    /// The failing service.
    pub service: String,
    /// Functions lost.
    pub functions: Vec<String>,
    /// One line of what happened.
    pub summary: Option<String>,
    /// A drill.
    pub drill: bool,
    /// Urgency.
    pub priority: Priority,
    /// When the failure began.
    pub began: At,
    /// When it was over, as claimed.
    pub restored: Option<At>,
    /// Every stage in order.
    pub stages: Vec<Stage>,
    /// The whole failure against its budget.
    pub whole: Spent,
    /// Who leads it.
    pub holder: Holder,
    /// The next word.
    pub next_word: NextWord,
    /// Prompts nobody has answered yet.
    pub unanswered: usize,
    /// Other incidents in its chat: the desk's number and the page.
    pub linked: Vec<(String, String)>,
}

/// Who leads an incident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holder {
    /// The duty engineer has accepted it.
    Accepted(String),
    /// The duty engineer is called and has not accepted.
    Called(String),
    /// Nobody.
    Nobody,
}

/// When the next word on what is being done comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NextWord {
    /// Promised for then.
    Due(At),
    /// Asked for since then and not given.
    Asked(At),
    /// None is waited for.
    None,
}

/// An incident that is not led in a chat of its own now.
#[derive(Clone, PartialEq, Debug)]
pub struct Other {
    /// Its page.
    pub address: String,
    /// The desk's number.
    pub desk: String,
    /// The failing service.
    pub service: String,
    /// A drill.
    pub drill: bool,
    /// Urgency.
    pub priority: Priority,
    /// What it is, in words.
    pub standing: String,
    /// The class of that badge.
    pub class: Option<&'static str>,
    /// When it was registered.
    pub registered: At,
    /// How long functions were lost, and whether they still are.
    pub outage: Option<(Length, bool)>,
}

impl Card {
    /// The stage it is in.
    pub fn current(&self) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.progress == Progress::Current)
    }

    /// Time beyond budget, of the current stage or of the whole, whichever is more.
    pub fn over(&self) -> Length {
        self.current().map_or(Length(0), |stage| stage.spent.over()).max(self.whole.over())
    }

    /// Sorts the most urgent first: priority, then time beyond budget, then age. A drill never
    /// stands before a real failure.
    pub fn urgency(&self) -> impl Ord + use<> {
        (self.drill, Reverse(self.priority), Reverse(self.over()), self.began, self.desk.clone())
    }
}
