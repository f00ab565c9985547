//! Only people with a part in it are in the chat: the contractor leaves before the summary is asked
//! for, and whoever was called for one step leaves with it.

use crate::told::{confirm, diagnosed};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_tests::rig::Rig;

async fn is_in(rig: &Rig, incident: &IncidentId, person: &PersonId) -> bool {
    let room = rig.state(incident).await.head.room.expect("the incident has a room");
    rig.outside.messenger.plain().people(&room).contains(person.as_str())
}

#[tokio::test]
async fn the_contractor_leaves_before_the_summary_is_asked_for() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let contractor = rig.holder(&incident, Role::Contractor).await;
    assert!(is_in(&rig, &incident, &contractor).await);
    rig.outside.messenger.plain().take_nobody_out();
    rig.answer(&incident, "restored", "now").await;
    confirm(&mut rig, &incident).await;
    assert!(is_in(&rig, &incident, &contractor).await, "the messenger does not take them out yet");
    assert!(!rig.asks(&incident, "summary").await, "nothing is summed up while the contractor reads along");
    rig.outside.messenger.plain().take_people_out();
    rig.minutes(2).await;
    assert!(!is_in(&rig, &incident, &contractor).await);
    assert!(rig.asks(&incident, "summary").await);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn somebody_whom_nothing_takes_out_is_named_to_the_shift_head_and_stops_nobody() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let contractor = rig.holder(&incident, Role::Contractor).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.outside.messenger.plain().take_nobody_out();
    rig.answer(&incident, "restored", "now").await;
    confirm(&mut rig, &incident).await;
    rig.direct(&head);
    rig.minutes(10).await;
    assert!(rig.direct(&head).contains(&rig.name_of(&contractor)));
    assert!(rig.asks(&incident, "summary").await);
}

#[tokio::test]
async fn what_the_contractor_still_owes_goes_on_by_direct_message() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let contractor = rig.holder(&incident, Role::Contractor).await;
    rig.say(&incident, &head, "/исправить handover hand_over; передаём подрядчику").await;
    rig.answer(&incident, "restored", "now").await;
    confirm(&mut rig, &incident).await;
    assert!(!is_in(&rig, &incident, &contractor).await);
    let direct = rig.direct(&contractor);
    assert!(!direct.is_empty(), "the open step is asked again where it can be answered");
    rig.answer(&incident, "received", "accepted").await;
    assert!(rig.state(&incident).await.answer("received").is_some(), "and the answer counts");
}

#[tokio::test]
async fn a_failed_verification_brings_the_contractor_back() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let contractor = rig.holder(&incident, Role::Contractor).await;
    let first_line = rig.holder(&incident, Role::FirstLine).await;
    rig.answer(&incident, "restored", "now").await;
    let works = rig.prompt(&incident, "works").await;
    confirm(&mut rig, &incident).await;
    assert!(!is_in(&rig, &incident, &contractor).await);
    rig.answer_as(&incident, &first_line, &works, "не работает").await;
    assert!(rig.state(&incident).await.restored_at().is_none());
    assert!(is_in(&rig, &incident, &contractor).await);
}

#[tokio::test]
async fn whoever_was_called_for_one_step_leaves_when_somebody_else_took_it() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1042", "appointments").await;
    let holder = rig.holder(&incident, Role::DutyEngineer).await;
    rig.minutes(12).await;
    let state = rig.state(&incident).await;
    let mut called = state.people.members.iter().filter(|(_, member)| member.called_for.is_some());
    let called = called.next().map(|(person, _)| person.clone()).expect("silence called somebody");
    assert!(is_in(&rig, &incident, &called).await);
    let prompt = rig.prompt(&incident, "accept").await;
    rig.answer_as(&incident, &holder, &prompt, "accepted").await;
    assert!(!is_in(&rig, &incident, &called).await);
    assert!(is_in(&rig, &incident, &holder).await);
}

#[tokio::test]
async fn verification_that_fails_before_the_contractor_is_out_keeps_them_in() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let contractor = rig.holder(&incident, Role::Contractor).await;
    let first_line = rig.holder(&incident, Role::FirstLine).await;
    rig.outside.messenger.plain().take_nobody_out();
    rig.answer(&incident, "restored", "now").await;
    let works = rig.prompt(&incident, "works").await;
    confirm(&mut rig, &incident).await;
    rig.answer_as(&incident, &first_line, &works, "не работает").await;
    rig.outside.messenger.plain().take_people_out();
    rig.minutes(5).await;
    assert!(is_in(&rig, &incident, &contractor).await, "they are needed again");
    let member = rig.state(&incident).await.people.members[&contractor].clone();
    assert!(member.is_in() && member.sent_off_at.is_none());
    rig.answer(&incident, "restored", "now").await;
    confirm(&mut rig, &incident).await;
    rig.minutes(2).await;
    assert!(!is_in(&rig, &incident, &contractor).await, "and leave once it is verified");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn who_left_hears_the_stage_and_no_clocks() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let contractor = rig.holder(&incident, Role::Contractor).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/исправить handover hand_over; передаём подрядчику").await;
    rig.answer(&incident, "restored", "now").await;
    confirm(&mut rig, &incident).await;
    assert!(!is_in(&rig, &incident, &contractor).await);
    rig.direct(&contractor);
    rig.say_direct(&contractor, "статус").await;
    let told = rig.direct(&contractor);
    assert!(told.contains("SD-1042") && told.contains("этап"), "{told}");
    assert!(!told.contains(" / "), "no time against a budget: {told}");
}
