//! Lengths of time in words: "10 минут", "полтора часа", "1ч 20м", "минут десять", "half an hour".

use crate::answer::vocabulary::is_one_of;
use crate::answer::word::{Word, says};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A length of time, or the two ends of a rough one ("10-15 минут"), in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stretch {
    /// At least this long.
    pub least: i64,
    /// At most this long.
    pub most: i64,
    /// Whether it is good for more than a day.
    pub grain: Grain,
}

/// How fine a length is stated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Grain {
    /// To hours, minutes, seconds.
    Fine,
    /// In whole days.
    Days,
}

/// Lengths that are not a number and a unit. Longer phrases first.
const PHRASES: [(&[&str], i64); 20] = [
    (&["one", "and", "a", "half", "hours"], 90 * MINUTE),
    (&["an", "hour", "and", "a", "half"], 90 * MINUTE),
    (&["hour", "and", "a", "half"], 90 * MINUTE),
    (&["quarter", "of", "an", "hour"], 15 * MINUTE),
    (&["half", "an", "hour"], 30 * MINUTE),
    (&["half", "of", "an", "hour"], 30 * MINUTE),
    (&["half", "a", "minute"], MINUTE / 2),
    (&["half", "hour"], 30 * MINUTE),
    (&["half-hour"], 30 * MINUTE),
    (&["час", "с", "половиной"], 90 * MINUTE),
    (&["полтора", "часа"], 90 * MINUTE),
    (&["полтора", "ч"], 90 * MINUTE),
    (&["полутора", "часов"], 90 * MINUTE),
    (&["полторы", "минуты"], 90_000),
    (&["четверть", "часа"], 15 * MINUTE),
    (&["пол", "часа"], 30 * MINUTE),
    (&["полчаса"], 30 * MINUTE),
    (&["получаса"], 30 * MINUTE),
    (&["полчасика"], 30 * MINUTE),
    (&["полминуты"], MINUTE / 2),
];

/// A length that begins at word `at`, and the word after it.
pub(crate) fn read_stretch(words: &[Word], at: usize) -> Option<(Stretch, usize)> {
    if let Some((phrase, length)) = PHRASES.iter().find(|(phrase, _)| says(words, at, phrase)) {
        return Some((Stretch { least: *length, most: *length, grain: Grain::Fine }, at + phrase.len()));
    }
    let (mut whole, mut unit, mut next) = part(words, at)?;
    loop {
        let after = if says(words, next, &["и"]) || says(words, next, &["and"]) { next + 1 } else { next };
        match part(words, after) {
            // "час 20 минут", but not "20 минут час".
            Some((more, smaller, end)) if smaller < unit => {
                let grain = whole.grain.min(more.grain);
                whole = Stretch { least: whole.least + more.least, most: whole.most + more.most, grain };
                (unit, next) = (smaller, end);
            }
            _ => return Some((whole, next)),
        }
    }
}

/// One number with one unit: the length, its unit, the word after it.
fn part(words: &[Word], at: usize) -> Option<(Stretch, i64, usize)> {
    let word = words.get(at)?;
    if let Some((length, unit)) = attached(&word.text) {
        return Some((stretch(length, length, unit), unit, at + 1));
    }
    if let Some((least, most, next)) = number(words, at) {
        let (half, next) = half_more(words, next);
        let unit = unit_of(&words.get(next)?.text)?;
        return Some((stretch((least + half) * unit / 10, (most + half) * unit / 10, unit), unit, next + 1));
    }
    if let Some(unit) = inverted_unit(&word.text)
        && let Some((least, most, next)) = number(words, at + 1)
        && words.get(next).is_none_or(|after| unit_of(&after.text).is_none())
    {
        return Some((stretch(least * unit / 10, most * unit / 10, unit), unit, next));
    }
    let (unit, next) = single_unit(words, at)?;
    Some((stretch(unit, unit, unit), unit, next))
}

const fn stretch(least: i64, most: i64, unit: i64) -> Stretch {
    Stretch { least, most, grain: if unit >= DAY { Grain::Days } else { Grain::Fine } }
}

/// "с половиной", "and a half": five tenths.
fn half_more(words: &[Word], at: usize) -> (i64, usize) {
    if says(words, at, &["с", "половиной"]) {
        (5, at + 2)
    } else if says(words, at, &["and", "a", "half"]) {
        (5, at + 3)
    } else {
        (0, at)
    }
}

/// A number in tenths, as a pair for "10-15", and the word after it.
fn number(words: &[Word], at: usize) -> Option<(i64, i64, usize)> {
    let text = &words.get(at)?.text;
    if let Some((least, most)) = text.split_once('-')
        && let (Some(least), Some(most)) = (whole(least), whole(most))
    {
        return Some((least * 10, most * 10, at + 1)).filter(|_| least < most);
    }
    if let Some((units, tenth)) = text.split_once(['.', ','])
        && let (Some(units), Some(tenth)) = (whole(units), whole(tenth).filter(|_| tenth.len() == 1))
    {
        return Some((units * 10 + tenth, units * 10 + tenth, at + 1));
    }
    if says(words, at, &["a", "couple", "of"]) {
        return Some((20, 20, at + 3));
    }
    let (n, next) = count(words, at)?;
    Some((n * 10, n * 10, next))
}

/// A whole number in digits or words, and the word after it.
pub(crate) fn count(words: &[Word], at: usize) -> Option<(i64, usize)> {
    let text = &words.get(at)?.text;
    if let Some(n) = whole(text) {
        return Some((n, at + 1));
    }
    if let Some(tens) = tens_word(text) {
        let ones = words.get(at + 1).and_then(|word| ones_word(&word.text)).filter(|n| *n < 10);
        return Some(ones.map_or((tens, at + 1), |ones| (tens + ones, at + 2)));
    }
    if let Some((tens, ones)) = text.split_once('-') {
        return Some((tens_word(tens)? + ones_word(ones)?, at + 1));
    }
    ones_word(text).map(|n| (n, at + 1))
}

/// At most four digits: nobody counts minutes in tens of thousands.
fn whole(text: &str) -> Option<i64> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn tens_word(text: &str) -> Option<i64> {
    Some(match text {
        "двадцать" | "twenty" => 20,
        "тридцать" | "thirty" => 30,
        "сорок" | "forty" => 40,
        "пятьдесят" | "fifty" => 50,
        _ => return None,
    })
}

fn ones_word(text: &str) -> Option<i64> {
    Some(match text {
        "один" | "одна" | "одну" | "one" => 1,
        "два" | "две" | "пару" | "пара" | "two" | "couple" => 2,
        "три" | "three" => 3,
        "четыре" | "four" => 4,
        "пять" | "five" => 5,
        "шесть" | "six" => 6,
        "семь" | "seven" => 7,
        "восемь" | "eight" => 8,
        "девять" | "nine" => 9,
        "десять" | "ten" => 10,
        "одиннадцать" | "eleven" => 11,
        "двенадцать" | "twelve" => 12,
        "пятнадцать" | "fifteen" => 15,
        _ => return None,
    })
}

/// Milliseconds of a unit after a number.
pub(crate) fn unit_of(text: &str) -> Option<i64> {
    Some(match text {
        "сек" | "секунда" | "секунду" | "секунды" | "секунд" | "sec" | "secs" | "second" | "seconds" | "s" => {
            1_000
        }
        "м" | "мин" | "минута" | "минуту" | "минуты" | "минут" | "минутку" | "минутки" | "минуток" | "min" | "mins"
        | "minute" | "minutes" | "m" => MINUTE,
        "ч" | "час" | "часа" | "часов" | "часик" | "часика" | "hour" | "hours" | "hr" | "hrs" | "h" => {
            HOUR
        }
        "день" | "дня" | "дней" | "сутки" | "суток" | "day" | "days" | "d" => DAY,
        "неделю" | "недели" | "недель" | "week" | "weeks" => 7 * DAY,
        _ => return None,
    })
}

/// Units that may stand before their number: "минут 10", "часа два".
fn inverted_unit(text: &str) -> Option<i64> {
    is_one_of(text, "секунд минуты минут часа часов дня дней").then(|| unit_of(text)).flatten()
}

/// One unit without a number: "час", "a minute".
fn single_unit(words: &[Word], at: usize) -> Option<(i64, usize)> {
    let article = matches!(words.get(at)?.text.as_str(), "a" | "an" | "one");
    let at = if article { at + 1 } else { at };
    let single = "секунду минуту минутку час часик день сутки неделю second minute min hour day week";
    let text = words.get(at)?.text.as_str();
    is_one_of(text, single).then(|| unit_of(text)).flatten().map(|unit| (unit, at + 1))
}

/// "10мин", "5m", "1ч20м": the length and its smallest unit.
fn attached(text: &str) -> Option<(i64, i64)> {
    let (mut rest, mut length, mut last) = (text, 0, i64::MAX);
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let letters = rest[digits..].find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len() - digits);
        let unit = unit_of(&rest[digits..digits + letters]).filter(|unit| *unit < last)?;
        length += whole(&rest[..digits])? * unit;
        (rest, last) = (&rest[digits + letters..], unit);
    }
    (length > 0).then_some((length, last))
}
