//! A desk or a messenger that is down for an hour at any stage delays its own effects and loses none.

use crate::told::{SERVICE, accepted, confirm, decide, diagnosed, opened, reported, verified};
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Standing;
use nabat_domain::time::Length;
use nabat_kit::keys;
use nabat_kit::patience::CATCH_UP;
use nabat_kit::port::{CallError, DeskRecordChange};
use nabat_kit::table::{Query, Table as _};
use nabat_tests::rig::Rig;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Once a partner is back, it has everything within so many minutes.
const MINUTES: i64 = CATCH_UP.0 / Length::minutes(1).0;

/// More calls than anything makes in an hour.
const HOUR_OF_CALLS: usize = 100_000;

const STAGES: [&str; 5] = ["assembly", "diagnosis", "restoration", "verification", "closure"];

async fn led_to(rig: &mut Rig, stage: &str) -> IncidentId {
    match stage {
        "assembly" => accepted(rig).await,
        "diagnosis" => opened(rig).await,
        "restoration" => diagnosed(rig).await,
        "verification" => verified(rig).await,
        _ => reported(rig).await,
    }
}

/// Whatever is still to be said from this stage on, up to the decision.
async fn to_the_end(rig: &mut Rig, incident: &IncidentId) {
    for (step, said) in [
        ("began", "as_registered"),
        ("scope", "all"),
        ("detected", "users"),
        ("planned", "no_works"),
        ("changed", "Вечером обновили шлюз записи"),
        ("located", "appointments certain"),
        ("handover", "keep"),
        ("word", "Откатываем обновление шлюза"),
        ("workaround", "Записывают на бумаге"),
        ("restored", "now"),
    ] {
        if rig.asks(incident, step).await {
            rig.answer(incident, step, said).await;
        }
    }
    confirm(rig, incident).await;
    for (step, said) in [
        ("word", "Откатываем обновление шлюза"),
        ("summary", "Обновление шлюза сломало запись, откатили"),
        ("fault_service", "appointments certain"),
        ("whose_fault", "ours"),
    ] {
        if rig.asks(incident, step).await {
            rig.answer(incident, step, said).await;
        }
    }
    decide(rig, incident, "no_problem").await;
    rig.answer(incident, "comment", "Причина известна и снята откатом").await;
}

#[tokio::test]
async fn a_desk_down_for_an_hour_at_any_stage_holds_nothing_up_and_gets_everything_once() {
    for stage in STAGES {
        let mut rig = Rig::new().await;
        let incident = led_to(&mut rig, stage).await;
        let down = CallError::Transient("the desk is down".to_owned());
        rig.outside.desk.plain().fail(HOUR_OF_CALLS, &down);
        to_the_end(&mut rig, &incident).await;
        assert_eq!(rig.state(&incident).await.head.standing, Standing::Closed, "{stage}: closing waits for no desk");
        rig.minutes(60).await;
        let closes = |rig: &Rig| {
            let changes = rig.outside.desk.plain().changes("SD-1042");
            changes.iter().filter(|change| matches!(change, DeskRecordChange::Close { .. })).count()
        };
        assert_eq!(closes(&rig), 0, "{stage}: it is down");
        rig.outside.desk.plain().mend();
        rig.minutes(MINUTES).await;
        assert_eq!(closes(&rig), 1, "{stage}: the record follows once");
        assert!(rig.dead().await.is_empty(), "{stage}: nothing was given up");
        rig.assert_journal(&incident).await;
    }
}

#[tokio::test]
async fn a_messenger_down_for_an_hour_at_any_stage_loses_no_answer_and_no_post() {
    for stage in STAGES {
        let mut rig = Rig::new().await;
        let incident = led_to(&mut rig, stage).await;
        rig.room(&incident).await;
        let down = CallError::Transient("the messenger is down".to_owned());
        rig.outside.messenger.plain().fail(HOUR_OF_CALLS, &down);
        // What people send still comes in; what they are told does not.
        if stage == "closure" {
            to_the_end(&mut rig, &incident).await;
        } else if rig.asks(&incident, "workaround").await {
            rig.answer(&incident, "workaround", "Записывают на бумаге").await;
        } else if rig.asks(&incident, "summary").await {
            rig.answer(&incident, "summary", "Обновление шлюза сломало запись, откатили").await;
        }
        let before = rig.state(&incident).await.steps.done.clone();
        rig.minutes(60).await;
        assert_eq!(rig.room(&incident).await, "", "{stage}: it is down");
        rig.outside.messenger.plain().mend();
        rig.minutes(3).await;
        let state = rig.state(&incident).await;
        assert!(before.keys().all(|step| state.steps.done.contains_key(step)), "{stage}: what was answered stands");
        if stage != "closure" {
            assert!(!rig.room(&incident).await.is_empty(), "{stage}: what was waiting is posted");
            to_the_end(&mut rig, &incident).await;
            rig.minutes(3).await;
        }
        let told = rig.room(&incident).await;
        assert_eq!(rig.state(&incident).await.head.standing, Standing::Closed, "{stage}");
        assert!(!told.is_empty(), "{stage}: the end is told");
        let room = rig.state(&incident).await.head.room.expect("a room");
        assert!(rig.outside.messenger.plain().is_archived(&room), "{stage}: and archived behind it");
        assert!(rig.dead().await.is_empty(), "{stage}: nothing was given up");
        rig.assert_journal(&incident).await;
    }
}

#[tokio::test]
async fn a_messenger_down_when_it_is_registered_makes_the_chat_once_it_is_back() {
    let rig = Rig::new().await;
    rig.outside.messenger.plain().fail(HOUR_OF_CALLS, &CallError::Transient("down".to_owned()));
    let incident = rig.register("SD-1042", crate::told::SERVICE).await;
    rig.minutes(60).await;
    assert!(rig.state(&incident).await.head.room.is_none());
    rig.outside.messenger.plain().mend();
    rig.minutes(3).await;
    assert!(rig.state(&incident).await.head.room.is_some());
    assert_eq!(rig.outside.messenger.plain().incident_rooms().len(), 1, "one chat");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn what_needs_a_messenger_that_cannot_be_opened_waits_and_says_for_which_incident() {
    let mut rig = Rig::new().await;
    let open = std::mem::take(&mut rig.env.messengers);
    let why = [("builtin".into(), "it has no secret `bot`".to_owned())];
    rig.env.unopened = Arc::new(BTreeMap::from(why));
    let incident = rig.register("SD-1042", SERVICE).await;
    let jobs = Query::prefix(keys::incident(&rig.product, &incident), "J#");
    let jobs = rig.outside.table.plain().query(&jobs).await.expect("the table answers");
    let told = format!("{incident}: messenger `builtin` cannot be opened: it has no secret `bot`");
    assert!(jobs.iter().any(|job| job.body.contains(&told)), "{jobs:#?}");
    assert!(rig.dead().await.is_empty(), "nothing is given up");
    (rig.env.messengers, rig.env.unopened) = (open, Arc::default());
    rig.minutes(10).await;
    assert!(rig.state(&incident).await.head.room.is_some(), "once it is opened the chat is made");
}
