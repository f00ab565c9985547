//! Minutes counted so far: stretches of them, one figure a minute, `None` where it is unknown.

use super::Figure;
use crate::time::{At, Length};
use serde::{Deserialize, Serialize};

/// From one figure to the next.
pub const MINUTE: Length = Length::minutes(1);

/// Nobody counts on beyond this: a failure that lasts longer is managed by other figures.
pub const LONGEST: Length = Length::hours(48);

/// Minutes one after another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stretch {
    /// The first of them.
    pub from: At,
    /// One figure a minute.
    pub figures: Vec<Option<Figure>>,
}

impl Stretch {
    /// The first minute after it.
    pub fn end(&self) -> At {
        let minutes = i64::try_from(self.figures.len()).unwrap_or(i64::MAX / MINUTE.0);
        self.from.plus(Length(minutes * MINUTE.0))
    }

    /// Every minute with its figure.
    pub fn minutes(&self) -> impl Iterator<Item = (At, Option<Figure>)> + '_ {
        (0_i64..).zip(&self.figures).map(|(place, figure)| (self.from.plus(Length(place * MINUTE.0)), *figure))
    }
}

/// The minute a moment lies in.
pub const fn floor(at: At) -> At {
    At(at.0 - at.0.rem_euclid(MINUTE.0))
}

/// The first minute that does not begin before a moment.
pub const fn ceil(at: At) -> At {
    floor(At(at.0 + MINUTE.0 - 1))
}

/// The last minute counted, with its figure.
pub fn latest(stretches: &[Stretch]) -> Option<(At, Option<Figure>)> {
    stretches.last().and_then(|stretch| stretch.minutes().last())
}

/// Lays minutes among those counted already. A figure told once stays as it was told; what was unknown may
/// become known, for samples come late.
pub fn lay(stretches: &mut Vec<Stretch>, new: &Stretch) {
    let mut all: std::collections::BTreeMap<At, Option<Figure>> = new.minutes().collect();
    for (at, figure) in stretches.iter().flat_map(Stretch::minutes) {
        let told = all.entry(at).or_default();
        *told = figure.or(*told);
    }
    stretches.clear();
    for (at, figure) in all {
        match stretches.last_mut().filter(|last| last.end() == at) {
            Some(last) => last.figures.push(figure),
            None => stretches.push(Stretch { from: at, figures: vec![figure] }),
        }
    }
}

/// The first minutes of `[began, until)` nobody has counted yet: from one minute up to another.
pub fn owed(stretches: &[Stretch], began: At, until: At) -> Option<(At, At)> {
    let mut from = floor(began);
    let end = ceil(until).min(ceil(began.plus(LONGEST)));
    for stretch in stretches {
        if stretch.from > from {
            let gap = (from, stretch.from.min(end));
            return Some(gap).filter(|gap| gap.0 < gap.1);
        }
        from = from.max(stretch.end());
    }
    Some((from, end)).filter(|owed| owed.0 < owed.1)
}

/// From the first to the last of the minutes of `[from, until)` that were counted and are unknown.
pub fn unknown(stretches: &[Stretch], from: At, until: At) -> Option<(At, At)> {
    let asked = |at: At| from <= at && at < until;
    let minutes = stretches.iter().flat_map(Stretch::minutes);
    let mut unknown = minutes.filter(|(at, figure)| figure.is_none() && asked(*at)).map(|(at, _)| at);
    let first = unknown.next()?;
    Some((first, unknown.last().unwrap_or(first).plus(MINUTE)))
}
