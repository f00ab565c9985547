//! Digits of a clock time, before part of the day and zone are put to them.

use super::part_of_day::{PartOfDay, part_of_day};
use super::{Dial, ZoneWord, tail};

/// Hour, minute, second as written, and what was glued to them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Face {
    hour: i64,
    minute: i64,
    second: i64,
    /// Glued to the digits: "2:32pm".
    pub part: Option<PartOfDay>,
    /// Glued to the digits: "14:32+03:00".
    pub zone: Option<ZoneWord>,
}

impl Face {
    pub const fn new(hour: i64, minute: i64, second: i64) -> Self {
        Self { hour, minute, second, part: None, zone: None }
    }

    /// "9am", "11pm".
    pub fn attached_hour(text: &str) -> Option<Self> {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let part = part_of_day(&text[digits..]).filter(|part| matches!(part, PartOfDay::Am | PartOfDay::Pm))?;
        Some(Self { part: Some(part), ..Self::new(number(&text[..digits], 1..=2)?, 0, 0) })
    }

    /// What the hands show in that part of the day.
    pub fn dial(self, part: Option<PartOfDay>) -> Dial {
        if (part, self.hour, self.minute, self.second) == (Some(PartOfDay::Night), 12, 0, 0) {
            return Dial::Midnight;
        }
        let hour = part.map_or(self.hour, |part| part.hour(self.hour));
        let second = hour * 3_600 + self.minute * 60 + self.second;
        match u32::try_from(second) {
            Ok(second) if self.minute < 60 && self.second < 60 && second <= 86_400 => Dial::Second(second),
            _ => Dial::Off,
        }
    }

    /// Whether it stands on a clock of 24 hours.
    fn is_on_the_clock(self) -> bool {
        self.hour < 24 && self.minute < 60
    }
}

/// "14:32", "9:05:10", "2:32pm", "14:32+03:00".
pub(super) fn colon(text: &str) -> Option<Face> {
    let (hour, rest) = text.split_once(':')?;
    let (minute, rest) = two_digits(rest)?;
    let (second, rest) = match rest.strip_prefix(':').map(two_digits) {
        Some(Some((second, rest))) => (second, without_fraction(rest)),
        Some(None) => return None,
        None => (0, rest),
    };
    let (part, zone) = tail(rest)?;
    Some(Face { hour: number(hour, 1..=2)?, minute, second, part, zone })
}

/// "14.32", "14-32".
pub(super) fn dotted(text: &str) -> Option<Face> {
    let (hour, rest) = text.split_once(['.', '-'])?;
    let (minute, rest) = two_digits(rest)?;
    let (part, zone) = tail(rest)?;
    Some(Face { part, zone, ..Face::new(number(hour, 1..=2)?, minute, 0) }).filter(|face| face.is_on_the_clock())
}

/// "1432".
pub(super) fn four_digits(text: &str) -> Option<Face> {
    let digits = number(text, 4..=4)?;
    Some(Face::new(digits / 100, digits % 100, 0)).filter(|face| face.is_on_the_clock())
}

/// Whether a word looks like a clock time with a colon.
pub(crate) fn is_clock_like(text: &str) -> bool {
    colon(text).is_some()
}

fn two_digits(text: &str) -> Option<(i64, &str)> {
    let (digits, rest) = text.split_at_checked(2)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some((number(digits, 2..=2)?, rest))
}

/// Fractions of a second say nothing a person stated.
fn without_fraction(text: &str) -> &str {
    match text.strip_prefix(['.', ',']) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            rest.trim_start_matches(|c: char| c.is_ascii_digit())
        }
        _ => text,
    }
}

fn number(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<i64> {
    let digits = length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
