//! From a clock time, perhaps with a day, to the moment meant.

use super::zone_word::{ZoneWord, reading, shifted};
use super::{Clock, Day, Dial, Moment, Side, TimeDoubt, TimeFrame, Wall};
use crate::time::At;

/// People's clocks differ: so much ahead of now still means now.
const CLOCKS_DIFFER: i64 = 120_000;
/// A minute, the finest most people state: a stated minute that holds the beginning is the beginning.
const STATED_MINUTE: i64 = 60_000;
/// A bare clock time further back than this is asked about.
const TOO_LONG: i64 = 12 * 3_600_000;

/// Whether a day was named with the clock time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dated {
    Yes,
    No,
}

/// The moments a clock time may be on these days; `None` is no day named.
pub(super) fn clock_readings(clock: Clock, days: &[Option<Day>], frame: &TimeFrame) -> Vec<Result<At, TimeDoubt>> {
    let wall = match clock.zone {
        Some(ZoneWord::Other(wall)) => wall,
        Some(ZoneWord::Home) | None => Wall::Zone(frame.zone),
    };
    let second = match clock.dial {
        Dial::Second(second) => second,
        Dial::Midnight => 0,
        Dial::Off => return vec![Err(TimeDoubt::NotOnTheClock)],
    };
    let mut readings = Vec::new();
    for day in days {
        let Some(day) = day else {
            readings.push(bare(wall, second, frame));
            continue;
        };
        readings.push(dated(wall, *day, second, frame));
        // Either midnight of a named day may be meant; one still ahead is not.
        if clock.dial == Dial::Midnight {
            readings.extend(Some(dated(wall, *day, 86_400, frame)).filter(Result::is_ok));
        }
    }
    readings
}

/// The latest moment already past at which that clock showed this.
fn bare(wall: Wall, second: u32, frame: &TimeFrame) -> Result<At, TimeDoubt> {
    let latest = At(frame.now.0.saturating_add(CLOCKS_DIFFER));
    let shown = wall.shows(latest);
    for back in 0..3 {
        let Some(date) = shifted(shown.date(), -back) else { break };
        match wall.moment(date, second) {
            Moment::Skipped if reading(date, second).is_some_and(|reading| reading <= shown) => break,
            Moment::Skipped => {}
            Moment::Once(at) | Moment::Twice(at, _) if at > latest => {}
            Moment::Twice(_, at) if at <= latest => return judged(at, frame, Dated::No),
            Moment::Once(at) | Moment::Twice(at, _) => return judged(at, frame, Dated::No),
        }
    }
    Err(TimeDoubt::NotOnTheClock)
}

fn dated(wall: Wall, day: Day, second: u32, frame: &TimeFrame) -> Result<At, TimeDoubt> {
    let latest = At(frame.now.0.saturating_add(CLOCKS_DIFFER));
    let dates = day.dates(wall.shows(frame.now).date(), Side::Past);
    let moments = dates.into_iter().filter_map(|date| match wall.moment(date, second) {
        Moment::Skipped => None,
        Moment::Twice(_, at) if at <= latest => Some(at),
        Moment::Once(at) | Moment::Twice(at, _) => Some(at),
    });
    let moments: Vec<At> = moments.collect();
    let past = moments.iter().find(|at| **at <= latest);
    past.or(moments.first()).map_or(Err(TimeDoubt::NotOnTheClock), |at| judged(*at, frame, Dated::Yes))
}

/// Holds a moment against now, the beginning of the failure and, if no day was named, its age.
pub(super) fn judged(at: At, frame: &TimeFrame, dated: Dated) -> Result<At, TimeDoubt> {
    if at.0 > frame.now.0.saturating_add(CLOCKS_DIFFER) {
        return Err(TimeDoubt::InFuture { at });
    }
    let mut near = at.min(frame.now);
    if let Some(beginning) = frame.not_before.filter(|beginning| near < *beginning) {
        if beginning.0 - near.0 >= STATED_MINUTE || beginning > frame.now {
            return Err(TimeDoubt::BeforeBeginning { at });
        }
        near = beginning;
    }
    if dated == Dated::No && frame.now.0 - near.0 > TOO_LONG {
        return Err(TimeDoubt::TooLongAgo { at });
    }
    Ok(near)
}
