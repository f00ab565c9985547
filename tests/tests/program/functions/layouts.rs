//! Rows of another version: an older one's are led on; an incident a newer one wrote is shown as far as it is
//! known and left to it, and what nobody here can read is given up openly.

use super::deployed::Deployed;
use super::story::led;
use crate::client::Api;
use crate::samples::{PRODUCT, sample};
use crate::until::until;
use crate::whole::{answer_to, lead_until};
use nabat_aws::DynamoTable;
use nabat_domain::incident::SCHEMA;
use nabat_kit::shard::shard;
use nabat_kit::table::{Action, Condition, Due, Key, MAX_ACTIONS, Query, Row, Table as _};
use nabat_tests::fixtures::{V0_1_0, rows};
use serde_json::{Value, json};

/// The product of the older table.
const OLDER: &str = "clinics";

#[tokio::test(flavor = "multi_thread")]
async fn what_an_older_version_left_open_is_led_on_by_functions_of_today() {
    let deployed = Deployed::start().await;
    let puts: Vec<Action> = rows(V0_1_0).into_iter().map(|row| Action::Put(row, Condition::Any)).collect();
    let table = deployed.table().await;
    for some in puts.chunks(MAX_ACTIONS) {
        table.write(some).await.expect("the table takes what it once held");
    }
    let api = deployed.api_of(OLDER);
    let all = api.all(&format!("/api/{OLDER}/incidents")).await;
    assert_eq!(all.len(), 2, "{all:?}");
    let open = all.iter().find(|one| one["standing"]["is"] == "open").expect("one is open");
    let open = open["id"].as_str().expect("an id").to_owned();
    let shown = api.incident(OLDER, &open).await;
    let prompt = shown["prompts"].as_array().expect("prompts").iter().find(|prompt| prompt["step"] == "accept");
    let prompt = prompt.expect("the duty engineer is asked");
    let (id, holder) = (prompt["id"].as_str().expect("an id"), prompt["holder"].as_str().expect("somebody"));
    let answer = api.answers(OLDER, &open, holder, id, "accepted").await.expect(202);
    assert_eq!(answer["outcome"], "recorded", "{answer}");
    // Then its contractor has to leave a chat that was the older host's own, and is not here.
    lead_until(&api, (OLDER, &open), answer_to, |shown| shown["stage"] == "reporting").await;
    let led = api.incident(OLDER, &open).await;
    let ended = led["stages"].as_array().expect("stages").iter().filter(|stage| stage["ended"].is_string()).count();
    assert_eq!((ended, led["restored_at"].is_string()), (5, true), "{led}");
    // What was due then is rung for now; what cannot be carried out here is given up one by one.
    for _ in 0..3 {
        let told = deployed.tick().await;
        assert_eq!(told, Value::Null);
    }
    deployed.assert_journals_hold();
}

/// A row as a version to come would have written it: with something nobody here knows, which the layout says.
fn of_tomorrow(row: Row) -> Row {
    let mut body: Value = serde_json::from_str(&row.body).expect("JSON");
    let Some(fields) = body.as_object_mut() else { return row };
    fields.insert("of_tomorrow".to_owned(), json!({ "what": [1, "two"] }));
    if let Some(schema) = fields.get_mut("schema") {
        *schema = json!(SCHEMA + 1);
    }
    Row { body: body.to_string(), ..row }
}

fn is_of_tomorrow(row: &Row) -> bool {
    row.body.contains("of_tomorrow")
}

/// The rows of a partition that begin so, as a version to come leaves them.
async fn made_newer(table: &DynamoTable, partition: &str, begins: &str) {
    // The functions write too; who comes second looks again.
    until("the rows to be of tomorrow", async || {
        let rows = table.query(&Query::prefix(partition.to_owned(), begins)).await.expect("rows");
        // Not everything there is an object.
        if !rows.is_empty() && rows.iter().all(|row| is_of_tomorrow(row) || !row.body.starts_with('{')) {
            return Some(());
        }
        let newer = rows.into_iter().map(of_tomorrow);
        let puts: Vec<Action> = newer.map(|row| Action::Put(row.clone(), Condition::Version(row.version))).collect();
        // Whoever had read them before may still write: the next look has to find them so.
        let _ = table.write(&puts).await;
        None
    })
    .await;
}

/// Whoever would change it is told to come again: somebody who answers, and the clock, for which it is due.
async fn nobody_writes_it(deployed: &Deployed, api: &Api, incident: &str) {
    let (table, key) = (deployed.table().await, Key::new(format!("{PRODUCT}#I#{incident}"), "S#0"));
    let newer = table.get(&key).await.expect("read").expect("a head");
    let due = Some(Due { shard: shard(&key.pk), at: 1 });
    let put = Action::Put(Row { due, ..newer.clone() }, Condition::Version(newer.version));
    table.write(&[put]).await.expect("the table takes it");
    let shown = api.incident(PRODUCT, incident).await;
    let asked = shown["prompts"].as_array().expect("prompts").iter().find(|prompt| prompt["holder"].is_string());
    let asked = asked.unwrap_or_else(|| panic!("somebody is asked: {shown}"));
    let (id, holder) = (asked["id"].as_str().expect("an id"), asked["holder"].as_str().expect("somebody"));
    let told = api.answers(PRODUCT, incident, holder, id, "accepted").await;
    assert_eq!(told.status, 503, "{}", String::from_utf8_lossy(&told.bytes));
    // It says of which incident, and what is to be done.
    let waits = format!("incident {incident} of `{PRODUCT}` was written by a newer version, schema {}", SCHEMA + 1);
    for function in ["console", "step-recording"] {
        until("the log to name it", async || {
            assert_eq!(deployed.tick().await, Value::Null, "the clock goes on");
            deployed.log(function).await.iter().any(|line| line.contains(&waits)).then_some(())
        })
        .await;
    }
    let after = table.get(&key).await.expect("read").expect("a head");
    assert_eq!(after.body, newer.body, "what the newer version alone knows is kept");
    assert_eq!(api.incident(PRODUCT, incident).await["version"], shown["version"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_newer_version_wrote_is_left_to_it_and_what_it_alone_knows_is_given_up_openly() {
    let deployed = Deployed::start().await;
    let (api, body) = (deployed.api(), sample("registered"));
    let incident = deployed.desk().send(PRODUCT, "msg_1", &body).await.text("incident");
    until("the chat", async || api.incident(PRODUCT, &incident).await["called_at"].is_string().then_some(())).await;
    let (table, own) = (deployed.table().await, format!("{PRODUCT}#I#{incident}"));
    let head = Key::new(own.clone(), "S#0");
    let chat = format!("{PRODUCT}#C#{incident}");
    for (partition, begins) in [(chat.as_str(), "C#"), ("CHAT#chats", ""), (own.as_str(), "S#")] {
        made_newer(&table, partition, begins).await;
    }
    nobody_writes_it(&deployed, &api, &incident).await;
    let key = Key::new(own, "J#00000001#98#fax");
    let fax = json!({ "queue": "chat_creation", "job": { "fax": { "to": "7" } }, "attempts": 0, "last_error": null,
                      "at": 1 });
    let due = Some(Due { shard: shard(&key.pk), at: 1 });
    let row = Row { key: key.clone(), body: fax.to_string(), version: 1, due, listed: None, expires: None };
    table.write(&[Action::Put(row, Condition::Any)]).await.expect("the table takes it");
    // A program of that version goes on with it. Here it does so by writing it as today's would.
    let newer = table.get(&head).await.expect("read").expect("a head");
    let mut known: Value = serde_json::from_str(&newer.body).expect("JSON");
    known["schema"] = json!(SCHEMA);
    let row = Row { body: known.to_string(), ..newer.clone() };
    table.write(&[Action::Put(row, Condition::Version(newer.version))]).await.expect("nobody else wrote it");
    led(&deployed, &api, "msg_1", &body).await;
    given_up_openly(&deployed, &api, &incident, &key).await;
    deployed.assert_journals_hold();
}

/// A job nobody here can read: it lies in the dead list as it was, and the log of the function it is for says so.
async fn given_up_openly(deployed: &Deployed, api: &Api, incident: &str, key: &Key) {
    let id = format!("{}/{}", key.pk, key.sk);
    let dead = until("the job to be given up", async || {
        assert_eq!(deployed.tick().await, Value::Null, "the clock goes on");
        let dead = api.all(&format!("/api/{PRODUCT}/jobs/dead")).await;
        dead.into_iter().find(|one| one["id"] == *id)
    })
    .await;
    assert_eq!((&dead["kind"], &dead["incident"]), (&json!("unreadable"), &json!(incident)), "{dead}");
    let named = |line: &String| line.contains(incident) && line.contains("job cannot be read");
    until("the log to name it", async || deployed.log("chat-creation").await.iter().any(named).then_some(())).await;
    let kept = deployed.table().await.get(key).await.expect("read").expect("it is kept");
    assert!(kept.body.contains("fax") && kept.due.is_none(), "{kept:?}");
}
