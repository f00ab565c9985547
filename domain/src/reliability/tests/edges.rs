//! Laws where clocks change, outages last, and many fail at once.

use super::{history, over};
use crate::reliability::group::{Group, groups};
use crate::reliability::pieces::Pieces;
use crate::reliability::report::{Asked, Report};
use crate::reliability::{Dimension, Fact, History, Period, Span, Spans, Target, Targets, Unit};
use crate::time::{At, Length};
use chrono_tz::Tz;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::{BTreeMap, BTreeSet};

/// Whose clocks go back by half an hour or an hour, jump over midnight, change never, stand between hours.
const ZONES: [Tz; 8] = [
    Tz::UTC,
    Tz::Europe__Moscow,
    Tz::Europe__Berlin,
    Tz::America__Sao_Paulo,
    Tz::Australia__Lord_Howe,
    Tz::Asia__Kathmandu,
    Tz::America__St_Johns,
    Tz::Africa__Casablanca,
];

/// Clocks changed in all those zones that change them between 20 October 2018 and 20 June 2019.
const FIRST: i64 = 1_539_993_600_000;
const DAY: i64 = 86_400_000;
const UNITS: [Unit; 5] = [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year];

fn moment() -> impl Strategy<Value = i64> {
    // Odd moments, and whole quarters of an hour: where edges meet edges.
    prop_oneof![FIRST..FIRST + 243 * DAY, (0..243 * 96_i64).prop_map(|quarter| FIRST + quarter * 900_000)]
}

/// A row: incident, service, function, contractor, class by number; beginning; length, if it is over.
type Row = (usize, usize, usize, usize, usize, i64, Option<i64>);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let length = prop_oneof![4 => (0..4 * DAY).prop_map(Some), 1 => Just(None)];
    vec((0..20_usize, 0..5_usize, 0..3_usize, 0..3_usize, 0..3_usize, moment(), length), 0..40)
}

fn as_history(rows: &[Row]) -> History {
    const NAMES: [&str; 5] = ["", "alpha", "beta", "gamma", "delta"];
    let mut history = History::default();
    for (incident, service, function, contractor, class, from, length) in rows {
        history.push(&Fact {
            incident: &format!("i{incident:02}"),
            service: NAMES[*service],
            function: NAMES[*function],
            contractor: NAMES[*contractor],
            class: NAMES[*class],
            began: At(*from),
            restored: length.map(|length| At(from + length)),
        });
    }
    history
}

fn period() -> impl Strategy<Value = Period> {
    let works = vec((moment(), 0..2 * DAY), 0..4);
    (moment(), moment(), moment(), works).prop_map(|(one, two, now, works)| {
        let whole = Span::new(At(one.min(two)), At(one.max(two) + 1));
        let works = works.into_iter().map(|(from, length)| Span::new(At(from), At(from + length)));
        Period::without(whole, At(now), Spans::union(works))
    })
}

fn asked(zone: Tz, unit: Unit) -> Asked {
    Asked { zone, targets: Targets::always(Target::read("0.985").expect("a target")), unit }
}

/// Everything a report says, with names for numbers.
fn said(history: &History, report: &Report) -> String {
    let group = |by, group: &Group| {
        let name = &history.names(by)[group.number as usize];
        format!("{by:?} {name}: {:?}", Group { number: 0, ..group.clone() })
    };
    let groups: Vec<_> = Dimension::ALL.map(|by| report.by(by).iter().map(|one| group(by, one)).collect()).into();
    let groups: Vec<Vec<String>> = groups;
    let repeats: Vec<_> = report.repeats.iter().map(|number| history.incident_names().get(*number)).collect();
    let rest = (&report.reliability, &report.failures, &report.intervals_sha256, &report.allowed, &report.series);
    format!("{groups:#?} {repeats:?} {rest:?} {:?} {:?}", report.between, report.heat)
}

proptest! {
    #[test]
    fn a_period_parted_by_the_clock_adds_up(
        rows in rows(), period in period(), zone in select(&ZONES[..]), unit in select(&UNITS[..])
    ) {
        let report = Report::of(&as_history(&rows), period.clone(), &asked(zone, unit));
        let parts: Vec<Span> = report.series.iter().map(|point| point.span).collect();
        prop_assert_eq!(parts.first().map(|part| part.from), Some(period.whole.from));
        prop_assert_eq!(parts.last().map(|part| part.to), Some(period.whole.to));
        prop_assert!(parts.windows(2).all(|pair| pair[0].to == pair[1].from));
        let sum = |part: fn(&crate::reliability::Ratio) -> Length| report.series.iter().map(|point| part(&point.fact).0).sum::<i64>();
        prop_assert_eq!(Length(sum(|fact| fact.failure)), report.reliability.failure);
        prop_assert_eq!(Length(sum(|fact| fact.period)), report.reliability.period);
        let heat: i64 = report.heat.iter().flatten().map(|cell| cell.0).sum();
        prop_assert_eq!(Length(heat), report.reliability.failure);
        for by in Dimension::ALL {
            let shared: i64 = report.by(by).iter().map(|group| group.shared.0).sum();
            prop_assert_eq!(Length(shared), report.reliability.failure);
            let ordered = |group: &Group| group.exclusive <= group.shared && group.shared <= group.failure;
            prop_assert!(report.by(by).iter().all(ordered));
        }
    }

    #[test]
    fn the_order_of_rows_changes_no_figure(
        (rows, shuffled) in rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        period in period(), zone in select(&ZONES[..])
    ) {
        let told = |rows: &[Row]| {
            let history = as_history(rows);
            said(&history, &Report::of(&history, period.clone(), &asked(zone, Unit::Month)))
        };
        prop_assert_eq!(told(&rows), told(&shuffled));
    }

    #[test]
    fn times_by_how_many_failed_at_once_are_those_of_a_slow_recount(
        rows in vec((0..48_usize, 0..400_i64, 0..150_i64), 0..250)
    ) {
        let names: Vec<String> = (0..48).map(|number| format!("s{number:02}")).collect();
        let named: Vec<_> = rows.iter().map(|(name, from, length)| (names[*name].as_str(), *from, from + length)).collect();
        let mut recount: BTreeMap<(&str, u32), i64> = BTreeMap::new();
        for at in 50..450 {
            let failing: BTreeSet<&str> = named.iter().filter(|(_, from, to)| *from <= at && at < *to).map(|(name, ..)| *name).collect();
            let many = u32::try_from(failing.len()).expect("few");
            failing.iter().for_each(|name| *recount.entry((name, many)).or_default() += 1);
        }
        let (history, period) = (history(&named), over(50, 450));
        let found = groups(&history, &period, &Pieces::of(&history, &period), Dimension::Service);
        let told: BTreeMap<(&str, u32), i64> = found.iter().flat_map(|group| {
            let name = &*history.names(Dimension::Service)[group.number as usize];
            group.at_once.iter().map(move |(many, time)| ((name, *many), time.0))
        }).collect();
        prop_assert_eq!(told, recount);
    }
}
