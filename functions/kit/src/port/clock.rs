//! The clock, so that tests and the demo own the time.

use nabat_domain::time::At;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> At;
}
