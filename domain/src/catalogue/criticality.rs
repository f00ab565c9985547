//! How much a service matters, and how urgent its failure is: computed, never typed in by feel.

use serde::{Deserialize, Serialize};

/// Class of a service, least to most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criticality {
    /// Below five points.
    OfficeProductivity,
    /// Five points and more.
    BusinessOperational,
    /// Nine points and more.
    BusinessCritical,
    /// Thirteen points and more, or a threat to life.
    MissionCritical,
}

impl Criticality {
    /// The id used in files and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OfficeProductivity => "office_productivity",
            Self::BusinessOperational => "business_operational",
            Self::BusinessCritical => "business_critical",
            Self::MissionCritical => "mission_critical",
        }
    }
}

/// Urgency of an incident; P1 is the greatest, so `P1 > P4`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Priority {
    /// Left to the desk.
    P4,
    /// Left to the desk.
    P3,
    /// High.
    P2,
    /// High.
    P1,
}

impl Priority {
    /// P1 and P2 are led by Nabat; the rest is recorded and left to the desk.
    pub const fn is_high(self) -> bool {
        matches!(self, Self::P1 | Self::P2)
    }

    /// What a lost function of a service of this class makes of an incident.
    pub const fn with_function_lost(criticality: Criticality) -> Self {
        match criticality {
            Criticality::MissionCritical => Self::P1,
            Criticality::BusinessCritical => Self::P2,
            Criticality::BusinessOperational => Self::P3,
            Criticality::OfficeProductivity => Self::P4,
        }
    }

    /// Reads `P1`..`P4`, `1`..`4`; `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        match text.trim().trim_start_matches(['P', 'p', 'П', 'п']).chars().next()? {
            '1' => Some(Self::P1),
            '2' => Some(Self::P2),
            '3' => Some(Self::P3),
            '4' => Some(Self::P4),
            _ => None,
        }
    }

    /// `P1`..`P4`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
            Self::P4 => "P4",
        }
    }
}

/// The six questions of the default method, each scored 0 to 3.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Scores {
    /// People affected an hour.
    pub people: u8,
    /// Harm to patients, or a legal duty.
    pub harm: u8,
    /// How hard the manual workaround is.
    pub workaround: u8,
    /// Hours of need.
    pub hours: u8,
    /// Money or contract.
    pub money: u8,
    /// Services that depend on it.
    pub dependants: u8,
}

impl Scores {
    /// The sum, 0 to 18.
    pub const fn sum(self) -> u8 {
        self.people + self.harm + self.workaround + self.hours + self.money + self.dependants
    }
}

/// An approved assessment of a service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assessment {
    /// The six answers.
    pub scores: Scores,
    /// A failure threatens life: mission critical at once.
    #[serde(default)]
    pub threat_to_life: bool,
    /// Who approved it (a role or a committee, not a name).
    pub approved_by: String,
    /// The last day it holds, `YYYY-MM-DD`.
    pub valid_until: chrono::NaiveDate,
    /// A class set against the method, with the committee's decision number.
    #[serde(default)]
    pub exception: Option<Exception>,
}

/// A class the committee set itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Exception {
    /// The class that holds instead.
    pub class: Criticality,
    /// Number of the committee's decision.
    pub decision: String,
}

impl Assessment {
    /// The class: the committee's exception, else threat to life, else the sum of points.
    pub fn criticality(&self) -> Criticality {
        if let Some(exception) = &self.exception {
            return exception.class;
        }
        if self.threat_to_life {
            return Criticality::MissionCritical;
        }
        match self.scores.sum() {
            13.. => Criticality::MissionCritical,
            9.. => Criticality::BusinessCritical,
            5.. => Criticality::BusinessOperational,
            _ => Criticality::OfficeProductivity,
        }
    }
}
