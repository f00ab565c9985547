//! The clock, so that tests and the demo own the time.

use async_trait::async_trait;
use nabat_domain::time::{At, Length};

/// Tells the time, and waits.
#[async_trait]
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> At;

    /// Waits so long. A clock that somebody moves lets the time pass at once.
    async fn sleep(&self, length: Length);
}
