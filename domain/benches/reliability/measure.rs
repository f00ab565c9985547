//! The measurements: ours and the yardstick by turns, so many outages and ten times as many by turns;
//! the best of several of each.

use super::bare;
use super::estate::{Density, history, year};
use super::stopwatch::Stopwatch;
use chrono_tz::Europe::Moscow;
use nabat_domain::reliability::group::groups;
use nabat_domain::reliability::pieces::{Pieces, union};
use nabat_domain::reliability::report::{Asked, Report};
use nabat_domain::reliability::{Dimension, History, Period, Target, Targets, Unit};
use std::hint::black_box;
use std::time::Duration;

/// What was measured over one history.
pub struct Measured {
    pub density: Density,
    pub outages: usize,
    /// The bare sort and sweep.
    pub bare: Duration,
    /// The union.
    pub union: Duration,
    /// The union with exclusive and shared by service.
    pub services: Duration,
    /// Every figure.
    pub whole: Duration,
    /// Length of the union, milliseconds: the same from all.
    pub sum: i64,
}

impl Measured {
    /// Measures so many outages by turns, of each number given; the lengths that come out have to agree.
    pub fn of(outages: &[usize], density: Density, turns: usize) -> Vec<Self> {
        let mut cases: Vec<Case> = outages.iter().map(|outages| Case::of(*outages, density)).collect();
        for _ in 0..turns {
            cases.iter_mut().for_each(Case::turn);
        }
        cases.into_iter().map(|case| case.measured(density)).collect()
    }
}

/// One history on its way.
struct Case {
    history: History,
    period: Period,
    pairs: Vec<(i64, i64)>,
    times: [Vec<Duration>; 4],
    sums: Vec<i64>,
}

impl Case {
    fn of(outages: usize, density: Density) -> Self {
        let (history, period) = (history(outages, density), year());
        let pairs = bare::pairs(&history, &period);
        Self { history, period, pairs, times: Default::default(), sums: Vec::new() }
    }

    fn turn(&mut self) {
        let Self { history, period, pairs, times, sums } = self;
        let mut pairs = pairs.clone();
        timed(&mut times[0], || sums.push(bare::union_length(&mut pairs)));
        timed(&mut times[1], || sums.push(union(history, period).length().0));
        timed(&mut times[2], || sums.push(by_service(history, period)));
        timed(&mut times[3], || sums.push(whole(history, period)));
    }

    fn measured(self, density: Density) -> Measured {
        let (sum, sums) = (self.sums[0], &self.sums);
        assert!(sums.iter().all(|other| *other == sum), "the sums disagree: {sums:?}");
        let [bare, union, services, whole] = self.times.map(best);
        Measured { density, outages: self.history.len(), bare, union, services, whole, sum }
    }
}

fn by_service(history: &History, period: &Period) -> i64 {
    let pieces = Pieces::of(history, period);
    let groups = groups(history, period, &pieces, Dimension::Service);
    let shared: i64 = groups.iter().map(|group| group.shared.0).sum();
    assert_eq!(shared, pieces.union().length().0, "the shares do not sum to the union");
    shared
}

fn whole(history: &History, period: &Period) -> i64 {
    let targets = Targets::always(Target::read("0.985").expect("a target"));
    let report = Report::of(history, period.clone(), &Asked { zone: Moscow, targets, unit: Unit::Day });
    black_box(&report);
    report.reliability.failure.0
}

fn timed(times: &mut Vec<Duration>, work: impl FnOnce()) {
    let begun = Stopwatch::start();
    work();
    times.push(begun.stop());
}

fn best(times: Vec<Duration>) -> Duration {
    times.into_iter().min().expect("there were turns")
}
