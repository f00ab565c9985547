//! Time this thread had a processor, where the system tells it; else time as it passes.
//!
//! Ratios are to hold beside busy neighbours too: a thread that waits for its turn does not work.

use std::time::{Duration, Instant};

/// A stopwatch.
pub struct Stopwatch {
    begun: Instant,
    on_processor: Option<u64>,
}

impl Stopwatch {
    /// Starts.
    pub fn start() -> Self {
        let on_processor = on_processor();
        #[expect(clippy::disallowed_methods, reason = "a stopwatch is no clock of the estate")]
        let begun = Instant::now();
        Self { begun, on_processor }
    }

    /// Since it was started.
    pub fn stop(&self) -> Duration {
        let passed = self.begun.elapsed();
        let worked = self.on_processor.zip(on_processor()).map(|(begun, ended)| Duration::from_nanos(ended - begun));
        worked.unwrap_or(passed)
    }
}

/// Nanoseconds this thread has run (Linux); brought up to date when it gives its turn away.
fn on_processor() -> Option<u64> {
    std::thread::yield_now();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok()
}
