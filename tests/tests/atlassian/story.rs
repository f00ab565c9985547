//! An incident that begins in Jira and is written up in Confluence: pushed, missed and found, closed by hand too early.

use anyhow::ensure;
use http::StatusCode;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{ConnectionId, IncidentId, PersonId, ProblemId};
use nabat_domain::incident::{Prompt, Standing};
use nabat_kit::http::Request;
use nabat_kit::port::{Desk, Wiki};
use nabat_tests::atlassian::confluence::ConfluenceModel;
use nabat_tests::atlassian::jira::JiraModel;
use nabat_tests::rig::Rig;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The example's clinics with both as their desk and wiki.
pub async fn rig() -> (Rig, JiraModel, ConfluenceModel) {
    let mut rig = Rig::new().await;
    let (jira, confluence) = (JiraModel::new(rig.env.clock.clone()), ConfluenceModel::new(rig.env.clock.clone()));
    let here = || ConnectionId::from("builtin");
    rig.env.desks = Arc::new(BTreeMap::from([(here(), Arc::new(jira.desk()) as Arc<dyn Desk>)]));
    rig.env.wikis = Arc::new(BTreeMap::from([(here(), Arc::new(confluence.wiki()) as Arc<dyn Wiki>)]));
    (rig, jira, confluence)
}

/// A webhook comes in: how it is answered.
pub async fn push(rig: &Rig, webhook: Request) -> (StatusCode, String) {
    let answer = nabat_desk_webhook::pushed(&rig.env, &rig.product, webhook).await;
    rig.pump().await;
    (answer.status(), String::from_utf8_lossy(answer.body()).into_owned())
}

#[tokio::test]
async fn what_is_done_in_jira_is_heard_and_answered_there() -> anyhow::Result<()> {
    let (rig, jira, confluence) = rig().await;
    let now = || rig.env.now();
    let ask = async |rig: &Rig| rig.follows(&jira.desk()).await;
    let record = jira.register("Patients cannot book", "appointments", &["book"], now());
    let mut forged = jira.webhook("jira:issue_created", &record);
    forged.headers_mut().clear();
    assert_eq!(push(&rig, forged).await.0, StatusCode::UNAUTHORIZED);
    let (status, told) = push(&rig, jira.webhook("jira:issue_created", &record)).await;
    ensure!(status == StatusCode::ACCEPTED && told.contains("heard"), "{status} {told}");
    let incident = IncidentId::of_desk_record(&rig.product, &record.as_str().into());
    let state = rig.state(&incident).await;
    assert_eq!(state.head.url, Some(format!("{}/browse/{record}", jira.base)));
    ensure!(state.head.room.is_some(), "the chat is made");
    // Sent again, asked for, and after Nabat's own words on it: nothing new.
    let events = rig.journal(&incident).await.len();
    push(&rig, jira.webhook("jira:issue_updated", &record)).await;
    ask(&rig).await?;
    assert_eq!(rig.journal(&incident).await.len(), events);
    // One that was sent while Nabat was away is found.
    let missed = jira.register("Patients still cannot book", "appointments", &["book"], now());
    ask(&rig).await?;
    rig.state(&IncidentId::of_desk_record(&rig.product, &missed.as_str().into())).await;
    // Closing by hand does not end it: Jira hears what is missing.
    let before = jira.words(&record).len();
    jira.carry(&record, "Closed", now());
    push(&rig, jira.webhook("jira:issue_updated", &record)).await;
    assert_eq!((jira.status(&record), jira.words(&record).len()), ("Open", before + 1), "{:?}", jira.words(&record));
    rig.assert_journal(&incident).await;
    drop(confluence);
    Ok(())
}

/// Jira tells of a record it has.
pub async fn pushed(rig: &Rig, jira: &JiraModel, record: &str) {
    let (status, told) = push(rig, jira.webhook("jira:issue_created", record)).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{told}");
}

/// Leads it to its closing decision.
async fn led(rig: &mut Rig, incident: &IncidentId) {
    let (head, prompt) = led_to_its_decision(rig, incident).await;
    rig.answer_as(incident, &head, &prompt, "new_problem").await;
}

/// Leads it up to its closing decision: whose that is, and the question.
pub async fn led_to_its_decision(rig: &mut Rig, incident: &IncidentId) -> (PersonId, Prompt) {
    let told = [
        ("accept", "accepted"),
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
    ];
    for (step, answer) in told {
        rig.answer(incident, step, answer).await;
    }
    for step in ["works", "recovered"] {
        while rig.asks(incident, step).await {
            rig.answer(incident, step, "works").await;
        }
    }
    let facts = [
        ("summary", "Обновление шлюза сломало запись, откатили"),
        ("fault_service", "appointments certain"),
        ("whose_fault", "ours"),
    ];
    for (step, answer) in facts {
        rig.answer(incident, step, answer).await;
    }
    (rig.holder(incident, Role::ShiftHead).await, rig.prompt(incident, "decision").await)
}

#[tokio::test]
async fn it_is_led_to_the_problem_in_jira_and_the_report_stands_in_confluence_once_it_is_up() -> anyhow::Result<()> {
    let (mut rig, jira, confluence) = rig().await;
    jira.is_odd(|odd| odd.asks_resolution = true);
    confluence.is_down(Some(502));
    let record = jira.register("Patients cannot book", "appointments", &["book"], rig.env.now());
    push(&rig, jira.webhook("jira:issue_created", &record)).await;
    let incident = IncidentId::of_desk_record(&rig.product, &record.as_str().into());
    led(&mut rig, &incident).await;
    rig.minutes(30).await;
    let head = rig.state(&incident).await.head;
    assert_eq!(head.standing, Standing::Closed, "closing waits for no wiki");
    ensure!(confluence.titles().is_empty() && head.report.is_none());
    assert_eq!(jira.status(&record), "Closed");
    let problems = jira.keys("Problem");
    ensure!(problems.len() == 1 && jira.issue(&record).to_string().contains(&problems[0]), "{problems:?}");
    confluence.is_down(None);
    rig.minutes(60).await;
    let title = format!("{}/{incident}", rig.product);
    assert_eq!(confluence.titles(), [title.as_str()]);
    let (head, text) = (rig.state(&incident).await.head, confluence.text(&title).unwrap_or_default());
    ensure!(head.report.is_some() && text.contains(&problems[0]), "with everything up to the end: {text}");
    ensure!(jira.words(&record).iter().any(|said| said.contains(&confluence.base)), "Jira says where it stands");
    let dead = nabat_kit::keys::dead_list(&rig.product);
    let dead = rig.env.table.list(&dead, nabat_kit::table::Order::Descending, None, 10).await?;
    ensure!(dead.rows.is_empty(), "nothing was given up: {:?}", dead.rows);
    rig.assert_journal(&incident).await;
    Ok(())
}

#[tokio::test]
async fn a_problem_closed_by_hand_in_jira_is_heard_pushed_and_missed_and_opened_again() -> anyhow::Result<()> {
    let (mut rig, jira, confluence) = rig().await;
    let record = jira.register("Patients cannot book", "appointments", &["book"], rig.env.now());
    push(&rig, jira.webhook("jira:issue_created", &record)).await;
    let incident = IncidentId::of_desk_record(&rig.product, &record.as_str().into());
    led(&mut rig, &incident).await;
    rig.minutes(2).await;
    let number = jira.keys("Problem").pop().unwrap_or_default();
    let case = IncidentId::of_problem(&rig.product, &ProblemId::from(number.as_str()));
    ensure!(rig.state(&case).await.head.standing == Standing::Open && jira.status(&number) == "Open");
    let closings = async |rig: &Rig| {
        let journal = rig.journal(&case).await;
        journal.iter().filter(|event| event.bytes.contains("\"type\":\"desk_closed_by_hand\"")).count()
    };
    // Nabat's own words on it are nobody's act.
    push(&rig, jira.webhook("jira:issue_created", &number)).await;
    assert_eq!(closings(&rig).await, 0);
    jira.carry(&number, "Completed", rig.env.now());
    let (status, told) = push(&rig, jira.webhook("jira:issue_updated", &number)).await;
    ensure!(status == StatusCode::ACCEPTED && told.contains("heard"), "{status} {told}");
    assert_eq!((closings(&rig).await, jira.status(&number)), (1, "Open"), "{:?}", jira.words(&number));
    let words = jira.words(&number);
    // Sent again and asked for: the same closing.
    push(&rig, jira.webhook("jira:issue_updated", &number)).await;
    rig.follows(&jira.desk()).await?;
    assert_eq!((closings(&rig).await, jira.words(&number).len()), (1, words.len()));
    // One whose webhook was never heard is found.
    rig.minutes(1).await;
    jira.carry(&number, "Completed", rig.env.now());
    rig.follows(&jira.desk()).await?;
    assert_eq!((closings(&rig).await, jira.status(&number)), (2, "Open"));
    ensure!(jira.words(&number).len() == words.len() + 1, "what is missing is said there: {:?}", jira.words(&number));
    rig.assert_journal(&case).await;
    drop(confluence);
    Ok(())
}
