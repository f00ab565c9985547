//! Handing a role over: until the successor accepts, the first holder answers.

use crate::told::{accepted, opened};
use nabat_domain::catalogue::Role;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn open_prompts_move_to_the_successor_who_gets_a_summary() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let first = rig.holder(&incident, Role::DutyEngineer).await;
    let next = rig.anybody(Role::DutyEngineer, std::slice::from_ref(&first));
    rig.say(&incident, &first, &format!("/передать duty_engineer {next}")).await;
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, first, "nothing moves before it is accepted");
    assert!(!rig.direct(&next).is_empty(), "the successor is told what it is about");
    rig.say(&incident, &next, "смену принял").await;
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, next);
    assert_eq!(rig.prompt(&incident, "changed").await.holder, Some(next));
}

#[tokio::test]
async fn somebody_without_the_role_cannot_take_it() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let first_line = rig.holder(&incident, Role::FirstLine).await;
    rig.say(&incident, &engineer, &format!("/передать duty_engineer {first_line}")).await;
    assert!(rig.state(&incident).await.people.offered.is_empty());
}

#[tokio::test]
async fn a_contractor_hands_over_within_the_contract_only() {
    let mut rig = Rig::new().await;
    let incident = crate::told::diagnosed(&mut rig).await;
    let contractor = rig.holder(&incident, Role::Contractor).await;
    let contract = rig.catalogue.contracts.values().find(|contract| contract.representatives.contains(&contractor));
    let own = contract.expect("they speak for a contractor").representatives.clone();
    let stranger = rig.anybody(Role::Contractor, &own);
    rig.room(&incident).await;
    rig.say(&incident, &contractor, &format!("/передать contractor {stranger}")).await;
    assert!(rig.state(&incident).await.people.offered.is_empty(), "another contractor's people stay out");
    assert!(rig.room(&incident).await.contains("договор"), "and it is said why");
    let colleague = own.iter().find(|person| **person != contractor).expect("there is a second one");
    rig.say(&incident, &contractor, &format!("/передать contractor {colleague}")).await;
    assert_eq!(rig.state(&incident).await.people.offered.get(&Role::Contractor), Some(colleague));
}
