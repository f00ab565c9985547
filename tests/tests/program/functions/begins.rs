//! What functions do before their first event: connections are made then, not while somebody waits for an answer.

use super::deployed::Deployed;
use super::missing::{DOORS, QUEUES, TICKS};
use serde_json::Value;
use std::collections::BTreeSet;

/// Its queues do not answer in the test below.
const ALONE: &str = "console";

/// What names a secret to a function.
const SECRETS: [&str; 2] = ["NABAT_SECRET", "NABAT_NAMED_SECRETS"];

#[tokio::test(flavor = "multi_thread")]
async fn table_and_queues_are_reached_before_the_first_event_and_queues_that_are_away_hold_nothing_up() {
    let deployed = Deployed::start().await;
    deployed.recorder.troubles.throttle(ALONE, "sqs", 1_000);
    for function in DOORS.into_iter().chain(QUEUES).chain(TICKS) {
        // No event of any shape: nothing is done for it, so what was asked was asked when the function began.
        let told = deployed.invoke(function, &Value::Null).await;
        if function == ALONE {
            assert_eq!(told["statusCode"], 400, "it begins all the same: {told}");
            let log = deployed.log(function).await;
            assert!(log.iter().any(|line| line.contains("the queues")), "and says so: {log:#?}");
            continue;
        }
        let calls = deployed.recorder.calls();
        let theirs = calls.iter().filter(|call| call.function == function);
        let asked: BTreeSet<&str> = theirs.map(|call| call.operation.as_str()).collect();
        let table = asked.contains("GetItem") || asked.contains("Query");
        assert!(table && asked.contains("GetQueueAttributes"), "{function} asked for {asked:?} alone");
        let said = deployed.environment(function).await;
        let named: BTreeSet<&str> = SECRETS.into_iter().filter_map(|name| said.get(name)).map(String::as_str).collect();
        let theirs = calls.iter().filter(|call| call.function == function && call.operation == "GetSecretValue");
        let read: BTreeSet<&str> = theirs.filter_map(|call| call.body["SecretId"].as_str()).collect();
        assert_eq!(read, named, "{function} reads the secrets it is told of, and no other");
    }
}
