//! From a signed webhook to the first prompt in a chat with everybody in it, against bare commits.

use super::bare::Transaction;
use super::estate::{Failure, round};
use super::installation::{Installation, Registered};
use super::times::Times;
use super::yardstick::Yardstick;
use nabat::configuration::Estate;
use nabat_tests::folder::Folder;
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
    /// Of registrations whose commits could be counted on the disk: how many were handed over…
    pub handed_over: usize,
    /// … and how many the disk saw, since transactions that wait are committed together.
    pub on_disk: u64,
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
    let warmed = both(&ours, &bare, warming, "WARM-0").await;
    drop(warmed);
    for (number, failure) in measured.iter().take(left).enumerate() {
        let (registered, bare) = both(&ours, &bare, failure, &format!("SD-{number}")).await;
        found.add(&registered, bare);
    }
}

/// The host first, then the yardstick with what the host had committed.
async fn both(
    ours: &Installation,
    bare: &Yardstick,
    failure: &Failure,
    desk: &str,
) -> (Registered, std::time::Duration) {
    let registered = ours.register(failure, desk).await;
    let commits: Vec<Transaction> = registered.transactions[..registered.until_prompt].to_vec();
    let took = bare.register(desk, &registered.body, commits).await;
    (registered, took)
}

impl Registration {
    fn add(&mut self, registered: &Registered, bare: std::time::Duration) {
        self.ours.add(registered.took);
        self.bare.add(bare);
        self.until_prompt += registered.until_prompt;
        self.bytes += registered.transactions[..registered.until_prompt].iter().map(Transaction::bytes).sum::<usize>();
        self.whole += registered.transactions.len();
        if let Some(on_disk) = registered.on_disk {
            self.handed_over += registered.transactions.len();
            self.on_disk += on_disk;
        }
    }
}
