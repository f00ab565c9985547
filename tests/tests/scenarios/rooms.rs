//! Nothing is posted where there is no room, or no room any more: the one who asked is answered
//! directly, and nothing waits for ever.

use crate::told::{SERVICE, decide, reported};
use nabat_domain::catalogue::{Priority, Role};
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Standing;
use nabat_tests::rig::Rig;

/// A failure of a service that is not critical enough to be led.
async fn recorded_only(rig: &Rig, desk: &str) -> IncidentId {
    let mut services = rig.catalogue.services.keys();
    let low = services.find(|id| !Priority::with_function_lost(rig.catalogue.criticality_of(id)).is_high());
    let low = low.expect("the example has a less critical service").to_string();
    let incident = rig.register(desk, &low).await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::RecordedOnly);
    incident
}

async fn closed(rig: &mut Rig) -> IncidentId {
    let incident = reported(rig).await;
    decide(rig, &incident, "new_problem").await;
    rig.minutes(1).await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Closed);
    incident
}

#[tokio::test]
async fn who_asks_about_an_incident_without_a_chat_is_answered_directly() {
    let mut rig = Rig::new().await;
    let incident = recorded_only(&rig, "SD-1").await;
    let person = rig.anybody(Role::FirstLine, &[]);
    rig.say_elsewhere(&incident, &person, "помощь").await;
    assert!(rig.direct(&person).contains(&rig.name_of(&person)), "the answer finds its way");
    assert!(rig.stuck().is_empty(), "{:?}", rig.stuck());
    let next = nabat_clock::next(&rig.env).await.expect("the index");
    assert!(next.is_none_or(|next| next > rig.env.now()), "nothing is overdue");
}

#[tokio::test]
async fn who_asks_in_an_incident_that_is_over_is_answered_directly() {
    let mut rig = Rig::new().await;
    let incident = closed(&mut rig).await;
    let person = rig.holder(&incident, Role::FirstLine).await;
    rig.direct(&person);
    rig.say(&incident, &person, "помощь").await;
    rig.say(&incident, &person, "статус").await;
    assert!(rig.direct(&person).contains(&rig.name_of(&person)));
    assert!(rig.stuck().is_empty(), "{:?}", rig.stuck());
}

#[tokio::test]
async fn annulling_what_is_closed_tells_the_desk_and_leaves_the_archived_chat_alone() {
    let mut rig = Rig::new().await;
    let incident = closed(&mut rig).await;
    rig.room(&incident).await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    rig.say(&incident, &manager, "/аннулировать ложная тревога, датчик").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Annulled);
    assert_eq!(rig.room(&incident).await, "");
    assert!(rig.stuck().is_empty(), "{:?}", rig.stuck());
}

#[tokio::test]
async fn a_chat_is_left_alone_once_it_is_archived_whoever_speaks_in_it() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    let merged = rig.register("SD-2", SERVICE).await;
    rig.answer(&incident, "duplicate", "same").await;
    assert_eq!(rig.state(&merged).await.head.standing, Standing::Merged { into: incident.clone() });
    let manager = rig.anybody(Role::ProcessManager, &[]);
    rig.say(&incident, &manager, "/аннулировать ложная тревога, датчик").await;
    rig.minutes(1).await;
    rig.room(&incident).await;
    rig.say_elsewhere(&merged, &manager, "помощь").await;
    assert_eq!(rig.room(&incident).await, "");
    assert!(rig.stuck().is_empty(), "{:?}", rig.stuck());
}

#[tokio::test]
async fn posts_an_earlier_version_left_without_a_room_are_swept_away() {
    let rig = Rig::new().await;
    let incident = recorded_only(&rig, "SD-1").await;
    let partition = nabat_kit::keys::room_posts(&rig.product, &incident);
    let post = serde_json::json!({
        "incident": incident, "at": rig.env.now(),
        "job": { "job": "post", "to": "room", "wording": { "key": "help-nothing-owed", "args": {} }, "slot": null, "prompt": null },
    });
    let due = nabat_kit::table::Due { shard: nabat_kit::shard::shard(&partition), at: rig.env.now().0 };
    let row = nabat_kit::table::Row {
        key: nabat_kit::table::Key::new(partition, "P#000001795431600000#inc-1#00000001#00"),
        body: post.to_string(),
        version: 1,
        due: Some(due),
        listed: None,
        expires: None,
    };
    let put = nabat_kit::table::Action::Put(row, nabat_kit::table::Condition::Any);
    rig.env.table.write(&[put]).await.expect("written");
    rig.minutes(1).await;
    assert!(rig.stuck().is_empty(), "{:?}", rig.stuck());
}
