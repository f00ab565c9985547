//! A runtime beside the tests' own. What a real store is asked for is asked there: its connections outlive the test that
//! opened them, and a test that waits without a runtime of its own holds up nobody who has to answer it.

use std::sync::{LazyLock, mpsc};
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let runtime = Builder::new_multi_thread().worker_threads(2).thread_name("aside").enable_all().build();
    runtime.expect("a runtime can be started")
});

/// Carries something out there.
///
/// # Panics
/// It panicked.
pub async fn aside<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    RUNTIME.spawn(work).await.expect("it did not panic")
}

/// Begins something there that nobody waits for.
#[cfg(feature = "aws")]
pub fn begun(work: impl Future<Output = ()> + Send + 'static) {
    drop(RUNTIME.spawn(work));
}

/// Carries something out there, this thread waiting for it.
///
/// # Panics
/// It panicked.
pub fn waited<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let (tell, told) = mpsc::channel();
    drop(RUNTIME.spawn(async move { drop(tell.send(work.await)) }));
    told.recv().expect("it did not panic")
}
