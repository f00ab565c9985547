//! Weeks lived through, and what is said of them.

use super::balance::{Balance, balance};
use super::life::{Ended, live};
use super::memory::resident;
use super::outside::{BEGINS, Outside};
use nabat_domain::time::{At, Length};
use std::sync::atomic::{AtomicU64, Ordering};

/// Memory at the end may be so many times what it was after the first quarter.
const GROWTH: f64 = 1.25;

/// Memory is read so often.
const EIGHTHS: usize = 8;

/// After the last failure people finish what is open for so long.
const FINISH: Length = Length::hours(3 * 24);

/// So often in that time everybody is reminded by a process that begins.
const DAY: Length = Length::hours(24);

/// Of so many incidents that were closed one may still be open then, whoever is asked there being away.
const CLOSED_TO_ONE_OPEN: usize = 50;

/// From so many days on every kind of fault has to have come.
const LONG: i64 = 56;

/// What was lived through.
pub struct Weeks {
    seed: u64,
    days: i64,
    /// KiB after each eighth.
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
    for eighth in 1..=EIGHTHS as i64 {
        through(&mut outside, BEGINS.plus(Length(whole.0 / EIGHTHS as i64 * eighth)));
        memory.extend(resident());
        println!(
            "  {eighth}/{EIGHTHS}: {} lives, {} deliveries, {} KiB",
            outside.lives,
            outside.ledger.all().count(),
            memory.last().copied().unwrap_or_default()
        );
    }
    outside.fails = false;
    outside.set_right();
    // A process a day: as each begins, people look again at whatever is open.
    for day in 1..=FINISH.0 / DAY.0 {
        through(&mut outside, BEGINS.plus(whole).plus(Length(DAY.0 * day)));
    }
    let balance = balance(&outside);
    Weeks { seed, days, memory, balance, outside }
}

/// One process after another until the time has come.
fn through(outside: &mut Outside, until: At) {
    while live(outside, until) == Ended::Died {}
}

impl Weeks {
    /// Memory after the first quarter against the end of the last; `None` where it cannot be read.
    fn growth(&self) -> Option<f64> {
        // One that could not be read once has moved the others.
        let [_, first, .., last] = self.memory.as_slice() else { return None };
        (self.memory.len() == EIGHTHS).then(|| *last as f64 / *first as f64)
    }

    /// What has to hold beside the ledger, by the names of the table of proofs.
    pub fn verdicts(&self) -> Vec<(&'static str, bool)> {
        let mut verdicts = vec![
            ("memory_stays_flat", self.growth().is_some_and(|growth| growth <= GROWTH)),
            ("incidents_come_to_their_end", self.came_to_their_end()),
            ("nothing_was_given_up", self.balance.dead.is_empty()),
        ];
        // Days are too few for the rarest of them.
        if self.days >= LONG {
            verdicts.push(("every_kind_of_fault_came", self.faults().iter().all(|(_, times)| *times > 0)));
        }
        verdicts
    }

    fn came_to_their_end(&self) -> bool {
        let found = &self.balance;
        found.closed > 0 && found.open * CLOSED_TO_ONE_OPEN <= found.closed.max(CLOSED_TO_ONE_OPEN) && found.reports > 0
    }

    /// What was dealt out, by kind.
    fn faults(&self) -> [(&'static str, u64); 7] {
        let (outside, dealt) = (&self.outside, &self.outside.fate.dealt);
        let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
        [
            ("deaths of the process", count(&dealt.deaths)),
            ("writes unanswered", count(&dealt.unanswered)),
            ("writes contested", count(&dealt.contested)),
            ("reads unanswered", count(&dealt.unread)),
            ("outages of partners", outside.weather.outages),
            ("stumbles of partners", outside.weather.stumbles),
            ("times the clock was set", outside.set),
        ]
    }
}

impl Weeks {
    /// For the table of proofs.
    pub fn figure(&self) -> String {
        let found = &self.balance;
        format!(
            "figure fault.everything of=days/{} seed={} deliveries={} incidents={} closed={} open={} dead={} events={} \
             deaths={} growth={} most={GROWTH}",
            self.days,
            self.seed,
            found.deliveries,
            found.incidents,
            found.closed,
            found.open,
            found.dead.len(),
            found.events,
            self.outside.fate.dealt.deaths.load(Ordering::Relaxed),
            self.growth_told()
        )
    }

    fn growth_told(&self) -> String {
        self.growth().map_or_else(|| "unread".to_owned(), |growth| format!("{growth:.2}"))
    }
}

impl std::fmt::Display for Weeks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (outside, found) = (&self.outside, &self.balance);
        writeln!(f, "{} days from seed {}: {} services", self.days, self.seed, super::estate::SERVICES)?;
        let faults: Vec<String> = self.faults().iter().map(|(what, times)| format!("{times} {what}")).collect();
        let calls = outside.fate.dealt.calls.load(Ordering::Relaxed);
        writeln!(f, "  dealt out among {calls} calls of the table: {}", faults.join(", "))?;
        writeln!(
            f,
            "  {} deliveries, {} refused; {} incidents: {} closed, {} open, {} left to the desk or part of another;\n    {} problems; {} reports; {} things said; {} events",
            found.deliveries,
            found.refused,
            found.incidents,
            found.closed,
            found.open,
            found.beside,
            found.problems,
            found.reports,
            outside.people.said,
            found.events
        )?;
        for open in &found.waits_for {
            writeln!(f, "    open: {open}")?;
        }
        writeln!(f, "  balanced: {} in the dead list, {} wait for their moment", found.dead.len(), found.waiting)?;
        for dead in &found.dead {
            writeln!(f, "    given up: {dead}")?;
        }
        writeln!(f, "  memory {:?} KiB; growth {}, bound {GROWTH}", self.memory, self.growth_told())
    }
}
