//! Shards of the due index: the same partition always falls into the same one.

use crate::table::SHARDS;

/// The shard of a partition (FNV-1a, so that every host agrees).
pub fn shard(pk: &str) -> u8 {
    let hash = pk
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash % u64::from(SHARDS)) as u8
}
