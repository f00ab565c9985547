//! A failure that comes back: before it was verified it never ended, after that it is a second interval.

use crate::told::{confirm, diagnosed, verified};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::union_length;
use nabat_domain::time::Length;
use nabat_kit::outages::rows;
use nabat_tests::rig::Rig;

/// First line says that a function they confirmed does not work.
pub async fn fails_again(rig: &mut Rig, incident: &IncidentId, said: &str) {
    let first_line = rig.holder(incident, Role::FirstLine).await;
    let outage = rig.state(incident).await.head.outages[0].clone();
    let text = format!("/ответ works.{}:{} {said}", outage.service, outage.function);
    rig.say(incident, &first_line, &text).await;
}

#[tokio::test]
async fn what_fails_anew_once_it_was_verified_is_a_second_interval() {
    let mut rig = Rig::new().await;
    let incident = verified(&mut rig).await;
    let first = rig.state(&incident).await.head.outages[0].clone();
    rig.room(&incident).await;
    rig.minutes(20).await;
    fails_again(&mut rig, &incident, "не работает").await;
    let failed = rig.env.now();
    let state = rig.state(&incident).await;
    assert_eq!(state.head.stage.as_str(), "restoration");
    assert!(rig.asks(&incident, "restored").await, "restoration is asked anew");
    assert!(rig.room(&incident).await.contains("второй интервал"), "and not called a failed verification");
    rig.minutes(10).await;
    rig.answer(&incident, "restored", "now").await;
    assert!(rig.asks(&incident, "works").await && rig.asks(&incident, "recovered").await, "all is verified again");
    confirm(&mut rig, &incident).await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.outages.len(), 2, "an incident may have several");
    assert_eq!(state.head.outages[0], first, "the twenty minutes between are no outage");
    assert_eq!((state.head.outages[1].began, state.head.outages[1].restored), (failed, state.restored_at()));
    let whole = first.restored.expect("it ended").0 - first.began.0 + Length::minutes(10).0;
    assert_eq!(union_length(&state.head.outages, rig.env.now()), Length(whole));
    assert_eq!(rows(&state).len(), 2, "both count in the figures");
    assert_eq!(state.head.stage.as_str(), "reporting");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn while_it_is_verified_and_of_a_time_before_restored_it_never_ended() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    rig.answer(&incident, "restored", "now").await;
    rig.minutes(5).await;
    while rig.asks(&incident, "works").await {
        rig.answer(&incident, "works", "works").await;
    }
    assert_eq!(rig.state(&incident).await.head.stage.as_str(), "verification", "neighbours have not answered");
    fails_again(&mut rig, &incident, "не работает").await;
    let outages = rig.state(&incident).await.head.outages;
    assert_eq!((outages.len(), outages[0].restored), (1, None), "verification failed");
    rig.answer(&incident, "restored", "now").await;
    confirm(&mut rig, &incident).await;
    rig.minutes(10).await;
    fails_again(&mut rig, &incident, "не работает с 14:03").await;
    let outages = rig.state(&incident).await.head.outages;
    assert_eq!((outages.len(), outages[0].restored), (1, None), "it was down when it was called restored");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_corrected_beginning_is_the_first_intervals() {
    let mut rig = Rig::new().await;
    let incident = verified(&mut rig).await;
    rig.minutes(20).await;
    fails_again(&mut rig, &incident, "не работает").await;
    let before = rig.state(&incident).await.head.outages;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/исправить began 13:20; жаловались раньше").await;
    let after = rig.state(&incident).await.head.outages;
    assert!(after[0].began < before[0].began, "{after:?}");
    assert_eq!(after[1], before[1]);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_corrected_end_is_told_as_a_correction_and_not_as_another_end() {
    let mut rig = Rig::new().await;
    let incident = verified(&mut rig).await;
    rig.minutes(20).await;
    rig.room(&incident).await;
    let told = rig.outside.desk.plain().changes("SD-1042").len();
    let (head, before) = (rig.holder(&incident, Role::ShiftHead).await, rig.state(&incident).await.restored_at());
    rig.say(&incident, &head, "/исправить restored 5 минут назад; сверили по журналу").await;
    let after = rig.state(&incident).await.restored_at();
    assert!(after > before, "{before:?} {after:?}");
    let room = rig.room(&incident).await;
    assert!(room.contains("Исправлено") && !room.contains("Теперь проверка"), "{room}");
    let changes = rig.outside.desk.plain().changes("SD-1042");
    let comments: Vec<String> = changes[told..].iter().map(|change| format!("{change:?}")).collect();
    assert_eq!(comments.iter().filter(|text| text.contains("Уточнено")).count(), 1, "{comments:?}");
    assert!(!comments.iter().any(|text| text.contains("Идёт проверка")), "{comments:?}");
    rig.assert_journal(&incident).await;
}
