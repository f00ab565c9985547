//! `journal verify` and `journal show`: what was recorded stays as it was recorded.

use crate::client::Grant;
use crate::host::{Data, Host, printed, run};
use crate::samples::{PRODUCT, sample};
use crate::until::until;
use rusqlite::Connection;
use serde_json::Value;

#[tokio::test]
async fn journals_hold_beside_a_running_host_and_after_it() {
    let (data, host, _incident) = recorded().await;
    data.assert_journals_hold();
    assert!(host.terminate().success());
    data.assert_journals_hold();
}

#[tokio::test]
async fn one_changed_byte_of_an_event_is_found_wherever_it_stands() {
    let (data, host, incident) = recorded().await;
    assert!(host.terminate().success());
    let connection = open(&data);
    let mut missed = Vec::new();
    for (number, sk, body) in events(&connection, &incident) {
        // Every part of the row gets its turn: number, time, sealed bytes, hash; and some other byte.
        let marks = ["\"number\":", "\"at\":", "\"bytes\":\"", "\"hash\":\""];
        let parts = marks.map(|mark| body.find(mark).expect(mark) + mark.len());
        for at in parts.into_iter().chain([(number * 37) % body.len()]) {
            let changed = with_other_byte(&body, at);
            put(&connection, &incident, &sk, &changed);
            let verified = data.verify();
            let said = printed(&verified);
            let named = said.contains(&incident) && said.contains(&format!("event {number}:"));
            if verified.status.code() != Some(1) || !named {
                missed.push(format!("event {number}, byte {at}: …{}…: {said}", around(&changed, at)));
            }
        }
        put(&connection, &incident, &sk, &body);
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    data.assert_journals_hold();
}

#[tokio::test]
async fn a_missing_event_is_found() {
    let (data, host, incident) = recorded().await;
    assert!(host.terminate().success());
    let connection = open(&data);
    let events = events(&connection, &incident);
    for (number, sk, _) in [&events[1], &events[events.len() - 1]] {
        let kept = body(&connection, sk, &incident);
        connection
            .execute("DELETE FROM rows WHERE pk LIKE ?1 AND sk = ?2", [format!("%#I#{incident}"), sk.clone()])
            .expect("deleted");
        let verified = data.verify();
        assert_eq!(verified.status.code(), Some(1), "event {number}");
        assert!(printed(&verified).contains(&incident), "{}", printed(&verified));
        let pk = format!("{PRODUCT}#I#{incident}");
        connection
            .execute("INSERT INTO rows (pk, sk, version, body) VALUES (?1, ?2, 1, ?3)", [pk, sk.clone(), kept])
            .expect("put back");
    }
    data.assert_journals_hold();
}

#[tokio::test]
async fn a_journal_whose_head_is_gone_is_found() {
    let (data, host, incident) = recorded().await;
    assert!(host.terminate().success());
    let taken = open(&data).execute("DELETE FROM rows WHERE pk LIKE ?1 AND sk LIKE 'S#%'", [format!("%#I#{incident}")]);
    assert!(taken.expect("deleted") > 0);
    let verified = data.verify();
    assert_eq!(verified.status.code(), Some(1));
    assert!(printed(&verified).contains(&incident), "{}", printed(&verified));
}

#[tokio::test]
async fn show_prints_events_with_the_words_they_point_to() {
    let (data, _host, incident) = recorded().await;
    let shown = run(&["journal", "show", &incident, "--data", &data.text(), "--json"]);
    assert!(shown.status.success(), "{}", printed(&shown));
    let shown: Value = serde_json::from_slice(&shown.stdout).expect("JSON alone on standard output");
    let first = &shown["events"][0];
    let words: Vec<&Value> = first["texts"].as_object().expect("texts").values().map(|side| &side["text"]).collect();
    assert!(words.contains(&&sample("registered")["summary"]), "{words:?}");
    let unknown = run(&["journal", "show", "inc-000000000000", "--data", &data.text(), "--json"]);
    assert!(!unknown.status.success() && unknown.stdout.is_empty());
}

#[test]
fn a_folder_without_journals_is_an_error() {
    let verified = Data::new().verify();
    assert_eq!(verified.status.code(), Some(1));
    assert!(verified.stdout.is_empty(), "{}", printed(&verified));
}

/// An incident whose chat stands, so that its journal stands still.
async fn recorded() -> (Data, Host, String) {
    let data = Data::new();
    let host = Host::start(&data);
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let api = host.api(&data, &Grant::admin(PRODUCT));
    until("the chat", async || api.incident(PRODUCT, &incident).await["called_at"].is_string().then_some(())).await;
    (data, host, incident)
}

fn open(data: &Data) -> Connection {
    Connection::open(data.path().join("nabat.db")).expect("the file opens")
}

/// Number, place and body of every event.
fn events(connection: &Connection, incident: &str) -> Vec<(usize, String, String)> {
    let mut statement = connection
        .prepare("SELECT sk, body FROM rows WHERE pk LIKE ?1 AND sk LIKE 'E#%' ORDER BY sk")
        .expect("a statement");
    let rows = statement.query_map([format!("%#I#{incident}")], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    let found: Vec<(String, String)> = rows.collect::<Result<_, _>>().expect("rows");
    assert!(found.len() > 2);
    found.into_iter().enumerate().map(|(index, (sk, body))| (index + 1, sk, body)).collect()
}

fn body(connection: &Connection, sk: &str, incident: &str) -> String {
    let found = connection.query_row(
        "SELECT body FROM rows WHERE pk LIKE ?1 AND sk = ?2",
        [&format!("%#I#{incident}"), sk],
        |row| row.get(0),
    );
    found.expect("a row")
}

fn put(connection: &Connection, incident: &str, sk: &str, body: &str) {
    let changed = connection
        .execute("UPDATE rows SET body = ?3 WHERE pk LIKE ?1 AND sk = ?2", [&format!("%#I#{incident}"), sk, body])
        .expect("updated");
    assert_eq!(changed, 1);
}

/// A few characters around a byte, to see what was changed.
fn around(body: &str, at: usize) -> String {
    let bytes = &body.as_bytes()[at.saturating_sub(12)..(at + 12).min(body.len())];
    String::from_utf8_lossy(bytes).into_owned()
}

/// The same text with one other byte: a digit by another digit, a letter by another letter.
fn with_other_byte(body: &str, at: usize) -> String {
    let mut at = at;
    while !body.as_bytes()[at].is_ascii() {
        at += 1;
    }
    let mut bytes = body.as_bytes().to_vec();
    bytes[at] = match bytes[at] {
        b'1' => b'2',
        digit if digit.is_ascii_digit() => b'1',
        b'e' => b'f',
        _ => b'e',
    };
    String::from_utf8(bytes).expect("ASCII by ASCII")
}

#[tokio::test]
async fn changed_words_beside_the_chain_are_found() {
    let (data, host, incident) = recorded().await;
    assert!(host.terminate().success());
    let connection = open(&data);
    let change =
        "UPDATE rows SET body = replace(body, '\"text\":\"', '\"text\":\"not ') WHERE pk LIKE ?1 AND sk LIKE 'T#%'";
    let changed = connection.execute(change, [format!("%#I#{incident}")]).expect("changed");
    assert!(changed > 0, "something was typed");
    drop(connection);
    let verified = data.verify();
    assert_eq!(verified.status.code(), Some(1));
    assert!(printed(&verified).contains(&incident), "{}", printed(&verified));
}

#[tokio::test]
async fn outages_made_anew_from_the_journals_are_what_was_stored() {
    let (data, host, incident) = recorded().await;
    let check = ["rebuild", "outages", "--check", "--data", &data.text()].map(str::to_owned);
    let check: Vec<&str> = check.iter().map(String::as_str).collect();
    let same = run(&check);
    assert!(same.status.success(), "beside the running host: {}", printed(&same));
    assert!(host.terminate().success());
    let connection = open(&data);
    let change =
        "UPDATE rows SET body = replace(body, '\"counted\":true', '\"counted\":false') WHERE pk LIKE '%#OUTAGES'";
    assert!(connection.execute(change, []).expect("changed") > 0, "the incident has outages");
    drop(connection);
    let differs = run(&check);
    assert_eq!(differs.status.code(), Some(1));
    assert!(printed(&differs).contains(&incident), "{}", printed(&differs));
    let made = run(&["rebuild", "outages", "--data", &data.text()]);
    assert!(made.status.success(), "{}", printed(&made));
    assert!(run(&check).status.success());
}
