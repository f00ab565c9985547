//! What people say a deviating series is.

use crate::anomaly::Metric;
use crate::ids::{DeskId, PersonId, ServiceId};
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a series is, in somebody's judgement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It shows the cause.
    Cause,
    /// It always does that.
    Noise,
    /// It is real, and no matter for now.
    NotNow,
}

/// A mark with who set it and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Marked {
    /// What was said.
    pub mark: Mark,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: At,
}

/// A mark a like series was given in another incident.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Earlier {
    /// What was said.
    pub mark: Mark,
    /// That incident's desk record.
    pub desk: DeskId,
    /// When.
    pub at: At,
}

/// A series by name: the service, and the metric as its source names it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct SeriesName {
    /// Whose.
    pub service: ServiceId,
    /// Which.
    pub metric: Metric,
}

impl Mark {
    /// Every mark, in the order of the buttons.
    pub const ALL: [Self; 3] = [Self::Cause, Self::Noise, Self::NotNow];

    /// `cause`, `noise` or `not_now`: on buttons, in messages' keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::Noise => "noise",
            Self::NotNow => "not_now",
        }
    }

    /// The mark of that name.
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.as_str() == text)
    }
}

impl fmt::Display for SeriesName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}", self.service, self.metric)
    }
}
