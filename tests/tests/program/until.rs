//! Waiting for something, with a deadline: the only place where a test sleeps.

use std::time::Duration;

/// Nothing a test waits for takes longer.
const DEADLINE: Duration = Duration::from_secs(30);

/// How often one looks.
const EVERY: Duration = Duration::from_millis(20);

/// What `look` finds, as soon as it finds it.
pub async fn until<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    until_within(DEADLINE, what, look).await
}

/// The same for what takes its time by its nature.
pub async fn until_within<T>(deadline: Duration, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let found = tokio::time::timeout(deadline, async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(EVERY).await;
        }
    });
    found.await.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}
