//! `nabat jobs`: what was given up, listed, put back to work and discarded from the command line.

use crate::client::Grant;
use crate::host::{Data, Host, printed, run};
use crate::samples::{PRODUCT, sample};
use crate::until::until;
use rusqlite::Connection;
use serde_json::Value;

fn lines(data: &Data, more: &[&str]) -> Vec<Value> {
    let folder = data.text();
    let all: Vec<&str> =
        ["jobs", "list", "--json", "--data", &folder].into_iter().chain(more.iter().copied()).collect();
    let listed = run(&all);
    assert!(listed.status.success(), "{}", printed(&listed));
    let text = String::from_utf8(listed.stdout).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
}

#[tokio::test]
async fn they_are_listed_put_back_to_work_and_discarded_with_a_reason() {
    let data = Data::new();
    let host = Host::start(&data);
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let api = host.api(&data, &Grant::admin(PRODUCT));
    until("the chat", async || api.incident(PRODUCT, &incident).await["called_at"].is_string().then_some(())).await;
    assert_eq!(lines(&data, &[]), [] as [Value; 0]);
    // A job no program can read: the clock sets it aside.
    let pk = format!("{PRODUCT}#I#{incident}");
    Connection::open(data.path().join("nabat.db"))
        .expect("the file opens")
        .execute(
            "INSERT INTO rows (pk, sk, version, due_shard, due_at, body) VALUES (?1, 'J#00000001#99#x', 1, 0, 0, '{}')",
            [&pk],
        )
        .expect("put in");
    let id = format!("{pk}/J#00000001#99#x");
    until("the dead list", async || lines(&data, &[]).iter().any(|line| line["id"] == *id).then_some(())).await;
    let plain = run(&["jobs", "list", "--data", &data.text(), "--product", PRODUCT]);
    assert!(printed(&plain).starts_with(&format!("{id}  ")), "{}", printed(&plain));
    let retried = run(&["jobs", "retry", &id, "--data", &data.text()]);
    assert!(retried.status.success(), "{}", printed(&retried));
    // It still cannot be read, and comes back.
    until("the dead list again", async || lines(&data, &[]).iter().any(|line| line["id"] == *id).then_some(())).await;
    let discard = |reason: &str| run(&["jobs", "discard", &id, "--reason", reason, "--data", &data.text()]);
    assert!(!discard("  ").status.success(), "a reason is a reason");
    let discarded = discard("written by hand, ask ivanov@example.org");
    assert!(discarded.status.success(), "{}", printed(&discarded));
    assert!(!printed(&discarded).contains("ivanov@"), "masked: {}", printed(&discarded));
    assert_eq!(lines(&data, &[]), [] as [Value; 0]);
    let kept = lines(&data, &["--discarded"]);
    assert_eq!(
        (kept.len(), &kept[0]["id"], &kept[0]["kind"]),
        (1, &Value::from(id.as_str()), &Value::from("unreadable"))
    );
    assert!(kept[0]["reason"].as_str().is_some_and(|reason| reason.starts_with("written by hand")));
    for what in ["retry", "discard"] {
        let more: &[&str] = if what == "discard" { &["--reason", "again"] } else { &[] };
        let folder = data.text();
        let all: Vec<&str> = ["jobs", what, &id, "--data", &folder].into_iter().chain(more.iter().copied()).collect();
        assert_eq!(run(&all).status.code(), Some(1), "{what} of what is not there");
    }
}
