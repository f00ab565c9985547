//! Informing and assembly: the chat with the right people, called at once, answered in time.

use crate::told::{SERVICE, accepted};
use nabat_domain::catalogue::Role;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn the_chat_stands_with_everybody_in_it_at_once() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    let state = rig.state(&incident).await;
    let room = state.head.room.clone().expect("the chat is made with nobody doing anything");
    let people = rig.outside.messenger.plain().people(&room);
    for role in [Role::FirstLine, Role::DutyEngineer, Role::ShiftHead, Role::Contractor] {
        let holder = rig.holder(&incident, role).await;
        assert!(people.contains(holder.as_str()), "{role:?} is in");
    }
    assert_eq!(state.head.called_at, Some(state.head.registered_at), "team called in no time");
    let pinned = rig.outside.messenger.plain().posts(&room).iter().filter(|post| post.pinned).count();
    assert_eq!(pinned, 2, "rules and card");
}

#[tokio::test]
async fn silence_is_escalated_along_the_chain_until_somebody_accepts() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-2", SERVICE).await;
    let holder = rig.holder(&incident, Role::DutyEngineer).await;
    rig.minutes(6).await;
    let state = rig.state(&incident).await;
    let called = state.people.members.iter().find(|(person, member)| {
        **person != holder && member.roles.contains(&Role::DutyEngineer) && member.invited_at.is_some()
    });
    let (called, _) = called.expect("the next of the chain is brought in");
    let prompt = rig.prompt(&incident, "accept").await;
    let called = called.clone();
    rig.answer_as(&incident, &called, &prompt, "accepted").await;
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, called, "who accepts leads from there on");
}

#[tokio::test]
async fn somebody_the_messenger_will_not_let_in_is_named_and_stops_nobody() {
    let rig = Rig::new().await;
    let probe = rig.fork().await;
    let head = {
        let incident = probe.register("SD-3", SERVICE).await;
        probe.holder(&incident, Role::ShiftHead).await
    };
    rig.outside.messenger.plain().make_unreachable(head.as_str());
    let incident = rig.register("SD-3", SERVICE).await;
    let state = rig.state(&incident).await;
    assert!(state.people.members[&head].unreachable);
    assert!(rig.asks(&incident, "accept").await && rig.asks(&incident, "began").await);
    let name = rig.name_of(&head);
    assert!(rig.room(&incident).await.contains(&name), "the room is told who has to be called");
}

#[tokio::test]
async fn accepting_ends_assembly_at_the_stated_moment() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-4", SERVICE).await;
    rig.minutes(4).await;
    rig.answer(&incident, "accept", "принял 2 минуты назад").await;
    let state = rig.state(&incident).await;
    let answer = state.answer("accept").expect("the step is answered");
    assert_eq!(answer.stated_at, rig.env.now().minus(nabat_domain::time::Length::minutes(2)));
    assert_eq!(answer.recorded_at, rig.env.now());
    assert_eq!(state.head.stage.as_str(), "diagnosis");
}

#[tokio::test]
async fn one_clear_prompt_at_a_time_to_whoever_holds_the_role() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let state = rig.state(&incident).await;
    for role in [Role::FirstLine, Role::DutyEngineer, Role::ShiftHead] {
        let open = state.steps.open.values().filter(|prompt| prompt.role == role && !prompt.kind.is_beside()).count();
        assert!(open <= 1, "{role:?} is asked {open} things at once");
    }
}

#[tokio::test]
async fn nobody_on_duty_is_said_and_the_fallback_chain_called() {
    let rig = Rig::without_duty(Role::FirstLine).await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let called = rig.catalogue.product.fallback[0].clone();
    assert_eq!(rig.holder(&incident, Role::FirstLine).await, called);
    let room = rig.room(&incident).await;
    let line = room.lines().find(|line| line.contains("запасной цепочке")).expect("the chat says so");
    assert!(line.contains(&rig.name_of(&called)), "{line}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_refused_registration_reaches_the_fallback_chain_where_nobody_is_on_duty() {
    let rig = Rig::without_duty(Role::FirstLine).await;
    let mut body = rig.registration("SD-9", SERVICE);
    body["service"] = "apointments".into();
    assert_eq!(rig.desk("msg_9", &body).await.status(), 422);
    let called = rig.catalogue.product.fallback.clone();
    assert!(called.iter().all(|person| rig.direct(person).contains("SD-9")));
}
