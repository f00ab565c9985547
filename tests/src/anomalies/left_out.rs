//! What the ranking would be worth on a system nobody tuned it on: each left out in turn.

use super::case::{Case, Mode};
use super::score::{Both, Scores, score};
use nabat_domain::anomaly::{Kind, Tuning};

/// For each system the score of the tuning that is best on the others.
pub fn left_out(cases: &[Case]) -> Both {
    let tried: Vec<Both> = tunings().iter().map(|tuning| score(cases, |case| case.ours(Mode::Blind, tuning))).collect();
    let chosen = |level: fn(&Both) -> &Scores| -> Scores {
        let systems = tried[0].services.by_system.keys();
        let left = systems.filter_map(|system| {
            // The first of the best: the grid begins with the gentlest numbers, not with ours.
            let best = tried.iter().reduce(|best, other| {
                if without(level(other), system) > without(level(best), system) { other } else { best }
            })?;
            Some((system.clone(), *level(best).by_system.get(system)?))
        });
        Scores { by_system: left.collect() }
    };
    Both { services: chosen(|both| &both.services), metrics: chosen(|both| &both.metrics) }
}

fn without(scores: &Scores, system: &str) -> f64 {
    scores.by_system.iter().filter(|(name, _)| *name != system).map(|(_, score)| score).sum()
}

/// The grid: the numbers the method is said to be insensitive to.
fn tunings() -> Vec<Tuning> {
    let mut all = Vec::new();
    for floor in [0.02, 0.05, 0.1] {
        for tail in [0.0, 0.25, 0.5] {
            for decay in [0.0, 0.15, 0.3] {
                for latency in [0.4, 0.6, 0.8, 1.0] {
                    let mut tuning = Tuning { floor, tail, decay, ..Tuning::default() };
                    tuning.service[Kind::Latency as usize] = latency;
                    tuning.series[Kind::Latency as usize] = latency;
                    all.push(tuning);
                }
            }
        }
    }
    all
}
