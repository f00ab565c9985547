//! The moment an answer speaks of, with a question back where it is in doubt.

use super::Ask;
use crate::answer::{TimeDoubt, TimeFrame, TimeReading, read_time};
use crate::incident::{Arg, Wording};
use crate::time::At;

/// The moment named; the present one where none is.
///
/// # Errors
/// The question to ask back.
pub(super) fn moment_or_now(ask: &Ask, text: &str) -> Result<At, Wording> {
    Ok(moment(ask, text, Some(ask.state.head.began), End::Last)?.unwrap_or(ask.cx.now))
}

/// Which end of a stretch is meant: a beginning its first, a restoration its last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    First,
    Last,
}

/// The moment named, if one is.
///
/// # Errors
/// The question to ask back.
pub(super) fn moment(ask: &Ask, text: &str, not_before: Option<At>, end: End) -> Result<Option<At>, Wording> {
    let frame = frame(ask, not_before);
    match read_time(text, &frame) {
        TimeReading::Stated { at, .. } => Ok(Some(at.min(ask.cx.now))),
        TimeReading::Silent => Ok(None),
        TimeReading::Range { from, to, .. } => Ok(Some(match end {
            End::First => from,
            End::Last => to,
        })),
        TimeReading::Doubt(doubt) => Err(question(&doubt)),
    }
}

pub(super) fn frame(ask: &Ask, not_before: Option<At>) -> TimeFrame {
    TimeFrame { now: ask.cx.now, zone: ask.cx.catalogue.product.zone(), not_before }
}

fn question(doubt: &TimeDoubt) -> Wording {
    match doubt {
        TimeDoubt::BeforeBeginning { at } => Wording::new("ask-time-before-beginning").with("at", Arg::Moment(*at)),
        TimeDoubt::TooLongAgo { at } => Wording::new("ask-time-too-long-ago").with("at", Arg::Moment(*at)),
        TimeDoubt::InFuture { at } => Wording::new("ask-time-in-future").with("at", Arg::Moment(*at)),
        TimeDoubt::NotOnTheClock => Wording::new("ask-time-not-on-the-clock"),
        TimeDoubt::TwoTimes { first, second } => {
            Wording::new("ask-time-two").with("first", Arg::Moment(*first)).with("second", Arg::Moment(*second))
        }
    }
}
