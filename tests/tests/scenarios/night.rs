//! Time passes: reminders are gathered, budgets announced once, the rhythm asks for a word.

use crate::told::{SERVICE, accepted, opened};
use nabat_domain::catalogue::Role;
use nabat_domain::incident::Event;
use nabat_domain::time::{At, Length};
use nabat_tests::rig::Rig;

#[tokio::test]
async fn gathered_posts_stand_at_least_three_minutes_apart() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    rig.minutes(90).await;
    let gathered: Vec<At> = events(&rig, &incident)
        .await
        .into_iter()
        .filter(|(_, event)| matches!(event, Event::Reminded { room: true, .. }))
        .map(|(at, _)| at)
        .collect();
    assert!(gathered.len() > 3, "silence is chased");
    for pair in gathered.windows(2) {
        assert!(pair[1].since(pair[0]) >= Length::minutes(3), "{pair:?}");
    }
}

#[tokio::test]
async fn each_share_of_a_budget_is_announced_once() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    rig.minutes(180).await;
    let mut spent: Vec<String> = events(&rig, &incident)
        .await
        .into_iter()
        .filter_map(|(_, event)| match event {
            Event::BudgetSpent { stage, percent, .. } => Some(format!("{stage:?}@{percent}")),
            _ => None,
        })
        .collect();
    let all = spent.len();
    spent.sort();
    spent.dedup();
    assert_eq!(spent.len(), all, "none is announced twice");
    assert!(spent.iter().any(|share| share.contains("None@200")), "the incident's budget, twice spent: {spent:?}");
}

#[tokio::test]
async fn the_word_is_asked_again_at_its_rhythm_until_it_is_restored() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    rig.answer(&incident, "changed", "Обновляли шлюз вечером").await;
    rig.answer(&incident, "located", "appointments suspected").await;
    rig.answer(&incident, "word", "Смотрим журналы, следующее слово через 10 минут").await;
    assert!(!rig.asks(&incident, "word").await);
    rig.minutes(9).await;
    assert!(!rig.asks(&incident, "word").await, "not before it was promised");
    rig.minutes(5).await;
    assert!(rig.asks(&incident, "word").await);
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    assert!(!rig.asks(&incident, "word").await, "nothing more is being done");
}

async fn events(rig: &Rig, incident: &nabat_domain::ids::IncidentId) -> Vec<(At, Event)> {
    let journal = rig.journal(incident).await;
    journal.iter().map(|event| (event.at, nabat_domain::incident::read(event).expect("a readable event"))).collect()
}

#[tokio::test]
async fn a_refused_registration_is_announced_in_the_readers_language_and_masked() {
    let rig = Rig::new().await;
    let mut body = rig.registration("SD-7", SERVICE);
    body["service"] = "запись, СНИЛС 112-233-445 95".into();
    assert_eq!(rig.desk("msg_7", &body).await.status(), 422);
    let owner = rig.anybody(Role::ProductOwner, &[]);
    let told = rig.direct(&owner);
    assert!(told.contains("В каталоге нет сервиса"), "{told}");
    assert!(rig.outside.table.plain().dump().iter().all(|row| !row.body.contains("112-233-445")));
}
