//! Dice that fall the same way for the same seed.

use crate::chance::of_seed;

/// A sequence of throws.
pub struct Dice {
    seed: u64,
    thrown: u64,
}

impl Dice {
    /// The throws of this seed.
    pub const fn new(seed: u64) -> Self {
        Self { seed, thrown: 0 }
    }

    /// A number from 0 to `sides` − 1.
    pub fn below(&mut self, sides: u64) -> u64 {
        self.thrown += 1;
        let bytes = of_seed(self.seed, &format!("throw {}", self.thrown));
        let number = bytes[..8].iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        number % sides.max(1)
    }

    /// A number of the range, both ends included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + i64::try_from(self.below(u64::try_from(most - least + 1).unwrap_or(1))).unwrap_or(0)
    }

    /// Happens so many times in a hundred.
    pub fn happens(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn one_of<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        if several.is_empty() {
            return None;
        }
        let place = self.below(several.len() as u64);
        several.get(usize::try_from(place).unwrap_or(0))
    }
}
