//! Random bytes: the machine's, or drawn from a seed so that a demo can be played again.

use nabat_domain::journal::sha256_hex;
use nabat_kit::port::Chance;
use std::sync::atomic::{AtomicU64, Ordering};

/// The machine's own randomness.
pub struct MachineChance;

impl Chance for MachineChance {
    fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the machine has a source of random bytes");
        bytes
    }
}

/// Bytes that follow from a seed.
pub struct SeededChance {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededChance {
    /// The sequence of this seed.
    pub const fn new(seed: u64) -> Self {
        Self { seed, drawn: AtomicU64::new(0) }
    }
}

impl Chance for SeededChance {
    fn bytes(&self) -> [u8; 16] {
        let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
        of_seed(self.seed, &format!("chance {drawn}"))
    }
}

/// Sixteen bytes that follow from a seed and a purpose.
pub fn of_seed(seed: u64, purpose: &str) -> [u8; 16] {
    let digest = sha256_hex(format!("nabat {seed} {purpose}").as_bytes());
    let mut bytes = [0; 16];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digest[place * 2..place * 2 + 2], 16).expect("a digest is hex");
    }
    bytes
}
