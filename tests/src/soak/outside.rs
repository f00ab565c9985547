//! What outlives every process: the files, the true time, the desk's ledger, what people are about to do.

use super::clock::SetClock;
use super::estate::estate;
use super::fate::Fate;
use super::ledger::Ledger;
use super::people::{People, Saying};
use super::weather::Weather;
use nabat::configuration::Estate;
use nabat::demo::dice::Dice;
use nabat_domain::time::{At, Length};
use nabat_tests::folder::Folder;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Monday, 5 October 2026, 00:00 UTC: the clocks are set back in the third week.
pub const BEGINS: At = At(1_791_158_400_000);

/// Of so many hours one sets the machine's clock wrong, or right again.
const SET_WRONG: u64 = 50;

/// Something that will happen.
#[derive(Clone, Debug)]
pub enum Act {
    /// Something fails, and the desk writes it down.
    Fails,
    /// The desk sends a delivery.
    Sends(String),
    /// Somebody says something.
    Says(Saying),
}

/// What outlives every process.
pub struct Outside {
    pub data: Folder,
    pub seed: u64,
    pub clock: Arc<SetClock>,
    pub fate: Arc<Fate>,
    pub estate: Estate,
    pub dice: Dice,
    pub weather: Weather,
    pub ledger: Ledger,
    pub people: People,
    /// Whether anything still fails.
    pub fails: bool,
    /// Processes so far.
    pub lives: u64,
    /// Times the clock was set.
    pub set: u64,
    plan: BTreeMap<(At, u64), Act>,
    planned: u64,
    now: At,
    wrong_by: Length,
    hour: i64,
}

impl Outside {
    pub fn new(seed: u64) -> Self {
        Self {
            data: Folder::new(),
            seed,
            clock: Arc::new(SetClock::new(BEGINS)),
            fate: Fate::new(seed ^ 0xfa7e),
            estate: estate(),
            dice: Dice::new(seed),
            weather: Weather::default(),
            ledger: Ledger::default(),
            people: People::default(),
            fails: true,
            lives: 0,
            set: 0,
            plan: BTreeMap::from([((BEGINS.plus(Length::minutes(5)), 0), Act::Fails)]),
            planned: 0,
            now: BEGINS,
            wrong_by: Length(0),
            hour: 0,
        }
    }

    /// The true time.
    pub const fn now(&self) -> At {
        self.now
    }

    /// Time goes on to a moment; the machine's clock follows, as wrong as it is.
    pub fn move_to(&mut self, at: At) {
        self.now = self.now.max(at);
        let hour = self.now.0.div_euclid(Length::hours(1).0);
        if std::mem::replace(&mut self.hour, hour) != hour && self.dice.below(SET_WRONG) == 0 {
            self.set += 1;
            self.wrong_by = match self.dice.below(3) {
                0 => Length(0),
                1 => Length::minutes(self.dice.between(1, 15)),
                _ => Length(-Length::minutes(self.dice.between(1, 15)).0),
            };
        }
        self.clock.set(self.now.plus(self.wrong_by));
    }

    /// The machine's clock is right again.
    pub fn set_right(&mut self) {
        self.wrong_by = Length(0);
        self.clock.set(self.now);
    }

    /// The true time at which the machine's clock shows a moment.
    pub fn truly(&self, shown: At) -> At {
        shown.minus(self.wrong_by)
    }

    pub fn plan(&mut self, at: At, act: Act) {
        self.planned += 1;
        self.plan.insert((at, self.planned), act);
    }

    /// When the next of them is.
    pub fn next_act(&self) -> Option<At> {
        self.plan.keys().next().map(|(at, _)| *at)
    }

    /// The next thing that happens by now.
    pub fn due(&mut self) -> Option<Act> {
        let first = self.plan.first_entry().filter(|first| first.key().0 <= self.now)?;
        Some(first.remove())
    }
}
