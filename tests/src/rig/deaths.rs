//! Deaths of a process that make a difference outside.
//!
//! What a process does between two calls it does in its memory, which dies with it. So dying after a call is dying before
//! the next one, and at a call that only reads it is all the same whether it was made. Other moments than those after a
//! call that may change something count only where somebody else acted meanwhile: time passed, an answer was taken.

use super::Moment;

/// A death, for all moments at which dying comes to the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Death {
    /// The call the process dies at, counted from 1.
    pub call: u64,
    /// Before it or after it.
    pub moment: Moment,
    /// How many moments there are that come to the same, this one among them: all calls have two.
    pub alike: u64,
}

impl Death {
    /// The others that come to the same.
    pub fn others(self) -> impl Iterator<Item = Self> {
        let first = instant(self.call, self.moment);
        (first + 1..first + self.alike).map(|at| death(at, 1))
    }
}

/// Deaths at so many calls, of which these may change something, and before which of them others acted.
pub fn told_apart(calls: u64, changing: &[u64], after_others: &[u64]) -> Vec<Death> {
    let last = instant(calls, Moment::After);
    let afterwards = changing.iter().map(|call| instant(*call, Moment::After));
    let before = after_others.iter().map(|call| instant(*call, Moment::Before));
    let mut instants: Vec<u64> =
        std::iter::once(1).chain(afterwards).chain(before).filter(|at| (1..=last).contains(at)).collect();
    instants.sort_unstable();
    instants.dedup();
    let ends = instants.iter().skip(1).copied().chain(std::iter::once(last + 1));
    instants.iter().zip(ends).map(|(at, end)| death(*at, end - at)).collect()
}

/// Moments counted from 1: two of each call.
fn instant(call: u64, moment: Moment) -> u64 {
    match moment {
        Moment::Before => (2 * call).saturating_sub(1),
        Moment::After => 2 * call,
    }
}

fn death(instant: u64, alike: u64) -> Death {
    let moment = if instant % 2 == 1 { Moment::Before } else { Moment::After };
    Death { call: instant.div_ceil(2), moment, alike }
}
