//! `помощь` is answered in every sort of chat: an incident's, a problem's, a contractor's direct one, one's own
//! direct one with an incident open and with none, a standing room.

use crate::problem::raised;
use crate::told::diagnosed;
use nabat_domain::catalogue::{Channel, NoticeText, Notices, Recipient, Role, Subscription};
use nabat_domain::ids::PersonId;
use nabat_tests::rig::Rig;
use std::collections::{BTreeMap, BTreeSet};

#[tokio::test]
async fn in_an_incidents_chat_by_both_words() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    for word in ["помощь", "help", "/help", "?"] {
        let _ = rig.room(&incident).await;
        rig.say(&incident, &engineer, word).await;
        let room = rig.room(&incident).await;
        assert!(room.contains("Ждём от вас") && room.contains("Восстановлено"), "{word}: {room}");
    }
    // Who owes nothing hears of whom it waits for.
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let _ = rig.room(&incident).await;
    rig.say(&incident, &head, "помощь").await;
    let room = rig.room(&incident).await;
    assert!(room.contains("ничего не нужно") && room.contains(&rig.name_of(&engineer)), "{room}");
}

#[tokio::test]
async fn in_a_problems_chat() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    let leader = rig.holder(&problem, Role::ProblemManager).await;
    let _ = rig.room(&problem).await;
    rig.say(&problem, &leader, "помощь").await;
    let room = rig.room(&problem).await;
    assert!(room.contains("Ждём от вас") && room.contains("Ведущий проблемы"), "{room}");
}

#[tokio::test]
async fn in_the_direct_chat_of_a_contractor_and_nothing_of_anybody_else() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = crate::contractor::handed_over(&mut rig).await;
    rig.meet(&contractor).await;
    let _ = rig.direct(&contractor);
    rig.say_direct(&contractor, "помощь").await;
    let told = rig.direct(&contractor);
    assert!(told.contains("Ждём от вас"), "{told}");
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    assert!(!told.contains(&rig.name_of(&engineer)), "{told}");
}

#[tokio::test]
async fn in_ones_own_direct_chat_with_an_incident_open_and_with_none() {
    let mut rig = Rig::new().await;
    let engineer = rig.anybody(Role::DutyEngineer, &[]);
    rig.meet(&engineer).await;
    for said in ["помощь", "что у нас сломалось?"] {
        rig.say_direct(&engineer, said).await;
        let told = rig.direct(&engineer);
        assert!(told.contains("Открытых сбоев с вашим участием сейчас нет"), "{said}: {told}");
    }
    let incident = diagnosed(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.meet(&engineer).await;
    let _ = rig.direct(&engineer);
    rig.say_direct(&engineer, "помощь").await;
    assert!(rig.direct(&engineer).contains("Ждём от вас"));
}

#[tokio::test]
async fn in_a_standing_room_the_one_who_asks_is_answered_directly() {
    let observer: PersonId = "e5044".into();
    let operations = Channel { title: "Сводка".into(), people: vec![observer.clone()] };
    let subscription = Subscription {
        to: Recipient::Channel { channel: "operations".into() },
        text: NoticeText::Managers,
        language: None,
        services: BTreeSet::new(),
        classes: BTreeSet::new(),
        kinds: BTreeSet::new(),
    };
    let channels = BTreeMap::from([("operations".into(), operations)]);
    let notices = Notices { channels, subscriptions: vec![subscription], ..Notices::default() };
    let mut rig = Rig::telling(notices).await;
    let incident = diagnosed(&mut rig).await;
    rig.meet(&observer).await;
    let before = rig.channel("operations");
    assert!(!before.is_empty(), "the standing room is told of the failure");
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say_in_channel("operations", &engineer, "восстановлено сейчас").await;
    assert_eq!(rig.state(&incident).await.restored_at(), None, "what is said there is about no incident");
    rig.say_in_channel("operations", &observer, "помощь").await;
    let told = rig.direct(&observer);
    assert!(told.contains("Открытых сбоев с вашим участием сейчас нет"), "{told}");
    assert!(!rig.channel("operations").contains("вашим участием"), "and nobody else reads it");
}
