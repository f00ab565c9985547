//! What words tell: their beginnings, and how rare they are among texts.

use std::collections::BTreeSet;

/// Letters from which on a word tells something, as do so many digits: a code, not a count or a clock time.
const TELLING: usize = 3;

/// Letters by which words are compared: what follows are endings.
const STEM: usize = 5;

/// Telling words by their beginnings, without regard to case and to ё.
pub(super) fn stems(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= TELLING);
    words.map(|word| word.to_lowercase().replace('ё', "е").chars().take(STEM).collect()).collect()
}

/// What a word tells that so many of all texts have: log2 of their share, in sixteenths of a bit; nothing if all do.
///
/// Whole numbers, so that every machine comes to the same.
pub(super) fn rarity(having: u32, of: u32) -> u32 {
    let all = log2_sixteenths(2 * u64::from(of) + 2);
    all.saturating_sub(log2_sixteenths(2 * u64::from(having) + 1))
}

/// log2 of a number from 1 on, in sixteenths, rounded down: a bit of the fraction for each squaring.
fn log2_sixteenths(number: u64) -> u32 {
    let whole = number.max(1).ilog2();
    let mut rest = (u128::from(number.max(1)) << 32) >> whole;
    let mut sixteenths = whole * 16;
    for bit in [8, 4, 2, 1] {
        rest = (rest * rest) >> 32;
        if rest >= 2 << 32 {
            rest >>= 1;
            sixteenths += bit;
        }
    }
    sixteenths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_those_of_the_books() {
        for number in [1_u64, 2, 3, 5, 7, 10, 100, 1_000, 65_537] {
            let true_one = (number as f64).log2() * 16.0;
            assert_eq!(f64::from(log2_sixteenths(number)), true_one.floor(), "{number}");
        }
    }

    #[test]
    fn the_rarer_the_more() {
        assert!(rarity(1, 40) > rarity(5, 40));
        assert!(rarity(5, 40) > rarity(40, 40));
        assert_eq!(rarity(40, 40), 0);
    }

    #[test]
    fn endings_case_and_counts_do_not_matter() {
        assert_eq!(stems("Отмённая запись"), stems("отменных ЗАПИСЬ"));
        assert_eq!(stems("в 14:32, 5 из 17, ошибка 503"), stems("ошибки 503 и"));
    }
}
