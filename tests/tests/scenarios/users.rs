//! Users a failure takes away: counted minute by minute until recovery, unknown rather than guessed.

use crate::told::{SERVICE, confirm, diagnosed};
use nabat_domain::catalogue::{Priority, PublicEvent};
use nabat_domain::ids::{IncidentId, ServiceId};
use nabat_domain::incident::{State, Unknown};
use nabat_domain::time::{At, Length};
use nabat_kit::document::Block;
use nabat_kit::port::PageName;
use nabat_tests::rig::{Rig, Strange, Watching};

/// A service the failing one needs.
const CULPRIT: &str = "identity";

/// A failure that sends users away since four minutes, registered as begun ten minutes ago.
async fn failing(rig: &Rig) -> IncidentId {
    let began = rig.env.now().minus(Length::minutes(10));
    rig.outside.monitoring.plain().plant(CULPRIT, &[SERVICE], began);
    rig.register("SD-1042", SERVICE).await
}

/// The card as it stands now.
async fn card(rig: &Rig, incident: &IncidentId) -> String {
    let room = rig.state(incident).await.head.room.expect("the incident has a room");
    let posts = rig.outside.messenger.plain().posts(&room).into_iter();
    posts.map(|post| post.message.text).find(|text| text.contains("· SD-1042 ·")).expect("the card is pinned")
}

async fn findings(rig: &Rig, incident: &IncidentId) -> Vec<String> {
    let room = rig.state(incident).await.head.room.expect("the incident has a room");
    let posts = rig.outside.messenger.plain().posts(&room).into_iter();
    posts.map(|post| post.message.text).filter(|text| text.starts_with("Мониторинг вокруг")).collect()
}

fn counted(state: &State) -> Vec<(At, Option<u32>)> {
    let minutes = state.findings.users.stretches.iter().flat_map(|stretch| stretch.minutes());
    minutes.map(|(at, figure)| (at, figure.map(|figure| figure.users))).collect()
}

async fn counts(rig: &Rig, incident: &IncidentId) -> usize {
    let journal = rig.journal(incident).await;
    journal.iter().filter(|sealed| sealed.bytes.contains("\"counted\"")).count()
}

#[tokio::test]
async fn they_stand_on_the_card_and_once_below_the_findings() {
    let rig = Rig::watched().await;
    let incident = failing(&rig).await;
    insta::assert_snapshot!(card(&rig, &incident).await);
    let posts = findings(&rig, &incident).await;
    assert_eq!(posts.len(), 1);
    assert!(posts[0].contains("Затронуто пользователей на 23.11 14:00: "), "{}", posts[0]);
    let state = rig.state(&incident).await;
    let minutes = counted(&state);
    assert_eq!(minutes.len(), 11, "the failure began before it was registered");
    assert!(minutes.iter().all(|(_, users)| users.is_some_and(|users| users > 100)), "{minutes:?}");
    assert_eq!(state.findings.users.organisations.len(), 4, "a label names them");
}

#[tokio::test]
async fn every_minute_is_counted_until_recovery_and_the_journal_stays_small() {
    let rig = Rig::watched().await;
    let incident = failing(&rig).await;
    rig.minutes(5).await;
    assert_eq!((counted(&rig.state(&incident).await).len(), counts(&rig, &incident).await), (16, 6));
    assert!(card(&rig, &incident).await.contains("на 23.11 14:05"));
    rig.minutes(85).await;
    let state = rig.state(&incident).await;
    let minutes = counted(&state);
    assert_eq!(minutes.len(), 101);
    assert!(minutes.windows(2).all(|two| two[1].0.since(two[0].0) == Length::minutes(1)), "none is left out");
    let counts = counts(&rig, &incident).await;
    assert!(counts <= 1 + 30 + 12 + 1, "half an hour by minutes, then by fives: {counts}");
    assert_eq!(findings(&rig, &incident).await.len(), 1, "the chat is told once");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_moment_of_recovery_in_the_past_ends_the_sum_there() {
    let mut rig = Rig::watched().await;
    rig.outside.monitoring.plain().plant(CULPRIT, &[SERVICE], rig.env.now().minus(Length::minutes(10)));
    let incident = diagnosed(&mut rig).await;
    rig.minutes(20).await;
    rig.answer(&incident, "restored", "14:10").await;
    let state = rig.state(&incident).await;
    let told = state.user_minutes(rig.env.now());
    assert_eq!((told.known, told.unknown), (Length::minutes(20), Length(0)));
    let ten_minutes: u64 = counted(&state)
        .into_iter()
        .filter(|(at, _)| *at < state.restored_at().expect("it is restored"))
        .filter_map(|(_, users)| users.map(u64::from))
        .sum();
    assert_eq!(told.minutes, ten_minutes);
    let rows = nabat_kit::outages::rows(&state);
    assert!(!rows.is_empty() && rows.values().all(|row| row.users == Some(told)), "the figures find them there");
    let before = counts(&rig, &incident).await;
    rig.minutes(30).await;
    assert_eq!(counts(&rig, &incident).await, before, "nobody counts on after recovery");
    assert!(card(&rig, &incident).await.contains("Затронуто пользователей: до "));
}

#[tokio::test]
async fn a_failed_verification_counts_on_without_a_gap() {
    let mut rig = Rig::watched().await;
    rig.outside.monitoring.plain().plant(CULPRIT, &[SERVICE], rig.env.now().minus(Length::minutes(10)));
    let incident = diagnosed(&mut rig).await;
    rig.minutes(5).await;
    rig.answer(&incident, "restored", "now").await;
    rig.minutes(4).await;
    rig.answer(&incident, "works", "does_not_work").await;
    rig.minutes(6).await;
    let state = rig.state(&incident).await;
    let minutes = counted(&state);
    assert_eq!(minutes.len(), 10 + 1 + 15, "the interval never ended");
    assert_eq!(state.user_minutes(rig.env.now()).unknown, Length(0));
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_beginning_corrected_to_earlier_is_counted_after_all() {
    let mut rig = Rig::watched().await;
    let incident = failing(&rig).await;
    rig.answer(&incident, "accept", "accepted").await;
    rig.answer(&incident, "began", "13:30").await;
    rig.minutes(2).await;
    let minutes = counted(&rig.state(&incident).await);
    let began = rig.state(&incident).await.head.began;
    assert_eq!(minutes.first().map(|(at, _)| *at), Some(began));
    assert_eq!(minutes.len(), 30 + 1 + 2);
}

#[tokio::test]
async fn the_report_has_the_worst_minute_and_the_user_minutes_in_both_views() {
    let mut rig = Rig::watched().await;
    rig.outside.monitoring.plain().plant(CULPRIT, &[SERVICE], rig.env.now().minus(Length::minutes(10)));
    let incident = diagnosed(&mut rig).await;
    rig.minutes(9).await;
    rig.answer(&incident, "restored", "now").await;
    confirm(&mut rig, &incident).await;
    rig.answer(&incident, "summary", "Обновление шлюза сломало запись, откатили").await;
    rig.answer(&incident, "fault_service", "appointments certain").await;
    rig.answer(&incident, "whose_fault", "ours").await;
    rig.minutes(2).await;
    let revisions = rig.outside.wiki.plain().revisions(&PageName(format!("clinics/{incident}")));
    let (_, last) = revisions.last().expect("the report was published");
    let full = last.full.as_ref().expect("this wiki keeps two views");
    for page in [full, &last.redacted] {
        let facts =
            || page.blocks.iter().filter_map(|block| if let Block::Facts { rows } = block { Some(rows) } else { None });
        let fact = |name: &str| facts().flatten().find(|fact| fact.name == name).map(|fact| fact.value.clone());
        let users = fact("Затронуто пользователей").expect("users are told");
        assert!(users.starts_with("до ") && users.contains(" (от "), "{users}");
        let minutes = fact("Пользователе-минуты").expect("user-minutes are told");
        assert!(minutes.chars().next().is_some_and(|first| first.is_ascii_digit()), "{minutes}");
    }
}

#[tokio::test]
async fn monitoring_that_is_down_or_answers_html_leaves_them_unknown_and_the_incident_goes_on() {
    for watching in [Watching::Down, Watching::Html] {
        let rig = Rig::watched().await;
        rig.outside.monitoring.plain().becomes(watching);
        let incident = rig.register("SD-1042", SERVICE).await;
        rig.minutes(2).await;
        let state = rig.state(&incident).await;
        assert!(matches!(state.findings.users.unknown, Some(Unknown::Source { .. })), "{watching:?}");
        assert!(counted(&state).iter().all(|(_, users)| users.is_none()));
        let card = card(&rig, &incident).await;
        assert!(card.contains("Затронуто пользователей: неизвестно, мониторинг не ответил"), "{card}");
        assert!(!card.contains("bob@example.org"), "words of others are masked: {card}");
        assert!(rig.asks(&incident, "accept").await, "the incident goes on");
        rig.minutes(10).await;
        rig.outside.monitoring.plain().becomes(Watching::Well);
        rig.minutes(2).await;
        let told = rig.state(&incident).await.user_minutes(rig.env.now());
        assert!(told.known >= Length::minutes(15), "what it recorded meanwhile is asked again: {told:?}");
        assert!(told.unknown >= Length::minutes(6), "what is long ago stays a gap: {told:?}");
    }
}

#[tokio::test]
async fn what_is_no_number_a_gap_and_an_organisation_that_fell_silent_are_no_guess() {
    let rig = Rig::watched().await;
    let now = rig.env.now();
    rig.outside
        .monitoring
        .plain()
        .is_strange(Strange::Gap(now.minus(Length::minutes(5)), now.minus(Length::minutes(2))));
    rig.outside.monitoring.plain().is_strange(Strange::Silent("clinic-2", now));
    rig.outside.monitoring.plain().is_strange(Strange::Value(f64::NAN, now.plus(Length::minutes(1))));
    let incident = failing(&rig).await;
    let state = rig.state(&incident).await;
    let unknown: Vec<i64> = counted(&state)
        .into_iter()
        .filter(|(_, users)| users.is_none())
        .map(|(at, _)| now.since(at).0 / 60_000)
        .collect();
    assert_eq!(unknown, [5, 4, 3]);
    assert_eq!(state.findings.users.silent, 1);
    assert!(card(&rig, &incident).await.contains("организаций, о которых ничего не известно: 1"));
    rig.minutes(1).await;
    let state = rig.state(&incident).await;
    assert_eq!(state.findings.users.unknown, Some(Unknown::NoSample), "NaN is no number of people");
    rig.outside.monitoring.plain().is_strange(Strange::Value(f64::INFINITY, now.plus(Length::minutes(2))));
    rig.minutes(1).await;
    assert_eq!(rig.state(&incident).await.findings.users.latest().and_then(|(_, figure)| figure), None);
}

#[tokio::test]
async fn samples_that_come_late_fill_the_gap_and_a_figure_told_stays() {
    let rig = Rig::watched().await;
    let now = rig.env.now();
    let late = Strange::Gap(now.minus(Length::minutes(3)), now.plus(Length::hours(9)));
    rig.outside.monitoring.plain().is_strange(late);
    let incident = failing(&rig).await;
    rig.minutes(2).await;
    let before = counted(&rig.state(&incident).await);
    assert_eq!(before.iter().filter(|(_, users)| users.is_none()).count(), 3 + 3, "{before:?}");
    rig.outside.monitoring.plain().is_itself_again();
    rig.outside.monitoring.plain().is_strange(Strange::Twice("clinic-1", At(0)));
    rig.minutes(1).await;
    let after = counted(&rig.state(&incident).await);
    assert!(after.iter().all(|(_, users)| users.is_some()), "{after:?}");
    let told = before.iter().zip(&after).filter(|(before, _)| before.1.is_some());
    assert!(told.clone().count() == 7 && told.into_iter().all(|(before, after)| before == after), "{after:?}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn the_last_minutes_before_recovery_are_asked_again_and_then_let_be() {
    let mut rig = Rig::watched().await;
    rig.outside.monitoring.plain().plant(CULPRIT, &[SERVICE], rig.env.now().minus(Length::minutes(10)));
    let incident = diagnosed(&mut rig).await;
    rig.minutes(5).await;
    // The newest samples are held back, as VictoriaMetrics does.
    let held = rig.env.now().minus(Length::minutes(1));
    rig.outside.monitoring.plain().is_strange(Strange::Gap(held, held.plus(Length::hours(9))));
    rig.minutes(2).await;
    rig.answer(&incident, "restored", "now").await;
    let unknown = async |rig: &Rig| rig.state(&incident).await.user_minutes(rig.env.now()).unknown;
    assert!(unknown(&rig).await > Length(0));
    let fork = rig.outside.fork();
    rig.outside.monitoring.plain().is_itself_again();
    rig.minutes(6).await;
    assert_eq!(unknown(&rig).await, Length(0));
    let rig = Rig::watched_over(fork).await;
    rig.minutes(20).await;
    let before = counts(&rig, &incident).await;
    rig.minutes(40).await;
    assert_eq!(counts(&rig, &incident).await, before, "nobody asks for ever");
    assert!(unknown(&rig).await > Length(0), "and nobody guesses");
}

#[tokio::test]
async fn where_others_have_more_people_than_usual_that_is_said() {
    let rig = Rig::watched().await;
    let incident = failing(&rig).await;
    let named = |state: &State| state.findings.users.organisations.iter().map(|(_, users)| users).sum::<u32>();
    assert!(!card(&rig, &incident).await.contains("людей больше обычного"), "the parts are the whole");
    for _ in 0..5 {
        rig.outside.monitoring.plain().is_strange(Strange::Twice("clinic-1", rig.env.now()));
    }
    rig.minutes(1).await;
    let state = rig.state(&incident).await;
    let whole = state.findings.users.latest().and_then(|(_, figure)| figure).expect("it is known").users;
    assert!(named(&state) > whole, "{:?}", state.findings.users);
    let line = format!("в остальных организациях людей больше обычного: {}", named(&state) - whole);
    assert!(card(&rig, &incident).await.contains(&line), "{}", card(&rig, &incident).await);
}

#[tokio::test]
async fn users_of_linked_failures_are_not_added_up_and_that_is_said() {
    let mut rig = Rig::watched().await;
    let incident = failing(&rig).await;
    let near = rig.catalogue.neighbours_of(&SERVICE.into());
    let is_high = |id: &ServiceId| Priority::with_function_lost(rig.catalogue.criticality_of(id)).is_high();
    let near =
        near.into_iter().find(|near| near.id.as_str() != CULPRIT && is_high(&near.id)).expect("one that matters");
    rig.register("SD-1043", near.id.as_str()).await;
    assert_eq!(rig.state(&incident).await.neighbours.linked.len(), 1);
    rig.minutes(4).await;
    let line = "без пользователей связанных сбоев (SD-1043)";
    assert!(card(&rig, &incident).await.contains(line), "{}", card(&rig, &incident).await);
    rig.answer(&incident, "linked", "separate").await;
    rig.minutes(4).await;
    assert!(!card(&rig, &incident).await.contains(line));
}

#[tokio::test]
async fn without_history_nothing_is_said_but_that() {
    let rig = Rig::watched().await;
    let day = rig.env.now().minus(Length::hours(24));
    rig.outside.monitoring.plain().is_strange(Strange::Gap(At(0), day));
    let incident = rig.register("SD-1042", SERVICE).await;
    assert_eq!(rig.state(&incident).await.findings.users.unknown, Some(Unknown::NoHistory));
    assert!(card(&rig, &incident).await.contains("неизвестно, истории мало"));
}

#[tokio::test]
async fn where_nobody_said_how_to_count_nobody_counts() {
    let rig = Rig::watched().await;
    let incident = rig.register("SD-1042", CULPRIT).await;
    rig.minutes(3).await;
    assert!(rig.state(&incident).await.findings.users.is_empty());
    assert!(!card(&rig, &incident).await.contains("пользователей"));
}

#[tokio::test]
async fn machines_that_ask_for_it_are_told_what_was_counted() {
    let rig = Rig::watched_and_publishing(&[PublicEvent::UsersCounted]).await;
    let _ = failing(&rig).await;
    rig.minutes(1).await;
    let bodies = rig.outside.outward.plain().bodies();
    assert_eq!(bodies.len(), 2);
    let change = &bodies[0]["data"]["change"];
    assert_eq!((change["minute"].as_str(), change["minutes"].as_u64()), (Some("2026-11-23T11:00:00Z"), Some(11)));
    let users = |name: &str| change["affected"][name].as_u64().expect("a number");
    assert!(users("low") <= users("users") && users("users") <= users("high") && users("users") > 0, "{change}");
    assert_eq!(change["affected"]["organisations"].as_array().map(Vec::len), Some(4));
}
