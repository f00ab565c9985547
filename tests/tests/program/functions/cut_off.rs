//! Functions that are cut off: by a panic, by a signal between commit and bell, by the end of their time.

use super::deployed::Deployed;
use super::story::{led, led_to_its_end};
use crate::samples::{PRODUCT, sample};
use crate::until::until;
use nabat_domain::incident::{Job, Queue};
use nabat_domain::time::At;
use nabat_kit::perform::JobRow;
use nabat_kit::port::Bell;
use nabat_kit::shard::shard;
use nabat_kit::table::{Action, Condition, Due, Key, Row, Table as _};
use serde_json::json;

/// A job of an incident that is not there.
fn job_of(incident: &str) -> Key {
    Key::new(format!("{PRODUCT}#I#{incident}"), "J#00000001#00#open_chat")
}

fn bell(incident: &str) -> String {
    Bell::Chat(job_of(incident)).write()
}

/// A job in the table that no function survives: one version more than there are numbers.
async fn poisoned(deployed: &Deployed) -> String {
    let (queue, job) = (Queue::ChatCreation, Job::OpenChat { people: Vec::new() });
    let body = JobRow { queue, job, attempts: 0, last_error: None, at: At(1), trace: None };
    let body = serde_json::to_string(&body).expect("a job has only string keys");
    let key = job_of("inc-poison");
    let due = Some(Due { shard: shard(&key.pk), at: 1 });
    let row = Row { key, body, version: u64::MAX, due, listed: None, expires: None };
    deployed.table().await.write(&[Action::Put(row, Condition::Any)]).await.expect("the table takes it");
    bell("inc-poison")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_fails_its_record_alone() {
    let deployed = Deployed::start().await;
    let poison = poisoned(&deployed).await;
    let batch = [("m-1", poison.clone()), ("m-2", bell("inc-none")), ("m-3", poison)];
    assert_eq!(deployed.batch("chat-creation", &batch).await, ["m-1", "m-3"]);
    assert_eq!(deployed.batch("chat-creation", &batch[1..2]).await, [] as [String; 0]);
    let log = deployed.log("chat-creation").await;
    assert!(log.iter().any(|line| line.contains("a function panicked")), "{log:#?}");
    // A process reads its secret once: it is the one that panicked that went on.
    let begun = deployed.recorder.calls().into_iter().filter(|call| call.function == "chat-creation");
    assert_eq!(begun.filter(|call| call.service == "secretsmanager").count(), 1, "{log:#?}");
    // In an ordered queue what comes behind it in its group waits for it, and whatever else is in the batch does not.
    let behind = Key::new(job_of("inc-poison").pk, "J#00000002#00#tell");
    let batch = [("m-1", job_of("inc-poison")), ("m-2", job_of("inc-none")), ("m-3", behind)];
    let batch = batch.map(|(id, key)| (id, Bell::Incident(key).write()));
    assert_eq!(deployed.batch("step-recording", &batch).await, ["m-1", "m-3"]);
    assert_eq!(deployed.batch("step-recording", &batch[1..]).await, [] as [String; 0]);
    // Rung for at every tick, it holds nobody up, and lies with the dead letters in the end.
    let api = deployed.api();
    led_to_its_end(&deployed, &api, "msg_1").await;
    until("the poison to be buried", async || (deployed.depth("chat-creation-dead").await > 0).then_some(())).await;
    deployed.assert_journals_hold();
}

/// One that answers HTTP, one that records, one that carries a job out.
const KILLED: [&str; 3] = ["chat-creation", "desk-webhook", "step-recording"];

#[tokio::test(flavor = "multi_thread")]
async fn a_function_killed_between_its_commit_and_its_bell_loses_nothing_and_doubles_nothing() {
    let deployed = Deployed::start().await;
    let (api, body) = (deployed.api(), sample("registered"));
    for function in KILLED {
        deployed.recorder.troubles.kill_at_bell(function);
    }
    let told = deployed.desk().send(PRODUCT, "msg_1", &body).await;
    assert!(told.status >= 500, "{} {}", told.status, String::from_utf8_lossy(&told.bytes));
    // Whoever heard no answer sends it again.
    let incident = led(&deployed, &api, "msg_1", &body).await;
    assert_eq!(deployed.recorder.troubles.killed().into_iter().collect::<Vec<_>>(), KILLED);
    assert_eq!(api.all(&format!("/api/{PRODUCT}/incidents")).await.len(), 1);
    let journal = api.all(&format!("/api/{PRODUCT}/incidents/{incident}/journal")).await;
    for once in ["registered", "chat_opened", "closed"] {
        let found = journal.iter().filter(|event| event["type"] == once).count();
        assert_eq!(found, 1, "{once}: {:?}", journal.iter().map(|event| &event["type"]).collect::<Vec<_>>());
    }
    assert_eq!(deployed.peer.rooms().len(), 1, "one chat");
    deployed.assert_journals_hold();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_functions_time_does_not_suffice_for_comes_again_alone() {
    let deployed = Deployed::start().await;
    // Five seconds in which calls may be begun, ten for the last of them; then it has to give back what is left.
    deployed.configure("chat-creation", &json!({ "Timeout": 20 })).await;
    deployed.recorder.troubles.stop("chat-creation", "inc-stuck");
    let batch = ["inc-one", "inc-stuck", "inc-two"].map(bell);
    let [one, stuck, two] = batch;
    let batch = [("m-1", one), ("m-2", stuck), ("m-3", two)];
    assert_eq!(deployed.batch("chat-creation", &[]).await, [] as [String; 0], "it begins");
    assert_eq!(deployed.batch("chat-creation", &batch).await, ["m-2"]);
    deployed.recorder.troubles.let_go("chat-creation");
    assert_eq!(deployed.batch("chat-creation", &batch).await, [] as [String; 0]);
    // The same on its way through the queue: given back, its message is handed out at once and not in six minutes.
    let (api, body) = (deployed.api(), sample("registered"));
    deployed.recorder.troubles.stop("chat-creation", "#I#inc-");
    assert!(deployed.desk().send(PRODUCT, "msg_1", &body).await.status < 300);
    let given_back = until("the bell to be given back", async || {
        let calls = deployed.recorder.calls().into_iter().filter(|call| call.function == "chat-creation");
        let given_back: Vec<_> = calls.filter(|call| call.operation == "ChangeMessageVisibility").collect();
        (!given_back.is_empty()).then_some(given_back)
    })
    .await;
    for call in given_back {
        let hidden = call.body["VisibilityTimeout"].as_i64();
        assert!(hidden.is_some_and(|seconds| (1..=30).contains(&seconds)), "{call:?}");
    }
    deployed.recorder.troubles.let_go("chat-creation");
    led(&deployed, &api, "msg_1", &body).await;
    deployed.assert_journals_hold();
}
