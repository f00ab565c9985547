//! Failures that have to be found, and quiet that has to be called quiet.

use super::generated::{Noise, Owned, REGISTERED, first, healthy, question, ranked};
use crate::anomaly::{Change, Kind, Question, Series, Shape, Symptom, Tuning, rank};
use crate::ids::ServiceId;
use crate::time::Length;

/// A healthy estate with one series bent: `bend` is told the minutes before the registration.
fn bent(service: &str, metric: &str, bend: impl Fn(i64, f64) -> f64) -> Vec<Owned> {
    let mut all = healthy(250);
    let one =
        all.iter_mut().find(|one| one.service.as_str() == service && one.metric.0 == metric).expect("it is there");
    for (at, value) in one.times.iter().zip(&mut one.values) {
        *value = bend(REGISTERED.since(*at).0 / 60_000, *value);
    }
    all
}

#[test]
fn a_busy_processor_is_first_and_explained() {
    let all = bent("labs", "cpu", |before, value| if before <= 4 { value + 40.0 } else { value });
    ranked(&all, &question(None), |found| {
        let best = &found.series[0];
        assert_eq!((best.service.as_str(), best.metric.0.as_str(), best.kind), ("labs", "cpu", Kind::Cpu));
        assert_eq!(first(found), "labs");
        assert!(best.stands_out() && found.stands_out());
        assert!((38.0..42.0).contains(&best.usual), "usually {}", best.usual);
        assert!((76.0..84.0).contains(&best.now), "now {}", best.now);
        assert!(best.far > 10.0 && best.before < 3.0);
        assert_eq!(best.since, REGISTERED.minus(Length::minutes(4)));
        assert_eq!(found.began, Some(best.since));
    });
}

#[test]
fn of_healthy_services_nothing_stands_out() {
    ranked(&healthy(250), &question(None), |found| {
        assert!(!found.stands_out(), "{:?}", found.series[0]);
        assert_eq!(found.began, None);
        assert_eq!((found.coverage.series, found.coverage.measured), (24, 24));
    });
}

#[test]
fn a_single_spike_is_not_sustained() {
    let all = bent("labs", "cpu", |before, value| if before == 2 { value * 10.0 } else { value });
    ranked(&all, &question(None), |found| assert!(!found.stands_out(), "{:?}", found.series[0]));
}

#[test]
fn what_happens_every_hour_is_less_telling_than_what_never_did() {
    let hourly = bent("labs", "cpu", |before, value| if before % 30 <= 4 { value + 40.0 } else { value });
    let mut all = hourly;
    let once = bent("stock", "cpu", |before, value| if before <= 4 { value + 40.0 } else { value });
    all.retain(|one| one.service.as_str() != "stock");
    all.extend(once.into_iter().filter(|one| one.service.as_str() == "stock"));
    ranked(&all, &question(None), |found| {
        assert_eq!(first(found), "stock");
        let labs = found.series.iter().find(|one| one.service.as_str() == "labs" && one.kind == Kind::Cpu);
        assert!(labs.expect("it is ranked").before > 3.0, "it strayed as far before");
    });
}

#[test]
fn less_latency_is_no_alarm_and_less_traffic_is() {
    let faster = bent("labs", "latency_p95", |before, value| if before <= 4 { value / 4.0 } else { value });
    ranked(&faster, &question(None), |found| assert!(!found.stands_out()));
    let quieter = bent("labs", "requests", |before, value| if before <= 4 { value / 4.0 } else { value });
    ranked(&quieter, &question(None), |found| {
        assert_eq!((first(found).as_str(), found.stands_out()), ("labs", true));
        assert!(found.series.iter().find(|one| one.stands_out()).expect("one does").far < 0.0, "it went down");
    });
}

#[test]
fn a_share_of_successes_is_shown_as_it_is_told() {
    let mut all = healthy(250);
    all.push(Owned::made("labs", "availability", 250, |before| if before <= 4 { 92.0 } else { 100.0 }));
    ranked(&all, &question(Some(Symptom::Availability)), |found| {
        let best = &found.series[0];
        assert_eq!((best.metric.0.as_str(), best.kind), ("availability", Kind::Errors));
        assert_eq!((best.usual, best.now), (100.0, 92.0));
        assert!(best.far < 0.0, "it fell");
    });
}

#[test]
fn the_symptom_asked_for_comes_first() {
    let mut all = bent("labs", "cpu", |before, value| if before <= 4 { value + 40.0 } else { value });
    let slow = bent("stock", "latency_p95", |before, value| if before <= 4 { value * 1.6 } else { value });
    all.retain(|one| one.service.as_str() != "stock");
    all.extend(slow.into_iter().filter(|one| one.service.as_str() == "stock"));
    ranked(&all, &question(None), |found| assert_eq!(first(found), "labs"));
    ranked(&all, &question(Some(Symptom::Latency)), |found| assert_eq!(first(found), "stock"));
}

#[test]
fn what_users_meet_first_stands_last() {
    let all = bent("labs", "cpu", |before, value| if before <= 4 { value + 40.0 } else { value });
    let entries = [ServiceId::from("labs")];
    ranked(&all, &Question { entries: &entries, ..question(None) }, |found| {
        let last = found.services.last().expect("there are eight");
        assert_eq!((last.service.as_str(), last.shows_symptom), ("labs", true));
    });
}

#[test]
fn series_that_end_and_series_that_begin_are_told_apart() {
    let mut all = healthy(250);
    let mut noise = Noise::new(1);
    let mut gone = Owned::made("labs", "threads", 250, |_| 10.0 + noise.next());
    gone.times.truncate(240);
    gone.values.truncate(240);
    let last = *gone.times.last().expect("there are many");
    all.push(gone);
    all.push(Owned::made("stock", "restarts", 4, |_| 1.0));
    all.push(Owned::made("stock", "seldom", 250, |before| if before % 50 == 10 { 1.0 } else { f64::NAN }));
    ranked(&all, &question(None), |found| {
        let told: Vec<String> = found.changed.iter().map(|change| format!("{change:?}")).collect();
        assert_eq!(found.changed.len(), 2, "{told:?}");
        assert!(found.changed.iter().any(|change| matches!(change, Change::Vanished { last: at, .. } if *at == last)));
        assert!(
            found
                .changed
                .iter()
                .any(|change| matches!(change, Change::New { service, .. } if service.as_str() == "stock"))
        );
        let coverage = found.coverage;
        assert_eq!((coverage.series, coverage.vanished, coverage.new, coverage.sparse), (27, 1, 1, 1));
    });
}

#[test]
fn a_counter_begun_anew_counts_from_nothing() {
    let mut total = 0.0;
    let counted = Owned::made("labs", "errors_total", 250, |before| {
        total = if before == 3 { 5.0 } else { total + 5.0 };
        total
    });
    let series = [Series { shape: Shape::Counter, ..counted.series() }];
    let found = rank(&series, &question(None), &Tuning::default());
    assert!(!found.stands_out(), "the steps are the same, {:?}", found.series);
    assert_eq!((found.series[0].usual, found.series[0].now), (5.0, 5.0));
}

#[test]
fn a_constant_zero_that_is_left_stands_out() {
    let mut all = healthy(250);
    all.push(Owned::made("labs", "errors", 250, |before| if before <= 4 { 7.0 } else { 0.0 }));
    ranked(&all, &question(None), |found| assert_eq!((first(found).as_str(), found.stands_out()), ("labs", true)));
}

#[test]
fn a_failure_registered_late_is_still_found() {
    for minutes in [8, 12, 20] {
        let all = bent("labs", "cpu", |before, value| if before <= minutes { value + 40.0 } else { value });
        ranked(&all, &question(None), |found| {
            assert_eq!((first(found).as_str(), found.stands_out()), ("labs", true), "{minutes} minutes");
        });
    }
}
