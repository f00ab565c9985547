//! What was measured, each figure with its yardstick, and whether the bounds hold.

use super::commands::Commands;
use super::registration::Registration;
use serde_json::{Value, json};
use std::fmt;

/// A registration may take so many times its yardstick, p99 against p99.
const LATENCY: f64 = 3.0;

/// Commands a second are at least so much of the yardstick's.
const THROUGHPUT: f64 = 0.7;

/// Everything that was measured.
pub struct Report {
    /// Registrations.
    pub registration: Registration,
    /// Commands.
    pub commands: Commands,
}

impl Report {
    /// Whether every bound holds.
    pub fn holds(&self) -> bool {
        self.latency() <= LATENCY && self.throughput() >= THROUGHPUT
    }

    fn latency(&self) -> f64 {
        self.registration.ours.quantile(99) / self.registration.bare.quantile(99)
    }

    fn throughput(&self) -> f64 {
        self.commands.ratio()
    }

    /// For the table of proofs.
    pub fn figure(&self) -> String {
        let (p99, ratio, throughput) = (self.registration.ours.quantile(99), self.latency(), self.throughput());
        format!(
            "figure performance.core of=core registration_p99_ms={p99:.2} times_bare={ratio:.2} most={LATENCY} commands_of_bare={throughput:.2} least={THROUGHPUT}"
        )
    }

    /// The same for machines.
    pub fn json(&self) -> Value {
        let (registration, commands) = (&self.registration, &self.commands);
        let each = |sum: usize| rounded(sum as f64 / registration.ours.count() as f64);
        json!({
            "registration": {
                "count": registration.ours.count(),
                "installations": registration.installations,
                "nabat_ms": { "p50": rounded(registration.ours.quantile(50)), "p99": rounded(registration.ours.quantile(99)) },
                "bare_ms": { "p50": rounded(registration.bare.quantile(50)), "p99": rounded(registration.bare.quantile(99)) },
                "commits_until_prompt": each(registration.until_prompt),
                "bytes_until_prompt": each(registration.bytes),
                "commits_whole": each(registration.whole),
                "ratio_p99": rounded(self.latency()),
                "bound": LATENCY,
                "holds": self.latency() <= LATENCY,
            },
            "commands": {
                "count": commands.commands,
                "nabat_a_second": rounded(commands.ours_a_second()),
                "bare_a_second": rounded(commands.bare_a_second()),
                "ratio": rounded(self.throughput()),
                "bound": THROUGHPUT,
                "holds": self.throughput() >= THROUGHPUT,
            },
        })
    }
}

/// To hundredths.
pub fn rounded(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

/// A bound in a word.
pub fn verdict(holds: bool) -> &'static str {
    if holds { "holds" } else { "BROKEN" }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.registration(f)?;
        self.commands(f)
    }
}

impl Report {
    fn registration(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = &self.registration;
        let count = found.ours.count();
        let each = |sum: usize| sum as f64 / count as f64;
        writeln!(f, "Registration: signed webhook sent -> chat made, everybody in, rules pinned, first prompt posted")?;
        writeln!(f, "  {count} registrations over {} fresh installations", found.installations)?;
        for (name, times) in [("nabat", &found.ours), ("bare axum + rusqlite", &found.bare)] {
            writeln!(f, "  {name:22} p50 {:7.2} ms   p99 {:7.2} ms", times.quantile(50), times.quantile(99))?;
        }
        let commits = each(found.until_prompt);
        writeln!(
            f,
            "  commits per registration until the first prompt: {commits:.1}, {:.0} bytes; both made as many",
            each(found.bytes)
        )?;
        writeln!(f, "  commits per registration until nothing is left to do: {:.1}", each(found.whole))?;
        let p50 = found.ours.quantile(50) / found.bare.quantile(50);
        writeln!(
            f,
            "  ratio p50 {p50:.2}, p99 {:.2}; bound p99 <= {LATENCY}: {}",
            self.latency(),
            verdict(self.latency() <= LATENCY)
        )
    }

    fn commands(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = &self.commands;
        let each = |sum: usize| sum as f64 / found.commands as f64;
        writeln!(f, "Durable commands: eight writers, answers in different incidents")?;
        writeln!(
            f,
            "  {} commands, {:.1} rows and {:.0} bytes each",
            found.commands,
            each(found.rows),
            each(found.bytes)
        )?;
        writeln!(f, "  {:22} {:7.0} a second", "nabat", found.ours_a_second())?;
        writeln!(f, "  {:22} {:7.0} a second", "bare rusqlite", found.bare_a_second())?;
        writeln!(
            f,
            "  ratio {:.2}; bound >= {THROUGHPUT}: {}",
            self.throughput(),
            verdict(self.throughput() >= THROUGHPUT)
        )
    }
}
