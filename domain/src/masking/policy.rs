//! ЕНП of the medical insurance policy and bank cards: one checksum, Luhn's, serves both.

use super::context::Sense;
use super::edge::{Edge, edges, is_separator, permits};
use super::kind::Kind;
use super::text::{Match, Text, WINDOW};

/// How 16 digits are written when no word announces them.
const GROUPINGS: [&[usize]; 2] = [&[16], &[4, 4, 4, 4]];

/// Most groups an announced number is read from.
const MOST_GROUPS: usize = 8;

/// A policy or card that begins at token `first`, and which of the two.
pub(super) fn at(text: &Text, first: usize) -> Option<(Kind, Match)> {
    if text.length(first)? > 19 {
        return None;
    }
    let usual = GROUPINGS.iter().find_map(|lengths| text.run(first, lengths, is_separator));
    if let Some(last) = usual.filter(|last| holds(text.values(first, *last))) {
        let announced = announced(text, first, last);
        if permits(edges(text, first, last), || announced.is_some()) {
            return Some((announced.unwrap_or(Kind::Card), text.matched(first, last)));
        }
    }
    announced_at(text, first)
}

/// A number in any grouping beside a word that announces it: 16 digits, for cards 15, 18, 19 too.
fn announced_at(text: &Text, first: usize) -> Option<(Kind, Match)> {
    let kind = announced(text, first, first)?;
    let mut digits = 0;
    for last in first..first + MOST_GROUPS {
        if last > first && !is_separator(text.gap_before(last)) {
            return None;
        }
        digits += text.length(last)?;
        let is_long_enough = digits == 16 || (kind == Kind::Card && matches!(digits, 15 | 18 | 19));
        if is_long_enough && holds(text.values(first, last)) && edges(text, first, last) != Edge::Glued {
            return Some((kind, text.matched(first, last)));
        }
    }
    None
}

/// What the words beside say it is.
fn announced(text: &Text, first: usize, last: usize) -> Option<Kind> {
    let says = |sense| text.announced(sense, (first, last), (WINDOW, WINDOW));
    if says(Sense::Policy) {
        return Some(Kind::Policy);
    }
    says(Sense::Card).then_some(Kind::Card)
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
