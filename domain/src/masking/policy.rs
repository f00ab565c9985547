//! ЕНП of the medical insurance policy and bank cards: one checksum, Luhn's, serves both.

use super::context::Sense;
use super::edge::{Edge, edges, is_separator, permits};
use super::kind::Kind;
use super::text::{Match, Text};

/// How 16 digits are written when no word announces them.
const GROUPINGS: [&[usize]; 2] = [&[16], &[4, 4, 4, 4]];

/// Most groups an announced number is read from.
const MOST_GROUPS: usize = 8;

/// A policy or card that begins at token `first`, and which of the two.
pub(super) fn at(text: &Text, first: usize) -> Option<(Kind, Match)> {
    if text.length(first)? > 19 {
        return None;
    }
    if let Some(found) = announced_at(text, first) {
        return Some(found);
    }
    let usual = GROUPINGS.iter().find_map(|lengths| text.run(first, lengths, is_separator));
    if let Some(last) = usual.filter(|last| holds(text.values(first, *last))) {
        let announced = announced(text, first, last);
        let is_free = announced.is_some() || !is_moment(text, first);
        if is_free && permits(edges(text, first, last), || announced.is_some()) {
            return Some((announced.unwrap_or(Kind::Card), text.matched(first, last)));
        }
    }
    None
}

/// A number in any grouping beside a word that announces it: 16 digits, for cards 15, 18, 19 too, the
/// longest that holds.
fn announced_at(text: &Text, first: usize) -> Option<(Kind, Match)> {
    let kind = announced(text, first, first)?;
    let mut digits = 0;
    let mut longest = None;
    for last in first..first + MOST_GROUPS {
        let Some(length) = text.length(last) else { break };
        if last > first && !is_separator(text.gap_before(last)) {
            break;
        }
        digits += length;
        let is_long_enough = digits == 16 || (kind == Kind::Card && matches!(digits, 15 | 18 | 19));
        if is_long_enough && holds(text.values(first, last)) && edges(text, first, last) != Edge::Glued {
            longest = Some(last);
        }
    }
    longest.map(|last| (kind, text.matched(first, last)))
}

/// What the words beside say it is.
fn announced(text: &Text, first: usize, last: usize) -> Option<Kind> {
    let near = |sense| text.nearness(sense, (first, last));
    match (near(Sense::Policy), near(Sense::Card)) {
        (Some(policy), Some(card)) if card < policy => Some(Kind::Card),
        (Some(_), _) => Some(Kind::Policy),
        (None, card) => card.map(|_| Kind::Card),
    }
}

/// "ts=1763000000123456": microseconds since 1970, behind a word for time. No issuer's cards of sixteen
/// digits begin with 1.
fn is_moment(text: &Text, first: usize) -> bool {
    text.values(first, first).first() == Some(&1) && text.announced(Sense::Moment, (first, first), (1, 0))
}

/// Luhn's checksum: every second digit from the right is doubled. All zeros pass it and mean nothing.
fn holds(digits: &[u8]) -> bool {
    let sum: u32 = (0..)
        .zip(digits.iter().rev())
        .map(|(place, digit)| match (place % 2, u32::from(*digit)) {
            (0, digit) => digit,
            (_, digit) => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum > 0 && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_holds() {
        for (written, wanted) in [
            ("4111111111111111", true),
            ("4111111111111112", false),
            ("7751123400001232", true),
            ("2200123456789019", true),
            ("378282246310005", true),
            ("0000000000000000", false),
        ] {
            let digits: Vec<u8> = written.bytes().map(|byte| byte - b'0').collect();
            assert_eq!(holds(&digits), wanted, "{written}");
        }
    }
}
