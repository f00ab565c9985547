//! What the ranking must not be moved by, and what must not break it.

use super::generated::{Owned, REGISTERED, STEP, healthy, question, ranked};
use crate::anomaly::{Findings, Series, Shape, Tuning, rank};
use crate::ids::ServiceId;
use crate::time::Length;
use proptest::prelude::*;

/// A healthy estate with a few series bent by chosen factors in the last minutes.
fn estate() -> impl Strategy<Value = Vec<Owned>> {
    prop::collection::vec((0usize..24, 1.05f64..6.0, 2i64..6), 1..5).prop_map(|bends| {
        let mut all = healthy(120);
        for (which, factor, minutes) in bends {
            let one = &mut all[which];
            let from = REGISTERED.minus(Length::minutes(minutes));
            let late = one.times.iter().zip(&mut one.values).filter(|(at, _)| **at >= from);
            late.for_each(|(_, value)| *value *= factor);
        }
        all
    })
}

/// The order of what says anything at all: what has no strength is told apart by name alone.
fn order(found: &Findings) -> Vec<(String, String)> {
    let strong = found.series.iter().filter(|one| one.strength > 1e-9);
    strong.map(|one| (one.service.to_string(), one.metric.0.clone())).collect()
}

fn services(found: &Findings) -> Vec<String> {
    found.services.iter().map(|one| one.service.to_string()).collect()
}

fn told(all: &[Owned]) -> (Vec<(String, String)>, Vec<String>) {
    ranked(all, &question(None), |found| (order(found), services(found)))
}

fn renamed(name: &str) -> String {
    name.chars().rev().chain("-x".chars()).collect()
}

/// Anything a monitoring system was ever seen to send.
fn sample() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1e3f64..1e3,
        1 => Just(0.0),
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(f64::NEG_INFINITY),
        1 => prop_oneof![Just(f64::MAX), Just(f64::MIN), Just(f64::MIN_POSITIVE), Just(-0.0), Just(1e300)],
    ]
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![Just(Shape::Level), Just(Shape::Counter), Just(Shape::ShareOfGood { whole: 100 })]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_columns_changes_nothing((all, shuffled) in estate().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))) {
        prop_assert_eq!(told(&all), told(&shuffled));
    }

    #[test]
    fn names_change_nothing(all in estate()) {
        let mut other = all.clone();
        other.iter_mut().for_each(|one| one.service = ServiceId::new(renamed(one.service.as_str())));
        let (series, services) = told(&all);
        let expected: Vec<(String, String)> = series.into_iter().map(|(service, metric)| (renamed(&service), metric)).collect();
        let (other_series, other_services) = told(&other);
        prop_assert_eq!(other_series, expected);
        prop_assert_eq!(other_services, services.iter().map(|name| renamed(name)).collect::<Vec<_>>());
    }

    #[test]
    fn units_change_nothing(all in estate(), power in -20i32..20) {
        let mut other = all.clone();
        // Powers of two, so that not even rounding differs.
        other.iter_mut().flat_map(|one| &mut one.values).for_each(|value| *value *= 2f64.powi(power));
        prop_assert_eq!(told(&all), told(&other));
    }

    #[test]
    fn a_later_sample_is_never_read(all in estate(), later in prop::collection::vec(sample(), 1..30)) {
        let mut other = all.clone();
        for one in &mut other {
            one.times.extend((1..=later.len() as i64).map(|n| REGISTERED.plus(Length(n * STEP.0))));
            one.values.extend(&later);
        }
        prop_assert_eq!(told(&all), told(&other));
    }

    #[test]
    fn no_samples_break_it(values in prop::collection::vec(sample(), 0..200), shape in shape(), metric in "cpu|errors|latency|requests") {
        let mut odd = Owned::made("odd", &metric, values.len() as i64 - 1, |_| 0.0);
        odd.values = values;
        let healthy = healthy(120);
        let mut series: Vec<Series> = healthy.iter().map(Owned::series).collect();
        series.push(Series { shape, ..odd.series() });
        let found = rank(&series, &question(None), &Tuning::default());
        prop_assert!(found.series.iter().all(|one| one.strength.is_finite() && one.score.is_finite()));
        let coverage = found.coverage;
        prop_assert_eq!(coverage.measured + coverage.sparse + coverage.vanished + coverage.new, coverage.series);
    }

    #[test]
    fn times_out_of_order_are_put_in_order(all in estate(), places in Just((0..121).collect::<Vec<usize>>()).prop_shuffle()) {
        let mut other = all.clone();
        for one in &mut other {
            one.times = places.iter().map(|place| one.times[*place]).collect();
            one.values = places.iter().map(|place| one.values[*place]).collect();
        }
        prop_assert_eq!(told(&all), told(&other));
    }
}

#[test]
fn constant_and_empty_series_say_nothing() {
    let mut all = healthy(120);
    all.push(Owned::made("odd", "cpu", 120, |_| 42.0));
    all.push(Owned::made("odd", "memory", 120, |_| 0.0));
    all.push(Owned::made("odd", "latency", 120, |_| f64::NAN));
    all.push(Owned::made("odd", "requests", -1, |_| 1.0));
    ranked(&all, &question(None), |found| {
        let odd: Vec<f64> =
            found.series.iter().filter(|one| one.service.as_str() == "odd").map(|one| one.strength).collect();
        assert_eq!(odd, [0.0, 0.0]);
        assert_eq!(found.coverage.sparse, 2);
    });
}
