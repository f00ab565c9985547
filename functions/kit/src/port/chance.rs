//! Random bytes, so that the demo can draw them from its seed.

/// A source of random bytes for salts and tokens.
pub trait Chance: Send + Sync {
    /// Sixteen fresh bytes.
    fn bytes(&self) -> [u8; 16];
}
