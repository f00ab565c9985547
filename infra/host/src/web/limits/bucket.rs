//! One bucket a source, as one number: when it would be full again (the generic cell rate algorithm). A minute's worth
//! may come at once.

use nabat_domain::time::At;
use std::collections::HashMap;
use std::sync::Mutex;

/// A minute, in microseconds: thousands a minute lie closer together than milliseconds tell.
const MINUTE: i64 = 60_000_000;

/// So many sources are kept; beyond them those that ask nothing now are forgotten, then new ones share a bucket.
const MOST: usize = 50_000;

/// The bucket of sources there is no room for.
const OTHERS: &str = "others";

/// Buckets of all sources.
#[derive(Debug, Default)]
pub struct Buckets {
    full_again: Mutex<HashMap<String, i64>>,
}

impl Buckets {
    /// Takes one from a source's bucket; else the seconds until there is one.
    pub fn wait(&self, source: &str, per_minute: u32, now: At) -> Option<u64> {
        let now = now.0.saturating_mul(1_000);
        let step = MINUTE / i64::from(per_minute.max(1));
        let mut all = self.full_again.lock().expect("nothing panics while holding it");
        if all.len() >= MOST && !all.contains_key(source) {
            all.retain(|_, full| *full > now);
        }
        let room = all.len() < MOST || all.contains_key(source);
        let full = all.entry(if room { source } else { OTHERS }.to_owned()).or_insert(now);
        // A clock that was set back leaves nobody outside for longer than a minute.
        let begun = (*full).clamp(now, now + MINUTE);
        let next = begun + step;
        if next - now > MINUTE {
            let wait = next - now - MINUTE;
            return Some(u64::try_from((wait + 999_999) / 1_000_000).unwrap_or(1).max(1));
        }
        *full = next;
        None
    }
}
