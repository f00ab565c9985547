//! Sustained deviation: the farthest a run of samples stays from the usual, and how far its past went.

use super::quantile::{quantile, sort};

/// Which way a sample has to stray to tell something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Telling {
    /// Only upward.
    Up,
    /// Both ways.
    Both,
}

impl Telling {
    /// How far a sample strays, in its own unit.
    pub const fn stray(self, value: f64, median: f64) -> f64 {
        match self {
            Self::Up => value - median,
            Self::Both => (value - median).abs(),
        }
    }
}

/// The greatest sustained stray of a window, and where it stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Peak {
    /// In the series' own unit.
    pub stray: f64,
    /// Index of its middle sample (of its later one, where two make it).
    pub at: usize,
}

/// The greatest running median of three samples (mean of two): a single spike sustains nothing.
pub fn peak(values: &[f64], median: f64, telling: Telling, length: usize) -> Option<Peak> {
    let stray = |value: &f64| telling.stray(*value, median);
    let mut best: Option<Peak> = None;
    for (start, run) in values.windows(length).enumerate() {
        let stray = match run {
            [one, two] => f64::midpoint(stray(one), stray(two)),
            [one, two, three] => median_of_three(stray(one), stray(two), stray(three)),
            _ => continue,
        };
        if best.is_none_or(|best| stray > best.stray) {
            best = Some(Peak { stray, at: start + 1 });
        }
    }
    best
}

const fn median_of_three(one: f64, two: f64, three: f64) -> f64 {
    one.min(two).max(one.max(two).min(three))
}

/// Fewer stretches of the past say nothing of what is usual there.
const FEWEST_STRETCHES: usize = 3;

/// How far stretches of the past, as long as the suspected one, went: half of them, four of five,
/// all of them. Zeros where the past is too short to say.
pub fn past(baseline: &[f64], long: usize, run: Run, stretches: &mut Vec<f64>) -> [f64; 3] {
    stretches.clear();
    let whole = baseline.rchunks_exact(long.max(1));
    if whole.len() < FEWEST_STRETCHES {
        return [0.0; 3];
    }
    stretches.extend(whole.filter_map(|stretch| peak(stretch, run.median, run.telling, run.length)).map(|it| it.stray));
    sort(stretches);
    [0.5, 0.8, 1.0].map(|share| quantile(stretches, share).unwrap_or(0.0).max(0.0))
}

/// How strays are measured.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Run {
    /// From what.
    pub median: f64,
    /// Which way.
    pub telling: Telling,
    /// How many samples make a value sustained: two or three.
    pub length: usize,
}
