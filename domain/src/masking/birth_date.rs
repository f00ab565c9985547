//! Birth dates: any date beside a word such as "родился", or beside a name.

use super::clock::{self, Clock};
use super::context::{self, Sense};
use super::edge::{Edge, is_made_of, left, right};
use super::text::{Match, Text};
use super::{digit, name};

/// How many words before and behind a date can announce it.
const REACH: (usize, usize) = (3, 2);

/// How near the word must be when the date has a time of day, as moments have.
const REACH_OF_MOMENT: (usize, usize) = (2, 0);

/// How near where the time stands before: "г.р." are two.
const REACH_BEHIND_MOMENT: (usize, usize) = (2, 2);

/// A birth date that begins at token `first`.
pub(super) fn at(text: &Text, first: usize) -> Option<Match> {
    let date = Date::at(text, first)?;
    if !stands_alone(text, &date) {
        return None;
    }
    let tokens = (date.first, date.last);
    let behind = clock::behind(text, date.last);
    let clock = behind.or_else(|| clock::before(text, date.first));
    let reach = match clock {
        // "10:40, 12.05.1980 г.р.": the time is of something else.
        Some(Clock::Moment) if behind.is_none() => REACH_BEHIND_MOMENT,
        Some(Clock::Moment) => REACH_OF_MOMENT,
        Some(Clock::Midnight) | None => REACH,
    };
    let fits = text.announced(Sense::Birth, tokens, reach)
        || (clock.is_none() && !date.needs_word && name::is_beside(text, date.first, date.last));
    fits.then(|| text.matched(date.first, date.last))
}

/// A date as it is written.
struct Date {
    first: usize,
    last: usize,
    /// "12.05.80" and "12 05 1980": they may as well be a version and a row of figures.
    needs_word: bool,
}

impl Date {
    fn at(text: &Text, first: usize) -> Option<Date> {
        let (last, order) = match (text.length(first)?, text.length(first + 2)) {
            (1 | 2, Some(4 | 2)) if is_sign(text, first) => (first + 2, [2, 1, 0]),
            (4, Some(2)) if is_sign(text, first) => (first + 2, [0, 1, 2]),
            (1 | 2, Some(4)) if is_month(text, first + 1) => (first + 2, [2, 1, 0]),
            (1 | 2, Some(4)) if is_blank(text, first) && is_blank(text, first + 1) => (first + 2, [2, 1, 0]),
            _ => return Date::behind_month(text, first),
        };
        let [year, month, day] = order.map(|place| first + place);
        let in_range = (1..=31).contains(&text.amount(day)) && (1..=12).contains(&month_of(text, month)?);
        let has_full_year = text.length(year)? == 4;
        let is_year = !has_full_year || (1900..2100).contains(&text.amount(year));
        let needs_word = !has_full_year || (text.length(month).is_some() && is_blank(text, first));
        (in_range && is_year).then_some(Date { first, last, needs_word })
    }

    /// "May 12, 1980", from its day on.
    fn behind_month(text: &Text, day: usize) -> Option<Date> {
        let first = day.checked_sub(1)?;
        text.word(first)?;
        let is_written = is_blank(text, first)
            && matches!(text.gap_after(day), ", " | " ")
            && text.length(day)? <= 2
            && text.length(day + 1)? == 4;
        let fits = is_written
            && (1..=31).contains(&text.amount(day))
            && (1900..2100).contains(&text.amount(day + 1))
            && month_of(text, first).is_some();
        fits.then_some(Date { first, last: day + 1, needs_word: false })
    }
}

fn is_blank(text: &Text, index: usize) -> bool {
    is_made_of(text.gap_after(index), 2, digit::is_space)
}

/// Whether the three numbers from `first` on are joined by one and the same sign.
fn is_sign(text: &Text, first: usize) -> bool {
    let (one, two) = (text.gap_after(first), text.gap_after(first + 1));
    let is_known = matches!(one, "." | "/") || is_made_of(one, 1, digit::is_dash);
    is_known && one == two && text.length(first + 1).is_some_and(|length| length <= 2)
}

/// Whether token `index` is a month's name between blanks.
fn is_month(text: &Text, index: usize) -> bool {
    let is_short =
        text.gap_after(index).starts_with('.') && is_made_of(&text.gap_after(index)[1..], 2, digit::is_space);
    is_made_of(text.gap_before(index), 2, digit::is_space)
        && (is_short || is_blank(text, index))
        && month_of(text, index).is_some()
}

fn month_of(text: &Text, index: usize) -> Option<u32> {
    match text.word(index) {
        Some(word) => context::month(&word.to_lowercase()).map(u32::from),
        None => Some(text.amount(index)),
    }
}

/// Whether the date is no part of something longer. "12.05.1980г." and "1980-05-12T00:00" are not
/// held against it.
fn stands_alone(text: &Text, date: &Date) -> bool {
    let before = date.first.checked_sub(1).is_some_and(|previous| text.length(previous).is_some());
    let behind = text.length(date.last + 1).is_some();
    // "10:12.05.1980" could be read as a time too, and which it is must not depend on what is
    // masked around it.
    if (before && text.gap_before(date.first) == ":") || (behind && text.gap_after(date.last) == ":") {
        return false;
    }
    let has_suffix =
        text.gap_after(date.last).is_empty() && matches!(text.word(date.last + 1), Some("г" | "Г" | "T" | "t"));
    left(text, date.first) == Edge::Free && (has_suffix || right(text, date.last) == Edge::Free)
}
