//! What was found, as data: numbers and kinds; words for them stand in the message catalogues.

use super::{Coverage, Kind, Metric, Season, Windows};
use crate::ids::ServiceId;
use crate::time::At;

/// A ranking with what it was made from.
#[derive(Clone, PartialEq, Debug)]
pub struct Findings<'a> {
    /// The windows that were held against each other.
    pub windows: Windows,
    /// Services, the most suspicious first; those that only show the symptom stand last.
    pub services: Vec<ServiceFinding<'a>>,
    /// Series, the most suspicious first.
    pub series: Vec<SeriesFinding<'a>>,
    /// Series that were there and are not, or the other way round; in order of their names.
    pub changed: Vec<Change<'a>>,
    /// When it seems to have begun: the middle of the best series' beginnings. `None` where nothing
    /// stands out.
    pub began: Option<At>,
    /// What was looked at.
    pub coverage: Coverage,
}

/// A service with its most telling series, one a kind, strongest first.
#[derive(Clone, PartialEq, Debug)]
pub struct ServiceFinding<'a> {
    /// Which.
    pub service: &'a ServiceId,
    /// Comparable within this ranking only.
    pub score: f64,
    /// Places in [`Findings::series`] of its series, one a kind, most telling first.
    pub series: Vec<usize>,
    /// Users meet it first, so it shows every failure behind it.
    pub shows_symptom: bool,
}

/// A series and how it deviates.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SeriesFinding<'a> {
    /// Its place among the series handed in.
    pub index: usize,
    /// Whose.
    pub service: &'a ServiceId,
    /// Its name.
    pub metric: &'a Metric,
    /// What it measures.
    pub kind: Kind,
    /// Comparable within this ranking only.
    pub score: f64,
    /// `ln(1 + distance / (1 + own noise))`, the same for every kind.
    pub strength: f64,
    /// Where it usually is, as the source tells it.
    pub usual: f64,
    /// Where it went, sustained, as the source tells it.
    pub now: f64,
    /// The distance in its usual spreads; below 0 if it went down.
    pub far: f64,
    /// How far it strayed before for as long, at most, in the same measure.
    pub before: f64,
    /// Since when; a rough estimate.
    pub since: At,
    /// The other day that explains part of it.
    pub season: Option<Season>,
}

/// A series that came or went.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Change<'a> {
    /// There before, not one sample since.
    Vanished {
        /// Whose.
        service: &'a ServiceId,
        /// Its name.
        metric: &'a Metric,
        /// Its last sample.
        last: At,
    },
    /// Never there before.
    New {
        /// Whose.
        service: &'a ServiceId,
        /// Its name.
        metric: &'a Metric,
        /// Its first sample.
        first: At,
    },
}

/// Strength from which on a series stands out: three spreads beyond its own noise.
const STANDS_OUT: f64 = 1.386_294_361_119_890_6;

impl SeriesFinding<'_> {
    /// Whether it is worth a person's look.
    pub fn stands_out(&self) -> bool {
        self.strength >= STANDS_OUT
    }
}

impl Findings<'_> {
    /// Whether anything does; if not, the ranking is of noise and should be called so.
    pub fn stands_out(&self) -> bool {
        self.series.iter().any(SeriesFinding::stands_out)
    }
}
