//! Waiting for something, with a deadline: the only place where a test sleeps.

use std::time::Duration;

/// Nothing a test waits for takes longer.
const DEADLINE: Duration = Duration::from_secs(30);

/// How often one looks.
const EVERY: Duration = Duration::from_millis(20);

/// What `look` finds, as soon as it finds it.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let found = tokio::time::timeout(DEADLINE, async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(EVERY).await;
        }
    });
    found.await.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}
