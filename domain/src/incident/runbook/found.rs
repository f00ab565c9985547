//! What a search of monitoring came to, as it is told and recorded.

use super::mark::{Earlier, SeriesName};
use super::search::Search;
use crate::anomaly::{Kind, Season};
use crate::ids::ServiceId;
use crate::time::At;
use serde::{Deserialize, Serialize};

/// What a search came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Found {
    /// What was asked.
    pub search: Search,
    /// The most suspicious series, service by service, best first.
    pub findings: Vec<Finding>,
    /// Series that came or went.
    pub changed: Vec<Changed>,
    /// Services users meet first, which only show the failure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub symptoms: Vec<ServiceId>,
    /// What was looked at.
    pub looked: Looked,
    /// What could not be had, as far as it is told.
    pub lacking: Vec<Lacking>,
    /// So much more could not be had.
    #[serde(default)]
    pub more_lacking: u32,
    /// When it seems to have begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began: Option<At>,
    /// SHA-256 of the row with the samples behind the findings, lower-case hex; none where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub samples: Option<String>,
}

/// One series that left its usual.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// Which series.
    pub series: SeriesName,
    /// What it measures.
    pub kind: Kind,
    /// Up or down.
    pub way: Way,
    /// Where it went.
    pub now: String,
    /// Where it usually is.
    pub usual: String,
    /// How far that is, in its usual spreads.
    pub far: String,
    /// How far it went before, where that was as far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The other day that explains part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season: Option<Season>,
    /// Since when.
    pub since: At,
    /// Where people see it, while monitoring remembers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What a like series was called last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Earlier>,
}

/// Which way a series went.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Above its usual.
    Up,
    /// Below it.
    Down,
}

/// A series that came or went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Changed {
    /// Not one sample since.
    Vanished {
        /// Which.
        series: SeriesName,
        /// Its last sample.
        at: At,
    },
    /// Not one sample before.
    New {
        /// Which.
        series: SeriesName,
        /// Its first sample.
        at: At,
    },
}

/// How many series were looked at, and what became of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Looked {
    /// Read.
    pub series: u32,
    /// Measured.
    pub measured: u32,
    /// With too few samples to say anything.
    pub sparse: u32,
    /// Gone.
    pub vanished: u32,
    /// New.
    pub new: u32,
}

/// Something that was asked for and did not come. Words of the source are data, masked and cut short.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "lacks", rename_all = "snake_case")]
pub enum Lacking {
    /// The source could not be asked at all.
    Source {
        /// Its words, or the network's.
        reason: String,
    },
    /// A query failed.
    Query {
        /// The query.
        query: String,
        /// The source's words.
        reason: String,
    },
    /// More series than may be read.
    OverLimit {
        /// How many were left out.
        series: u32,
    },
    /// The source knows nothing of a service.
    Unknown {
        /// Which.
        service: ServiceId,
    },
    /// The source warns that its answer is not whole.
    Warned {
        /// Its words.
        reason: String,
    },
}
