//! Whether a time of day stands beside a date: then it is a moment, hardly ever a birth.

use super::digit;
use super::text::Text;

/// A time of day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Clock {
    /// 00:00, as machines write a date.
    Midnight,
    /// Any other.
    Moment,
}

/// The time right behind token `last`: "… 14:32", "… в 14:32", "…T14:32".
pub(super) fn behind(text: &Text, last: usize) -> Option<Clock> {
    if !is_loose(text.gap_after(last)) {
        return None;
    }
    let hour = match text.word(last + 1) {
        Some("в" | "с" | "до" | "около" | "T" | "t" | "at" | "from") if is_loose(text.gap_after(last + 1)) => {
            last + 2
        }
        Some(_) => return None,
        None => last + 1,
    };
    at(text, hour)
}

/// The time right before token `first`: "14:32 12.05.2024", "14:32:05, 12.05.2024": the last two numbers are
/// enough.
pub(super) fn before(text: &Text, first: usize) -> Option<Clock> {
    let pair = first.checked_sub(2)?;
    if is_loose(text.gap_before(first)) { at(text, pair) } else { None }
}

/// "14:32" from token `hour` on.
fn at(text: &Text, hour: usize) -> Option<Clock> {
    let is_clock = text.length(hour)? <= 2
        && text.length(hour + 1)? == 2
        && text.gap_after(hour) == ":"
        && text.amount(hour) < 60
        && text.amount(hour + 1) < 60;
    let is_midnight = text.amount(hour) == 0 && text.amount(hour + 1) == 0;
    is_clock.then_some(if is_midnight { Clock::Midnight } else { Clock::Moment })
}

fn is_loose(gap: &str) -> bool {
    gap.chars().all(|c| digit::is_space(c) || c == ',')
}
