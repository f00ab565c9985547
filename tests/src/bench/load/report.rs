//! What was measured under load, and whether the bounds hold.

use super::pages::{FEW, MANY, Page};
use super::rate::Rated;
use crate::bench::report::{rounded, verdict};
use serde_json::{Value, json};
use std::fmt;

/// The p99 of our answers may be so many times the yardstick's.
const LATENCY: f64 = 3.0;

/// Seconds from the first webhook in which every one of three hundred incidents is opened; fewer have so much less.
const OPENED: f64 = 60.0 / 300.0;

/// A page over many may take so many times its time over few.
const PAGES: f64 = 2.0;

/// Everything that was measured.
pub struct Load {
    /// Webhooks sent.
    pub incidents: usize,
    /// So many a second.
    pub rate: usize,
    /// The host.
    pub ours: Rated,
    /// The yardstick.
    pub bare: Rated,
    /// Pages.
    pub pages: Vec<Page>,
}

impl Load {
    fn latency(&self) -> f64 {
        self.ours.answers.quantile(99) / self.bare.answers.quantile(99)
    }

    fn opened(&self) -> f64 {
        self.ours.opened.unwrap_or(f64::INFINITY)
    }

    fn within(&self) -> f64 {
        OPENED * self.incidents as f64
    }

    fn pages_hold(&self) -> bool {
        self.pages.iter().all(|page| page.ratio() <= PAGES)
    }

    /// Whether every bound holds.
    pub fn holds(&self) -> bool {
        self.latency() <= LATENCY && self.opened() <= self.within() && self.pages_hold()
    }

    /// For the table of proofs.
    pub fn figure(&self) -> String {
        let of = |percent| self.ours.answers.quantile(percent);
        let slowest = self.pages.iter().map(Page::ratio).fold(0.0, f64::max);
        format!(
            "figure performance.load of={}_at_{}_a_second p50_ms={:.2} p90_ms={:.2} p99_ms={:.2} times_bare={:.2} most={LATENCY} \
             opened_s={:.1} within={:.1} pages_times={slowest:.2} most_pages={PAGES}",
            self.incidents,
            self.rate,
            of(50),
            of(90),
            of(99),
            self.latency(),
            self.opened(),
            self.within()
        )
    }

    /// The same for machines.
    pub fn json(&self) -> Value {
        let times = |rated: &Rated| {
            let of = |percent| rounded(rated.answers.quantile(percent));
            json!({ "p50": of(50), "p90": of(90), "p99": of(99), "most": of(100) })
        };
        let page = |page: &Page| {
            json!({
                "address": page.address,
                "few_ms": rounded(page.few.as_secs_f64() * 1_000.0),
                "many_ms": rounded(page.many.as_secs_f64() * 1_000.0),
                "bytes": page.bytes,
                "ratio": rounded(page.ratio()),
            })
        };
        json!({
            "webhooks": {
                "count": self.incidents,
                "a_second": self.rate,
                "nabat_ms": times(&self.ours),
                "bare_ms": times(&self.bare),
                "ratio_p99": rounded(self.latency()),
                "bound": LATENCY,
                "holds": self.latency() <= LATENCY,
            },
            "opened": {
                "count": self.incidents,
                "seconds": rounded(self.opened()),
                "bound": rounded(self.within()),
                "holds": self.opened() <= self.within(),
            },
            "pages": {
                "few": FEW,
                "many": MANY,
                "each": self.pages.iter().map(page).collect::<Vec<_>>(),
                "bound": PAGES,
                "holds": self.pages_hold(),
            },
        })
    }
}

impl Page {
    fn ratio(&self) -> f64 {
        self.many.as_secs_f64() / self.few.as_secs_f64()
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "Webhooks: {} signed registrations, {} a second, each opens an incident",
            self.incidents, self.rate
        )?;
        for (name, rated) in [("nabat", &self.ours), ("bare axum + rusqlite", &self.bare)] {
            let of = |percent| rated.answers.quantile(percent);
            let (p50, p90, p99, most) = (of(50), of(90), of(99), of(100));
            writeln!(f, "  {name:22} p50 {p50:7.2}   p90 {p90:7.2}   p99 {p99:7.2}   most {most:7.2} ms")?;
        }
        let holds = verdict(self.latency() <= LATENCY);
        writeln!(f, "  ratio p99 {:.2}; bound <= {LATENCY}: {holds}", self.latency())?;
        let holds = verdict(self.opened() <= self.within());
        writeln!(f, "  all opened {:.1} s after the first; bound <= {:.1}: {holds}", self.opened(), self.within())?;
        writeln!(f, "Pages with {FEW} and with {MANY} open incidents, bound <= {PAGES} times")?;
        for page in &self.pages {
            let (few, many) = (page.few.as_secs_f64() * 1_000.0, page.many.as_secs_f64() * 1_000.0);
            let (address, ratio, holds) = (page.address, page.ratio(), verdict(page.ratio() <= PAGES));
            writeln!(f, "  {address:5} {few:7.2} ms, {many:7.2} ms, {} bytes; ratio {ratio:.2}: {holds}", page.bytes)?;
        }
        Ok(())
    }
}
