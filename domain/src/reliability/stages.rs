//! Stages: actual against budget, middle and tail by nearest rank.

use crate::ids::{IncidentId, StageId};
use crate::time::Length;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Fewer than this have no percentile.
const FEWEST: usize = 5;

/// How lengths are spread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spread {
    /// How many there are (n).
    pub count: usize,
    /// Half are no longer; `None` under five.
    pub p50: Option<Length>,
    /// Nine in ten are no longer; `None` under five.
    pub p90: Option<Length>,
}

impl Spread {
    /// The spread of these.
    pub fn of(mut lengths: Vec<Length>) -> Self {
        let (p50, p90) = (nearest_rank(&mut lengths, 50), nearest_rank(&mut lengths, 90));
        Self { count: lengths.len(), p50, p90 }
    }
}

/// Nearest rank: the value at place ⌈p · n / 100⌉ of the sorted ones.
fn nearest_rank(lengths: &mut [Length], percent: usize) -> Option<Length> {
    let place = (percent * lengths.len()).div_ceil(100);
    (lengths.len() >= FEWEST).then(|| *lengths.select_nth_unstable(place - 1).1)
}

/// One stage of one incident as it went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StageRun {
    /// The incident.
    pub incident: IncidentId,
    /// The stage.
    pub stage: StageId,
    /// How long it took.
    pub actual: Length,
    /// How long it may take.
    pub budget: Option<Length>,
}

impl StageRun {
    /// What it took beyond its budget.
    pub fn over_budget(&self) -> Length {
        Length(self.budget.map_or(0, |budget| (self.actual.0 - budget.0).max(0)))
    }
}

/// A stage over all incidents of a period.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StageFigures {
    /// The stage.
    pub stage: StageId,
    /// How long it took.
    pub spread: Spread,
    /// How many of them have a budget.
    pub with_budget: usize,
    /// How many of those kept it.
    pub kept: usize,
}

/// Every stage that ran, by its id.
pub fn stages<'r>(runs: impl IntoIterator<Item = &'r StageRun>) -> Vec<StageFigures> {
    let mut by_stage: BTreeMap<&StageId, Vec<&StageRun>> = BTreeMap::new();
    for run in runs {
        by_stage.entry(&run.stage).or_default().push(run);
    }
    let figures = |(stage, runs): (&StageId, Vec<&StageRun>)| {
        let with_budget: Vec<&&StageRun> = runs.iter().filter(|run| run.budget.is_some()).collect();
        StageFigures {
            stage: stage.clone(),
            spread: Spread::of(runs.iter().map(|run| run.actual).collect()),
            kept: with_budget.iter().filter(|run| run.over_budget() == Length(0)).count(),
            with_budget: with_budget.len(),
        }
    };
    by_stage.into_iter().map(figures).collect()
}
