//! What was given up is put back to work days later, and once more: what had been done already, though nobody heard of
//! it, is not done again.

use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_domain::time::Length;
use nabat_kit::dead;
use nabat_kit::port::CallError;
use nabat_kit::table::Row;
use nabat_tests::rig::Rig;

/// The service is back while neither desk nor messenger is heard of; after half an hour they refuse for good, which ends
/// sooner than a day of tries.
async fn given_up() -> (Rig, IncidentId) {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    rig.answer(&incident, "accept", "accepted").await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.outside.desk.plain().lose_answers();
    rig.outside.messenger.plain().lose_answers();
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    rig.minutes(30).await;
    let refused = CallError::Permanent("not any more".to_owned());
    rig.outside.desk.plain().fail(1_000, &refused);
    rig.outside.messenger.plain().fail(1_000, &refused);
    rig.minutes(30).await;
    (rig, incident)
}

/// What stands in the desk and in the chat.
async fn done(rig: &Rig, incident: &IncidentId) -> (usize, Vec<String>) {
    let room = rig.state(incident).await.head.room.expect("a room");
    let posts = rig.outside.messenger.plain().posts(&room);
    (rig.outside.desk.plain().changes("SD-1").len(), posts.into_iter().map(|post| post.key.0).collect())
}

async fn put_back(rig: &Rig, rows: &[Row]) {
    for row in rows {
        // The second time it may be back at work already.
        for _ in 0..2 {
            let _ = dead::retry(&rig.env, &row.key).await;
        }
    }
    rig.minutes(3).await;
}

#[tokio::test]
async fn promise_05_what_is_put_back_five_days_later_and_again_is_done_once() {
    let (rig, incident) = given_up().await;
    let (rows, before) = (rig.dead().await, done(&rig, &incident).await);
    let of = |part: &str| rows.iter().filter(|row| row.key.sk.starts_with(part) || row.key.pk.contains(part)).count();
    assert!(of("J#") > 0 && of("#C#") > 0, "jobs and posts were given up: {rows:?}");
    rig.outside.clock.move_to(rig.env.now().plus(Length::hours(5 * 24)));
    rig.outside.desk.plain().mend();
    rig.outside.messenger.plain().mend();
    put_back(&rig, &rows).await;
    let (told, posts) = done(&rig, &incident).await;
    assert_eq!(told, before.0, "the desk had it all");
    for key in &before.1 {
        assert_eq!(posts.iter().filter(|post| *post == key).count(), 1, "{key}");
    }
    let left = rig.dead().await;
    assert!(left.is_empty() && rig.stuck().is_empty(), "{left:?}, {:?}", rig.stuck());
    // Rows read before they were put back are in the dead list no more.
    let version = rig.state(&incident).await.head.version;
    put_back(&rig, &rows).await;
    assert_eq!(done(&rig, &incident).await.0, told);
    assert!(rig.state(&incident).await.head.version <= version + 4, "but for what time itself brings");
    rig.assert_journal(&incident).await;
}
