//! Personal data is masked before it is stored: it stands in no file, no log and no answer.

use crate::api::holder;
use crate::client::{Api, Grant};
use crate::desk::{Desk, SECRET, bytes};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, failure, sample};
use crate::until::until;
use serde_json::{Value, json};
use std::path::Path;

/// What is planted and found nowhere.
pub const PLANTED: [&str; 3] = [WRITTEN, BARE, EMAIL];

/// A СНИЛС with the right checksum, as people write it and bare.
const WRITTEN: &str = "112-233-445 95";
const BARE: &str = "11223344595";

/// An e-mail address nobody in the catalogue has.
const EMAIL: &str = "ivanova.patient@mail.example";

#[tokio::test]
async fn planted_personal_data_is_found_nowhere() {
    let data = Data::new();
    let host = Host::start(&data);
    let api = host.api(&data, &Grant::acting(PRODUCT));
    let incident = tell(&host.desk()).await;
    speak(&api, &incident).await;
    let list = format!("/api/{PRODUCT}/incidents/{incident}/messages");
    until("what was said to be posted", async || {
        api.all(&list)
            .await
            .iter()
            .any(|message| message["kind"] == "said" || message["kind"] == "pressed")
            .then_some(())
    })
    .await;
    for path in [list, format!("/api/{PRODUCT}/refused"), format!("/api/{PRODUCT}/incidents")] {
        clean(&path, &bytes(&Value::Array(api.all(&path).await)));
    }
    assert!(host.terminate().success());
    let files = files(data.path().parent().expect("the test's folder"));
    assert!(files.iter().any(|file| file.ends_with("nabat.db")), "{files:?}");
    for file in files {
        clean(&file, &std::fs::read(&file).expect("read"));
    }
}

#[tokio::test]
async fn the_rest_of_the_text_stays_and_work_contacts_too() {
    let data = Data::new();
    let host = Host::start(&data);
    let api = host.api(&data, &Grant::admin(PRODUCT));
    let mut body = failure("SD-4002", "no-such-service", "any");
    body["summary"] = json!(format!("Patient {WRITTEN} cannot be booked, call e3104@yasnorechensk-emergency.example"));
    host.desk().send(PRODUCT, "msg_1", &body).await.expect(422);
    let kept = api.all(&format!("/api/{PRODUCT}/refused")).await;
    let summary = kept[0]["payload"]["summary"].as_str().expect("a summary");
    assert!(summary.starts_with("Patient ") && summary.contains("cannot be booked"), "{summary}");
    assert!(summary.contains("e3104@yasnorechensk-emergency.example"), "{summary}");
}

/// A desk tells it in every delivery: of one that is taken, one that is refused, one nobody can read. The incident.
pub async fn tell(desk: &Desk) -> String {
    let mut body = sample("registered");
    plant(&mut body);
    let incident = desk.send(PRODUCT, "msg_1", &body).await.text("incident");
    let mut refused = failure("SD-4001", "no-such-service", "any");
    plant(&mut refused);
    desk.send(PRODUCT, "msg_2", &refused).await.expect(422);
    let mut unread = sample("drill");
    plant(&mut unread);
    unread["drill"] = json!(WRITTEN);
    desk.send(PRODUCT, "msg_3", &unread).await.expect(400);
    incident
}

/// Puts personal data into every text, also where nobody reads it.
fn plant(body: &mut Value) {
    body["summary"] = json!(format!("Patient with SNILS {WRITTEN} cannot be booked"));
    body["description"] = json!(format!("SNILS {BARE}, {EMAIL}"));
    body["registered_by"] = json!(format!("operator, {EMAIL}"));
    body["custom"] = json!({ "snils": BARE, WRITTEN: [EMAIL], "number": 11_223_344_595_u64 });
}

/// Says personal data in the chat: in an answer, in talk, in a reason.
pub async fn speak(api: &Api, incident: &str) {
    let engineer = holder(&api.incident(PRODUCT, incident).await, "accept");
    for text in [
        "accepted".to_owned(),
        format!("The patient with SNILS {WRITTEN} was the first to call"),
        format!("/answer changed Changed the card of {BARE}, wrote to {EMAIL}"),
    ] {
        api.says(PRODUCT, incident, &engineer, &text).await.expect(202);
    }
}

fn clean(place: &str, bytes: &[u8]) {
    for planted in PLANTED {
        let found = bytes.windows(planted.len()).position(|window| window == planted.as_bytes());
        assert_eq!(found, None, "{planted} stands in {place}");
    }
    assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()), "the secret stands in {place}");
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder").flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path.to_str().expect("text").to_owned()),
        }
    }
    found
}
