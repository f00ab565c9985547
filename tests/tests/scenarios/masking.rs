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
async fn what_the_desk_changes_later_is_masked_too() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-9", "appointments").await;
    let change = serde_json::json!({
        "type": "incident.updated",
        "id": "SD-9",
        "summary": format!("не открывается карта, СНИЛС {SNILS}"),
        "description": format!("звонил пациент, СНИЛС {SNILS}, ждёт"),
        "url": format!("https://desk.example/?snils={SNILS}"),
    });
    assert_eq!(rig.desk("msg_change", &change).await.status(), 202);
    let kept = rig.outside.table.plain().dump();
    for words in ["не открывается карта", "звонил пациент"] {
        assert!(kept.iter().any(|row| row.body.contains(words)), "it was taken: {words}");
    }
    assert!(kept.iter().all(|row| !row.body.contains(SNILS)));
    assert!(!rig.room(&incident).await.contains(SNILS));
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

#[tokio::test]
async fn a_masked_direct_message_is_removed_where_it_stands() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let owner = rig.prompt(&incident, "impact").await.holder.expect("the service has an owner");
    rig.direct(&owner);
    rig.say_direct(&owner, &format!("не открывается карта, СНИЛС {SNILS}")).await;
    let erased = rig.outside.messenger.plain().erased();
    assert_eq!(erased.len(), 1, "the message is removed");
    assert_eq!(erased[0].0.as_str(), format!("dm.{owner}"), "from the chat it was said in");
    assert!(!rig.direct(&owner).is_empty(), "the author is told");
}

#[tokio::test]
async fn a_masked_message_is_removed_though_what_it_says_is_refused() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.room(&incident).await;
    rig.say(&incident, &engineer, &format!("/снять began СНИЛС {SNILS}")).await;
    assert_eq!(rig.outside.messenger.plain().erased().len(), 1);
    assert!(!rig.room(&incident).await.is_empty(), "the refusal is said");
    assert!(rig.asks(&incident, "began").await, "and nothing is waived");
    rig.assert_journal(&incident).await;
}
