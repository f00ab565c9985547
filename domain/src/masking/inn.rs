//! ИНН: the taxpayer's number, 12 digits for a person, 10 for a company.

use super::context::Sense;
use super::edge::{Edge, edges, is_separator, permits};
use super::text::{Match, Text, WINDOW};

const COMPANY: [u32; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const PERSON_FIRST: [u32; 10] = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const PERSON_SECOND: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/// How a person's is grouped, if at all; in even groups of three only beside a word that announces it.
const GROUPINGS: [&[usize]; 4] = [&[4, 4, 4], &[4, 6, 2], &[2, 2, 6, 2], &[3, 3, 3, 3]];

/// A person's ИНН at token `first`: two check digits are proof enough where it stands in one.
pub(super) fn person_at(text: &Text, first: usize) -> Option<Match> {
    let grouped = || GROUPINGS.iter().find_map(|lengths| text.run(first, lengths, is_separator));
    let last = if text.length(first)? == 12 { first } else { grouped()? };
    let digits = text.values(first, last);
    let announced = || is_announced(text, first, last);
    let fits = has_region(digits)
        && check(digits, &PERSON_FIRST)
        && check(digits, &PERSON_SECOND)
        && (last < first + 3 || announced())
        && permits(edges(text, first, last), announced);
    fits.then(|| text.matched(first, last))
}

/// A company's ИНН at token `first`: one check digit lets every tenth number through, so a word
/// must announce it.
pub(super) fn company_at(text: &Text, first: usize) -> Option<Match> {
    let digits = text.values(first, first);
    let fits = digits.len() == 10
        && has_region(digits)
        && check(digits, &COMPANY)
        && is_announced(text, first, first)
        && edges(text, first, first) != Edge::Glued;
    fits.then(|| text.matched(first, first))
}

fn is_announced(text: &Text, first: usize, last: usize) -> bool {
    text.announced(Sense::Inn, (first, last), (WINDOW, WINDOW))
}

/// The first two digits name a region; there is no region 00.
fn has_region(digits: &[u8]) -> bool {
    !digits.starts_with(&[0, 0])
}

/// Whether the digit behind the weighted ones is their sum modulo 11, modulo 10.
fn check(digits: &[u8], weights: &[u32]) -> bool {
    let sum: u32 = weights.iter().zip(digits).map(|(weight, digit)| weight * u32::from(*digit)).sum();
    digits.get(weights.len()).is_some_and(|last| u32::from(*last) == sum % 11 % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksums_hold() {
        let digits = |written: &str| -> Vec<u8> { written.bytes().map(|byte| byte - b'0').collect() };
        assert!(check(&digits("7707083893"), &COMPANY));
        assert!(!check(&digits("7707083894"), &COMPANY));
        for (written, wanted) in [("500100732259", true), ("500100732258", false), ("500100732249", false)] {
            let digits = digits(written);
            assert_eq!(check(&digits, &PERSON_FIRST) && check(&digits, &PERSON_SECOND), wanted, "{written}");
        }
    }
}
