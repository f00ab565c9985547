//! Weeks lived through, and what is said of them.

use super::balance::{Balance, balance};
use super::life::{Ended, live};
use super::memory::resident;
use super::outside::{BEGINS, Outside};
use nabat_domain::time::{At, Length};
use std::sync::atomic::Ordering;

/// Memory at the end may be so many times what it was after the first quarter.
const GROWTH: f64 = 1.25;

/// After the last failure people finish what is open for so long.
const FINISH: Length = Length::hours(3 * 24);

/// What was lived through.
pub struct Weeks {
    seed: u64,
    days: i64,
    /// KiB after each eighth, and at the very end.
    memory: Vec<u64>,
    balance: Balance,
    outside: Outside,
}

/// Lives through so many days.
///
/// # Panics
/// The ledger does not balance.
pub fn weeks(days: i64, seed: u64) -> Weeks {
    let mut outside = Outside::new(seed);
    let mut memory = Vec::new();
    let whole = Length::hours(24 * days);
    for eighth in 1..=8 {
        through(&mut outside, BEGINS.plus(Length(whole.0 / 8 * eighth)));
        memory.extend(resident());
        println!(
            "  {eighth}/8: {} lives, {} deliveries, {} KiB",
            outside.lives,
            outside.ledger.all().count(),
            memory.last().copied().unwrap_or_default()
        );
    }
    outside.fails = false;
    outside.set_right();
    through(&mut outside, BEGINS.plus(whole).plus(FINISH));
    let balance = balance(&outside);
    Weeks { seed, days, memory, balance, outside }
}

/// One process after another until the time has come.
fn through(outside: &mut Outside, until: At) {
    while live(outside, until) == Ended::Died {}
}

impl Weeks {
    /// Memory after the first quarter against the end of the last.
    fn growth(&self) -> f64 {
        match (self.memory.get(1), self.memory.get(7)) {
            (Some(first), Some(last)) => *last as f64 / *first as f64,
            _ => 1.0,
        }
    }

    /// Whether memory stayed flat.
    pub fn holds(&self) -> bool {
        self.growth() <= GROWTH
    }
}

impl Weeks {
    /// For the table of proofs.
    pub fn figure(&self) -> String {
        let (found, dealt) = (&self.balance, &self.outside.fate.dealt);
        format!(
            "figure fault.everything of=days/{} seed={} deliveries={} incidents={} events={} deaths={} growth={:.2} most={GROWTH}",
            self.days,
            self.seed,
            found.deliveries,
            found.incidents,
            found.events,
            dealt.deaths.load(Ordering::Relaxed),
            self.growth()
        )
    }
}

impl std::fmt::Display for Weeks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (outside, found, dealt) = (&self.outside, &self.balance, &self.outside.fate.dealt);
        let count = |count: &std::sync::atomic::AtomicU64| count.load(Ordering::Relaxed);
        writeln!(f, "{} days from seed {}: {} services", self.days, self.seed, super::estate::SERVICES)?;
        writeln!(
            f,
            "  dealt out: {} deaths among {} calls of the table, {} writes unanswered, {} contested, {} reads unanswered,",
            count(&dealt.deaths),
            count(&dealt.calls),
            count(&dealt.unanswered),
            count(&dealt.contested),
            count(&dealt.unread)
        )?;
        writeln!(
            f,
            "    {} outages of partners, {} stumbles, the clock set {} times",
            outside.weather.outages, outside.weather.stumbles, outside.set
        )?;
        writeln!(
            f,
            "  {} deliveries, {} refused; {} incidents: {} closed, {} open, {} left to the desk or part of another;\n    {} problems; {} things said; {} events",
            found.deliveries,
            found.refused,
            found.incidents,
            found.closed,
            found.open,
            found.beside,
            found.problems,
            outside.people.said,
            found.events
        )?;
        writeln!(f, "  balanced: {} jobs in the dead list, {} wait for their moment", found.dead, found.waiting)?;
        let verdict = if self.holds() { "holds" } else { "BROKEN" };
        writeln!(f, "  memory {:?} KiB; growth {:.2}, bound {GROWTH}: {verdict}", self.memory, self.growth())
    }
}
