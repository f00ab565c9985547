//! Stages, intervals and budgets: what ends each of them, and what does not.

use crate::told::{SERVICE, accepted, decide, diagnosed, opened, reported, verified};
use nabat_domain::catalogue::{Priority, Right, Role};
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Standing, stage_spans};
use nabat_domain::time::{At, Length};
use nabat_tests::rig::{BEGINS, Outside, Rig};

async fn stage(rig: &Rig, incident: &IncidentId) -> String {
    rig.state(incident).await.head.stage.to_string()
}

#[tokio::test]
async fn each_stage_ends_by_its_own_fact() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    assert_eq!(stage(&rig, &incident).await, "diagnosis", "accepted");
    rig.minutes(2).await;
    rig.answer(&incident, "changed", "Вечером обновили шлюз записи").await;
    assert_eq!(stage(&rig, &incident).await, "diagnosis", "what changed says nothing of where the fault lies");
    rig.answer(&incident, "located", "appointments suspected").await;
    assert_eq!(stage(&rig, &incident).await, "restoration", "suspected is stated too");
    rig.answer(&incident, "handover", "keep").await;
    rig.answer(&incident, "word", "Откатываем обновление шлюза").await;
    rig.answer(&incident, "workaround", "Записывают на бумаге").await;
    rig.minutes(2).await;
    rig.answer(&incident, "restored", "now").await;
    assert_eq!(stage(&rig, &incident).await, "verification");
    rig.minutes(2).await;
    crate::told::confirm(&mut rig, &incident).await;
    rig.minutes(2).await;
    for (step, said) in [
        ("summary", "Обновление шлюза сломало запись, откатили"),
        ("fault_service", "appointments certain"),
        ("whose_fault", "ours"),
    ] {
        assert_eq!(stage(&rig, &incident).await, "reporting", "before {step}");
        rig.answer(&incident, step, said).await;
    }
    assert_eq!(stage(&rig, &incident).await, "closure");
    rig.minutes(2).await;
    decide(&mut rig, &incident, "new_problem").await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.standing, Standing::Closed);
    let spans = stage_spans(&state);
    let whole: i64 = spans.iter().map(|span| span.ended.expect("every stage has ended").0 - span.began.0).sum();
    assert_eq!(whole, rig.env.now().0 - state.head.began.0, "the sum is the whole");
    assert_eq!(spans.len(), 7);
}

/// Registered with two functions lost.
async fn with_two_functions(rig: &Rig) -> (IncidentId, [String; 2]) {
    let service = &rig.catalogue.services[&SERVICE.into()];
    let names = [service.functions[0].name.clone(), service.functions[1].name.clone()];
    let mut body = rig.registration("SD-1042", SERVICE);
    body["functions"] = serde_json::json!([service.functions[0].id, service.functions[1].id]);
    assert_eq!(rig.desk("msg_1", &body).await.status(), 202);
    (IncidentId::of_desk_record(&rig.product, &"SD-1042".into()), names)
}

#[tokio::test]
async fn functions_come_back_one_by_one_and_the_last_one_ends_the_failure() {
    let mut rig = Rig::new().await;
    let (incident, [first, second]) = with_two_functions(&rig).await;
    rig.answer(&incident, "accept", "accepted").await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.minutes(5).await;
    rig.say(&incident, &engineer, &format!("восстановлено сейчас: {first}")).await;
    let early = rig.env.now();
    let state = rig.state(&incident).await;
    assert_eq!((state.restored_at(), state.head.stage.as_str()), (None, "diagnosis"), "{second} is still down");
    assert_eq!(state.head.outages.iter().filter(|outage| outage.restored == Some(early)).count(), 1);
    assert!(!rig.asks(&incident, "works").await, "nothing is verified before the last one");
    rig.minutes(5).await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    let state = rig.state(&incident).await;
    assert_eq!(state.restored_at(), Some(rig.env.now()));
    let ends: Vec<Option<At>> = state.head.outages.iter().map(|outage| outage.restored).collect();
    assert!(ends.contains(&Some(early)) && ends.contains(&Some(rig.env.now())), "each has its own end: {ends:?}");
    let asked = state.steps.open.values().filter(|prompt| prompt.step.as_str() == "works").count();
    assert!(asked >= 1, "and each is confirmed by name");
    let mut subjects = Vec::new();
    while rig.asks(&incident, "works").await {
        subjects.extend(rig.prompt(&incident, "works").await.subject);
        rig.answer(&incident, "works", "works").await;
    }
    assert_eq!(subjects.len(), 2, "{subjects:?}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn the_service_at_fault_is_another_than_the_failing_one() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    rig.answer(&incident, "changed", "Вечером обновляли шину").await;
    rig.answer(&incident, "located", "bus certain").await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.service.as_str(), SERVICE, "users lost what they lost");
    let located = format!("{:?}", state.answer("located").expect("it is stated").value);
    assert!(located.contains("bus"), "{located}");
    assert!(state.head.outages.iter().all(|outage| outage.service.as_str() == SERVICE));
}

#[tokio::test]
async fn a_desk_that_thinks_less_of_it_lowers_nothing() {
    let rig = Rig::new().await;
    let mut body = rig.registration("SD-1042", SERVICE);
    body["priority"] = "P4".into();
    assert_eq!(rig.desk("msg_1", &body).await.status(), 202);
    let incident = IncidentId::of_desk_record(&rig.product, &"SD-1042".into());
    assert_eq!(rig.state(&incident).await.head.priority, Priority::P1);
    (body["type"], body["priority"]) = ("incident.updated".into(), "P3".into());
    rig.desk("msg_2", &body).await;
    assert_eq!(rig.state(&incident).await.head.priority, Priority::P1);
}

#[tokio::test]
async fn the_decision_is_no_first_lines() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    let prompt = rig.prompt(&incident, "decision").await;
    for role in [Role::FirstLine, Role::DutyEngineer] {
        let person = rig.holder(&incident, role).await;
        rig.answer_as(&incident, &person, &prompt, "no_problem").await;
        rig.say(&incident, &person, "/за decision no_problem").await;
    }
    assert_eq!(rig.state(&incident).await.head.decided, None);
    // Who answers for others does not close for them.
    rig.reconfigure(|catalogue| {
        let rights = &mut catalogue.product.rights.0;
        rights.get_mut(&Role::ShiftHead).expect("it is in the table").remove(&Right::Closes);
    })
    .await;
    let next = rig.register("SD-2", "lab").await;
    let head = rig.holder(&next, Role::ShiftHead).await;
    rig.room(&next).await;
    rig.say(&next, &head, "/ответ decision no_problem").await;
    assert!(rig.state(&next).await.head.decided.is_none());
    let told = rig.room(&next).await;
    assert!(told.contains("процесс"), "and hears who may: {told}");
}

#[tokio::test]
async fn the_card_shows_the_stages_clocks_and_half_a_budget_alone() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    rig.minutes(1).await;
    let state = rig.state(&incident).await;
    let span = stage_spans(&state).pop().expect("a stage runs");
    let half = span.began.plus(Length(span.budget.expect("it has a budget").0 / 2));
    rig.room(&incident).await;
    rig.at(half).await;
    let messenger = rig.outside.messenger.plain();
    let room = state.head.room.expect("a room");
    let posts = messenger.posts(&room);
    let card = posts.iter().rfind(|post| post.pinned && post.message.text.contains("Весь сбой")).expect("the card");
    for stage in ["Сбор команды", "Диагностика", "Восстановление"] {
        assert!(card.message.text.contains(stage), "{stage}: {}", card.message.text);
    }
    let said = rig.room(&incident).await;
    let others: Vec<&str> = said.lines().filter(|line| line.contains("50 %") || line.contains("половин")).collect();
    assert!(others.iter().all(|line| card.message.text.contains(line.trim())), "half is for the card: {said}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_bare_clock_time_is_the_latest_one_past() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    rig.minutes(30).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    // 14:30 in Moscow, 11:30 UTC.
    rig.say(&incident, &engineer, "восстановлено 14:20").await;
    assert_eq!(rig.state(&incident).await.restored_at(), Some(BEGINS.plus(Length::minutes(20))));
}

#[tokio::test]
async fn nobody_is_on_duty_at_three_at_night() {
    let rig = Rig::of(Outside::new(BEGINS.plus(Length::hours(13)))).await;
    let mut night = rig.fork().await;
    night
        .reconfigure(|catalogue| {
            for rota in catalogue.rotas.iter_mut().filter(|rota| rota.role == Role::DutyEngineer) {
                rota.shifts.clear();
            }
        })
        .await;
    let incident = night.register("SD-1042", SERVICE).await;
    let called = night.catalogue.product.fallback.clone();
    assert_eq!(night.holder(&incident, Role::DutyEngineer).await, called[0]);
    assert!(night.room(&incident).await.contains("запасной цепочке"));
    night.minutes(30).await;
    let members = night.state(&incident).await.people.members.clone();
    assert!(called.iter().all(|person| members.contains_key(person)), "silence goes along the chain");
    let next = called[1].clone();
    let prompt = night.prompt(&incident, "accept").await;
    night.answer_as(&incident, &next, &prompt, "accepted").await;
    assert_ne!(night.state(&incident).await.head.stage.as_str(), "assembly", "whoever of it may answer ends it");
    night.assert_journal(&incident).await;
}

#[tokio::test]
async fn the_start_moves_by_three_hours_after_the_report() {
    let mut rig = Rig::new().await;
    let incident = verified(&mut rig).await;
    rig.answer(&incident, "summary", "Обновление шлюза сломало запись, откатили").await;
    rig.answer(&incident, "fault_service", "appointments certain").await;
    rig.answer(&incident, "whose_fault", "ours").await;
    rig.minutes(2).await;
    let before = rig.state(&incident).await;
    let published = before.head.report.clone().expect("the page is there");
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/исправить began 10:50; нашли в журнале шлюза").await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.began, before.head.began.minus(Length::hours(3)));
    assert_eq!(state.head.outages[0].began, state.head.began);
    let rows = nabat_kit::outages::ending_after(rig.outside.table.plain(), &rig.product, At(0)).await.expect("rows");
    assert_eq!(rows.iter().map(|row| row.outage.began).collect::<Vec<_>>(), [state.head.began], "the figures follow");
    rig.minutes(10).await;
    let now = rig.state(&incident).await.head.report.expect("the page is there");
    assert_eq!(now.revision, published.revision + 1, "and the page has another revision");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_check_lasts_until_it_is_made_whatever_of_the_report_was_answered_before() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    rig.answer(&incident, "restored", "now").await;
    while rig.asks(&incident, "works").await {
        rig.answer(&incident, "works", "works").await;
    }
    rig.minutes(2).await;
    let first_line = rig.holder(&incident, Role::FirstLine).await;
    let (engineer, head) =
        (rig.holder(&incident, Role::DutyEngineer).await, rig.holder(&incident, Role::ShiftHead).await);
    assert!(first_line != engineer, "they are two");
    rig.say(&incident, &engineer, "/ответ summary Обновление шлюза сломало запись, откатили").await;
    rig.say(&incident, &engineer, &format!("/ответ fault_service {SERVICE}")).await;
    rig.say(&incident, &head, "/ответ whose_fault наша").await;
    let reported = rig.env.now();
    assert_eq!(stage(&rig, &incident).await, "verification", "the neighbours have not answered");
    rig.minutes(5).await;
    crate::told::confirm(&mut rig, &incident).await;
    let checked = rig.env.now();
    assert!(checked > reported, "{reported:?}");
    let spans = stage_spans(&rig.state(&incident).await);
    let span = |name: &str| spans.iter().find(|span| span.stage.as_str() == name).expect("it has begun");
    assert_eq!(span("verification").ended, Some(checked));
    assert_eq!((span("reporting").began, span("reporting").ended), (checked, Some(checked)));
    assert_eq!((span("closure").began, span("closure").ended), (checked, None), "waiting for the check is no closure");
}
