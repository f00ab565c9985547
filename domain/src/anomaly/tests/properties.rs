//! What the ranking must not be moved by, and what must not break it.

use super::generated::{Owned, REGISTERED, STEP, healthy, question, ranked};
use crate::anomaly::{Findings, Series, Shape, Tuning, rank};
use crate::ids::ServiceId;
use crate::time::{At, Length};
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

/// An estate of the product's own four hours, one series of it three times its usual since four minutes.
fn failing() -> Vec<Owned> {
    let mut all = healthy(250);
    let culprit = &mut all[BENT];
    let from = REGISTERED.minus(Length::minutes(4));
    let late = culprit.times.iter().zip(&mut culprit.values).filter(|(at, _)| **at >= from);
    late.for_each(|(_, value)| *value *= 3.0);
    all
}

/// The processor of the labs.
const BENT: usize = 9;

/// Stretches without samples: how many minutes before the registration each begins, and how long it is.
fn gaps() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((0i64..250, 3i64..90), 1..4)
}

fn in_a_gap(gaps: &[(i64, i64)], at: At) -> bool {
    let before = REGISTERED.since(at).0 / STEP.0;
    gaps.iter().any(|(begin, long)| (begin - long..=*begin).contains(&before))
}

/// A series that says nothing: no number at all, always the same, all of it zero, gone, or with gaps.
fn mute() -> impl Strategy<Value = Owned> {
    let metric = "cpu|errors|latency|requests|success";
    let constant = prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(0.0), Just(42.0), Just(-1.0), Just(1e99)];
    (metric, constant, gaps(), -1i64..250).prop_map(|(metric, value, gaps, long)| {
        let mut one = Owned::made("mute", &metric, long, |_| value);
        let kept = one.times.iter().zip(&one.values).filter(|(at, _)| !in_a_gap(&gaps, **at));
        let (times, values) = kept.map(|(at, value)| (*at, *value)).unzip();
        (one.times, one.values) = (times, values);
        one
    })
}

/// The order of what says anything at all: what has no strength is told apart by name alone.
fn order(found: &Findings) -> Vec<(String, String)> {
    let strong = found.series.iter().filter(|one| one.strength > 1e-9);
    strong.map(|one| (one.service.to_string(), one.metric.0.clone())).collect()
}

/// Seconds and milliseconds, bytes and megabytes, shares and percents, requests a second and a minute.
const UNITS: &[f64] = &[1.0, 1_000.0, 1e-3, 60.0, 1.0 / 60.0, 1_048_576.0, 1e-6, 100.0, 0.01];

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
    fn each_series_may_have_a_unit_of_its_own(all in estate(), units in prop::collection::vec(prop::sample::select(UNITS), 24)) {
        let mut other = all.clone();
        for (one, unit) in other.iter_mut().zip(units) {
            one.values.iter_mut().for_each(|value| *value *= unit);
        }
        let close = |all: &[Owned]| ranked(all, &question(None), |found| {
            // Rounding differs in the last places, and with it what is equally strong to the tenth.
            let strong = found.series.iter().filter(|one| one.strength > 1e-9);
            strong.map(|one| (one.service.to_string(), one.metric.0.clone(), (one.strength * 1e9).round())).collect::<Vec<_>>()
        });
        prop_assert_eq!(close(&all), close(&other));
    }

    #[test]
    fn a_gap_is_the_same_told_as_no_number_and_left_out(all in estate(), which in 0usize..24, gaps in gaps()) {
        let (mut told, mut left) = (all.clone(), all);
        let one = &mut told[which];
        one.times.iter().zip(&mut one.values).filter(|(at, _)| in_a_gap(&gaps, **at)).for_each(|(_, value)| *value = f64::NAN);
        let other = &mut left[which];
        let kept: (Vec<_>, Vec<_>) = other.times.iter().zip(&other.values).filter(|(at, _)| !in_a_gap(&gaps, **at)).map(|(at, value)| (*at, *value)).unzip();
        (other.times, other.values) = kept;
        let whole = |all: &[Owned]| ranked(all, &question(None), |found| format!("{found:?}"));
        prop_assert_eq!(whole(&told), whole(&left));
    }

    #[test]
    fn gaps_in_the_usual_hide_no_failure(gaps in prop::collection::vec((12i64..250, 3i64..60), 0..4), which in 0usize..24) {
        let mut all = failing();
        for place in [BENT, which] {
            let one = &mut all[place];
            // Those that reach into the suspected minutes are cut there: with nothing seen nothing can be found.
            one.times.iter().zip(&mut one.values).filter(|(at, _)| in_a_gap(&gaps, **at) && REGISTERED.since(**at).0 > 11 * STEP.0).for_each(|(_, value)| *value = f64::NAN);
        }
        ranked(&all, &question(None), |found| {
            prop_assert_eq!(found.series[0].index, BENT);
            prop_assert!(found.series[0].stands_out());
            Ok(())
        })?;
    }

    #[test]
    fn what_says_nothing_moves_nobody(all in estate(), mute in mute(), place in 0usize..25) {
        let (mut other, before) = (all.clone(), told(&all));
        other.insert(place, mute);
        let (series, mut services) = told(&other);
        services.retain(|service| service != "mute");
        prop_assert_eq!((series, services), before);
    }

    #[test]
    fn a_process_begun_anew_is_no_failure(resets in prop::collection::vec(0i64..250, 0..12), each in 1u32..500) {
        let mut total = 0.0;
        let counted = Owned::made("labs", "requests_total", 250, |before| {
            // Begun anew from one step to the next, a count stands as it stood: nobody can tell, and it is no step.
            let begun_anew = resets.contains(&before) && total > f64::from(each);
            total = if begun_anew { f64::from(each) } else { total + f64::from(each) };
            total
        });
        let found = format!("{:?}", rank(&[Series { shape: Shape::Counter, ..counted.series() }], &question(None), &Tuning::default()));
        let steady = Owned::made("labs", "requests_total", 249, |_| f64::from(each));
        let expected = format!("{:?}", rank(&[steady.series()], &question(None), &Tuning::default()));
        prop_assert_eq!(found, expected, "its steps are the same all the time");
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
