//! What was erased stands in no byte of the data folder: not in the table, its log or its gaps, nor in the chat, the desk,
//! the wiki and the mailbox of the same installation.

use crate::api::holder;
use crate::client::{Api, Grant};
use crate::desk::bytes;
use crate::host::{Data, Host, printed, run};
use crate::person::Person;
use crate::samples::failure;
use crate::until::until;
use crate::whole::{answer_to, lead_saying};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// A product that sends mail and has a wiki of Nabat's own.
const PRODUCT: &str = "clinics";

/// Words of the desk, of an answer, of talk in the chat.
const SUMMARY: &str = "Zakharov cannot be booked with the cardiologist";
const ANSWERED: &str = "The card of Zakharov was restored from the copy of the night";
const SAID: &str = "Zakharov has called three times about the cardiologist";

#[tokio::test]
async fn what_was_erased_stands_in_no_byte_of_the_data_folder() {
    let data = Data::new();
    let host = Host::start(&data);
    let api = host.api(&data, &Grant::acting(PRODUCT));
    let mut body = failure("SD-7001", "appointments", "book");
    body["summary"] = json!(SUMMARY);
    let incident = host.desk().send_bytes(PRODUCT, "msg_1", &bytes(&body)).await.text("incident");
    said_in_the_chat(&data, &host, &api, &incident).await;
    lead_saying(&api, PRODUCT, &incident, |prompt| match answer_to(prompt) {
        words if words.starts_with("The service was restarted") => ANSWERED.to_owned(),
        other => other,
    })
    .await;
    until("everything to be written where it goes", async || {
        let [summary, answered, said] = [SUMMARY, ANSWERED, SAID].map(|words| places(&data.path(), words));
        let summary = ["desk", "messenger", "nabat", "wiki"].iter().all(|place| summary.contains(*place));
        let answered = ["messenger", "nabat", "wiki"].iter().all(|place| answered.contains(*place));
        let said = ["messenger", "nabat"].iter().all(|place| said.contains(*place));
        (summary && answered && said).then_some(())
    })
    .await;
    for named in named(&api, &data, &incident).await {
        let erased = run(&["erase", "words", &incident, &named, "--data", &data.text()]);
        // What repeats other words went with them.
        assert!(erased.status.success() || printed(&erased).contains("has no words"), "{}", printed(&erased));
    }
    for words in [SUMMARY, ANSWERED, SAID] {
        assert_eq!(places(&data.path(), words), BTreeSet::new(), "{words}");
    }
    let shown =
        Person::of_product(&host, &data, PRODUCT, "e1155").await.reads(&format!("/wiki/{PRODUCT}/{incident}")).await;
    assert!(shown.1.contains("(стёрто)"), "{}", shown.1);
    data.assert_journals_hold();
}

/// Whoever is asked something says something in the room of the built-in chat, as in a browser.
async fn said_in_the_chat(data: &Data, host: &Host, api: &Api, incident: &str) {
    let (room, person) = until("a chat with a prompt", async || {
        let shown = api.incident(PRODUCT, incident).await;
        shown["prompts"].as_array().filter(|prompts| !prompts.is_empty())?;
        Some((shown["room"].as_str()?.to_owned(), holder(&shown, "accept")))
    })
    .await;
    let person = Person::of_product(host, data, PRODUCT, &person).await;
    let room = format!("/chat/{room}");
    let fields = [("text", SAID), ("once", "0123456789abcdef")];
    assert_eq!(person.sends(&room, &format!("{room}/say"), &fields).await.0, 303);
}

/// What the words go by: hashes of those that events hold, ids of messages.
async fn named(api: &Api, data: &Data, incident: &str) -> Vec<String> {
    let shown = run(&["journal", "show", incident, "--json", "--data", &data.text()]);
    let journal: Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    let is_meant = |text: &Value| [SUMMARY, ANSWERED].iter().any(|words| text == words);
    let events = journal["events"].as_array().expect("events").iter();
    let texts = events.filter_map(|event| event["texts"].as_object()).flatten();
    let mut named: Vec<String> =
        texts.filter(|(_, kept)| is_meant(&kept["text"])).map(|(hash, _)| hash.clone()).collect();
    let messages = api.all(&format!("/api/{PRODUCT}/incidents/{incident}/messages")).await;
    let said = messages.iter().filter(|message| message["text"] == SAID);
    named.extend(said.map(|message| message["id"].as_str().expect("an id").to_owned()));
    assert!(named.len() >= 3, "{named:?}");
    named
}

/// Files and folders right in the data folder in which words stand, by what their names begin with: a log belongs to its
/// file.
fn places(data: &Path, words: &str) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    for entry in std::fs::read_dir(data).expect("the data folder").flatten() {
        let name = entry.file_name().to_str().expect("text").to_owned();
        if stands_in(&entry.path(), words) {
            places.insert(name.split('.').next().unwrap_or_default().to_owned());
        }
    }
    places
}

fn stands_in(path: &Path, words: &str) -> bool {
    if path.is_dir() {
        return std::fs::read_dir(path).expect("a folder").flatten().any(|entry| stands_in(&entry.path(), words));
    }
    // One that went since it was listed holds nothing.
    let bytes = std::fs::read(path).unwrap_or_default();
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}
