//! What the runbook does besides searching, as jobs.

use super::action::ActionName;
use crate::ids::{PersonId, ServiceId};
use crate::time::{At, Length};
use serde::{Deserialize, Serialize};

/// One thing the runbook is to do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "runbook", rename_all = "snake_case")]
pub enum RunbookJob {
    /// Count users. Each count asks for the next, until the failure is over.
    Count {
        /// Of which service.
        service: ServiceId,
        /// How far they were counted when this was asked for: who has counted on since asks for the next.
        upto: Option<At>,
        /// So long after what asks for it.
        after: Length,
    },
    /// Do an action.
    Act {
        /// Its number among those of the incident.
        number: u64,
        /// Which.
        action: ActionName,
        /// Who wants it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
    },
}

impl RunbookJob {
    /// How long after its event it is carried out.
    pub const fn delay(&self) -> Length {
        match self {
            Self::Count { after, .. } => *after,
            Self::Act { .. } => Length(0),
        }
    }

    /// Short name, part of the job's id.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Count { .. } => "count_users",
            Self::Act { .. } => "act",
        }
    }
}
