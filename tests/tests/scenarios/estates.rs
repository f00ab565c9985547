//! What follows from the estate: its classes, its rights, its people, another estate beside it.

use crate::told::{SERVICE, accepted, diagnosed};
use nabat_domain::catalogue::{Criticality, Exception, Priority, Right, Role, Supplier};
use nabat_domain::ids::{PersonId, ServiceId};
use nabat_domain::incident::{Done, Standing};
use nabat_domain::procedure::Kind;
use nabat_kit::port::Said;
use nabat_tests::rig::Rig;

/// A service of the example that nothing mission critical needs and that is not high itself.
fn low(rig: &Rig) -> String {
    let mut services = rig.catalogue.services.keys();
    let low = services.find(|id| !Priority::with_function_lost(rig.catalogue.criticality_of(id)).is_high());
    low.expect("the example has a less critical service").to_string()
}

async fn registered(rig: &Rig, desk: &str, service: &str) -> nabat_domain::incident::State {
    let incident = rig.register(desk, service).await;
    rig.state(&incident).await
}

#[tokio::test]
async fn the_class_is_computed_from_six_questions_and_a_threat_to_life_is_the_highest() {
    for (scores, threat, priority, led) in [
        ([3, 3, 3, 2, 1, 1], false, Priority::P1, true),
        ([3, 3, 3, 2, 1, 0], false, Priority::P2, true),
        ([3, 3, 3, 0, 0, 0], false, Priority::P2, true),
        ([3, 3, 2, 0, 0, 0], false, Priority::P3, false),
        ([3, 2, 0, 0, 0, 0], false, Priority::P3, false),
        ([3, 1, 0, 0, 0, 0], false, Priority::P4, false),
        ([0, 0, 0, 0, 0, 0], true, Priority::P1, true),
    ] {
        let mut rig = Rig::new().await;
        let service = low(&rig);
        rig.reconfigure(|catalogue| {
            let known = catalogue.services.get_mut(&ServiceId::from(service.as_str())).expect("it is there");
            let assessment = &mut known.assessment;
            let questions = &mut assessment.scores;
            [questions.people, questions.harm, questions.workaround, questions.hours, questions.money] =
                [scores[0], scores[1], scores[2], scores[3], scores[4]];
            questions.dependants = scores[5];
            (assessment.threat_to_life, assessment.exception) = (threat, None);
        })
        .await;
        let state = registered(&rig, "SD-1", &service).await;
        let standing = if led { Standing::Open } else { Standing::RecordedOnly };
        assert_eq!((state.head.priority, state.head.standing), (priority, standing), "{scores:?} {threat}");
    }
}

#[tokio::test]
async fn what_a_mission_critical_service_cannot_do_without_is_business_critical() {
    let mut rig = Rig::new().await;
    let (service, needs) = (low(&rig), SERVICE);
    rig.reconfigure(|catalogue| {
        let needing = catalogue.services.get_mut(&needs.into()).expect("it is there");
        needing.suppliers.push(Supplier { id: service.as_str().into(), hard: true });
    })
    .await;
    assert_eq!(registered(&rig, "SD-1", &service).await.head.priority, Priority::P2);
}

#[tokio::test]
async fn a_class_the_committee_set_goes_before_the_sum_of_points() {
    let mut rig = Rig::new().await;
    let service = low(&rig);
    rig.reconfigure(|catalogue| {
        let known = catalogue.services.get_mut(&ServiceId::from(service.as_str())).expect("it is there");
        known.assessment.exception =
            Some(Exception { class: Criticality::MissionCritical, decision: "протокол 7".to_owned() });
    })
    .await;
    let state = registered(&rig, "SD-1", &service).await;
    assert_eq!((state.head.priority, state.head.standing), (Priority::P1, Standing::Open));
}

#[tokio::test]
async fn whoever_only_sees_decides_nothing() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let before = rig.state(&incident).await.steps.done.clone();
    for role in [Role::Observer, Role::Head, Role::ProductOwner, Role::Admin] {
        let Some(person) = rig.catalogue.people.values().find(|person| person.roles == [role].into()) else { continue };
        let person = person.id.clone();
        for said in [
            "восстановлено сейчас",
            "/снять workaround не нужен никому из нас",
            "/исправить began 13:00; так сказали",
            "/аннулировать ложная тревога была",
            "/приоритет P3 уже не срочно никому",
            "/за workaround Записываем на бумаге",
        ] {
            rig.say(&incident, &person, said).await;
        }
        let state = rig.state(&incident).await;
        assert_eq!((&state.steps.done, &state.head.standing), (&before, &Standing::Open), "{role:?}");
        assert_eq!(state.restored_at(), None, "{role:?}");
    }
}

#[tokio::test]
async fn who_may_do_what_is_a_table_of_the_product() {
    let mut rig = Rig::new().await;
    rig.reconfigure(|catalogue| {
        catalogue.product.rights.0.get_mut(&Role::ShiftHead).expect("it is in the table").remove(&Right::Waives);
        catalogue.product.rights.0.get_mut(&Role::DutyEngineer).expect("it is in the table").insert(Right::Waives);
    })
    .await;
    let incident = accepted(&mut rig).await;
    let (head, engineer) =
        (rig.holder(&incident, Role::ShiftHead).await, rig.holder(&incident, Role::DutyEngineer).await);
    rig.say(&incident, &head, "/снять workaround обходить нечего, всё стоит").await;
    assert!(!rig.state(&incident).await.steps.done.contains_key("workaround"));
    let first_line = rig.holder(&incident, Role::FirstLine).await;
    rig.say(&incident, &first_line, "/снять planned спрашивать сейчас некого").await;
    assert!(!rig.state(&incident).await.steps.done.contains_key("planned"));
    rig.say(&incident, &engineer, "/снять planned спрашивать сейчас некого").await;
    assert!(matches!(rig.state(&incident).await.steps.done.get("planned"), Some(Done::Waived(_))));
}

#[tokio::test]
async fn a_person_who_leaves_the_organisation_says_nothing_more_and_stops_nobody() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let gone = rig.holder(&incident, Role::DutyEngineer).await;
    let next = rig.anybody(Role::DutyEngineer, std::slice::from_ref(&gone));
    rig.names.remove(&gone);
    rig.reconfigure(|catalogue| {
        catalogue.people.remove(&gone);
    })
    .await;
    rig.say(&incident, &gone, "восстановлено сейчас").await;
    assert_eq!(rig.state(&incident).await.restored_at(), None, "who is gone states nothing");
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, &format!("/передать duty_engineer {next}")).await;
    rig.say(&incident, &next, "смену принял").await;
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, next);
    rig.minutes(30).await;
    rig.say(&incident, &next, "восстановлено сейчас").await;
    assert!(rig.state(&incident).await.restored_at().is_some());
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn whoever_leaves_with_prompts_open_is_out_of_the_room_and_the_next_on_duty_has_them() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let gone = rig.holder(&incident, Role::DutyEngineer).await;
    let room = rig.state(&incident).await.head.room.expect("it has a room");
    let owed: Vec<_> = rig
        .state(&incident)
        .await
        .steps
        .open
        .clone()
        .into_values()
        .filter(|prompt| prompt.holder.as_ref() == Some(&gone))
        .collect();
    assert!(!owed.is_empty(), "prompts are open");
    assert!(rig.outside.messenger.plain().people(&room).contains(gone.as_str()));
    let instead = rig.anybody(Role::DutyEngineer, std::slice::from_ref(&gone));
    let _ = rig.room(&incident).await;
    rig.names.remove(&gone);
    rig.reconfigure(|catalogue| {
        catalogue.people.remove(&gone);
        catalogue.product.fallback.retain(|person| *person != gone);
        for shift in catalogue.rotas.iter_mut().flat_map(|rota| &mut rota.shifts) {
            shift.chain.retain(|person| *person != gone);
            shift.people.iter_mut().filter(|person| **person == gone).for_each(|person| *person = instead.clone());
        }
    })
    .await;
    rig.minutes(10).await;
    let next = rig.holder(&incident, Role::DutyEngineer).await;
    assert_ne!(next, gone, "somebody else leads");
    let state = rig.state(&incident).await;
    for prompt in &owed {
        let open = state.steps.open.get(&prompt.id).unwrap_or_else(|| panic!("{} is still open", prompt.id));
        assert_eq!(open.holder.as_ref(), Some(&next), "{} moved", prompt.id);
    }
    let people = rig.outside.messenger.plain().people(&room);
    assert!(!people.contains(gone.as_str()) && people.contains(next.as_str()), "{people:?}");
    assert!(rig.room(&incident).await.contains("больше не среди людей продукта"));
    assert!(!rig.direct(&next).is_empty(), "and gets what is open on one screen");
    rig.say(&incident, &next, "восстановлено сейчас").await;
    assert!(rig.state(&incident).await.restored_at().is_some(), "and answers");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_related_services_owner_who_leaves_is_asked_no_more_and_the_next_owner_is() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let state = rig.state(&incident).await;
    let asked =
        state.steps.open.values().find(|prompt| prompt.kind == Kind::Impact).expect("a neighbour is asked").clone();
    let (gone, service) = (asked.holder.clone().expect("of its owner"), asked.subject.clone().expect("of a service"));
    let next = rig.anybody(Role::ServiceOwner, std::slice::from_ref(&gone));
    rig.reconfigure(|catalogue| {
        catalogue.people.remove(&gone);
        let service = catalogue.services.get_mut(&ServiceId::from(service.as_str())).expect("there is one");
        service.owners = vec![next.clone()];
    })
    .await;
    let _ = rig.direct(&next);
    rig.minutes(10).await;
    let state = rig.state(&incident).await;
    assert_eq!(state.steps.open.get(&asked.id).expect("it is still asked").holder.as_ref(), Some(&next));
    assert!(!rig.direct(&next).is_empty(), "directly, with buttons");
    assert_eq!(
        state.neighbours.related[&ServiceId::from(service.as_str())].owner.as_ref(),
        Some(&next),
        "and after restored too"
    );
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn the_same_in_another_product_at_the_same_time_is_another_incident() {
    let mut rig = Rig::new().await;
    let first = rig.register("SD-1", SERVICE).await;
    let mine = rig.product.clone();
    rig.reconfigure(|catalogue| catalogue.product.id = "laboratories".into()).await;
    rig.product = "laboratories".into();
    let second = rig.register("SD-1", SERVICE).await;
    assert_ne!(first, second, "the same number of another product's desk");
    assert_eq!(rig.outside.messenger.plain().incident_rooms().len(), 2);
    assert_eq!(rig.state(&second).await.head.standing, Standing::Open, "no duplicate of it");
    rig.answer(&second, "accept", "accepted").await;
    rig.minutes(20).await;
    let there = rig.state(&second).await;
    rig.product = mine;
    let here = rig.state(&first).await;
    assert!(here.answer("accept").is_none() && there.answer("accept").is_some());
    let engineer = rig.holder(&first, Role::DutyEngineer).await;
    rig.say(&first, &engineer, "восстановлено сейчас").await;
    assert!(rig.state(&first).await.restored_at().is_some());
    rig.product = "laboratories".into();
    assert_eq!(rig.state(&second).await.restored_at(), None);
}

#[tokio::test]
async fn somebody_nobody_knows_is_not_heard() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    let before = rig.state(&incident).await;
    let said = Said::Text { text: "восстановлено сейчас".to_owned(), prompt: None };
    rig.deliver_as(&incident, &PersonId::from("passer-by"), said, "stranger").await;
    assert_eq!(rig.state(&incident).await, before);
    // Nor by a machine that speaks for people.
    rig.say_elsewhere(&incident, &PersonId::from("passer-by"), "восстановлено сейчас").await;
    assert_eq!(rig.state(&incident).await, before);
    let room = rig.state(&incident).await.head.room.expect("a room");
    let people = rig.outside.messenger.plain().people(&room);
    let known = |user: &String| rig.catalogue.people.contains_key(&PersonId::from(user.as_str()));
    assert!(!people.is_empty() && people.iter().all(known), "only people with a role are members: {people:?}");
}
