//! Laws of the estimate and of the sum, and a history small enough to reckon by hand.

use super::*;
use crate::time::{At, Length};
use chrono_tz::Tz;
use proptest::prelude::*;

/// Monday 2026-11-23 14:00 in Moscow.
const NOW: At = At(1_795_431_600_000);
const ZONE: Tz = Tz::Europe__Moscow;

/// Samples of a minute now and of the same minute of the weeks before, the last week first.
fn samples(now: Option<f64>, weeks: &[f64]) -> Vec<(At, f64)> {
    let mut all: Vec<(At, f64)> =
        (1_i64..).zip(weeks).map(|(week, users)| (weeks_before(NOW, week, ZONE), *users)).collect();
    all.extend(now.map(|users| (NOW, users)));
    all.sort_by_key(|(at, _)| *at);
    all
}

fn line(now: Option<f64>, weeks: &[f64]) -> Line {
    Line { organisation: None, samples: samples(now, weeks) }
}

#[test]
fn expected_less_seen_with_the_scatter_of_the_weeks() {
    // Weeks 90, 100, 110, 100: the median is 100, the deviations 10, 0, 10, 0 have the median 5.
    let told = estimate(&[line(Some(30.0), &[90.0, 100.0, 110.0, 100.0])], NOW, ZONE);
    assert_eq!(told.figure, Some(Figure { users: 70, low: 63, high: 77 }));
}

#[test]
fn one_week_with_a_failure_of_its_own_hardly_moves_the_usual() {
    let told = estimate(&[line(Some(100.0), &[100.0, 0.0, 100.0, 100.0])], NOW, ZONE);
    assert_eq!(told.figure, Some(Figure { users: 0, low: 0, high: 0 }));
}

#[test]
fn what_would_be_a_guess_is_unknown() {
    let unknown = |line: Line| estimate(&[line], NOW, ZONE).figure.is_none();
    assert!(unknown(line(Some(1.0), &[100.0])), "one week is no usual");
    assert!(unknown(line(None, &[100.0; 4])), "no sample now");
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0] {
        assert!(unknown(line(Some(odd), &[100.0; 4])), "{odd} is no number of people");
        assert!(unknown(line(Some(1.0), &[odd, odd, odd, 100.0])), "{odd} is no history");
    }
    assert!(estimate(&[], NOW, ZONE).figure.is_none());
}

#[test]
fn organisations_stand_most_first_and_the_silent_ones_are_left_out_of_both_sides() {
    let of = |name: &str, now: Option<f64>, usual: f64| Line {
        organisation: Some(name.to_owned()),
        samples: samples(now, &[usual; 4]),
    };
    let lines = [of("a", Some(90.0), 100.0), of("b", Some(0.0), 50.0), of("c", None, 1_000.0), of("d", Some(5.0), 5.0)];
    let told = estimate(&lines, NOW, ZONE);
    assert_eq!(told.organisations, [("b".to_owned(), 50), ("a".to_owned(), 10)]);
    assert_eq!((told.figure.map(|figure| figure.users), told.silent), (Some(60), 1));
}

#[test]
fn the_same_hour_is_the_wall_clocks_across_a_change_of_clocks() {
    // Berlin puts its clocks back on 2026-10-25: a week earlier 09:00 was 07:00 UTC, not 08:00.
    let monday = At::from_rfc3339("2026-10-26T08:00:00Z").expect("a moment");
    assert_eq!(weeks_before(monday, 1, Tz::Europe__Berlin).to_rfc3339(), "2026-10-19T07:00:00Z");
    // 02:30 does not exist on 2026-03-29.
    let sunday = At::from_rfc3339("2026-04-05T00:30:00Z").expect("a moment");
    assert_eq!(weeks_before(sunday, 1, Tz::Europe__Berlin).to_rfc3339(), "2026-03-29T01:30:00Z");
}

fn figure(users: u32) -> Option<Figure> {
    Some(Figure { users, low: users / 2, high: users * 2 })
}

#[test]
fn minutes_partly_in_the_failure_count_in_part_and_unknown_ones_not_at_all() {
    let stretch = Stretch { from: NOW, figures: vec![figure(60), None, figure(10)] };
    let told = user_minutes(&[stretch], &[(NOW.plus(Length::seconds(30)), NOW.plus(Length::minutes(4)))]);
    assert_eq!((told.minutes, told.low, told.high), (40, 20, 80));
    assert_eq!((told.known, told.unknown), (Length::seconds(90), Length::seconds(120)));
}

#[test]
fn what_is_owed_is_the_first_gap() {
    let at = |n| NOW.plus(Length::minutes(n));
    let one = |from, n| Stretch { from, figures: vec![None; n] };
    assert_eq!(owed(&[], at(0), at(3)), Some((at(0), at(3))));
    assert_eq!(owed(&[one(at(0), 3)], at(0), at(3)), None);
    assert_eq!(owed(&[one(at(2), 3)], at(0), at(9)), Some((at(0), at(2))), "the beginning was corrected");
    assert_eq!(owed(&[one(at(0), 2), one(at(4), 2)], at(0), at(9)), Some((at(2), at(4))));
    let long = owed(&[], at(0), at(60 * 100)).expect("much is owed");
    assert_eq!(long.1.since(long.0), LONGEST);
}

#[test]
fn what_was_unknown_may_become_known_and_a_figure_told_stays() {
    let at = |n| NOW.plus(Length::minutes(n));
    let mut laid = vec![Stretch { from: NOW, figures: vec![figure(5), None, None, figure(8), None] }];
    assert_eq!(unknown(&laid, at(0), at(9)), Some((at(1), at(5))));
    assert_eq!(unknown(&laid, at(2), at(4)), Some((at(2), at(3))), "what is older is let be");
    lay(&mut laid, &Stretch { from: NOW, figures: vec![figure(50), figure(6), None, None, figure(9)] });
    assert_eq!(laid, [Stretch { from: NOW, figures: vec![figure(5), figure(6), None, figure(8), figure(9)] }]);
    assert_eq!(unknown(&laid, at(0), at(2)), None);
}

proptest! {
    #[test]
    fn a_minute_is_counted_once_and_no_order_matters(cuts in prop::collection::vec((0_i64..40, 1_usize..9), 1..8)) {
        let mut laid = Vec::new();
        let mut every = std::collections::BTreeSet::new();
        for (from, length) in cuts {
            let stretch = Stretch { from: NOW.plus(Length::minutes(from)), figures: vec![figure(7); length] };
            every.extend(stretch.minutes().map(|(at, _)| at));
            lay(&mut laid, &stretch);
        }
        let minutes: Vec<At> = laid.iter().flat_map(Stretch::minutes).map(|(at, _)| at).collect();
        prop_assert_eq!(minutes, every.iter().copied().collect::<Vec<_>>());
        let sum = user_minutes(&laid, &[(NOW, NOW.plus(Length::hours(2)))]);
        prop_assert_eq!(sum.minutes, 7 * every.len() as u64);
        prop_assert!(laid.windows(2).all(|two| two[0].end() < two[1].from), "stretches that touch are one");
    }

    #[test]
    fn nothing_breaks_the_estimate_and_the_range_holds_the_figure(
        now in prop::option::of(any::<f64>()), weeks in prop::collection::vec(any::<f64>(), 0..6),
    ) {
        if let Some(told) = estimate(&[line(now, &weeks)], NOW, ZONE).figure {
            prop_assert!(told.low <= told.users && told.users <= told.high);
        }
    }

    #[test]
    fn cutting_a_failure_in_two_sums_to_the_whole(cut in 0_i64..240, users in prop::collection::vec(0_u32..9_000, 4)) {
        let stretch = [Stretch { from: NOW, figures: users.iter().map(|users| figure(*users)).collect() }];
        let (end, cut) = (NOW.plus(Length::minutes(4)), NOW.plus(Length::seconds(cut)));
        let whole = user_minutes(&stretch, &[(NOW, end)]).minutes;
        let parts = user_minutes(&stretch, &[(NOW, cut)]).minutes + user_minutes(&stretch, &[(cut, end)]).minutes;
        prop_assert!(whole.abs_diff(parts) <= 1, "each part is rounded");
        let twice = user_minutes(&stretch, &[(NOW, end), (cut, end)]).minutes;
        prop_assert_eq!(twice, whole, "overlaps count once");
    }
}
