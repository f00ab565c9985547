//! Parts of the day that settle which of two hours is meant: "утра", "вечером", "pm".

use crate::answer::vocabulary::is_one_of;
use crate::answer::word::{Word, says};

/// A part of the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PartOfDay {
    Am,
    Pm,
    Morning,
    Day,
    Evening,
    Night,
}

/// A part of the day named behind a time, and the word after it: "утра", "pm", "in the evening".
pub(super) fn read_part(words: &[Word], at: usize) -> Option<(PartOfDay, usize)> {
    let lead = [&["in", "the"][..], &["at"], &["this"]].into_iter().find(|lead| says(words, at, lead));
    let named = at + lead.map_or(0, <[&str]>::len);
    part_of_day(&words.get(named)?.text).map(|part| (part, named + 1))
}

pub(super) fn part_of_day(text: &str) -> Option<PartOfDay> {
    Some(match text {
        "am" | "a.m" => PartOfDay::Am,
        "pm" | "p.m" => PartOfDay::Pm,
        "утра" | "утром" | "morning" => PartOfDay::Morning,
        "дня" | "днем" | "afternoon" => PartOfDay::Day,
        "вечера" | "вечером" | "evening" | "tonight" => PartOfDay::Evening,
        "ночи" | "ночью" | "night" => PartOfDay::Night,
        _ => return None,
    })
}

/// Whether the word names a part of the day as such: "вечером в 9".
pub(crate) fn is_part_of_day(text: &str) -> bool {
    is_one_of(text, "утром днем вечером ночью morning afternoon evening night tonight")
}

impl PartOfDay {
    /// The hour of 24 meant by an hour of this part; an hour that is not of 12 stands as it is.
    pub fn hour(self, hour: i64) -> i64 {
        match (self, hour) {
            (Self::Am | Self::Night | Self::Evening, 12) => 0,
            (Self::Pm, 1..=11) | (Self::Day, 1..=6) | (Self::Evening, 4..=11) | (Self::Night, 8..=11) => hour + 12,
            (Self::Am | Self::Pm | Self::Morning | Self::Day | Self::Evening | Self::Night, _) => hour,
        }
    }
}
