//! The runbook: what the machine looks for by itself, what it found, what people think of it.
//!
//! Numbers stand here as the short texts people read: a float has no single text form, and the journal
//! hashes texts. The samples behind them stand in a row of their own, named by its hash.

mod action;
mod found;
mod job;
mod mark;
mod search;
mod users;

pub(super) use action::action_of_prompt;
pub use action::{ActionName, ActionResult, Actions, Came, Hindrance, action_prompt};
pub use found::{Changed, Finding, Found, Lacking, Looked, Way};
pub use job::RunbookJob;
pub use mark::{Earlier, Mark, Marked, SeriesName};
pub use search::Search;
pub use users::{Affected, Count, Unknown};

use crate::ids::{PersonId, PromptId, ServiceId};
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Searches kept: the first, and the last ones. The journal has them all.
const KEPT: usize = 4;

/// What the runbook did, as the journal has it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum Runbook {
    /// Somebody wants monitoring searched once more.
    Asked {
        /// The service in the middle.
        service: ServiceId,
        /// The last moment to look at.
        until: At,
        /// Who wants it.
        by: PersonId,
    },
    /// Monitoring was searched.
    Searched {
        /// What came of it.
        found: Box<Found>,
    },
    /// Somebody said what a series is.
    Marked {
        /// Which series.
        series: SeriesName,
        /// The search that showed it.
        search: u64,
        /// What it is.
        mark: Mark,
        /// Who says so.
        by: PersonId,
    },
    /// Users were counted.
    Counted {
        /// What came of it.
        count: Box<Count>,
    },
    /// This can be asked for.
    Offered {
        /// What.
        actions: Vec<ActionName>,
    },
    /// An action is to be done.
    ActionAsked {
        /// Which.
        action: ActionName,
        /// Who wants it; nobody where it is the registration.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
    },
    /// Something came of an action.
    ActionCame {
        /// What.
        result: Box<ActionResult>,
    },
}

/// What a function reports of the runbook.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "reports", rename_all = "snake_case")]
pub enum RunbookReport {
    /// Monitoring was searched.
    Searched {
        /// What came of it.
        found: Box<Found>,
    },
    /// Users were counted.
    Counted {
        /// What came of it.
        count: Box<Count>,
    },
    /// Something came of an action.
    ActionCame {
        /// What.
        result: Box<ActionResult>,
    },
}

/// The runbook of an incident so far.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Findings {
    /// What was found, the first search and the last ones.
    #[serde(default)]
    pub found: Vec<Found>,
    /// What people said of series: as `service|metric`.
    #[serde(default)]
    pub marks: BTreeMap<String, Marked>,
    /// Users the failure takes away.
    #[serde(default, skip_serializing_if = "Affected::is_empty")]
    pub users: Affected,
    /// Actions offered, asked for, answered.
    #[serde(default, skip_serializing_if = "Actions::is_empty")]
    pub actions: Actions,
}

impl Findings {
    /// What a search came to, if it is kept.
    pub fn search(&self, number: u64) -> Option<&Found> {
        self.found.iter().find(|found| found.search.number == number)
    }

    /// The last search that came to something.
    pub fn last(&self) -> Option<&Found> {
        self.found.last()
    }

    /// Nothing was ever asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn apply(&mut self, did: &Runbook, now: At) {
        match did {
            Runbook::Asked { .. } => {}
            Runbook::Searched { found } => {
                self.found.push((**found).clone());
                if self.found.len() > KEPT {
                    self.found.remove(1);
                }
            }
            Runbook::Marked { series, mark, by, .. } => {
                self.marks.insert(series.to_string(), Marked { mark: *mark, by: by.clone(), at: now });
            }
            Runbook::Counted { count } => self.users.apply(count),
            Runbook::Offered { actions } => self.actions.offered.clone_from(actions),
            Runbook::ActionAsked { action, .. } => self.actions.asked_for(&action.id, now),
            Runbook::ActionCame { result } => self.actions.came(result),
        }
    }
}

/// The buttons below a finding answer this: the search and the finding's place, both from 1.
pub fn finding_prompt(search: u64, place: usize) -> PromptId {
    PromptId::new(format!("finding.{search}.{place}"))
}

/// The search and the place a button is about.
pub(super) fn of_prompt(prompt: &PromptId) -> Option<(u64, usize)> {
    let (search, place) = prompt.as_str().strip_prefix("finding.")?.split_once('.')?;
    Some((search.parse().ok()?, place.parse().ok()?))
}
