//! Words that wait in posts nobody has read yet, because the messenger is down, are erased with what they repeat: once it is
//! back nobody reads them, and no row holds them.

use crate::erased::holds;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_kit::erase::{Places, words};
use nabat_kit::execute::MessageRow;
use nabat_kit::port::{CallError, Said};
use nabat_tests::rig::Rig;

/// Nobody of the catalogue is called so, and the refusal says so in these very words.
const WORDS: &str = "глокая куздра из восьмой палаты";

/// More calls than are made while it is down.
const MANY: usize = 500;

/// An incident nobody is told anything of now, and its duty engineer.
async fn quiet() -> (Rig, IncidentId, PersonId) {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    rig.answer(&incident, "accept", "accepted").await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.meet(&engineer).await;
    (rig, incident, engineer)
}

fn down(rig: &Rig) {
    rig.outside.messenger.plain().fail(MANY, &CallError::Transient("the messenger is down".to_owned()));
}

/// What is answered with a refusal that quotes it.
fn quoted() -> String {
    format!("/передать duty_engineer {WORDS}")
}

async fn said_in_the_room(rig: &Rig, incident: &IncidentId, engineer: &PersonId) {
    let said = Said::Text { text: quoted(), prompt: None };
    assert!(rig.deliver_as(incident, engineer, said, "quoted").await.is_success());
}

/// What was said is erased by its id while the answer to it waits in a row named so, and with it the words there.
async fn erased(rig: &Rig, incident: &IncidentId, waits: &str) {
    let held = holds(rig, WORDS);
    assert!(held.iter().any(|key| key.contains(waits)), "the answer waits, and says the words again: {held:?}");
    let rows = rig.outside.table.plain().dump().into_iter().filter(|row| row.key.sk.starts_with("M#"));
    let mut messages = rows.map(|row| serde_json::from_str::<MessageRow>(&row.body).expect("a message"));
    let said = messages.find(|message| message.text.as_deref() == Some(&*quoted())).expect("it is kept");
    let table = rig.outside.table.plain();
    let erased = words(Places::alone(table), &rig.product, incident, &said.id).await.expect("the table takes it");
    let erased = erased.expect("something goes by that name");
    assert_eq!((erased.messages, erased.posts), (1, 1), "{erased:?}");
    assert_eq!(holds(rig, WORDS), [""; 0], "no row holds them");
}

/// What was posted since: the answer, and "erased" where the words were.
fn assert_unsaid(rig: &Rig, told: &str) {
    assert!(told.contains("(стёрто)") && !told.contains("глокая"), "{told}");
    assert_eq!(holds(rig, WORDS), [""; 0], "nor is a row made that does");
}

#[tokio::test]
async fn what_waits_for_the_incidents_room_is_posted_without_words_that_were_erased_meanwhile() {
    let (rig, incident, engineer) = quiet().await;
    rig.room(&incident).await;
    down(&rig);
    said_in_the_room(&rig, &incident, &engineer).await;
    rig.minutes(1).await;
    erased(&rig, &incident, "\"P#").await;
    rig.outside.messenger.plain().mend();
    rig.minutes(3).await;
    assert_unsaid(&rig, &rig.room(&incident).await);
}

#[tokio::test]
async fn what_waits_for_a_person_is_written_without_words_that_were_erased_meanwhile() {
    let (rig, incident, engineer) = quiet().await;
    rig.direct(&engineer);
    down(&rig);
    rig.say_direct_as(&engineer, &quoted(), "quoted").await;
    rig.minutes(1).await;
    erased(&rig, &incident, &format!("#C#dm.{engineer}\"")).await;
    rig.outside.messenger.plain().mend();
    rig.minutes(3).await;
    assert_unsaid(&rig, &rig.direct(&engineer));
}

#[tokio::test]
async fn what_was_given_up_comes_back_without_words_that_were_erased_meanwhile() {
    let (rig, incident, engineer) = quiet().await;
    rig.room(&incident).await;
    rig.outside.messenger.plain().fail(1, &CallError::Permanent("too long".to_owned()));
    said_in_the_room(&rig, &incident, &engineer).await;
    erased(&rig, &incident, "\"X#").await;
    let given_up = rig.dead().await;
    assert_eq!(given_up.len(), 1, "{given_up:?}");
    rig.retry(&given_up[0].key).await;
    rig.minutes(1).await;
    assert_unsaid(&rig, &rig.room(&incident).await);
}
