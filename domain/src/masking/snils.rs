//! СНИЛС: the number of the personal insurance account, 11 digits, the last two a checksum.

use super::context::Sense;
use super::edge::{edges, is_separator, permits};
use super::text::{Match, Text, WINDOW};

/// Numbers up to 001-001-998 were given out before the checksum.
const FIRST_CHECKED: u32 = 1_001_999;

/// How people group it: 11223344595, 112233445-95, 112-233-445 95, 112-233-44595.
const GROUPINGS: [&[usize]; 4] = [&[11], &[9, 2], &[3, 3, 3, 2], &[3, 3, 5]];

/// A СНИЛС that begins at token `first`.
pub(super) fn at(text: &Text, first: usize) -> Option<Match> {
    let last = GROUPINGS.iter().find_map(|lengths| text.run(first, lengths, is_separator))?;
    let fits = holds(text.values(first, last)) && permits(edges(text, first, last), || is_announced(text, first, last));
    fits.then(|| text.matched(first, last))
}

/// Whether a word beside says that this is a СНИЛС.
pub(super) fn is_announced(text: &Text, first: usize, last: usize) -> bool {
    text.announced(Sense::Snils, (first, last), (WINDOW, WINDOW))
}

/// The checksum: nine digits weighted 9 to 1, modulo 101, where 100 is written 00.
fn holds(digits: &[u8]) -> bool {
    let [number @ .., tens, units] = digits else { return false };
    if number.len() != 9 {
        return false;
    }
    let sum: u32 = (1..=9).rev().zip(number).map(|(weight, digit)| weight * u32::from(*digit)).sum();
    let value = number.iter().fold(0, |value, digit| value * 10 + u32::from(*digit));
    value >= FIRST_CHECKED && sum % 101 % 100 == u32::from(tens * 10 + units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_holds() {
        for (written, wanted) in [
            ("11223344595", true),
            ("11223344594", false),
            // Weighted sums 99, 100, 101, 102, 201, 202.
            ("00101989999", true),
            ("00101998900", true),
            ("00101999800", true),
            ("00101999901", true),
            ("11479875600", true),
            ("11685769600", true),
            ("00100199800", false),
            ("00000000000", false),
        ] {
            let digits: Vec<u8> = written.bytes().map(|byte| byte - b'0').collect();
            assert_eq!(holds(&digits), wanted, "{written}");
        }
    }
}
