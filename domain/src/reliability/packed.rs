//! A moment and a group in one number, so that millions of them are sorted as numbers are.

/// A moment above, a group below; greater numbers are later moments.
pub(super) trait Packed: Copy + Ord + Default {
    /// Packs a moment, counted from the period's beginning, with a group of so many bits.
    fn pack(at: u64, group: u32, bits: u32) -> Self;
    /// The moment.
    fn at(self, bits: u32) -> u64;
    /// The group.
    fn group(self, bits: u32) -> u32;
}

/// Enough for 34 years of 16 million groups.
impl Packed for u64 {
    fn pack(at: u64, group: u32, bits: u32) -> Self {
        (at << bits) | Self::from(group)
    }

    fn at(self, bits: u32) -> u64 {
        self >> bits
    }

    fn group(self, bits: u32) -> u32 {
        (self & !(Self::MAX << bits)) as u32
    }
}

/// Enough for anything.
impl Packed for u128 {
    fn pack(at: u64, group: u32, bits: u32) -> Self {
        (Self::from(at) << bits) | Self::from(group)
    }

    fn at(self, bits: u32) -> u64 {
        (self >> bits) as u64
    }

    fn group(self, bits: u32) -> u32 {
        (self & !(Self::MAX << bits)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_again() {
        for (at, group) in [(0, 0), (1, 4_095), ((1 << 52) - 1, 0), ((1 << 52) - 1, 4_095)] {
            let (small, great) = (u64::pack(at, group, 12), u128::pack(at, group, 12));
            assert_eq!((small.at(12), small.group(12)), (at, group));
            assert_eq!((great.at(12), great.group(12)), (at, group));
        }
        let most = u128::pack(u64::MAX, u32::MAX, 32);
        assert_eq!((most.at(32), most.group(32)), (u64::MAX, u32::MAX));
    }
}
