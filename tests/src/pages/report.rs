//! What was measured, and whether the bounds hold.

use super::estate::SERVICES;
use serde_json::{Value, json};
use std::fmt;
use std::time::Duration;

/// Server time of a page, milliseconds; of a file to keep, the same for each megabyte of it.
const PAGE: f64 = 50.0;

/// The same in a process that has read nothing yet: once in its life.
const COLD: f64 = 1_000.0;

/// One address.
pub struct Measured {
    pub name: &'static str,
    /// A file to keep, whole however long it is; what people look at is a page.
    pub file: bool,
    pub cold: Duration,
    pub warm: Duration,
    pub bytes: usize,
}

/// All of them.
pub struct Report {
    pub outages: usize,
    pub pages: Vec<Measured>,
    /// The same rows read and not looked at.
    pub bare: Duration,
    pub bare_bytes: usize,
}

impl Report {
    /// Whether every bound holds.
    pub fn holds(&self) -> bool {
        self.pages.iter().all(Measured::holds)
    }

    /// For the table of proofs.
    pub fn figure(&self) -> String {
        let most = |of: fn(&Measured) -> Duration| self.pages.iter().filter(|one| !one.file).map(of).max();
        let (warm, cold) = (most(|one| one.warm).unwrap_or_default(), most(|one| one.cold).unwrap_or_default());
        let (warm, cold, outages) = (milliseconds(warm), milliseconds(cold), self.outages);
        format!(
            "figure performance.pages of={outages}_outages slowest_ms={warm} most={PAGE} first_ms={cold} most_first={COLD}"
        )
    }

    /// For machines.
    pub fn json(&self) -> Value {
        let page = |one: &Measured| {
            json!({ "page": one.name, "cold_ms": milliseconds(one.cold), "warm_ms": milliseconds(one.warm),
                    "bytes": one.bytes, "bound_ms": one.bound(), "holds": one.holds() })
        };
        json!({
            "services": SERVICES, "outages": self.outages, "holds": self.holds(),
            "bare_read_ms": milliseconds(self.bare), "bare_read_bytes": self.bare_bytes,
            "pages": self.pages.iter().map(page).collect::<Vec<_>>(),
        })
    }
}

impl Measured {
    fn holds(&self) -> bool {
        milliseconds(self.warm) <= self.bound() && milliseconds(self.cold) <= COLD
    }

    fn bound(&self) -> f64 {
        let megabytes = u32::try_from(self.bytes.div_ceil(1_000_000)).map_or(f64::INFINITY, f64::from);
        if self.file { PAGE * megabytes } else { PAGE }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} outages of {SERVICES} services in ten years", self.outages)?;
        let bare = milliseconds(self.bare);
        writeln!(f, "  {:34} {bare:8.1} ms, {} KB", "rows that can change, read bare", self.bare_bytes / 1_000)?;
        for one in &self.pages {
            let (cold, warm) = (milliseconds(one.cold), milliseconds(one.warm));
            let verdict = if one.holds() { "holds" } else { "BROKEN" };
            let times = warm / bare.max(0.001);
            writeln!(
                f,
                "  {:34} {warm:8.1} ms, {times:5.2} x bare; first in a process {cold:7.1} ms; {} KB; \
                 bounds <= {} and {COLD}: {verdict}",
                one.name,
                one.bytes / 1_000,
                one.bound()
            )?;
        }
        Ok(())
    }
}

fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}
