//! What is posted on schedule, by the product's clock: the week's digest, the month's, where a committee's agenda
//! stands. Each once, whoever looks how often and whatever crashes.

use crate::told::{decide, reported};
use chrono::{Datelike as _, Days, NaiveDate};
use nabat_domain::catalogue::{Channel, Digest, Every, Language, Notices, RotaCalendar};
use nabat_domain::ids::ConnectionId;
use nabat_domain::reliability::Unit;
use nabat_domain::reliability::calendar::midnight;
use nabat_domain::time::{At, Length};
use nabat_kit::configuration::{current, push};
use nabat_kit::keys;
use nabat_kit::port::DutyCalendar;
use nabat_kit::table::{Query, Table as _};
use nabat_tests::rig::{HangingCalendar, Moment, Rig};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// The example's schedule with the week's digest in English beside it, and an incident led to its end.
async fn rig() -> Rig {
    let channel = Channel { title: "Сводка".into(), people: vec!["e5031".into()] };
    let channels = BTreeMap::from([("operations".into(), channel)]);
    let mut rig = Rig::telling(Notices { channels, ..Notices::default() }).await;
    let mut catalogue = rig.catalogue.clone();
    let week = catalogue.product.reliability.digests.iter().find(|digest| digest.every == Every::Week);
    let english = Digest { language: Some(Language::En), ..week.expect("the example has one").clone() };
    catalogue.product.reliability.digests.push(english);
    push(rig.outside.table.plain(), &catalogue, &rig.names).await.expect("the model table takes it");
    let incident = reported(&mut rig).await;
    decide(&mut rig, &incident, "new_problem").await;
    rig
}

fn today(rig: &Rig) -> NaiveDate {
    rig.env.now().in_zone(rig.catalogue.product.zone()).date_naive()
}

/// Nine in the morning of a day.
fn nine(rig: &Rig, day: NaiveDate) -> At {
    midnight(day, rig.catalogue.product.zone()).plus(Length::hours(9))
}

fn next(rig: &Rig, unit: Unit) -> At {
    nine(rig, unit.next(unit.first_day(today(rig))))
}

async fn posted_names(rig: &Rig) -> Vec<String> {
    let rows = rig.outside.table.plain().query(&Query::prefix(keys::scheduled(&rig.product), "")).await;
    rows.expect("rows").into_iter().map(|row| row.key.sk).collect()
}

#[tokio::test]
async fn a_week_is_told_of_on_monday_morning_once_in_each_language() {
    let rig = rig().await;
    let monday = next(&rig, Unit::Week);
    rig.at(monday.minus(Length(1))).await;
    rig.scheduled().await;
    assert_eq!(rig.channel("operations"), "", "a moment too early");
    rig.at(monday).await;
    rig.scheduled().await;
    insta::assert_snapshot!("week", rig.channel("operations"));
    for _ in 0..3 {
        rig.minutes(1).await;
        rig.scheduled().await;
    }
    assert_eq!(rig.channel("operations"), "", "told twice");
    assert_eq!(posted_names(&rig).await.len(), 2);
}

#[tokio::test]
async fn a_month_is_told_of_on_its_first_day_after() {
    let rig = rig().await;
    rig.at(next(&rig, Unit::Month)).await;
    rig.scheduled().await;
    insta::assert_snapshot!("month", rig.channel("operations"));
}

#[tokio::test]
async fn a_committees_agenda_is_announced_a_day_before_it_meets() {
    let rig = rig().await;
    let committee = rig.catalogue.product.committees[0].clone();
    let (_, meets) = committee.around(rig.env.now().plus(Length::hours(24)), rig.catalogue.product.zone());
    rig.at(meets.minus(Length::hours(24)).minus(Length(1))).await;
    rig.scheduled().await;
    assert_eq!(rig.channel("operations").lines().filter(|line| line.contains("/committees/problems")).count(), 0);
    rig.at(meets.minus(Length::hours(24))).await;
    rig.scheduled().await;
    rig.scheduled().await;
    insta::assert_snapshot!("agenda", rig.channel("operations"));
}

#[tokio::test]
async fn what_nobody_was_there_to_post_is_posted_late_and_after_days_no_more() {
    let monday = next(&rig().await, Unit::Week);
    for (late, told) in [(Length::hours(47), 2), (Length::hours(49), 0)] {
        let rig = rig().await;
        rig.at(monday.plus(late)).await;
        rig.scheduled().await;
        let weeks = posted_names(&rig).await.into_iter().filter(|name| name.starts_with("digest#week")).count();
        assert_eq!(weeks, told, "{late:?} late");
    }
}

#[tokio::test]
async fn whatever_crashes_a_digest_is_posted_once() {
    let rig = rig().await;
    rig.at(next(&rig, Unit::Week)).await;
    let whole = rig.fork().await;
    let before = whole.outside.crashes.calls();
    whole.scheduled().await;
    let (calls, expected) = (whole.outside.crashes.calls() - before, whole.channel("operations"));
    assert!(calls > 10 && expected.contains("план") && expected.contains("plan"), "{calls}: {expected}");
    for call in 1..=calls {
        for moment in [Moment::Before, Moment::After] {
            let dying = rig.fork().await;
            dying.outside.crashes.at(call, moment);
            dying.scheduled().await;
            dying.outside.crashes.revive();
            let again = Rig::of(dying.outside).await;
            // A lease of who died ends; the clock rings for what waits.
            for _ in 0..7 {
                again.scheduled().await;
                again.minutes(1).await;
            }
            assert_eq!(sorted(&again.channel("operations")), sorted(&expected), "died {moment:?} call {call}");
        }
    }
}

/// Which of two that are due at once comes first is no matter.
fn sorted(told: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = told.lines().collect();
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn a_calendar_that_hangs_keeps_no_digest_waiting() {
    let mut rig = rig().await;
    let (connection, category) = (ConnectionId::from("hangs"), None);
    let mut catalogue =
        current(&rig.env, &rig.product).await.expect("it can be read").expect("one").version.catalogue.clone();
    let calendar = RotaCalendar { connection: connection.clone(), category, names: BTreeMap::new(), chain: Vec::new() };
    catalogue.rotas[0].calendar = Some(calendar);
    push(rig.outside.table.plain(), &catalogue, &rig.names).await.expect("the model table takes it");
    rig.env.calendars = Arc::new(BTreeMap::from([(connection, Arc::new(HangingCalendar) as Arc<dyn DutyCalendar>)]));
    rig.at(next(&rig, Unit::Week)).await;
    let both = timeout(Duration::from_millis(500), nabat_reliability_rollup::run_once(&rig.env)).await;
    assert!(both.is_err(), "the calendar hangs");
    rig.pump().await;
    assert_eq!(posted_names(&rig).await.len(), 2);
    assert!(rig.channel("operations").contains("Надёжность за неделю"));
}

#[tokio::test]
async fn two_hosts_that_look_at_once_post_it_once() {
    let rig = rig().await;
    rig.at(next(&rig, Unit::Week)).await;
    let (one, two) =
        tokio::join!(nabat_reliability_rollup::handle(&rig.env), nabat_reliability_rollup::handle(&rig.env));
    one.expect("one looked");
    two.expect("the other looked");
    rig.pump().await;
    assert_eq!(posted_names(&rig).await.len(), 2);
    let told = rig.channel("operations");
    assert_eq!(
        (told.matches("Надёжность за неделю").count(), told.matches("Reliability, week").count()),
        (1, 1),
        "{told}"
    );
}

#[test]
fn the_days_told_of_end_the_day_before() {
    // A guard of the tests above: Monday really begins the week that is told of on Monday.
    let monday = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    assert_eq!(monday.weekday(), chrono::Weekday::Mon);
    assert_eq!(Unit::Week.first_day(monday + Days::new(6)), monday);
}
