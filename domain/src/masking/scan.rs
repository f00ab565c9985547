//! Asks every recogniser in turn, left to right.

use super::contact::Allowed;
use super::context::Sense;
use super::kind::Kind;
use super::lexer::lex;
use super::text::{Match, Text, TokenKind};
use super::{birth_date, digit, inn, passport, phone, policy, snils};

/// An identifier in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// Everything in `text` that has to be masked: in order, none overlapping another, each on
/// character boundaries. Work contacts are left out. Time is linear in the length of the text.
#[must_use]
pub fn find(text: &str, allowed: &Allowed) -> Vec<Finding> {
    if !may_hold_any(text) {
        return Vec::new();
    }
    let mut lexed = lex(text);
    let mut found: Vec<Finding> = lexed
        .addresses
        .iter()
        .map(|address| Finding { kind: Kind::Email, start: address.start, end: address.end })
        .collect();
    found.extend(claim(&mut lexed, number_at));
    // Dates come after: what is a time of day beside one is known only once the rest is taken.
    found.extend(claim(&mut lexed, |text, first| birth_date::at(text, first).map(|date| (Kind::BirthDate, date))));
    found.retain(|finding| !allowed.permits(&text[finding.start..finding.end]));
    found.sort_by_key(|finding| finding.start);
    found
}

/// Whether it is worth cutting the text up: the shortest date has four digits.
pub(super) fn may_hold_any(text: &str) -> bool {
    text.contains(['@', '＠']) || text.chars().filter(|c| digit::value(*c).is_some()).nth(3).is_some()
}

/// Everything `recognise` finds from left to right. What is found becomes opaque at once, just as
/// its mark will be when the text is read again.
fn claim(text: &mut Text, recognise: fn(&Text, usize) -> Option<(Kind, Match)>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < text.tokens.len() {
        let is_number = text.length(index).is_some();
        let Some((kind, Match { tokens, span })) = is_number.then(|| recognise(text, index)).flatten() else {
            index += 1;
            continue;
        };
        index = tokens.end() + 1;
        for token in &mut text.tokens[tokens] {
            token.kind = TokenKind::Atom;
        }
        found.push(Finding { kind, start: span.start, end: span.end });
    }
    found
}

/// Digits of the shortest identifier other than a date: the passport for travel.
const SHORTEST: usize = 9;

/// Whether the numbers in a row from `first` on have digits enough; within a passport a word may stand.
fn may_begin_one(text: &Text, first: usize) -> bool {
    let mut digits = 0;
    let mut is_enough = |length: usize| {
        digits += length;
        digits >= SHORTEST
    };
    text.senses.contains(Sense::Passport) || (first..).map_while(|at| text.length(at)).any(&mut is_enough)
}

/// The identifier other than a date that begins at token `first`.
fn number_at(text: &Text, first: usize) -> Option<(Kind, Match)> {
    if !may_begin_one(text, first) {
        return None;
    }
    let snils = snils::at(text, first);
    // A mobile number may pass the checksum by chance: then the words beside decide.
    let is_snils = |found: &Match| snils::is_announced(text, *found.tokens.start(), *found.tokens.end());
    if let Some(found) = snils.clone().filter(is_snils) {
        return Some((Kind::Snils, found));
    }
    policy::at(text, first)
        .or_else(|| phone::at(text, first).map(|found| (Kind::Phone, found)))
        .or_else(|| snils.map(|found| (Kind::Snils, found)))
        .or_else(|| inn::person_at(text, first).map(|found| (Kind::InnPerson, found)))
        .or_else(|| announced_at(text, first))
}

/// The identifier at token `first` that only a word tells from an ordinary number: the nearest one.
fn announced_at(text: &Text, first: usize) -> Option<(Kind, Match)> {
    let found = [
        (Kind::Phone, Sense::Phone, phone::without_trunk(text, first)),
        (Kind::InnCompany, Sense::Inn, inn::company_at(text, first)),
        (Kind::Passport, Sense::Passport, passport::at(text, first)),
    ];
    let near = found.into_iter().filter_map(|(kind, sense, found)| {
        let found = found?;
        let words = text.nearness(sense, (first, *found.tokens.end()))?;
        Some((words, (kind, found)))
    });
    near.min_by_key(|(words, _)| *words).map(|(_, found)| found)
}
