//! The program with its table on DynamoDB and its doorbell on SQS, alone and several side by side.

use crate::base::signed_in;
use crate::client::{Api, Grant};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, sample};
use crate::whole::{lead, stages_are_whole};
use nabat_aws::Cloud;
use nabat_domain::incident::Queue;
use nabat_kit::table::{Key, Table as _};
use nabat_tests::emulator::{Emulator, Kind};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tokio::task::JoinSet;

/// A folder whose hosts have table and doorbell at this emulator.
fn data(emulator: &Emulator) -> Data {
    let mut stores = emulator.environment();
    stores.push(("NABAT_TABLE", "dynamodb:night".to_owned()));
    stores.push(("NABAT_QUEUE", "sqs:night".to_owned()));
    Data::with_environment(stores)
}

async fn registered(host: &Host) -> String {
    host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident")
}

async fn assert_closed(api: &Api, incident: &str) {
    let closed = api.incident(PRODUCT, incident).await;
    assert_eq!((&closed["stage"], &closed["standing"]), (&json!("closed"), &json!({ "is": "closed" })));
    stages_are_whole(&closed);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_led_from_the_webhook_to_closed() {
    let emulator = Emulator::start(Kind::Ministack);
    let data = data(&emulator);
    let host = Host::start(&data);
    let incident = registered(&host).await;
    let (_, page) = signed_in(&host, &data.link(PRODUCT, "e3080")).await;
    assert_eq!(page, 200, "a person is known on the pages");
    let api = host.api(&data, &Grant::acting(PRODUCT));
    lead(&api, PRODUCT, &incident).await;
    assert_closed(&api, &incident).await;
    assert!(host.terminate().success());
    data.assert_journals_hold();
}

/// Nobody listens there.
pub(crate) const NOWHERE: &str = "http://127.0.0.1:9";

/// A folder whose hosts have the table at one emulator, the doorbell at another, and nothing at the address of all else.
fn apart(tables: &Emulator, queues: &Emulator) -> Data {
    let mut stores = queues.environment();
    stores.retain(|(name, _)| *name != "AWS_ENDPOINT_URL");
    let told = [
        ("AWS_ENDPOINT_URL", NOWHERE),
        ("AWS_ENDPOINT_URL_DYNAMODB", tables.address.as_str()),
        ("AWS_ENDPOINT_URL_SQS", queues.address.as_str()),
        ("NABAT_TABLE", "dynamodb:night"),
        ("NABAT_QUEUE", "sqs:night"),
    ];
    stores.extend(told.map(|(name, value)| (name, value.to_owned())));
    Data::with_environment(stores)
}

#[tokio::test(flavor = "multi_thread")]
async fn table_and_queues_are_each_found_at_their_own_address() {
    let (tables, queues) = (Emulator::start(Kind::Dynoxide), Emulator::start(Kind::Ministack));
    let data = apart(&tables, &queues);
    let host = Host::start(&data);
    let incident = registered(&host).await;
    let api = host.api(&data, &Grant::acting(PRODUCT));
    lead(&api, PRODUCT, &incident).await;
    assert_closed(&api, &incident).await;
    assert!(host.terminate().success());
    data.assert_journals_hold();
    let (there, elsewhere) = (Cloud::at(&tables.address).await, Cloud::at(&queues.address).await);
    let anything = Key::new("ALL#PRODUCTS", "none");
    assert_eq!(there.table("night").get(&anything).await, Ok(None), "the table is at its address");
    assert!(elsewhere.table("night").get(&anything).await.is_err(), "and not at that of the queues");
    let queue = elsewhere.queues("night").queue(Queue::ChatPosting).await.expect("queues are at theirs");
    assert_eq!(queue.depth().await.map(|depth| depth.dead), Ok(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_host_goes_on_where_one_was_killed() {
    let emulator = Emulator::start(Kind::Ministack);
    let data = data(&emulator);
    let (first, second) = (Host::start(&data), Host::start(&data));
    let body = sample("registered");
    let incident = first.desk().send(PRODUCT, "msg_1", &body).await.text("incident");
    first.kill();
    let again = second.desk().send(PRODUCT, "msg_1", &body).await;
    assert_eq!(again.text("incident"), incident, "what was answered is durable");
    let api = second.api(&data, &Grant::acting(PRODUCT));
    lead(&api, PRODUCT, &incident).await;
    assert_closed(&api, &incident).await;
    assert!(second.terminate().success());
    data.assert_journals_hold();
}

/// Says it until it is taken, as messengers do.
async fn say(api: &Api, incident: &str, person: &str, text: &str) {
    for _ in 0..20 {
        let answer = api.says(PRODUCT, incident, person, text).await;
        assert!(matches!(answer.status, 202 | 503), "{}", String::from_utf8_lossy(&answer.bytes));
        if answer.status == 202 {
            return;
        }
    }
    panic!("{text:?} was never taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_writers_on_one_incident_lose_nothing() {
    const WRITERS: usize = 8;
    const TIMES: usize = 5;
    let emulator = Emulator::start(Kind::Ministack);
    let data = data(&emulator);
    let hosts = [Host::start(&data), Host::start(&data)];
    let incident = registered(&hosts[0]).await;
    let grant = Grant::acting(PRODUCT);
    let apis = [hosts[0].api(&data, &grant), hosts[1].api(&data, &grant)];
    let shown = apis[0].incident(PRODUCT, &incident).await;
    let person = shown["prompts"][0]["holder"].as_str().expect("somebody is asked").to_owned();
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let (api, incident, person) = (apis[writer % 2].clone(), incident.clone(), person.clone());
        writers.spawn(async move {
            for time in 0..TIMES {
                say(&api, &incident, &person, &format!("Looked at node {writer}, round {time}")).await;
            }
        });
    }
    writers.join_all().await;
    let said: Vec<Value> = apis[1].all(&format!("/api/{PRODUCT}/incidents/{incident}/messages")).await;
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for text in said.iter().filter_map(|message| message["text"].as_str()).filter(|text| text.starts_with("Looked")) {
        *found.entry(text).or_default() += 1;
    }
    // A 503 may have come after the commit; nothing is lost, and nothing stands there by halves.
    assert_eq!(found.len(), WRITERS * TIMES, "{found:?}");
    lead(&apis[0], PRODUCT, &incident).await;
    assert_closed(&apis[1], &incident).await;
    data.assert_journals_hold();
}

#[test]
fn a_queue_others_answer_needs_a_table_they_reach() {
    let data = Data::new();
    let arguments = ["serve", crate::host::EXAMPLE, "--data", &data.text(), "--listen", "127.0.0.1:0"];
    let refused = crate::host::run(&[&arguments[..], &["--queue", "sqs:night"]].concat());
    let told = crate::host::printed(&refused);
    assert!(!refused.status.success() && told.contains("--table dynamodb:NAME"), "{told}");
}
