//! The worked example of the methodology: Moscow, June.

use crate::reliability::group::{Group, groups};
use crate::reliability::pieces::{Pieces, union};
use crate::reliability::report::{Asked, Report};
use crate::reliability::works::{Works, left_out};
use crate::reliability::{Dimension, Fact, History, Period, Span, Targets, Unit, WorksPolicy};
use crate::time::{At, Length};
use chrono_tz::Europe::Moscow;

fn at(text: &str) -> At {
    At::from_rfc3339(&format!("{text}+03:00")).expect("a moment")
}

/// Drills, annulled and recorded-only incidents never become rows of a history.
fn june() -> History {
    let mut history = History::default();
    let rows = [
        ("A", "2026-06-10T10:00:00", "2026-06-10T12:00:00"),
        ("B", "2026-06-10T11:00:00", "2026-06-10T13:00:00"),
        ("C", "2026-06-17T02:00:00", "2026-06-17T05:00:00"),
        ("D", "2026-05-31T23:30:00", "2026-06-01T00:30:00"),
    ];
    for (service, from, to) in rows {
        history.push(&Fact {
            incident: service,
            service,
            function: "",
            contractor: "",
            class: "",
            began: at(from),
            restored: Some(at(to)),
        });
    }
    history
}

fn period(policy: WorksPolicy, announced: &str) -> Period {
    let span = Span::new(at("2026-06-17T02:00:00"), at("2026-06-17T04:00:00"));
    let works = [Works { announced: at(announced), span }];
    let whole = Span::new(at("2026-06-01T00:00:00"), at("2026-07-01T00:00:00"));
    Period::without(whole, at("2026-08-01T00:00:00"), left_out(&works, policy))
}

fn report(history: &History, period: Period) -> Report {
    Report::of(history, period, &Asked { zone: Moscow, targets: Targets::default(), unit: Unit::Month })
}

fn minutes(groups: &[Group], part: impl Fn(&Group) -> Length) -> Vec<i64> {
    groups.iter().map(|group| part(group).0 / 60_000).collect()
}

#[test]
fn works_excluded() {
    let history = june();
    let report = report(&history, period(WorksPolicy::Exclude, "2026-06-15T12:00:00"));
    assert_eq!(report.reliability.failure, Length::minutes(270));
    assert_eq!(report.reliability.period, Length::hours(718));
    assert_eq!(report.reliability.percent().as_deref(), Some("99.3733"));
    let services = report.by(Dimension::Service);
    assert_eq!(minutes(services, |group| group.failure), [120, 120, 60, 30]);
    assert_eq!(minutes(services, |group| group.exclusive), [60, 60, 60, 30]);
    assert_eq!(minutes(services, |group| group.shared), [90, 90, 60, 30]);
}

#[test]
fn works_counted() {
    let history = june();
    let report = report(&history, period(WorksPolicy::Count, "2026-06-15T12:00:00"));
    assert_eq!(report.reliability.failure, Length::minutes(390));
    assert_eq!(report.reliability.period, Length::hours(720));
    assert_eq!(report.reliability.percent().as_deref(), Some("99.0972"));
    assert_eq!(minutes(report.by(Dimension::Service), |group| group.shared), [90, 90, 180, 30]);
}

#[test]
fn works_announced_once_begun_are_failure() {
    let history = june();
    let report = report(&history, period(WorksPolicy::Exclude, "2026-06-17T02:00:00"));
    assert_eq!(report.reliability.percent().as_deref(), Some("99.0972"));
}

#[test]
fn a_bare_union_agrees_with_the_whole_set() {
    let history = june();
    for policy in [WorksPolicy::Exclude, WorksPolicy::Count] {
        let period = period(policy, "2026-06-15T12:00:00");
        let pieces = Pieces::of(&history, &period);
        assert_eq!(union(&history, &period), pieces.union());
        let shared: i64 = groups(&history, &period, &pieces, Dimension::Service).iter().map(|g| g.shared.0).sum();
        assert_eq!(Length(shared), pieces.union().length());
    }
}
