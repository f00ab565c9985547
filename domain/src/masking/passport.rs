//! The Russian passport: series of four digits, number of six, no checksum, so a word must announce it.

use super::context::{self, Sense};
use super::digit;
use super::edge::{Edge, edges, is_made_of, is_separator};
use super::text::{Match, Text, WINDOW};

/// Most characters between series and number, a word between them aside.
const WIDEST_GAP: usize = 4;

/// A passport that begins at token `first`.
pub(super) fn at(text: &Text, first: usize) -> Option<Match> {
    // What stands inside is never a counted word, so the first token knows the words on both sides.
    let is_announced =
        matches!(text.length(first)?, 2 | 4 | 10) && text.announced(Sense::Passport, (first, first), (WINDOW, WINDOW));
    if !is_announced {
        return None;
    }
    let last = whole(text, first)
        .or_else(|| series_and_number(text, first))
        .or_else(|| text.run(first, &[2, 2, 3, 3], is_separator))
        // The passport for travel: two digits and seven.
        .or_else(|| text.run(first, &[2, 7], is_separator))?;
    (edges(text, first, last) != Edge::Glued).then(|| text.matched(first, last))
}

/// "4509123456". The third and fourth digit are the year of printing; this keeps most moments
/// written as seconds out.
fn whole(text: &Text, first: usize) -> Option<usize> {
    let last = text.run(first, &[10], is_separator)?;
    // Ten digits in one are often something else: a word behind has to stand beside them.
    let before = text.announced(Sense::Passport, (first, last), (WINDOW, 0));
    let behind = || text.announced(Sense::Passport, (first, last), (0, 2)) && !text.gap_after(last).contains('\n');
    if !before && !behind() {
        return None;
    }
    let year = text.values(first, last)[2..4].iter().fold(0, |year, digit| year * 10 + digit);
    (!(50..=95).contains(&year)).then_some(last)
}

/// "4509 123456", "45 09 № 123456", "4509, номер 123456".
fn series_and_number(text: &Text, first: usize) -> Option<usize> {
    let series = text.run(first, &[4], is_separator).or_else(|| text.run(first, &[2, 2], is_separator))?;
    let number = match text.word(series + 1) {
        Some(word) if context::is_number_word(word) && is_gap(text.gap_before(series + 1)) => series + 2,
        Some(_) => return None,
        None => series + 1,
    };
    (text.length(number)? == 6 && is_gap(text.gap_before(number))).then_some(number)
}

fn is_gap(gap: &str) -> bool {
    is_made_of(gap, WIDEST_GAP, |c| {
        digit::is_space(c) || digit::is_dash(c) || matches!(c, '№' | '#' | ',' | ';' | ':' | '.' | '/')
    })
}
