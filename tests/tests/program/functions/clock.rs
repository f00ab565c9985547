//! The minute's tick: while it does not come nothing is lost, and somebody outside notices; the schedule makes it
//! come by itself.

use super::deployed::{Deployed, STACK};
use super::story::{Installed, led_on, pressed};
use crate::client::Answer;
use crate::samples::sample;
use crate::until::{until, until_within};
use axum::Router;
use axum::routing::get;
use nabat_kit::http::Request;
use nabat_tests::messengers::Peer;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Somebody outside who counts how often they were called.
async fn outside() -> (String, Arc<AtomicU32>) {
    let heard = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&heard);
    let answer = move || {
        let count = Arc::clone(&count);
        async move {
            count.fetch_add(1, Ordering::Relaxed);
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}/beat", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/beat", get(answer))).await });
    (address, heard)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_stands_still_is_missed_outside_and_loses_nothing() {
    let (address, heard) = outside().await;
    let deployed = Deployed::start_with(&[("Heartbeat", &address)]).await;
    let (api, body) = (deployed.api(), sample("registered"));
    assert_eq!(deployed.tick().await, Value::Null);
    assert_eq!(heard.load(Ordering::Relaxed), 1, "a tick is heard outside");
    // It cannot begin any more, and says so to whoever asks it to.
    let whole = deployed.environment("clock").await;
    let mut said = whole.clone();
    said.remove("NABAT_TABLE_NAME").expect("it is said");
    deployed.configure("clock", &json!({ "Environment": { "Variables": said } })).await;
    deployed.recorder.troubles.lose_bells(1_000);
    let incident = deployed.desk().send(crate::samples::PRODUCT, "msg_1", &body).await.text("incident");
    for _ in 0..3 {
        let told = deployed.tick().await;
        assert!(told["errorMessage"].as_str().is_some_and(|why| why.contains("NABAT_TABLE_NAME")), "{told}");
    }
    assert_eq!(heard.load(Ordering::Relaxed), 1, "nobody is told that it ticks");
    assert!(deployed.peer.rooms().is_empty(), "what only it would ring for waits");
    deployed.recorder.troubles.lose_bells(0);
    deployed.configure("clock", &json!({ "Environment": { "Variables": whole } })).await;
    let room = pressed(&deployed, &api, &incident, &["accept"]).await;
    led_on(&deployed, &api, &incident, &room).await;
    assert!(heard.load(Ordering::Relaxed) > 1);
    deployed.assert_journals_hold();
    the_alarm_listens_to_what_the_clock_tells(&deployed).await;
}

/// The alarm for a clock that stopped is of the metric the clock's log tells, and takes silence for the fault.
async fn the_alarm_listens_to_what_the_clock_tells(deployed: &Deployed) {
    let log = deployed.log("clock").await;
    let metric =
        log.iter().find_map(|line| serde_json::from_str::<Value>(line).ok().filter(|line| line["_aws"].is_object()));
    let metric = metric.unwrap_or_else(|| panic!("no metric in {log:#?}"));
    let told = &metric["_aws"]["CloudWatchMetrics"][0];
    let alarm = deployed.alarm(&format!("{STACK}-clock-stopped")).await;
    assert_eq!(
        (&alarm["Namespace"], &alarm["MetricName"]),
        (&told["Namespace"], &told["Metrics"][0]["Name"]),
        "{alarm}"
    );
    assert_eq!(alarm["Dimensions"], json!([{ "Name": told["Dimensions"][0][0], "Value": metric["Stack"] }]), "{alarm}");
    let counts = (&alarm["Statistic"], &alarm["ComparisonOperator"], &alarm["TreatMissingData"]);
    assert_eq!(counts, (&json!("SampleCount"), &json!("LessThanThreshold"), &json!("breaching")), "{alarm}");
}

/// A deployed Nabat nobody ticks but the schedule.
struct Scheduled(Deployed);

impl Installed for Scheduled {
    async fn registers(&self, delivery: &str, body: &Value) -> Answer {
        Installed::registers(&self.0, delivery, body).await
    }

    fn peer(&self) -> &dyn Peer {
        Installed::peer(&self.0)
    }

    async fn chat(&self, request: &Request) -> reqwest::StatusCode {
        self.0.chat(request).await
    }

    async fn tick(&self) {}
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_ticks_by_itself() {
    let nabat = Scheduled(Deployed::start().await);
    let api = nabat.0.api();
    nabat.0.recorder.troubles.lose_bells(1_000);
    let incident = nabat.registers("msg_1", &sample("registered")).await.text("incident");
    nabat.0.recorder.troubles.lose_bells(0);
    // Nobody rings any more: the chat is made because a minute has passed.
    let made = async || (!nabat.peer().rooms().is_empty()).then_some(());
    until_within(Duration::from_secs(100), "the schedule to tick", made).await;
    let ticked = async || nabat.0.log("clock").await.iter().any(|line| line.contains("OldestPending")).then_some(());
    until("the clock's own word", ticked).await;
    pressed(&nabat, &api, &incident, &["accept"]).await;
    // A tick that failed is over: the next one comes.
    for function in ["clock", "reliability-rollup", "desk-webhook"] {
        let told = nabat.0.after_a_failure(function).await;
        let limits = (&told["MaximumRetryAttempts"], &told["MaximumEventAgeInSeconds"]);
        assert_eq!(limits, (&json!(0), &json!(60)), "{function}: {told}");
    }
}
