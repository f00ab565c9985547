//! The few numbers of the ranking, as data, so that a bench can leave a system out and choose anew.

use super::Kind;

/// The ranking's numbers. All of them lie on a plateau: half or double changes little.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tuning {
    /// No spread is smaller than this share of the median: rounding noise is no alarm.
    pub floor: f64,
    /// How much the spread between the 5th and the 95th percentile counts.
    pub tail: f64,
    /// How much less every further kind of a service adds.
    pub decay: f64,
    /// What a kind counts when services are ranked, by [`Kind`].
    pub service: [f64; 8],
    /// What a kind counts when series are ranked: of one service, resources tell the cause and
    /// latency the symptom.
    pub series: [f64; 8],
}

impl Default for Tuning {
    fn default() -> Self {
        // Node, errors, latency, processor, memory, traffic, io, other.
        let service = [0.3, 1.0, 0.8, 1.0, 1.0, 0.4, 0.4, 0.4];
        let series = [0.3, 1.0, 0.6, 1.0, 1.0, 0.4, 0.4, 0.4];
        Self { floor: 0.05, tail: 0.25, decay: 0.15, service, series }
    }
}

impl Tuning {
    pub(super) const fn of_service(&self, kind: Kind) -> f64 {
        self.service[kind.index()]
    }

    pub(super) const fn of_series(&self, kind: Kind) -> f64 {
        self.series[kind.index()]
    }
}
