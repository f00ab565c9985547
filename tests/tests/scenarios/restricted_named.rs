//! Whoever names what was never shown to them opens nothing with it: a prompt's name is no way in.

use crate::restricted::{HEAD, on_duty, restrict};
use crate::told::SERVICE;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::Event;
use nabat_kit::restricted::{Read, ReadBy, reads};
use nabat_kit::table::Query;
use nabat_tests::rig::Rig;

/// What the bot says to somebody alone with it who presses this and then asks on.
async fn told(rig: &mut Rig, person: &PersonId, named: &str) -> String {
    rig.meet(person).await;
    rig.direct(person);
    rig.press_direct(person, named, "accepted").await;
    for words in ["/status", "/help", "принял", "/answer accept accepted"] {
        rig.say_direct(person, words).await;
    }
    rig.direct(person)
}

async fn rows(rig: &Rig, incident: &IncidentId) -> usize {
    let query = Query::prefix(nabat_kit::keys::incident(&rig.product, incident), "");
    nabat_kit::table::Table::query(rig.outside.table.plain(), &query).await.expect("read").len()
}

#[tokio::test]
async fn a_restricted_incident_is_to_a_stranger_as_one_that_does_not_exist() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    restrict(&mut rig, &incident).await;
    let prompt = rig.prompt(&incident, "accept").await.id;
    let before = (rig.state(&incident).await, rows(&rig, &incident).await);
    let mut known: Vec<PersonId> = before.0.people.members.keys().cloned().collect();
    known.extend(on_duty(&rig).await);
    let engineer = rig.anybody(Role::DutyEngineer, &known);
    for stranger in [HEAD.into(), engineer, rig.anybody(Role::Contractor, &known)] {
        let nothing = told(&mut rig, &stranger, "inc-000000000000/accept.1").await;
        assert!(!nothing.is_empty(), "whoever talks to the bot alone is answered");
        for named in [format!("{incident}/{prompt}"), format!("{incident}/x"), format!("{incident}/rules")] {
            assert_eq!(told(&mut rig, &stranger, &named).await, nothing, "{stranger} by {named}");
        }
    }
    assert_eq!((rig.state(&incident).await, rows(&rig, &incident).await), before, "nothing came of it");
}

#[tokio::test]
async fn whoever_takes_part_or_is_on_duty_answers_alone_with_the_bot_as_before() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    restrict(&mut rig, &incident).await;
    let prompt = rig.prompt(&incident, "accept").await;
    let holder = prompt.holder.clone().expect("somebody holds it");
    rig.meet(&holder).await;
    rig.press_direct(&holder, &format!("{incident}/{}", prompt.id), "accepted").await;
    assert!(!rig.asks(&incident, "accept").await);
    rig.direct(&holder);
    rig.say_direct(&holder, "/status").await;
    let told = rig.direct(&holder);
    assert!(told.contains("SD-1042"), "{told}");
}

#[tokio::test]
async fn whoever_reads_it_without_taking_part_is_put_down_in_the_chat_too() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    restrict(&mut rig, &incident).await;
    let members: Vec<PersonId> = rig.state(&incident).await.people.members.keys().cloned().collect();
    let manager = rig.anybody(Role::ProcessManager, &members);
    let heard = told(&mut rig, &manager, &format!("{incident}/x")).await;
    assert!(heard.contains("SD-1042"), "{heard}");
    let read = reads(rig.outside.table.plain(), &rig.product, &incident).await.expect("read");
    let put_down = |read: &Read| read.by == ReadBy::Person(manager.clone()) && read.what == "chat";
    assert!(read.iter().any(put_down), "{read:?}");
}

#[tokio::test]
async fn in_its_room_nobody_takes_a_restricted_incident_over_whom_it_is_not_for() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    restrict(&mut rig, &incident).await;
    let prompt = rig.prompt(&incident, "accept").await;
    let mut known: Vec<PersonId> = rig.state(&incident).await.people.members.keys().cloned().collect();
    known.extend(on_duty(&rig).await);
    let engineer = rig.anybody(Role::DutyEngineer, &known);
    rig.answer_as(&incident, &engineer, &prompt, "accepted").await;
    assert!(rig.asks(&incident, "accept").await);
    assert_ne!(rig.holder(&incident, Role::DutyEngineer).await, engineer);
    // Of what is not restricted whoever accepts first has it.
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/unrestrict проверка окончена").await;
    rig.answer_as(&incident, &engineer, &prompt, "accepted").await;
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, engineer);
}

#[tokio::test]
async fn what_was_spoken_of_last_is_spoken_of_no_more_once_it_is_restricted() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let head: PersonId = HEAD.into();
    rig.meet(&head).await;
    // Who sees incidents hears of this one while it is not restricted.
    rig.press_direct(&head, &format!("{incident}/x"), "y").await;
    rig.direct(&head);
    rig.say_direct(&head, "/status").await;
    let told = rig.direct(&head);
    assert!(told.contains("SD-1042"), "{told}");
    restrict(&mut rig, &incident).await;
    rig.say_direct(&head, "/status").await;
    let told = rig.direct(&head);
    assert!(!told.contains("SD-1042") && told.contains("Открытых сбоев с вашим участием сейчас нет"), "{told}");
}

#[tokio::test]
async fn a_contractor_hears_nothing_of_incidents_that_are_no_matter_of_theirs() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let prompt = rig.prompt(&incident, "accept").await;
    let holder = rig.name_of(&prompt.holder.clone().expect("somebody holds it"));
    let own = rig.catalogue.contract_of(&SERVICE.into(), rig.env.now()).map(|one| one.representatives.clone());
    let contractor = rig.anybody(Role::Contractor, &own.unwrap_or_default());
    let told = told(&mut rig, &contractor, &format!("{incident}/{}", prompt.id)).await;
    assert!(!told.contains("SD-1042") && !told.contains(&holder), "{told}");
    let events = rig.journal(&incident).await;
    let taken = events.iter().any(|sealed| {
        matches!(nabat_domain::incident::read(sealed), Ok(Event::RoleTaken { .. } | Event::Answered { .. }))
    });
    assert!(!taken);
}
