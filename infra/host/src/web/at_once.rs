//! What pages ask of the table from code that does not wait.

use futures_util::FutureExt as _;
use std::pin::pin;
use tokio::runtime::Handle;
use tokio::task::block_in_place;

/// The future's outcome. Reads of the embedded table end where they begin; a table elsewhere is waited for on this
/// thread, while the runtime's other threads go on.
pub fn at_once<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    match future.as_mut().now_or_never() {
        Some(done) => done,
        None => block_in_place(|| Handle::current().block_on(future)),
    }
}

#[cfg(test)]
mod tests {
    use super::at_once;

    #[tokio::test(flavor = "multi_thread")]
    async fn what_ends_at_once_and_what_has_to_be_waited_for() {
        assert_eq!(at_once(async { 1 }), 1);
        let waited = at_once(async {
            tokio::task::yield_now().await;
            2
        });
        assert_eq!(waited, 2);
    }
}
