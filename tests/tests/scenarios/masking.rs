//! Personal data is masked before anything is stored, the message removed, its author told.

use crate::told::accepted;
use nabat_domain::catalogue::Role;
use nabat_tests::rig::Rig;

/// A number with a right checksum that belongs to nobody.
const SNILS: &str = "112-233-445 95";

#[tokio::test]
async fn a_number_of_a_patient_reaches_no_row_and_the_author_is_told() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let first_line = rig.holder(&incident, Role::FirstLine).await;
    let _ = rig.direct(&first_line);
    rig.say(&incident, &first_line, &format!("у пациента со СНИЛС {SNILS} не открывается карта")).await;
    for row in rig.outside.table.plain().dump() {
        assert!(!row.body.contains(SNILS), "{:?} holds it", row.key);
    }
    assert_eq!(rig.outside.messenger.plain().erased().len(), 1, "the message is removed");
    assert!(!rig.direct(&first_line).is_empty(), "the author is told");
}

#[tokio::test]
async fn a_registration_is_masked_too() {
    let rig = Rig::new().await;
    let mut body = rig.registration("SD-9", "appointments");
    body["description"] = format!("жалоба: СНИЛС {SNILS}, полис").into();
    assert_eq!(rig.desk("msg_9", &body).await.status(), 202);
    assert!(rig.outside.table.plain().dump().iter().all(|row| !row.body.contains(SNILS)));
}

#[tokio::test]
async fn a_work_contact_of_the_catalogue_is_not_masked_in_the_chat() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let (contact, stranger) = ("e3002@yasnorechensk-clinics.example", "patient.ivanova@mail.example");
    rig.say(&incident, &engineer, &format!("пишите на {contact}, не на {stranger}")).await;
    let kept = rig.outside.table.plain().dump();
    assert!(kept.iter().any(|row| row.body.contains(contact)), "people have to reach each other");
    assert!(kept.iter().all(|row| !row.body.contains(stranger)));
}
