//! Said where only the person and the bot are: it is plain which incident is meant, or it is asked.

use crate::told::diagnosed;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_tests::rig::Rig;

/// Another incident of the same duty engineer: a drill, so that neither takes the other for its own.
async fn beside(rig: &mut Rig) -> IncidentId {
    let mut body = rig.registration("SD-2000", "appointments");
    body["drill"] = true.into();
    assert_eq!(rig.desk("msg_drill", &body).await.status(), 202);
    IncidentId::of_desk_record(&rig.product, &"SD-2000".into())
}

async fn engineer(rig: &Rig, incident: &IncidentId) -> PersonId {
    rig.holder(incident, Role::DutyEngineer).await
}

#[tokio::test]
async fn with_one_incident_open_it_is_the_one() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let engineer = engineer(&rig, &incident).await;
    rig.meet(&engineer).await;
    rig.say_direct(&engineer, "восстановлено").await;
    assert!(rig.state(&incident).await.restored_at().is_some());
}

#[tokio::test]
async fn with_two_open_it_is_asked_which_and_the_number_says_it() {
    let mut rig = Rig::new().await;
    let first = diagnosed(&mut rig).await;
    let second = beside(&mut rig).await;
    let engineer = engineer(&rig, &first).await;
    assert_eq!(rig.holder(&second, Role::DutyEngineer).await, engineer);
    rig.meet(&engineer).await;
    rig.direct(&engineer);
    rig.say_direct(&engineer, "восстановлено").await;
    let told = rig.direct(&engineer);
    assert!(told.contains("SD-1042") && told.contains("SD-2000"), "{told}");
    assert!(rig.state(&first).await.restored_at().is_none() && rig.state(&second).await.restored_at().is_none());
    rig.say_direct(&engineer, "SD-1042: восстановлено").await;
    assert!(rig.state(&first).await.restored_at().is_some());
    assert!(rig.state(&second).await.restored_at().is_none());
}

#[tokio::test]
async fn personal_data_goes_though_it_is_not_known_which_incident_it_is_about() {
    let mut rig = Rig::new().await;
    let first = diagnosed(&mut rig).await;
    beside(&mut rig).await;
    let engineer = engineer(&rig, &first).await;
    rig.meet(&engineer).await;
    rig.direct(&engineer);
    rig.say_direct(&engineer, "у пациента со СНИЛС 112-233-445 95 не открывается карта").await;
    let erased = rig.outside.messenger.plain().erased();
    assert_eq!((erased.len(), erased[0].0.as_str()), (1, &*format!("dm.{engineer}")));
    assert!(rig.outside.table.plain().dump().iter().all(|row| !row.body.contains("445 95")));
}
