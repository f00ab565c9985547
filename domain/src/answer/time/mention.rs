//! Every mention of time in a message, in order, with the words each takes up.

use super::amount::{Grain, Stretch, read_stretch};
use super::clock::{Clock, is_about, is_clock_like, is_part_of_day, is_preposition, is_range_word, read_clock};
use super::day::{Day, numeric, read_day, short_date};
use crate::answer::vocabulary::is_one_of;
use crate::answer::word::{Joint, Word, says};

/// One mention of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mention {
    /// "14:32".
    Clock(Clock),
    /// "вчера".
    Day(Day),
    /// "10 минут назад".
    Ago(Stretch),
    /// "через 10 минут".
    Ahead(Stretch),
    /// "сейчас", "just now".
    Now,
}

/// A mention with its place among the words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Found {
    /// What is said.
    pub mention: Mention,
    /// Its first word, small words before it included.
    pub first: usize,
    /// The word after it.
    pub end: usize,
}

/// All mentions, in order. Date and time written in one piece give two mentions of the same word.
pub(crate) fn mentions(words: &[Word]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let free_from = found.last().map_or(0, |last| last.end);
        // Where there is none, nothing is looked back over: a message may be of small words alone.
        let first = move || with_small_words(words, free_from, at);
        if let Some((day, clock)) = stamp(&words[at]) {
            let first = first();
            found.push(Found { mention: Mention::Day(day), first, end: at + 1 });
            found.push(Found { mention: Mention::Clock(clock), first, end: at + 1 });
            at += 1;
        } else if let Some((mention, end)) = one(words, at, &found) {
            found.push(Found { mention, first: first(), end });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

fn one(words: &[Word], at: usize, found: &[Found]) -> Option<(Mention, usize)> {
    if let Some((stretch, end)) = ahead(words, at) {
        return Some((Mention::Ahead(stretch), end));
    }
    if let Some((stretch, end)) = ago(words, at) {
        return Some((Mention::Ago(stretch), end));
    }
    if let Some((day, end)) = read_day(words, at) {
        return Some((Mention::Day(day), end));
    }
    if let Some(day) = short_date(&words[at].text).filter(|_| is_beside_clock(words, at, found)) {
        return Some((Mention::Day(day), at + 1));
    }
    if let Some((clock, end)) = read_clock(words, at) {
        return Some((Mention::Clock(clock), end));
    }
    let now = [
        &["только", "что"][..],
        &["just", "now"],
        &["прямо", "сейчас"],
        &["right", "now"],
        &["сейчас"],
        &["щас"],
        &["now"],
    ];
    now.iter().find(|phrase| says(words, at, phrase)).map(|phrase| (Mention::Now, at + phrase.len()))
}

/// "2026-11-23T14:32:00Z".
fn stamp(word: &Word) -> Option<(Day, Clock)> {
    let (date, time) = word.text.split_once('t')?;
    let clock = Word { text: time.to_owned(), ..word.clone() };
    let (clock, _) = read_clock(&[clock], 0).filter(|_| is_clock_like(time))?;
    Some((numeric(date)?, clock))
}

/// "10 минут назад", "an hour ago"; not "больше часа назад", which is no moment.
fn ago(words: &[Word], at: usize) -> Option<(Stretch, usize)> {
    let vague = "больше более меньше менее почти than over almost несколько";
    if at > 0 && is_one_of(&words[at - 1].text, vague) {
        return None;
    }
    let (stretch, next) = read_stretch(words, at)?;
    let next = if says(words, next, &["тому"]) { next + 1 } else { next };
    let ago = says(words, next, &["назад"]) || says(words, next, &["ago"]);
    (ago && stretch.grain == Grain::Fine).then_some((stretch, next + 1))
}

/// "через 20 минут", "минут через 20", "in an hour", "в течение часа", "every 30 minutes".
fn ahead(words: &[Word], at: usize) -> Option<(Stretch, usize)> {
    let leads = [&["в", "течение"][..], &["через"], &["in"], &["within"], &["каждые"], &["каждый"], &["every"]];
    if let Some(lead) = leads.iter().find(|lead| says(words, at, lead)) {
        let start = at + lead.len();
        let start = if words.get(start).is_some_and(|word| is_about(&word.text)) { start + 1 } else { start };
        // "в течение часа" bends the lone unit.
        let bent = says(words, start, &["часа"])
            .then_some((Stretch { least: 3_600_000, most: 3_600_000, grain: Grain::Fine }, start + 1));
        return bent.or_else(|| read_stretch(words, start));
    }
    if says(words, at + 1, &["через"]) && matches!(words[at].text.as_str(), "минут" | "минуты" | "часа" | "часов")
    {
        let mut turned = words.to_vec();
        turned.swap(at, at + 1);
        return read_stretch(&turned, at + 1);
    }
    None
}

/// Whether "23.11" has a clock time right beside it that cannot be its own reading.
fn is_beside_clock(words: &[Word], at: usize, found: &[Found]) -> bool {
    let small = |word: &&Word| is_preposition(&word.text) || is_about(&word.text);
    let skipped = words[at + 1..].iter().take(2).take_while(small).count();
    let next = at + 1 + skipped;
    let clock_after =
        words.get(next).is_some_and(|word| word.joint != Joint::Dash) && read_clock(words, next).is_some();
    let after_clock = found.last().is_some_and(|last| last.end == at && matches!(last.mention, Mention::Clock(_)));
    clock_after || (after_clock && words[at].joint != Joint::Dash)
}

/// Takes the small words before a mention along: "примерно в 14:32", "вечером в 9".
fn with_small_words(words: &[Word], free_from: usize, at: usize) -> usize {
    let small = |text: &str| {
        let others = "на on начиная от as of this";
        is_preposition(text) || is_about(text) || is_range_word(text) || is_part_of_day(text) || is_one_of(text, others)
    };
    let mut first = at;
    while first > free_from && words[first].joint == Joint::Blank && small(&words[first - 1].text) {
        first -= 1;
    }
    first
}
