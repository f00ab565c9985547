//! Telephones: Russian ones as they are written, others after a plus.

use super::context::Sense;
use super::digit;
use super::edge::{Edge, edges, is_made_of, permits, right};
use super::text::{Match, Text, WINDOW};

/// Groupings nobody uses for anything but a Russian telephone with its trunk prefix, 7 or 8.
const SURE: [&[usize]; 6] =
    [&[1, 3, 7], &[1, 3, 3, 4], &[1, 3, 4, 3], &[1, 3, 3, 2, 2], &[1, 3, 2, 2, 3], &[1, 3, 2, 3, 2]];

/// Groupings that are one for a mobile code (9XX) or beside a word that says so.
const MOBILE: [&[usize]; 8] =
    [&[11], &[1, 10], &[4, 7], &[4, 3, 4], &[4, 4, 3], &[4, 3, 2, 2], &[4, 2, 2, 3], &[4, 2, 3, 2]];

/// Groupings with a town's code of four or five digits: too like a row of figures to stand without
/// brackets, dashes or a word.
const LONG_CODE: [&[usize]; 7] =
    [&[1, 4, 6], &[1, 4, 3, 3], &[1, 4, 2, 2, 2], &[1, 5, 5], &[1, 5, 1, 2, 2], &[1, 5, 3, 2], &[1, 5, 2, 3]];

/// Groupings of a mobile number without its trunk prefix.
const WITHOUT_TRUNK: [&[usize]; 4] = [&[10], &[3, 7], &[3, 3, 4], &[3, 3, 2, 2]];

/// A telephone that begins at token `first`.
pub(super) fn at(text: &Text, first: usize) -> Option<Match> {
    international(text, first).or_else(|| domestic(text, first))
}

/// "+7 (916) 123-45-67", "+44 20 7946 0958".
fn international(text: &Text, first: usize) -> Option<Match> {
    let plus = plus_before(text, first)?;
    let country = *text.values(first, first).first()?;
    let last = match country {
        1 | 7 => ends(text, first).find(|(_, digits)| *digits == 11)?.0,
        _ => foreign_end(text, first)?,
    };
    let is_planned = match (country, text.values(first, last)[1]) {
        (0, _) | (1, 0 | 1) | (7, 0..=2) => false,
        (_, _) => true,
    };
    let fits = is_planned && permits(right(text, last), || is_announced(text, first, last));
    fits.then(|| Match { span: plus..text.tokens[last].end, ..text.matched(first, last) })
}

/// Where the plus right before token `first` stands, if nothing touches it.
fn plus_before(text: &Text, first: usize) -> Option<usize> {
    let gap = text.gap_before(first);
    let plus = gap.chars().next_back().filter(|c| matches!(c, '+' | '＋'))?;
    let touched = first > 0 && gap.len() == plus.len_utf8();
    (!touched).then(|| text.tokens[first].start - plus.len_utf8())
}

/// Where a number of an unknown plan ends: the first group that completes twelve digits, else the
/// last that makes at least ten. Masking a figure too many is better than leaving two of a number.
fn foreign_end(text: &Text, first: usize) -> Option<usize> {
    let whole = |(last, digits): &(usize, usize)| (10..=15).contains(digits) && right(text, *last) != Edge::Glued;
    let mut best = None;
    for (last, digits) in ends(text, first).filter(whole) {
        best = Some(last);
        if digits >= 12 {
            break;
        }
    }
    best
}

/// The groups from `first` on, each with the digits so far, up to 15.
fn ends<'a>(text: &'a Text, first: usize) -> impl Iterator<Item = (usize, usize)> + 'a {
    let mut digits = 0;
    (first..).map_while(move |last| {
        if last > first && !is_international_gap(text.gap_before(last)) {
            return None;
        }
        digits += text.length(last)?;
        (digits <= 15).then_some((last, digits))
    })
}

/// "8 (916) 123-45-67", "8-916-1234567", "89161234567", "7 495 123 45 67".
fn domestic(text: &Text, first: usize) -> Option<Match> {
    if !matches!(text.values(first, first).first(), Some(7 | 8)) {
        return None;
    }
    let grouped = |groupings: &[&[usize]]| groupings.iter().find_map(|lengths| text.run(first, lengths, is_gap));
    let (last, is_sure) = grouped(&SURE)
        .map(|last| (last, true))
        .or_else(|| grouped(&MOBILE).map(|last| (last, text.values(first, last)[1] == 9)))
        .or_else(|| grouped(&LONG_CODE).map(|last| (last, !is_blank(text.gap_after(first)))))?;
    let announced = || is_announced(text, first, last);
    let fits = matches!(text.values(first, last)[1], 3 | 4 | 8 | 9)
        && (is_sure || announced())
        && permits(edges(text, first, last), announced);
    fits.then(|| text.matched(first, last))
}

/// "тел. 916 123-45-67": only beside a word that says so.
pub(super) fn without_trunk(text: &Text, first: usize) -> Option<Match> {
    if text.values(first, first).first() != Some(&9) {
        return None;
    }
    let last = WITHOUT_TRUNK.iter().find_map(|lengths| text.run(first, lengths, is_gap))?;
    let fits = is_announced(text, first, last) && edges(text, first, last) != Edge::Glued;
    fits.then(|| text.matched(first, last))
}

fn is_announced(text: &Text, first: usize, last: usize) -> bool {
    text.announced(Sense::Phone, (first, last), (WINDOW, WINDOW))
}

fn is_gap(gap: &str) -> bool {
    is_made_of(gap, 3, |c| digit::is_space(c) || digit::is_dash(c) || matches!(c, '(' | ')'))
}

/// Dots too: behind a plus there is no mistaking it for a version number.
fn is_international_gap(gap: &str) -> bool {
    is_gap(gap) || gap == "."
}

fn is_blank(gap: &str) -> bool {
    gap.chars().all(digit::is_space)
}
