//! Neighbours: who is asked, how, and what their silence holds up.

use crate::told::{SERVICE, accepted, diagnosed, opened};
use nabat_domain::catalogue::{Direction, Right, Role, Supplier};
use nabat_domain::ids::ServiceId;
use nabat_domain::incident::Done;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn a_supplier_is_asked_once_it_is_suspected() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let related = rig.state(&incident).await.neighbours.related.clone();
    let quiet = |one: &nabat_domain::incident::NeighbourState| one.direction == Direction::Supplier && !one.asked;
    let (supplier, _) = related.iter().find(|(_, one)| quiet(one)).expect("it needs something nobody suspects");
    let asked = |state: &nabat_domain::incident::State, step: &str| {
        let mut open = state.steps.open.values();
        open.any(|prompt| prompt.step.as_str() == step && prompt.subject.as_deref() == Some(supplier.as_str()))
    };
    assert!(!asked(&rig.state(&incident).await, "impact"));
    rig.answer(&incident, "changed", "Вечером обновляли соседний сервис").await;
    rig.answer(&incident, "located", &format!("{supplier} suspected")).await;
    let state = rig.state(&incident).await;
    assert!(state.neighbours.related[supplier].asked && asked(&state, "impact"), "now it is");
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    assert!(asked(&rig.state(&incident).await, "recovered"), "and again after restoration");
}

#[tokio::test]
async fn at_most_fifteen_neighbours_are_asked_and_the_rest_are_named() {
    let mut rig = Rig::new().await;
    rig.reconfigure(|catalogue| {
        // Nothing it needs needs it: that would be a cycle.
        let needed = |id: &ServiceId| catalogue.services[&SERVICE.into()].suppliers.iter().any(|link| link.id == *id);
        let free = catalogue.services.keys().filter(|id| id.as_str() != SERVICE && !needed(id));
        let others: Vec<ServiceId> = free.cloned().collect();
        for other in others.into_iter().take(22) {
            let suppliers = &mut catalogue.services.get_mut(&other).expect("it is there").suppliers;
            suppliers.retain(|link| link.id.as_str() != SERVICE);
            suppliers.push(Supplier { id: SERVICE.into(), hard: false });
        }
    })
    .await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let neighbours = rig.state(&incident).await.neighbours;
    let asked = neighbours.related.values().filter(|one| one.asked).count();
    assert_eq!(asked, 15);
    assert!(neighbours.not_asked.len() >= 7, "{:?}", neighbours.not_asked);
    let room = rig.room(&incident).await;
    for service in &neighbours.not_asked {
        let name = &rig.catalogue.services[service].name;
        assert!(room.contains(name.as_str()), "{name} is named: {room}");
    }
}

#[tokio::test]
async fn two_that_need_each_other_are_asked_as_consumers() {
    let mut rig = Rig::new().await;
    let supplier = rig.catalogue.services[&SERVICE.into()].suppliers[0].id.clone();
    rig.reconfigure(|catalogue| {
        let suppliers = &mut catalogue.services.get_mut(&supplier).expect("it is there").suppliers;
        suppliers.push(Supplier { id: SERVICE.into(), hard: false });
    })
    .await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let state = rig.state(&incident).await;
    let one = &state.neighbours.related[&supplier];
    assert_eq!((one.direction, one.asked), (Direction::Consumer, true));
    let open = state.steps.open.values().filter(|prompt| prompt.subject.as_deref() == Some(supplier.as_str()));
    assert_eq!(open.count(), 1, "once");
}

#[tokio::test]
async fn a_neighbour_is_asked_directly_with_buttons() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    rig.answer(&incident, "restored", "now").await;
    let prompt = rig.prompt(&incident, "recovered").await;
    let owner = prompt.holder.clone().expect("somebody owns it");
    let posts = rig.outside.messenger.plain().posts(&nabat_tests::rig::direct_room(owner.as_str()));
    let asked = posts.iter().rfind(|post| !post.message.buttons.is_empty()).expect("one message with buttons");
    assert_eq!(asked.message.buttons.len(), 3, "{:?}", asked.message);
    let room = rig.state(&incident).await.head.room.expect("a room");
    let messenger = rig.outside.messenger.plain();
    assert!(!messenger.people(&room).contains(owner.as_str()) || prompt.role != Role::ServiceOwner, "not in the room");
    rig.answer(&incident, "recovered", "works").await;
    assert!(rig.state(&incident).await.answer(&prompt.instance()).is_some());
}

#[tokio::test]
async fn a_silent_neighbour_is_reminded() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    rig.answer(&incident, "restored", "now").await;
    let owner = rig.prompt(&incident, "recovered").await.holder.expect("somebody owns it");
    rig.direct(&owner);
    rig.minutes(30).await;
    assert!(!rig.direct(&owner).is_empty(), "silence is chased where they were asked");
    assert!(rig.prompt(&incident, "recovered").await.reminders > 0);
}

#[tokio::test]
async fn a_neighbour_that_is_silent_is_waived_and_verification_ends() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    rig.answer(&incident, "restored", "now").await;
    while rig.asks(&incident, "works").await {
        rig.answer(&incident, "works", "works").await;
    }
    let head = rig.holder(&incident, Role::ShiftHead).await;
    while rig.asks(&incident, "recovered").await {
        assert_eq!(rig.state(&incident).await.head.stage.as_str(), "verification");
        let prompt = rig.prompt(&incident, "recovered").await;
        rig.say(&incident, &head, &format!("/снять {} владелец не отвечает ночью", prompt.instance())).await;
        let done = rig.state(&incident).await.steps.done.clone();
        assert!(matches!(done.get(&prompt.instance()), Some(Done::Waived(_))), "{}", prompt.instance());
    }
    assert_eq!(rig.state(&incident).await.head.stage.as_str(), "reporting");
}

#[tokio::test]
async fn a_choice_has_buttons_and_words_have_none() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    rig.answer(&incident, "began", "as_registered").await;
    rig.answer(&incident, "scope", "all").await;
    let room = rig.state(&incident).await.head.room.expect("a room");
    let asked = |rig: &Rig, step: &str| {
        let posts = rig.outside.messenger.plain().posts(&room);
        let about = |id: &nabat_domain::ids::PromptId| id.as_str().contains(&format!("/{step}."));
        let mut posts = posts.into_iter().rev();
        posts.find(|post| {
            post.message.reply_to.as_ref().is_some_and(about) || post.message.buttons.iter().any(|b| about(&b.prompt))
        })
    };
    let detected = asked(&rig, "detected").expect("it is asked");
    assert_eq!(detected.message.buttons.len(), 4, "one for each choice");
    let changed = asked(&rig, "changed").expect("it is asked");
    assert!(changed.message.buttons.is_empty(), "{:?}", changed.message);
}

#[tokio::test]
async fn a_fact_is_taken_from_button_reply_command_and_sentence() {
    let rig = Rig::new().await;
    for way in ["button", "reply", "command", "sentence", "sentence in English"] {
        let mut rig = rig.fork().await;
        let incident = diagnosed(&mut rig).await;
        let engineer = rig.holder(&incident, Role::DutyEngineer).await;
        match way {
            "button" => rig.answer(&incident, "restored", "now").await,
            "reply" => rig.answer(&incident, "restored", "всё, починили минуту назад").await,
            "command" => rig.say(&incident, &engineer, "/ответ restored сейчас").await,
            "sentence" => rig.say(&incident, &engineer, "восстановлено сейчас").await,
            _ => rig.say(&incident, &engineer, "restored now").await,
        }
        assert!(rig.state(&incident).await.restored_at().is_some(), "{way}");
    }
}

#[tokio::test]
async fn nobody_waives_what_falls_on_themselves() {
    let mut rig = Rig::new().await;
    rig.reconfigure(|catalogue| {
        let rights = &mut catalogue.product.rights.0;
        rights.get_mut(&Role::DutyEngineer).expect("it is in the table").insert(Right::Waives);
    })
    .await;
    let incident = opened(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "/снять changed ничего мы не меняли").await;
    let state = rig.state(&incident).await;
    assert!(!state.steps.done.contains_key("changed") && rig.asks(&incident, "changed").await);
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/снять changed ничего они не меняли").await;
    assert!(matches!(rig.state(&incident).await.steps.done.get("changed"), Some(Done::Waived(_))));
    rig.say(&incident, &head, "/снять decision решать здесь нечего").await;
    assert!(!rig.state(&incident).await.steps.done.contains_key("decision"), "the decision is waived by nobody");
}

#[tokio::test]
async fn merged_records_are_linked_in_the_desk() {
    use nabat_kit::port::DeskRecordChange;
    let mut rig = Rig::new().await;
    let first = rig.register("SD-1", SERVICE).await;
    rig.register("SD-2", SERVICE).await;
    rig.answer(&first, "duplicate", "same").await;
    let changes = rig.outside.desk.plain().changes("SD-2");
    let linked = |change: &DeskRecordChange| matches!(change, DeskRecordChange::Link { to } if to == "SD-1");
    assert!(changes.iter().any(linked), "{changes:?}");
    assert!(changes.iter().any(|change| matches!(change, DeskRecordChange::Close { .. })));
}
