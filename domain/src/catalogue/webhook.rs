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
    /// Service, functions, scope or priority are others now.
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
    /// Verification failed: it never was.
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
}

impl PublicEvent {
    /// All of them, in the order of an incident's life.
    pub const ALL: [Self; 19] = [
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
    ];

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
