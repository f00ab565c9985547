//! What a product's figures are held against: targets by day, announced works, what counts.

use super::Digest;
use crate::reliability::{Targets, Works, WorksPolicy};
use serde::{Deserialize, Serialize};

/// Terms of a product's reliability.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReliabilityTerms {
    /// The share of the time that has to be free of failure, by the day from which it holds.
    pub targets: Targets,
    /// Which failures count.
    pub counting: Counting,
    /// Whether time under announced works counts.
    pub under_works: WorksPolicy,
    /// Works on the estate, as announced.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub works: Vec<Works>,
    /// Digests posted on schedule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub digests: Vec<Digest>,
}

/// Which failures count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// Confirmed high-priority incidents.
    #[default]
    HighPriority,
    /// What was only recorded counts too; the figure without it is shown beside.
    All,
}
