//! Clock times: "14:32", "в 14.32", "at 2 pm", "в 9 утра", "в 14 часов 5 минут", "noon".

mod face;
mod part_of_day;

use super::amount::{count, unit_of};
use super::zone_word::{ZoneWord, read_attached_zone, read_zone};
use crate::answer::vocabulary::{begins_like, is_one_of};
use crate::answer::word::{Joint, Word, says};
pub(super) use face::is_clock_like;
use face::{Face, colon, dotted, four_digits};
pub(super) use part_of_day::is_part_of_day;
use part_of_day::{PartOfDay, part_of_day, read_part};

/// Hours that may follow one after another, "с 9 до 11 до 12": more of them say nothing, and there would be no stack to
/// read them on.
const RANGES: usize = 4;

/// A clock time as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Clock {
    /// What the hands show.
    pub dial: Dial,
    /// The zone, where one is named.
    pub zone: Option<ZoneWord>,
}

/// What the hands show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Dial {
    /// So many seconds after midnight; 86,400 is 24:00.
    Second(u32),
    /// "Midnight" by name: of a named day it may be either end.
    Midnight,
    /// No clock shows this: 25:70.
    Off,
}

/// Words before an hour that make it one: "в 9", "since 9".
pub(super) fn is_preposition(text: &str) -> bool {
    is_one_of(text, "в во с со к at since from by")
}

/// Words that may stand between a preposition and the time, or instead of one, and say nothing else.
pub(super) fn is_about(text: &str) -> bool {
    let about = "около примерно приблизительно где-то гдето ровно районе about around approximately approx exactly";
    is_one_of(text, about)
}

/// A clock time that begins at word `at`, and the word after it. "После 14:05" names no moment, "0:30
/// назад" no clock time.
pub(crate) fn read_clock(words: &[Word], at: usize) -> Option<(Clock, usize)> {
    let bounds = |text: &str| is_one_of(text, "позже раньше позднее после after before");
    let clock = read_any_clock(words, at).filter(|_| !stands_after(words, at, bounds));
    clock.filter(|(_, next)| !is_ago(words, *next))
}

fn read_any_clock(words: &[Word], at: usize) -> Option<(Clock, usize)> {
    let text = words.get(at)?.text.as_str();
    if let Some(dial) = named(text) {
        return Some(finish(words, dial, at + 1));
    }
    if let Some(face) = colon(text) {
        return Some(with_face(words, at, face));
    }
    if let Some(face) = dotted(text).filter(|_| dotted_fits(words, at)) {
        return Some(with_face(words, at, face));
    }
    if let Some(face) = four_digits(text).filter(|_| stands_after(words, at, is_preposition)) {
        let clock = with_face(words, at, face);
        let hours = ["hours", "hrs", "h"].iter().any(|word| says(words, clock.1, &[word]));
        let (clock, next) = if hours { (clock.0, clock.1 + 1) } else { clock };
        return (hours || clock.zone.is_some() || ends(words, next)).then_some((clock, next));
    }
    hour(words, at)
}

fn named(text: &str) -> Option<Dial> {
    match text {
        "полночь" | "midnight" => Some(Dial::Midnight),
        "полдень" | "noon" | "midday" => Some(Dial::Second(43_200)),
        _ => None,
    }
}

/// Puts part of the day and zone to digits that are surely a clock time.
fn with_face(words: &[Word], at: usize, face: Face) -> (Clock, usize) {
    let hour_word = ["ч", "часов", "часа"].iter().any(|word| says(words, at + 1, &[word]));
    let hour_word = hour_word && !is_ago(words, at + 2);
    let next = if hour_word { at + 2 } else { at + 1 };
    let behind = read_part(words, next);
    let (behind, next) = behind.map_or((None, next), |(part, after)| (Some(part), after));
    let part = face.part.or(behind).or_else(|| part_before(words, at));
    let (clock, next) = finish(words, face.dial(part), next);
    (Clock { zone: clock.zone.or(face.zone), ..clock }, next)
}

/// Takes the zone that may follow.
fn finish(words: &[Word], dial: Dial, next: usize) -> (Clock, usize) {
    match read_zone(words, next).filter(|_| words[next].joint != Joint::Mark || words[next].text != "по") {
        Some((zone, end)) => (Clock { dial, zone: Some(zone) }, end),
        None => (Clock { dial, zone: None }, next),
    }
}

/// "в 9", "9 утра", "в два часа дня", "в 14 часов 5 минут", "9am".
fn hour(words: &[Word], at: usize) -> Option<(Clock, usize)> {
    let text = words[at].text.as_str();
    if let Some(face) = Face::attached_hour(text) {
        return Some(with_face(words, at, face));
    }
    let led = stands_after(words, at, is_preposition) || closes_range(words, at);
    if text == "час" && led {
        // "в час" alone is "per hour".
        let (part, next) = read_part(words, at + 1)?;
        return Some(finish(words, Face::new(1, 0, 0).dial(Some(part)), next));
    }
    let (hour, next) = count(words, at).filter(|(hour, _)| *hour <= 24)?;
    let hour_word = words.get(next).is_some_and(|word| {
        matches!(word.text.as_str(), "ч" | "час" | "часа" | "часов" | "часам" | "o'clock" | "oclock")
    });
    let next = if hour_word { next + 1 } else { next };
    let (minute, next) = if hour_word { minutes(words, next) } else { (0, next) };
    let (behind, after) = read_part(words, next).map_or((None, next), |(part, after)| (Some(part), after));
    let face = Face::new(hour, minute, 0);
    let clock = finish(words, face.dial(behind.or_else(|| part_before(words, at))), after);
    let plain_number = text.bytes().all(|b| b.is_ascii_digit()) || !is_one_of(text, "один одну one пару couple");
    let certain = match behind {
        Some(PartOfDay::Day | PartOfDay::Night) => led || hour_word,
        Some(PartOfDay::Am | PartOfDay::Pm | PartOfDay::Morning | PartOfDay::Evening) => true,
        None if hour_word => led && !is_ago(words, next),
        None => led && plain_number && (clock.0.zone.is_some() || ends(words, clock.1)),
    };
    certain.then_some(clock)
}

/// "5 минут", or a last "5", after "14 часов".
fn minutes(words: &[Word], at: usize) -> (i64, usize) {
    let Some((minute, next)) = count(words, at) else { return (0, at) };
    match words.get(next) {
        Some(unit) if unit_of(&unit.text) == Some(60_000) => (minute, next + 1),
        None => (minute, next),
        Some(_) => (0, at),
    }
}

/// "вечером в 9": the part of the day may stand before, behind small words.
fn part_before(words: &[Word], at: usize) -> Option<PartOfDay> {
    let small = |word: &&Word| is_preposition(&word.text) || is_about(&word.text);
    words[..at]
        .iter()
        .rev()
        .take(3)
        .find(|word| !small(word))
        .filter(|word| is_part_of_day(&word.text))
        .and_then(|word| part_of_day(&word.text))
}

fn is_ago(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| matches!(word.text.as_str(), "назад" | "тому" | "ago"))
}

/// Whether the word before, right beside it, is such; words of rough time between do not count.
fn stands_after(words: &[Word], at: usize, such: fn(&str) -> bool) -> bool {
    let before = words[..at].iter().rev().find(|word| !is_about(&word.text));
    words[at].joint == Joint::Blank && before.is_some_and(|word| such(&word.text))
}

/// "с 9 до 11", "с 9 утра до 11": the second hour.
fn closes_range(words: &[Word], at: usize) -> bool {
    let opened = |hour: usize| is_preposition(&words[hour - 1].text) && count(words, hour).is_some();
    stands_after(words, at, is_range_word) && (at.saturating_sub(4).max(1)..at - 1).any(opened)
}

/// Words between the two ends of a range.
pub(super) fn is_range_word(text: &str) -> bool {
    is_one_of(text, "до по to till until")
}

/// Whether nothing follows that could make the number before it a count of something.
fn ends(words: &[Word], at: usize) -> bool {
    ends_within(words, at, RANGES)
}

/// The same, where so many hours more may follow.
fn ends_within(words: &[Word], at: usize, ranges: usize) -> bool {
    let Some(next) = words.get(at) else { return true };
    let is_end = |after| ends_within(words, after, ranges - 1) || part_at(words, after);
    let range_goes_on = ranges > 0
        && is_range_word(&next.text)
        && count(words, at + 1).is_some_and(|(hour, after)| hour <= 24 && is_end(after));
    let hours = is_range_word(&next.text) && words.get(at + 1).is_some_and(|word| colon(&word.text).is_some());
    next.joint != Joint::Blank || is_happening(&next.text) || range_goes_on || hours
}

fn part_at(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| part_of_day(&word.text).is_some())
}

/// "14.32" is a time at the beginning, after a preposition, a day or a word of happening, and only
/// if nothing follows that is measured: elsewhere it is a number.
fn dotted_fits(words: &[Word], at: usize) -> bool {
    let led = at == 0
        || stands_after(words, at, is_preposition)
        || stands_after(words, at, is_range_word)
        || is_about(&words[at - 1].text)
        || is_happening(&words[at - 1].text)
        || is_clock_like(&words[at - 1].text)
        || super::day::read_day(words, at - 1).is_some()
        || super::day::short_date(&words[at - 1].text).is_some();
    led && words.get(at + 1).is_none_or(|next| next.joint != Joint::Blank || !is_measure(&next.text))
}

/// Words that say that something happened or is so: a number beside them is its time.
pub(super) fn is_happening(text: &str) -> bool {
    let stems = "восстан заработ почин начал начин упал слом отвал случил произош возник сбой недоступ лежит работа \
                 тормоз медлен готов сделан решен исправ закончил обнаруж заметил время подня сегодня вчера restored \
                 back fixed began begin start broke down fail outage time resolved recovered work degraded slow today \
                 yesterday done";
    is_one_of(text, "но but up не стало все всё") || begins_like(text, stems)
}

fn is_measure(text: &str) -> bool {
    let stems = "процент percent верс version релиз release сборк build тыс млн руб";
    let units = "гб мб кб тб gb mb kb tb мс ms с сек s sec % раз раза x rps °c";
    is_one_of(text, units) || begins_like(text, stems) || unit_of(text).is_some_and(|_| text != "ч")
}

/// A zone or a part of the day glued to the digits.
fn tail(text: &str) -> Option<(Option<PartOfDay>, Option<ZoneWord>)> {
    match text {
        "" | "ч" => Some((None, None)),
        _ => match part_of_day(text) {
            Some(part) => Some((Some(part), None)),
            None => read_attached_zone(text).map(|wall| (None, Some(ZoneWord::Other(wall)))),
        },
    }
}
