//! Laws of the figures over any history, and a slow recount that shares no code with them.

use super::{history, over, span};
use crate::reliability::group::{Group, groups};
use crate::reliability::pieces::{Pieces, union};
use crate::reliability::{Dimension, Period, Spans};
use crate::time::{At, Length};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

const SERVICES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
type Row = (&'static str, i64, i64);

fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let row = (0..SERVICES.len(), 0..500_i64, 0..120_i64);
    vec(row.prop_map(|(service, from, length)| (SERVICES[service], from, from + length)), 0..most)
}

fn spans() -> impl Strategy<Value = Spans> {
    vec((0..500_i64, 0..60_i64), 0..6)
        .prop_map(|all| Spans::union(all.into_iter().map(|(from, length)| span(from, from + length))))
}

/// A period that is over, without some moments.
fn without(from: i64, to: i64, left_out: &Spans) -> Period {
    Period::without(span(from, to), At(i64::MAX - 1), left_out.clone())
}

/// For every millisecond counted the services that fail in it.
fn recount(rows: &[Row], period: &Period) -> Vec<BTreeSet<&'static str>> {
    let counted = period.counted().iter().flat_map(|span| span.from.0..span.to.0);
    counted
        .map(|at| rows.iter().filter(|(_, from, to)| *from <= at && at < *to).map(|(service, ..)| *service).collect())
        .collect()
}

fn by_service(rows: &[Row], period: &Period) -> Vec<(String, Group)> {
    let history = history(rows);
    let groups = groups(&history, period, &Pieces::of(&history, period), Dimension::Service);
    let named = |group: Group| (history.names(Dimension::Service)[group.number as usize].to_string(), group);
    groups.into_iter().map(named).collect()
}

proptest! {
    #[test]
    fn figures_are_those_of_a_slow_recount(rows in rows(60), left_out in spans()) {
        let period = without(100, 450, &left_out);
        let moments = recount(&rows, &period);
        let failed = moments.iter().filter(|failing| !failing.is_empty()).count() as i64;
        prop_assert_eq!(union(&history(&rows), &period).length(), Length(failed));
        for (name, group) in by_service(&rows, &period) {
            let own: Vec<_> = moments.iter().filter(|failing| failing.contains(name.as_str())).collect();
            prop_assert_eq!(group.failure, Length(own.len() as i64));
            prop_assert_eq!(group.exclusive, Length(own.iter().filter(|failing| failing.len() == 1).count() as i64));
            // 60 is divided by every number of services there can be.
            let sixtieths: i64 = own.iter().map(|failing| 60 / failing.len() as i64).sum();
            let shared = group.shared.0;
            prop_assert!(sixtieths / 60 <= shared && shared <= sixtieths.div_euclid(60) + i64::from(sixtieths % 60 > 0));
            let overlapping = rows.iter().filter(|(service, from, to)| {
                *service == name && (*from).max(100) < (*to).min(450)
            });
            prop_assert_eq!(group.outages, overlapping.count() as u64);
        }
    }

    #[test]
    fn shares_sum_to_the_union(rows in rows(200), left_out in spans()) {
        let period = without(50, 550, &left_out);
        let shared: i64 = by_service(&rows, &period).iter().map(|(_, group)| group.shared.0).sum();
        prop_assert_eq!(Length(shared), union(&history(&rows), &period).length());
    }

    #[test]
    fn exclusive_is_no_more_than_shared_and_that_no_more_than_own(rows in rows(200)) {
        for (_, group) in by_service(&rows, &over(0, 700)) {
            prop_assert!(group.exclusive <= group.shared && group.shared <= group.failure, "{:?}", group);
        }
    }

    #[test]
    fn a_period_split_adds_up(rows in rows(100), left_out in spans(), at in 1..600_i64) {
        let whole = without(0, 600, &left_out);
        let history = history(&rows);
        let parts = [span(0, at), span(at, 600)].map(|part| whole.part(part));
        let failed = parts.each_ref().map(|part| union(&history, part).length().0);
        prop_assert_eq!(failed.iter().sum::<i64>(), union(&history, &whole).length().0);
        let counted = parts.each_ref().map(|part| part.counted().length().0);
        prop_assert_eq!(counted.iter().sum::<i64>(), whole.counted().length().0);
        let own = |period: &Period| by_service(&rows, period).iter().map(|(_, group)| group.failure.0).sum::<i64>();
        prop_assert_eq!(own(&parts[0]) + own(&parts[1]), own(&whole));
    }

    #[test]
    fn a_permutation_changes_nothing(
        (rows, shuffled) in rows(100).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let period = over(20, 580);
        let plain = |rows: &[Row]| -> Vec<_> {
            let groups = by_service(rows, &period).into_iter();
            groups.map(|(name, group)| (name, group.outages, group.failure, group.shared, group.at_once)).collect()
        };
        prop_assert_eq!(plain(&rows), plain(&shuffled));
        prop_assert_eq!(union(&history(&rows), &period), union(&history(&shuffled), &period));
    }

    #[test]
    fn sets_of_moments_behave_as_sets(one in spans(), two in spans()) {
        let members = |spans: &Spans| -> BTreeSet<i64> { spans.iter().flat_map(|span| span.from.0..span.to.0).collect() };
        let (own, other) = (members(&one), members(&two));
        prop_assert_eq!(members(&one.minus(&two)), &own - &other);
        prop_assert_eq!(members(&one.intersection(&two)), &own & &other);
        prop_assert_eq!(members(&Spans::union(one.iter().chain(two.iter()))), &own | &other);
        prop_assert_eq!(one.length_within(span(90, 300)).0, own.range(90..300).count() as i64);
        prop_assert_eq!(members(&one.clip(span(90, 300))).len(), own.range(90..300).count());
        for length in 1..=one.length().0 {
            let at = one.reached(Length(length)).expect("so much of it passes");
            prop_assert_eq!(own.range(..at.0).count() as i64, length);
        }
    }
}

#[test]
fn many_rows_in_buckets_come_out_like_few() {
    // Enough rows for the pass by buckets; a fixed stride leaves them in no order.
    let rows: Vec<Row> = (0..30_000_i64)
        .map(|number| {
            let from = number * 7_919 % 1_000_003;
            (SERVICES[(number % 6) as usize], from, from + number % 40)
        })
        .collect();
    let period = over(0, 1_000_000);
    let mut sorted: Vec<(i64, i64)> = rows.iter().map(|(_, from, to)| (*from, (*to).min(1_000_000))).collect();
    sorted.sort_unstable();
    let (mut total, mut covered) = (0, 0);
    for (from, to) in sorted {
        total += (to - from.max(covered)).max(0);
        covered = covered.max(to);
    }
    assert_eq!(union(&history(&rows), &period).length(), Length(total));
    let shared: i64 = by_service(&rows, &period).iter().map(|(_, group)| group.shared.0).sum();
    assert_eq!(shared, total);
}
