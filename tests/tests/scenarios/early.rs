//! Facts are never refused for coming early; what was skipped stays owed.

use crate::told::{SERVICE, confirm, opened};
use nabat_domain::catalogue::Role;
use nabat_domain::incident::stage_spans;
use nabat_domain::time::Length;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn restored_before_diagnosed_ends_the_earlier_stages_and_everything_owed_is_still_asked() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    rig.minutes(7).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "восстановлено 2 минуты назад").await;
    let state = rig.state(&incident).await;
    let restored = rig.env.now().minus(Length::minutes(2));
    assert_eq!(state.restored_at(), Some(restored));
    assert_eq!(state.head.stage.as_str(), "verification");
    assert_eq!(state.head.ends[&"diagnosis".into()], restored, "diagnosis ended with the restoration");
    assert!(rig.asks(&incident, "changed").await, "what changed is still owed");
    let spans = stage_spans(&state);
    for pair in spans.windows(2) {
        assert_eq!(pair[0].ended, Some(pair[1].began), "no gap and no overlap");
    }
    let restoration = spans.iter().find(|span| span.stage.as_str() == "restoration").expect("it has begun");
    assert_eq!((restoration.began, restoration.ended), (restored, Some(restored)), "a stage of no length");
    // Answered later, the late facts move no border.
    rig.minutes(5).await;
    rig.answer(&incident, "changed", "Обновляли шлюз вечером").await;
    rig.answer(&incident, "located", "appointments certain").await;
    assert_eq!(rig.state(&incident).await.head.ends[&"diagnosis".into()], restored);
    confirm(&mut rig, &incident).await;
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_failure_already_over_is_registered_afterwards() {
    let rig = Rig::new().await;
    let mut body = rig.registration("SD-7", SERVICE);
    body["started_at"] = rig.env.now().minus(Length::hours(3)).to_rfc3339().into();
    body["restored_at"] = rig.env.now().minus(Length::hours(2)).to_rfc3339().into();
    let answer = rig.desk("msg_7", &body).await;
    assert_eq!(answer.status(), 202);
    let incident = nabat_domain::ids::IncidentId::of_desk_record(&rig.product, &"SD-7".into());
    let state = rig.state(&incident).await;
    assert_eq!(state.head.stage.as_str(), "verification");
    assert_eq!(state.head.outages[0].restored, Some(rig.env.now().minus(Length::hours(2))));
    assert!(rig.asks(&incident, "works").await && rig.asks(&incident, "accept").await);
}

#[tokio::test]
async fn a_bare_clock_time_in_doubt_is_asked_about() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let _ = rig.room(&incident).await;
    // 14:00 now, the failure began at 13:50: 12:30 lies before it.
    rig.say(&incident, &engineer, "восстановлено 12:30").await;
    assert_eq!(rig.state(&incident).await.restored_at(), None);
    assert!(!rig.room(&incident).await.is_empty(), "the bot asks back");
}
