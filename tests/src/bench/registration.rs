//! From a signed webhook to the first prompt in a chat with everybody in it, against bare commits.

use super::bare::Transaction;
use super::estate::{Failure, round};
use super::installation::{Installation, Registered};
use super::times::Times;
use super::yardstick::Yardstick;
use nabat::configuration::Estate;
use nabat_tests::folder::Folder;
use std::time::Duration;
use tokio::runtime::Builder;

/// What came out.
#[derive(Default)]
pub struct Registration {
    /// The host's times.
    pub ours: Times,
    /// The yardstick's.
    pub bare: Times,
    /// Fresh installations they were spread over.
    pub installations: usize,
    /// Commits until the first prompt, of all registrations: the yardstick makes as many.
    pub until_prompt: usize,
    /// Bytes of those.
    pub bytes: usize,
    /// Commits of all registrations until nothing was left to do.
    pub whole: usize,
}

/// Measures so many registrations.
pub fn measure(count: usize) -> Registration {
    let estate = nabat::example::read().expect("the example can be read").estate;
    let mut found = Registration::default();
    while found.ours.count() < count {
        // A runtime each: with it everything the host had running ends.
        let runtime = Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let left = count - found.ours.count();
        runtime.block_on(one_installation(&estate, left, &mut found));
        found.installations += 1;
    }
    found
}

async fn one_installation(estate: &Estate, left: usize, found: &mut Registration) {
    let folder = Folder::new();
    let ours = Installation::open(folder.path(), estate).await;
    let bare = Yardstick::open(&folder.path().join("bare.db"), &ours.secret).await;
    let failures = round(estate, found.installations);
    let (warming, measured) = failures.split_first().expect("the example has services");
    // The first opens connections and reads the configuration, here and there.
    let _ = both(&ours, &bare, warming, "WARM-0").await;
    for (number, failure) in measured.iter().take(left).enumerate() {
        let (registered, bare) = both(&ours, &bare, failure, &format!("SD-{number}")).await;
        found.add(&registered, bare);
    }
}

/// The host first, then the yardstick with what the host had committed.
async fn both(ours: &Installation, bare: &Yardstick, failure: &Failure, desk: &str) -> (Registered, Duration) {
    let registered = ours.register(failure, desk).await;
    let took = bare.register(desk, &registered.body, registered.until_prompt.clone()).await;
    (registered, took)
}

impl Registration {
    fn add(&mut self, registered: &Registered, bare: Duration) {
        self.ours.add(registered.took);
        self.bare.add(bare);
        self.until_prompt += registered.until_prompt.len();
        self.bytes += registered.until_prompt.iter().map(Transaction::bytes).sum::<usize>();
        self.whole += registered.whole;
    }
}
