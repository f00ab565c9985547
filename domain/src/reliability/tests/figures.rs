//! The other figures: gaps, percentiles, repeats, comparison, what-if, the week, what lasts.

use super::{history, over, row, span};
use crate::ids::{IncidentId, StageId};
use crate::reliability::fingerprint::fingerprint;
use crate::reliability::group::groups;
use crate::reliability::pieces::{Pieces, union};
use crate::reliability::repeats::{REMEMBERED, repeats};
use crate::reliability::stages::{Spread, StageRun, stages};
use crate::reliability::{Comparison, Dimension, Fact, History, Period, Ratio, Spans};
use crate::reliability::{between, heat, what_if};
use crate::time::{At, Length};
use chrono_tz::{Asia::Kathmandu, UTC};

const HOUR: i64 = 3_600_000;

#[test]
fn a_year_at_the_old_share_against_one_at_the_target() {
    let year = |per_ten_thousand: i64| Ratio {
        failure: Length(8_760 * HOUR / 10_000 * per_ten_thousand),
        period: Length::hours(8_760),
    };
    let compared = Comparison { earlier: year(627), later: year(150) };
    assert_eq!(compared.points(), Some(47_700));
    assert_eq!(compared.less().map(|less| less.0 * 10 / HOUR), Some(4_178));
    assert_eq!(compared.less(), Some(Length(8_760 * HOUR / 10_000 * 477)));
    assert_eq!(compared.reduction().map(|parts| (parts + 500) / 1_000), Some(761));
}

#[test]
fn periods_of_different_length_are_compared_by_the_hour() {
    let earlier = Ratio { failure: Length(20), period: Length(200) };
    let later = Ratio { failure: Length(5), period: Length(100) };
    let compared = Comparison { earlier, later };
    assert_eq!((compared.less(), compared.reduction()), (Some(Length(5)), Some(500_000)));
    let nothing = Comparison { earlier: Ratio { failure: Length(0), ..earlier }, later };
    assert_eq!(nothing.reduction(), None);
}

#[test]
fn percentiles_are_of_the_nearest_rank_and_none_under_five() {
    let spread = |lengths: &[i64]| Spread::of(lengths.iter().copied().map(Length).collect());
    assert_eq!(spread(&[4, 1, 3, 2]), Spread { count: 4, p50: None, p90: None });
    assert_eq!(spread(&[5, 1, 4, 2, 3]), Spread { count: 5, p50: Some(Length(3)), p90: Some(Length(5)) });
    let ten: Vec<i64> = (1..=10).collect();
    assert_eq!(spread(&ten), Spread { count: 10, p50: Some(Length(5)), p90: Some(Length(9)) });
}

#[test]
fn between_failures_is_from_end_to_start_of_what_is_merged() {
    let failures = union(&history(&[("a", 0, 10), ("b", 10, 15), ("a", 40, 50), ("c", 100, 110)]), &over(0, 200));
    assert_eq!(between::gaps(&failures), [Length(25), Length(50)]);
    let between = between::Between::of(&failures);
    assert_eq!((between.outages, between.mean()), (3, Some(Length(37))));
    assert_eq!(between::Between::of(&Spans::default()).mean(), None);
}

#[test]
fn a_repeat_is_another_incident_of_the_same_function_within_thirty_days() {
    let mut history = History::default();
    let mut add = |incident: &'static str, function: &'static str, at: i64| {
        history.push(&Fact { function, ..row(incident, "a", at, Some(at + HOUR)) });
    };
    add("first", "book", 0);
    add("first", "book", 2 * HOUR);
    add("other", "pay", 3 * HOUR);
    add("edge", "book", 2 * HOUR + REMEMBERED.0);
    add("late", "book", 2 * HOUR + 2 * REMEMBERED.0 + 1);
    add("again", "book", 2 * HOUR + 2 * REMEMBERED.0 + 2);
    let told = |period| -> Vec<String> {
        let names = history.incident_names();
        repeats(&history, period).into_iter().map(|number| names.get(number).to_owned()).collect()
    };
    assert_eq!(told(span(0, i64::MAX)), ["edge", "again"]);
    assert_eq!(told(span(0, 10)), Vec::<String>::new());
}

#[test]
fn what_lasts_counts_up_to_now() {
    let mut history = History::default();
    history.push(&row("open", "a", 50, None));
    let period = Period::new(span(0, 1_000), At(80));
    assert_eq!(union(&history, &period).length(), Length(30));
    assert_eq!(period.counted().length(), Length(80));
}

#[test]
fn without_a_service_what_it_alone_answers_for_is_gone() {
    let history = history(&[("a", 0, 10), ("b", 5, 20), ("c", 30, 31)]);
    let period = over(0, 100);
    let all = union(&history, &period).length();
    for group in groups(&history, &period, &Pieces::of(&history, &period), Dimension::Service) {
        let name = &*history.names(Dimension::Service)[group.number as usize];
        let left = what_if::without(&history, &period, &[name]).failure;
        assert_eq!(Length(all.0 - left.0), group.exclusive, "{name}");
    }
    assert_eq!(what_if::without(&history, &period, &["a", "b"]).failure, Length(1));
}

fn run(incident: &str, stage: &str, actual: i64, budget: Option<i64>) -> StageRun {
    StageRun {
        incident: IncidentId::new(incident),
        stage: StageId::new(stage),
        actual: Length(actual),
        budget: budget.map(Length),
    }
}

#[test]
fn had_every_stage_kept_its_budget() {
    let runs = [
        run("i0", "diagnosis", 30, Some(10)),
        run("i0", "restoration", 10, Some(20)),
        run("i1", "diagnosis", 99, None),
    ];
    let shorter = what_if::within_budgets(&history(&[("a", 0, 50), ("b", 100, 120)]), &runs, At(500));
    assert_eq!(shorter, [span(0, 30), span(100, 120)]);
    let figures = stages(&runs);
    assert_eq!(figures.iter().map(|stage| (stage.with_budget, stage.kept)).collect::<Vec<_>>(), [(1, 0), (1, 1)]);
}

#[test]
fn what_lasts_too_long_is_cut_from_now() {
    let mut history = History::default();
    history.push(&row("i0", "a", 100, None));
    let shorter = what_if::within_budgets(&history, &[run("i0", "diagnosis", 400, Some(100))], At(500));
    assert_eq!(shorter, [span(100, 200)]);
}

#[test]
fn the_week_is_that_of_the_wall_clock() {
    // 1970-01-01 was a Thursday; Kathmandu was five and a half hours ahead then.
    let failures = Spans::union([span(0, 2 * HOUR)]);
    let utc = heat::heat(&failures, UTC);
    assert_eq!((utc[3][0], utc[3][1]), (Length(HOUR), Length(HOUR)));
    let kathmandu = heat::heat(&failures, Kathmandu);
    assert_eq!((kathmandu[3][5], kathmandu[3][6], kathmandu[3][7]), (Length(HOUR / 2), Length(HOUR), Length(HOUR / 2)));
    let sum: i64 = kathmandu.iter().flatten().map(|cell| cell.0).sum();
    assert_eq!(sum, 2 * HOUR);
}

#[test]
fn the_fingerprint_is_over_plain_lines() {
    let intervals = Spans::union([span(20, 30), span(1, 5), span(4, 10)]);
    assert_eq!(fingerprint(&intervals), crate::journal::sha256_hex(b"1 10\n20 30\n"));
    let before_1970 = Spans::union([span(-1_234, 0), span(5, i64::MAX)]);
    assert_eq!(fingerprint(&before_1970), crate::journal::sha256_hex(b"-1234 0\n5 9223372036854775807\n"));
}
