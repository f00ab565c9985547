//! An invented year of outages: 300 services, 1,500 functions, 12 contractors, four classes; the same
//! each time.

use nabat_domain::reliability::{Fact, History, Period, Span};
use nabat_domain::time::{At, Length};

/// 2025-01-01T00:00:00Z.
const BEGIN: i64 = 1_735_689_600_000;

/// A year of 365 days.
const YEAR: Length = Length::hours(8_760);

const CLASSES: [&str; 4] = ["mission_critical", "business_critical", "business_operational", "office_productivity"];

/// How long outages last at most.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Density {
    /// 30 seconds: a third of the year has a failure.
    Sparse,
    /// An hour: dozens of services fail in every moment.
    Dense,
}

impl Density {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sparse => "sparse",
            Self::Dense => "dense",
        }
    }

    const fn longest(self) -> u64 {
        match self {
            Self::Sparse => 30_000,
            Self::Dense => 3_600_000,
        }
    }
}

/// The year, over.
pub fn year() -> Period {
    let begin = At(BEGIN);
    Period::new(Span::new(begin, begin.plus(YEAR)), At(i64::MAX - 1))
}

/// So many outages of the year, in no order.
pub fn history(outages: usize, density: Density) -> History {
    let mut dice = Dice(7);
    let mut history = History::default();
    let services: Vec<String> = (0..300).map(|number| format!("service-{number:03}")).collect();
    let functions: Vec<String> = (0..5).map(|number| format!("function-{number}")).collect();
    let contractors: Vec<String> = (0..12).map(|number| format!("contractor-{number:02}")).collect();
    for number in 0..outages {
        let began = At(BEGIN + dice.below(YEAR.0.unsigned_abs()).cast_signed());
        let service = dice.below(300) as usize;
        history.push(&Fact {
            incident: &format!("i{number}"),
            service: &services[service],
            function: &functions[dice.below(5) as usize],
            contractor: &contractors[service % 12],
            class: CLASSES[service % 4],
            began,
            restored: Some(began.plus(Length(1 + dice.below(density.longest()).cast_signed()))),
        });
    }
    history
}

/// SplitMix64, public domain, by Sebastiano Vigna.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(mixed ^ (mixed >> 31)) * u128::from(end)) >> 64) as u64
    }
}
