//! Whole numbers of any size: only what exact shares need.

use std::cmp::Ordering;

/// A number not below zero; least limb first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Whole(Vec<u64>);

impl Whole {
    /// One.
    pub fn one() -> Self {
        Self(vec![1])
    }

    /// Times a small number.
    pub fn times(&self, factor: u64) -> Self {
        let mut limbs = Vec::with_capacity(self.0.len() + 1);
        let mut carry = 0_u128;
        for limb in &self.0 {
            let sum = u128::from(*limb) * u128::from(factor) + carry;
            limbs.push(sum as u64);
            carry = sum >> 64;
        }
        limbs.push(carry as u64);
        Self(limbs).trimmed()
    }

    /// Divided by a small number, and what is left over.
    pub fn over(&self, divisor: u64) -> (Self, u64) {
        let mut limbs = vec![0; self.0.len()];
        let mut left = 0_u128;
        for (place, limb) in self.0.iter().enumerate().rev() {
            let part = (left << 64) | u128::from(*limb);
            limbs[place] = (part / u128::from(divisor)) as u64;
            left = part % u128::from(divisor);
        }
        (Self(limbs).trimmed(), left as u64)
    }

    /// Adds another.
    pub fn add(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()) + 1, 0);
        let mut carry = 0_u128;
        for (place, limb) in self.0.iter_mut().enumerate() {
            let sum = u128::from(*limb) + u128::from(other.0.get(place).copied().unwrap_or(0)) + carry;
            *limb = sum as u64;
            carry = sum >> 64;
        }
        self.trim();
    }

    /// Takes another, which is no greater, away.
    pub fn subtract(&mut self, other: &Self) {
        let mut borrowed = false;
        for (place, limb) in self.0.iter_mut().enumerate() {
            let (less, first) = limb.overflowing_sub(other.0.get(place).copied().unwrap_or(0));
            let (less, second) = less.overflowing_sub(u64::from(borrowed));
            *limb = less;
            borrowed = first || second;
        }
        self.trim();
    }

    fn trimmed(mut self) -> Self {
        self.trim();
        self
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

impl Ord for Whole {
    fn cmp(&self, other: &Self) -> Ordering {
        let longer = self.0.len().cmp(&other.0.len());
        longer.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Whole {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The least number that each of these divides.
pub(super) fn common_multiple(numbers: impl IntoIterator<Item = u64>) -> Whole {
    numbers.into_iter().fold(Whole::one(), |multiple, number| {
        let (_, left) = multiple.over(number);
        multiple.times(number / greatest_common_divisor(number, left))
    })
}

fn greatest_common_divisor(one: u64, two: u64) -> u64 {
    if two == 0 { one } else { greatest_common_divisor(two, one % two) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_multiplied_can_be_divided_again() {
        let mut number = Whole::one();
        for factor in 1..=40_u64 {
            number = number.times(u64::MAX - factor);
        }
        for factor in 1..=40_u64 {
            let (quotient, left) = number.over(u64::MAX - factor);
            assert_eq!(left, 0);
            number = quotient;
        }
        assert_eq!(number, Whole::one());
    }

    #[test]
    fn a_common_multiple_is_the_least() {
        assert_eq!(common_multiple(1..=10), Whole(vec![2_520]));
        assert_eq!(common_multiple([]), Whole::one());
        let many = common_multiple(1..=200);
        assert!((1..=200).all(|number| many.over(number).1 == 0));
    }

    #[test]
    fn sums_carry_and_differences_borrow() {
        let mut number = Whole(vec![u64::MAX, u64::MAX]);
        number.add(&Whole::one());
        assert_eq!(number, Whole(vec![0, 0, 1]));
        number.subtract(&Whole::one());
        assert_eq!(number, Whole(vec![u64::MAX, u64::MAX]));
        assert!(Whole(vec![0, 1]) > Whole(vec![u64::MAX]));
    }
}
