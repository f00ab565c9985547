//! Limits of calls, as messengers document them: so many of a kind within so long, then they say how long to wait.

use nabat_domain::time::{At, Length};
use std::collections::{BTreeMap, VecDeque};

/// So many calls of a kind within so long.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limit {
    kind: String,
    calls: usize,
    within: Length,
}

impl Limit {
    /// A limit of calls that are counted together.
    pub fn new(kind: impl Into<String>, calls: usize, within: Length) -> Self {
        Self { kind: kind.into(), calls, within }
    }
}

/// Calls that were let through, by their kind.
#[derive(Default)]
pub struct Past(BTreeMap<String, VecDeque<At>>);

impl Past {
    /// Lets a call through and counts it; or the whole seconds until every limit lets one through, and counts nothing.
    pub fn wait(&mut self, limits: &[Limit], now: At) -> Option<u32> {
        let longest = limits.iter().filter_map(|limit| self.until(limit, now)).max();
        if let Some(until) = longest {
            let seconds = until.since(now).0.div_euclid(1_000) + i64::from(until.since(now).0.rem_euclid(1_000) > 0);
            return Some(u32::try_from(seconds).unwrap_or(u32::MAX).max(1));
        }
        for limit in limits {
            self.0.entry(limit.kind.clone()).or_default().push_back(now);
        }
        None
    }

    /// When a limit lets the next call through, if it does not now.
    fn until(&mut self, limit: &Limit, now: At) -> Option<At> {
        let past = self.0.entry(limit.kind.clone()).or_default();
        while past.front().is_some_and(|at| now.since(*at) >= limit.within) {
            past.pop_front();
        }
        let first = past.len().checked_sub(limit.calls)?;
        past.get(first).map(|at| at.plus(limit.within))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_that_is_one_too_many_hears_when_the_window_opens() {
        let mut past = Past::default();
        let limits = [Limit::new("post", 2, Length::seconds(60)), Limit::new("post/C1", 1, Length::seconds(1))];
        assert_eq!(past.wait(&limits, At(0)), None);
        assert_eq!(past.wait(&limits, At(400)), Some(1), "one a second there");
        assert_eq!(past.wait(&limits, At(1_000)), None);
        assert_eq!(past.wait(&limits, At(30_000)), Some(30), "two a minute everywhere");
        assert_eq!(past.wait(&limits, At(60_000)), None);
    }
}
