//! Waiting for something real, with a deadline: the only place where these tests sleep.

use std::time::Duration;

/// Tries until it works, for at most a minute.
pub async fn until<T>(attempt: impl AsyncFn() -> anyhow::Result<T>) -> anyhow::Result<T> {
    for _ in 0..599 {
        if let Ok(done) = attempt().await {
            return Ok(done);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    attempt().await
}
