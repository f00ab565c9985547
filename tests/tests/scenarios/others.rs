//! What is not led: recorded only, drills, unknown services; and somebody who is nobody here.

use crate::told::{SERVICE, accepted};
use nabat_domain::catalogue::Priority;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::Standing;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn what_is_not_high_priority_is_recorded_and_left_to_the_desk() {
    let rig = Rig::new().await;
    let low = rig
        .catalogue
        .services
        .keys()
        .find(|id| !Priority::with_function_lost(rig.catalogue.criticality_of(id)).is_high());
    let low = low.expect("the example has a less critical service").to_string();
    let incident = rig.register("SD-1", &low).await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.standing, Standing::RecordedOnly);
    assert!(state.head.room.is_none() && state.steps.open.is_empty());
    // The desk finds it urgent after all: it is led from there on.
    let mut body = rig.registration("SD-1", &low);
    body["type"] = "incident.updated".into();
    body["priority"] = "P1".into();
    rig.desk("msg_up", &body).await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Open);
    assert!(rig.state(&incident).await.head.room.is_some());
}

#[tokio::test]
async fn a_drill_runs_beside_a_real_failure_and_stays_out_of_the_figures() {
    let rig = Rig::new().await;
    let real = rig.register("SD-1", SERVICE).await;
    let mut body = rig.registration("SD-2", SERVICE);
    body["drill"] = true.into();
    let answer = rig.desk("msg_2", &body).await;
    assert!(String::from_utf8_lossy(answer.body()).contains("accepted"));
    let drill = IncidentId::of_desk_record(&rig.product, &"SD-2".into());
    let state = rig.state(&drill).await;
    assert!(state.head.drill && state.head.room.is_some());
    assert_eq!(state.head.procedure.split('@').next(), Some("drill"));
    assert!(nabat_kit::outages::rows(&state).values().all(|row| !row.counted));
    assert!(nabat_kit::outages::rows(&rig.state(&real).await).values().all(|row| row.counted));
}

#[tokio::test]
async fn an_unknown_service_is_refused_to_the_machine_and_kept_for_people() {
    let rig = Rig::new().await;
    let mut body = rig.registration("SD-1", SERVICE);
    body["service"] = "apointments".into();
    let answer = rig.desk("msg_1", &body).await;
    assert_eq!(answer.status(), 422);
    let again = rig.desk("msg_1", &body).await;
    assert_eq!((again.status(), again.body()), (answer.status(), answer.body()), "byte for byte");
    let kept = nabat_kit::refused::waiting(&rig.env, &rig.product, 10).await.expect("the list can be read");
    assert_eq!(kept.len(), 1);
    let owner = rig.anybody(nabat_domain::catalogue::Role::ProductOwner, &[]);
    assert!(rig.direct(&owner).contains("SD-1"), "the product's owner is told");
    rig.desk("msg_1b", &rig.registration("SD-1", SERVICE)).await;
    let kept = nabat_kit::refused::waiting(&rig.env, &rig.product, 10).await.expect("the list can be read");
    assert!(kept.is_empty(), "registered, it waits for nobody");
}

#[tokio::test]
async fn somebody_who_does_not_hold_the_step_is_told_whose_it_is() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let prompt = rig.prompt(&incident, "changed").await;
    let first_line = rig.prompt(&incident, "began").await.holder.expect("somebody holds it");
    let engineer: PersonId = prompt.holder.clone().expect("somebody holds it");
    let _ = rig.room(&incident).await;
    rig.answer_as(&incident, &first_line, &prompt, "Обновили шлюз вечером").await;
    assert!(rig.asks(&incident, "changed").await);
    assert!(rig.room(&incident).await.contains(&rig.name_of(&engineer)));
}
