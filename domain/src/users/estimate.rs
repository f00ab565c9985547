//! One minute's figure, from the series one query gave.

use super::Figure;
use super::usual::{Usual, seen, usual};
use crate::time::At;
use chrono_tz::Tz;

/// One series of the answer: an organisation's, or the only one.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Line {
    /// The organisation as the source names it, where a label says so.
    pub organisation: Option<String>,
    /// Samples in time order.
    pub samples: Vec<(At, f64)>,
}

/// What one minute came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Estimate {
    /// The figure; none where nothing can be said.
    pub figure: Option<Figure>,
    /// Organisations that miss any, as the source names them.
    pub organisations: Vec<(String, u32)>,
    /// Series nothing can be said of: without a sample now.
    pub silent: u32,
    /// Series nothing can be said of: too new to have a usual.
    pub without_history: u32,
}

/// Expected less seen at a minute. Series that cannot be judged are left out of both sides and counted.
pub fn estimate(lines: &[Line], minute: At, zone: Tz) -> Estimate {
    let mut told = Estimate::default();
    let (mut expected, mut there, mut judged) = (Usual::default(), 0.0, false);
    for line in lines {
        let Some(own) = usual(&line.samples, minute, zone) else {
            told.without_history += 1;
            continue;
        };
        let Some(now) = seen(&line.samples, minute) else {
            told.silent += 1;
            continue;
        };
        (expected, there, judged) = (expected.with(own), there + now, true);
        let missing = whole(own.users - now);
        if let (Some(name), 1..) = (&line.organisation, missing) {
            told.organisations.push((name.clone(), missing));
        }
    }
    told.organisations.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let missing = expected.users - there;
    let (low, high) = (whole(missing - expected.spread), whole(missing + expected.spread));
    told.figure = judged.then(|| Figure { users: whole(missing), low, high });
    told
}

/// Whole people, none below nobody.
fn whole(users: f64) -> u32 {
    // A float beyond the range becomes its end.
    users.round().max(0.0) as u32
}
