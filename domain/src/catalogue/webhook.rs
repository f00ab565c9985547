//! Subscriptions to outgoing webhooks: who is told by machine, and of what.

use crate::ids::SecretId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One who is told by machine.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Webhook {
    /// Where it listens.
    pub url: String,
    /// Name of the secret deliveries are signed with.
    pub secret: SecretId,
    /// Whether it may stand at an address of a private network.
    #[serde(default)]
    pub private: bool,
    /// What it is told of.
    pub events: BTreeSet<PublicEvent>,
}

/// What others may build on. The names stay as they are for ever; new ones may come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum PublicEvent {
    /// A failure was registered, or a record led elsewhere became one of its own.
    #[serde(rename = "incident.registered")]
    Registered,
    /// The chat exists and everybody was called.
    #[serde(rename = "incident.chat_opened")]
    ChatOpened,
    /// The duty engineer accepted.
    #[serde(rename = "incident.accepted")]
    Accepted,
    /// The word at the rhythm was given: when the next is due.
    #[serde(rename = "incident.updated")]
    Updated,
    /// Another stage, or other ends of stages.
    #[serde(rename = "incident.stage_changed")]
    StageChanged,
    /// Service, functions, scope, priority or the desk's record are others now.
    #[serde(rename = "incident.changed")]
    Changed,
    /// Nobody answered: the next was called.
    #[serde(rename = "incident.escalated")]
    Escalated,
    /// A share of a budget was spent.
    #[serde(rename = "incident.budget_spent")]
    BudgetSpent,
    /// A neighbour's failure shares the chat, or does no more.
    #[serde(rename = "incident.linked")]
    Linked,
    /// The last function is restored, as claimed.
    #[serde(rename = "incident.restored")]
    Restored,
    /// Verification failed and it never was restored, or it failed anew: a second interval.
    #[serde(rename = "incident.withdrawn")]
    Withdrawn,
    /// A mandatory step was waived.
    #[serde(rename = "incident.waived")]
    Waived,
    /// A fact was corrected.
    #[serde(rename = "incident.corrected")]
    Corrected,
    /// The closing decision was taken.
    #[serde(rename = "incident.decided")]
    Decided,
    /// The desk has the problem.
    #[serde(rename = "incident.problem_recorded")]
    ProblemRecorded,
    /// The report's page shows more than before.
    #[serde(rename = "incident.report_published")]
    ReportPublished,
    /// Users the failure takes away were counted, for one minute or for several.
    #[serde(rename = "incident.users_counted")]
    UsersCounted,
    /// It is over; also where it was the same failure as another.
    #[serde(rename = "incident.closed")]
    Closed,
    /// It was a false alarm.
    #[serde(rename = "incident.annulled")]
    Annulled,
    /// A problem begins: incidents were closed with it.
    #[serde(rename = "problem.opened")]
    ProblemOpened,
    /// Somebody accepted to lead the problem.
    #[serde(rename = "problem.accepted")]
    ProblemAccepted,
    /// The problem reached another stage, or ends of stages lie elsewhere.
    #[serde(rename = "problem.stage_changed")]
    ProblemStageChanged,
    /// A mandatory step of the problem was answered: cause, course, fix.
    #[serde(rename = "problem.answered")]
    ProblemAnswered,
    /// Incidents belong to the problem: the first ones, or repeats.
    #[serde(rename = "problem.linked")]
    ProblemLinked,
    /// A like failure came although it was fixed: what was promised is asked anew.
    #[serde(rename = "problem.returned")]
    ProblemReturned,
    /// It was closed and is sought anew.
    #[serde(rename = "problem.reopened")]
    ProblemReopened,
    /// Nobody answered: the next was called.
    #[serde(rename = "problem.escalated")]
    ProblemEscalated,
    /// A mandatory step of the problem was waived.
    #[serde(rename = "problem.waived")]
    ProblemWaived,
    /// A fact of the problem was corrected.
    #[serde(rename = "problem.corrected")]
    ProblemCorrected,
    /// The fix, a committee's decision or a stage takes longer than promised or allowed.
    #[serde(rename = "problem.overdue")]
    ProblemOverdue,
    /// A committee decided something of it.
    #[serde(rename = "problem.committee_decided")]
    ProblemCommitteeDecided,
    /// What a committee decided was done.
    #[serde(rename = "problem.decision_done")]
    ProblemDecisionDone,
    /// The watch ended without a like failure.
    #[serde(rename = "problem.watched")]
    ProblemWatched,
    /// The problem is over: its exit.
    #[serde(rename = "problem.closed")]
    ProblemClosed,
}

impl PublicEvent {
    /// All of them, in the order of an incident's life and of a problem's.
    pub const ALL: [Self; 34] = [
        Self::Registered,
        Self::ChatOpened,
        Self::Accepted,
        Self::Updated,
        Self::StageChanged,
        Self::Changed,
        Self::Escalated,
        Self::BudgetSpent,
        Self::Linked,
        Self::Restored,
        Self::Withdrawn,
        Self::Waived,
        Self::Corrected,
        Self::Decided,
        Self::ProblemRecorded,
        Self::ReportPublished,
        Self::UsersCounted,
        Self::Closed,
        Self::Annulled,
        Self::ProblemOpened,
        Self::ProblemAccepted,
        Self::ProblemStageChanged,
        Self::ProblemAnswered,
        Self::ProblemLinked,
        Self::ProblemReturned,
        Self::ProblemReopened,
        Self::ProblemEscalated,
        Self::ProblemWaived,
        Self::ProblemCorrected,
        Self::ProblemOverdue,
        Self::ProblemCommitteeDecided,
        Self::ProblemDecisionDone,
        Self::ProblemWatched,
        Self::ProblemClosed,
    ];

    /// It is of a problem and not of an incident.
    pub fn is_of_problem(self) -> bool {
        self.as_str().starts_with("problem.")
    }

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "incident.registered",
            Self::ChatOpened => "incident.chat_opened",
            Self::Accepted => "incident.accepted",
            Self::Updated => "incident.updated",
            Self::StageChanged => "incident.stage_changed",
            Self::Changed => "incident.changed",
            Self::Escalated => "incident.escalated",
            Self::BudgetSpent => "incident.budget_spent",
            Self::Linked => "incident.linked",
            Self::Restored => "incident.restored",
            Self::Withdrawn => "incident.withdrawn",
            Self::Waived => "incident.waived",
            Self::Corrected => "incident.corrected",
            Self::Decided => "incident.decided",
            Self::ProblemRecorded => "incident.problem_recorded",
            Self::ReportPublished => "incident.report_published",
            Self::UsersCounted => "incident.users_counted",
            Self::Closed => "incident.closed",
            Self::Annulled => "incident.annulled",
            Self::ProblemOpened => "problem.opened",
            Self::ProblemAccepted => "problem.accepted",
            Self::ProblemStageChanged => "problem.stage_changed",
            Self::ProblemAnswered => "problem.answered",
            Self::ProblemLinked => "problem.linked",
            Self::ProblemReturned => "problem.returned",
            Self::ProblemReopened => "problem.reopened",
            Self::ProblemEscalated => "problem.escalated",
            Self::ProblemWaived => "problem.waived",
            Self::ProblemCorrected => "problem.corrected",
            Self::ProblemOverdue => "problem.overdue",
            Self::ProblemCommitteeDecided => "problem.committee_decided",
            Self::ProblemDecisionDone => "problem.decision_done",
            Self::ProblemWatched => "problem.watched",
            Self::ProblemClosed => "problem.closed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_on_the_wire_are_the_names_in_files() {
        for event in PublicEvent::ALL {
            assert_eq!(serde_json::to_value(event).expect("JSON"), event.as_str());
            assert!(event.as_str().chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.'));
        }
    }
}
