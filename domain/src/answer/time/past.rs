//! Reading of a moment that has passed.

use super::clock::{is_happening, is_range_word};
use super::resolve::{Dated, clock_readings, judged};
use super::{Day, Found, Mention, TimeDoubt, TimeFrame, TimeReading, mentions};
use crate::answer::word::{Joint, Word, says, stated_words, without};
use crate::time::At;

/// A length ago and a clock time this near each other are the same moment.
const ROUNDED: i64 = 120_000;

/// One moment claimed, with the words it takes up.
struct Claim {
    reading: Result<At, TimeDoubt>,
    first: usize,
    end: usize,
}

/// Reads a moment that has passed. Questions state nothing; "сейчас" counts only where no other time
/// is named and the text says nothing that is yet to be done.
pub fn read_time(text: &str, frame: &TimeFrame) -> TimeReading {
    let words = stated_words(text);
    let found = mentions(&words);
    let mut claims = claims(&words, &found, frame);
    if claims.is_empty() {
        claims = now_claims(&words, &found, frame);
    }
    let taken = taken(&words, &found, &claims);
    let rest = || without(text, &taken);
    if let Some((from, to)) = range(&words, &claims) {
        return TimeReading::Range { from, to, rest: rest() };
    }
    let clocks: Vec<&Claim> = claims.iter().filter(|claim| is_clock(claim, &found)).collect();
    let mut readings: Vec<Result<At, TimeDoubt>> = Vec::new();
    for claim in claims.iter().filter(|claim| is_clock(claim, &found) || !is_rounded(claim, &clocks)) {
        if !readings.contains(&claim.reading) {
            readings.push(claim.reading);
        }
    }
    match readings.as_slice() {
        [] => TimeReading::Silent,
        [Ok(at)] => TimeReading::Stated { at: *at, rest: rest() },
        [Err(doubt)] => TimeReading::Doubt(*doubt),
        several => TimeReading::Doubt(two_times(several)),
    }
}

fn claims(words: &[Word], found: &[Found], frame: &TimeFrame) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (index, one) in found.iter().enumerate() {
        let readings = match one.mention {
            Mention::Clock(clock) => clock_readings(clock, &days_of(words, found, index), frame),
            Mention::Ago(stretch) => {
                let ends = [frame.now.0 - stretch.most, frame.now.0 - stretch.least];
                ends.into_iter().map(|at| judged(At(at), frame, Dated::Yes)).collect()
            }
            Mention::Day(_) | Mention::Ahead(_) | Mention::Now => Vec::new(),
        };
        claims.extend(readings.into_iter().map(|reading| Claim { reading, first: one.first, end: one.end }));
    }
    claims
}

/// "только что" is now, whatever else is said; "сейчас" only beside words of happening: "сейчас
/// восстановлено" is now, "сейчас посмотрю" is not.
fn now_claims(words: &[Word], found: &[Found], frame: &TimeFrame) -> Vec<Claim> {
    let just = |one: &Found| says(words, one.end - 1, &["что"]) || says(words, one.first, &["just"]);
    let is_said = |at: usize| found.iter().any(|one| (one.first..one.end).contains(&at));
    let bare =
        words.iter().enumerate().all(|(at, word)| is_said(at) || (is_happening(&word.text) && word.text != "не"));
    let now = found.iter().filter(|one| one.mention == Mention::Now && (just(one) || bare));
    now.map(|one| Claim { reading: judged(frame.now, frame, Dated::Yes), first: one.first, end: one.end }).collect()
}

/// The days a clock time may belong to. `None` stands for no day named: one named in another
/// clause may or may not be meant, so both are read.
fn days_of(words: &[Word], found: &[Found], clock: usize) -> Vec<Option<Day>> {
    let this = found[clock];
    let days = || {
        found.iter().filter_map(|other| if let Mention::Day(day) = other.mention { Some((day, *other)) } else { None })
    };
    let distance = |other: &Found| other.first.abs_diff(this.first);
    if let Some((day, _)) =
        days().find(|(_, other)| other.end == this.first || this.end == other.first || other.first == this.first)
    {
        return vec![Some(day)];
    }
    let clause = |one: &Found| words[one.end - 1].clause;
    if let Some((day, _)) =
        days().filter(|(_, other)| clause(other) == clause(&this)).min_by_key(|(_, other)| distance(other))
    {
        return vec![Some(day)];
    }
    match days().min_by_key(|(_, other)| distance(other)) {
        Some((day, _)) => vec![Some(day), None],
        None => vec![None],
    }
}

fn is_clock(claim: &Claim, found: &[Found]) -> bool {
    found.iter().any(|one| one.first == claim.first && matches!(one.mention, Mention::Clock(_)))
}

/// "10 минут назад (14:30)": a length rounded from one of the clock times.
fn is_rounded(claim: &Claim, clocks: &[&Claim]) -> bool {
    clocks.iter().any(|clock| match (claim.reading, clock.reading) {
        (Ok(at), Ok(exact)) => at.since(exact).0.abs() <= ROUNDED,
        (Err(_), _) | (_, Err(_)) => false,
    })
}

/// Two times with a dash or "до" between them and nothing else.
fn range(words: &[Word], claims: &[Claim]) -> Option<(At, At)> {
    let [one, other] = claims else { return None };
    let (from, to) = (one.reading.ok()?, other.reading.ok()?);
    // Small words before a time belong to it: "до" is the first word of the second mention.
    let dash = words[other.first].joint == Joint::Dash;
    let until = is_range_word(&words[other.first].text);
    let linked = one.end == other.first && (dash || until);
    (linked && from <= to && one.first != other.first).then_some((from, to))
}

/// The bytes of all words of time that were read, days included.
fn taken(words: &[Word], found: &[Found], claims: &[Claim]) -> Vec<(usize, usize)> {
    let claimed = |one: &&Found| {
        matches!(one.mention, Mention::Day(_)) && !claims.is_empty()
            || claims.iter().any(|claim| (claim.first, claim.end) == (one.first, one.end))
    };
    found.iter().filter(claimed).map(|one| (words[one.first].from, words[one.end - 1].to)).collect()
}

/// Of several different readings: what no clock shows first, else the first two.
fn two_times(readings: &[Result<At, TimeDoubt>]) -> TimeDoubt {
    let moments = readings.iter().map(|reading| match reading {
        Ok(at) => Ok(*at),
        Err(
            TimeDoubt::BeforeBeginning { at }
            | TimeDoubt::TooLongAgo { at }
            | TimeDoubt::InFuture { at }
            | TimeDoubt::TwoTimes { first: at, .. },
        ) => Ok(*at),
        Err(TimeDoubt::NotOnTheClock) => Err(TimeDoubt::NotOnTheClock),
    });
    match moments.collect::<Result<Vec<At>, TimeDoubt>>().as_deref() {
        Ok([first, second, ..]) => TimeDoubt::TwoTimes { first: *first, second: *second },
        Ok(_) | Err(_) => TimeDoubt::NotOnTheClock,
    }
}
