//! Rows of another version: an older one's are led on, a newer one's are read as far as they are known, and what
//! only it knows is kept.

use super::deployed::Deployed;
use super::story::led;
use crate::samples::{PRODUCT, sample};
use crate::until::until;
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
    // What was due then is rung for now; what cannot be carried out here is given up one by one.
    for _ in 0..3 {
        let told = deployed.tick().await;
        assert_eq!(told, Value::Null);
    }
    deployed.assert_journals_hold();
}

/// A row as a version to come would have written it: with something nobody here knows.
fn of_tomorrow(row: Row) -> Row {
    let mut body: Value = serde_json::from_str(&row.body).expect("JSON");
    let Some(fields) = body.as_object_mut() else { return row };
    fields.insert("of_tomorrow".to_owned(), json!({ "what": [1, "two"] }));
    Row { body: body.to_string(), ..row }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_newer_version_wrote_is_led_on_and_what_it_alone_knows_is_given_up_openly() {
    let deployed = Deployed::start().await;
    let (api, body) = (deployed.api(), sample("registered"));
    let incident = deployed.desk().send(PRODUCT, "msg_1", &body).await.text("incident");
    until("the chat", async || api.incident(PRODUCT, &incident).await["called_at"].is_string().then_some(())).await;
    let table = deployed.table().await;
    let own = format!("{PRODUCT}#I#{incident}");
    for beginning in [(own.clone(), "S#"), (format!("{PRODUCT}#C#{incident}"), "C#"), ("CHAT#chats".to_owned(), "")] {
        // The functions write too; who comes second looks again.
        until("the rows to be of tomorrow", async || {
            let rows = table.query(&Query::prefix(beginning.0.clone(), beginning.1)).await.expect("rows");
            if rows.is_empty() {
                return None;
            }
            let newer = rows.into_iter().map(of_tomorrow);
            let puts: Vec<Action> =
                newer.map(|row| Action::Put(row.clone(), Condition::Version(row.version))).collect();
            table.write(&puts).await.ok()
        })
        .await;
    }
    let key = Key::new(own, "J#00000001#98#fax");
    let fax = json!({ "queue": "chat_creation", "job": { "fax": { "to": "7" } }, "attempts": 0, "last_error": null,
                      "at": 1 });
    let due = Some(Due { shard: shard(&key.pk), at: 1 });
    let row = Row { key: key.clone(), body: fax.to_string(), version: 1, due, listed: None, expires: None };
    table.write(&[Action::Put(row, Condition::Any)]).await.expect("the table takes it");
    led(&deployed, &api, "msg_1", &body).await;
    let id = format!("{}/{}", key.pk, key.sk);
    let dead = api.all(&format!("/api/{PRODUCT}/jobs/dead")).await;
    let dead = dead.iter().find(|one| one["id"] == *id).unwrap_or_else(|| panic!("{dead:?}"));
    assert_eq!((&dead["kind"], &dead["incident"]), (&json!("unreadable"), &json!(incident)), "{dead}");
    let log = deployed.log("clock").await;
    let named = |line: &String| line.contains(&incident) && line.contains("job cannot be read");
    assert!(log.iter().any(named), "{log:#?}");
    let kept = table.get(&key).await.expect("read").expect("it is kept");
    assert!(kept.body.contains("fax") && kept.due.is_none(), "{kept:?}");
    deployed.assert_journals_hold();
}
