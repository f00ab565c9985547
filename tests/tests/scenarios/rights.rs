//! Who may put right what is on record, and do what falls on others.

use crate::restricted::HEAD;
use crate::told::{SERVICE, diagnosed, opened};
use nabat_domain::catalogue::{Priority, Role};
use nabat_tests::rig::Rig;

#[tokio::test]
async fn times_on_record_are_corrected_by_shift_head_or_process_manager_alone() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let began = rig.state(&incident).await.head.began;
    for role in [Role::FirstLine, Role::DutyEngineer, Role::Contractor] {
        let person = rig.holder(&incident, role).await;
        rig.say(&incident, &person, "/исправить began 13:10; жаловались раньше").await;
        assert_eq!(rig.state(&incident).await.head.began, began, "{role:?} corrects no time");
    }
    let _ = rig.room(&incident).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "/исправить began 13:10; жаловались раньше").await;
    assert!(rig.room(&incident).await.contains("Обратитесь к ним"), "and is told who does");
    let manager = rig.anybody(Role::ProcessManager, &[]);
    for (person, minute) in [(rig.holder(&incident, Role::ShiftHead).await, "13:10"), (manager, "13:05")] {
        rig.say(&incident, &person, &format!("/исправить began {minute}; жаловались раньше")).await;
        let began = rig.state(&incident).await.head.began.in_zone(rig.catalogue.product.zone());
        assert_eq!(began.format("%H:%M").to_string(), minute);
    }
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn what_falls_on_others_is_done_by_those_who_may_alone() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let first_line = rig.holder(&incident, Role::FirstLine).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let next = rig.anybody(Role::DutyEngineer, std::slice::from_ref(&engineer));
    for (person, may) in [(&first_line, false), (&head, true)] {
        rig.say(&incident, person, &format!("/передать duty_engineer {next}")).await;
        assert_eq!(!rig.state(&incident).await.people.offered.is_empty(), may, "{person} hands the role over");
        rig.say(&incident, person, "/за workaround Записываем на бумаге").await;
        assert_eq!(rig.state(&incident).await.answer("workaround").is_some(), may, "{person} answers for others");
    }
    for (person, may) in [(&first_line, false), (&engineer, false), (&head, true)] {
        rig.say(&incident, person, "/приоритет P2 затронута одна поликлиника").await;
        assert_eq!(rig.state(&incident).await.head.priority == Priority::P2, may, "{person} lowers the priority");
    }
}

#[tokio::test]
async fn nobody_puts_words_into_somebody_elses_mouth() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let before = rig.state(&incident).await.answer("changed").cloned();
    for role in [Role::FirstLine, Role::Contractor] {
        let person = rig.holder(&incident, role).await;
        rig.say(&incident, &person, "/исправить changed Никто ничего не менял; так сказали").await;
        assert_eq!(rig.state(&incident).await.answer("changed").cloned(), before, "{role:?}");
    }
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "/исправить changed Обновляли и базу; уточнили").await;
    assert_ne!(rig.state(&incident).await.answer("changed").cloned(), before, "one's own words one corrects");
}

#[tokio::test]
async fn another_contractors_people_take_nothing_over() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let contractor = rig.holder(&incident, Role::Contractor).await;
    let contract = rig.catalogue.contracts.values().find(|contract| contract.representatives.contains(&contractor));
    let stranger = rig.anybody(Role::Contractor, &contract.expect("they speak for a contractor").representatives);
    rig.say(&incident, &head, "/исправить handover hand_over; передаём подрядчику").await;
    let prompt = rig.prompt(&incident, "received").await;
    for (person, may) in [(&stranger, false), (&contractor, true)] {
        rig.answer_as(&incident, person, &prompt, "accepted").await;
        assert_eq!(rig.state(&incident).await.answer("received").is_some(), may, "{person}");
    }
}

#[tokio::test]
async fn who_only_looks_on_launches_no_action() {
    let mut rig = Rig::acting().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    for (person, calls) in [(HEAD.into(), 0), (engineer, 1)] {
        rig.say(&incident, &person, "/действие gateway-restart").await;
        assert_eq!(rig.outside.outward.plain().calls().len(), calls, "{person}");
    }
}
