//! What an incident costs on AWS, counted from one led through deployed functions: requests, units, money. And what
//! an answered step reads and writes.

use super::capacity::{Meter, Units, place};
use super::deployed::Deployed;
use super::missing::{DOORS, QUEUES};
use super::recorder::Called;
use super::seldom::Seldom;
use super::story::{Installed as _, led_on, pressed};
use crate::samples::sample;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The goal, USD an incident.
const GOAL: f64 = 0.002;

/// List prices of us-east-1 in November 2026, USD.
const WRITE: f64 = 0.625e-6;
const HALF_READ: f64 = 0.125e-6 / 2.0;
const REQUEST: f64 = 0.40e-6;
const ORDERED_REQUEST: f64 = 0.50e-6;
const INVOCATION: f64 = 0.20e-6;
const GB_SECOND: f64 = 13.33e-6;
const LOG_BYTE: f64 = 0.5e-9;

/// An unoptimised program on a busy machine takes longer than the one that ships does on Lambda: more than this, in
/// seconds, is asked for no invocation.
const LONGEST: f64 = 0.5;

/// CloudWatch adds so much to every line.
const LINE: usize = 26;

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_costs_a_fifth_of_a_cent_at_most_and_a_step_three_calls() {
    let deployed = Deployed::start().await;
    let api = deployed.api();
    let nabat = Seldom::new(&deployed);
    let body = sample("registered");
    let incident = nabat.registers("msg_1", &body).await.text("incident");
    let room = pressed(&nabat, &api, &incident, &["accept", "began", "scope", "detected", "planned"]).await;
    led_on(&nabat, &api, &incident, &room).await;
    let calls = deployed.recorder.calls();
    let told = json!({ "steps": steps_read(&calls), "incident": costs(&deployed, &calls).await });
    println!("{}", serde_json::to_string_pretty(&told).expect("JSON"));
    if let Ok(file) = std::env::var("NABAT_COSTS") {
        std::fs::write(&file, told.to_string()).unwrap_or_else(|error| panic!("{file}: {error}"));
    }
    let steps = told["steps"].as_array().expect("steps");
    assert!(steps.len() > 2, "{steps:#?}");
    // What a process reads once, or once a minute, is read by one or another of them.
    let bound = json!(["GetItem D", "GetItem CHAT", "Query I", "TransactWriteItems"]);
    let held = steps.iter().filter(|step| **step == bound).count();
    assert!(2 * held > steps.len(), "{steps:#?}");
    let spent = told["incident"]["usd"]["all"].as_f64().expect("a sum");
    assert!(spent <= GOAL, "{told:#}");
}

/// For each message from the chat: what the function called until it was recorded.
fn steps_read(calls: &[Called]) -> Vec<Value> {
    let calls: Vec<&Called> = calls.iter().filter(|call| call.function == "step-recording").collect();
    let opens = |call: &&&Called| call.operation == "GetItem" && partition(call).starts_with("D#");
    let mut steps = Vec::new();
    for begins in calls.iter().filter(opens) {
        let from = calls.iter().position(|call| std::ptr::eq(*call, *begins)).expect("it is one of them");
        let delivery = place(&begins.body["Key"]);
        let ends = |call: &&Called| {
            let mut items = call.body["TransactItems"].as_array().into_iter().flatten();
            call.operation == "TransactWriteItems" && items.any(|item| place(&item["Put"]["Item"]) == delivery)
        };
        let Some(length) = calls[from..].iter().position(ends) else { continue };
        let named = |call: &&Called| json!(format!("{} {}", call.operation, kind(&partition(call))).trim_end());
        steps.push(Value::from(
            calls[from..=from + length].iter().filter(|call| call.service == "dynamodb").map(named).collect::<Vec<_>>(),
        ));
    }
    steps
}

fn partition(call: &Called) -> String {
    let named = call.body["Key"]["pk"]["S"].as_str().or(call.body["ExpressionAttributeValues"][":pk"]["S"].as_str());
    named.unwrap_or_default().to_owned()
}

/// What stands in a partition: `D` deliveries, `CHAT` rooms, `I` an incident, `CONFIG` the configuration.
fn kind(partition: &str) -> &str {
    let first = partition.split('#').next().unwrap_or_default();
    if matches!(first, "D" | "CHAT") { first } else { partition.split('#').nth(1).unwrap_or_default() }
}

/// What the whole incident cost, by what was used. What the test looked at is not counted.
async fn costs(deployed: &Deployed, calls: &[Called]) -> Value {
    let (mut meter, mut units, mut requests) = (Meter::default(), Units::default(), BTreeMap::<String, u64>::new());
    let (mut queued, mut ordered) = (0_u64, 0_u64);
    for call in calls {
        let used = if call.service == "dynamodb" { meter.used(call) } else { Units::default() };
        if call.of_a_look || call.function == "clock" || call.function == "reliability-rollup" {
            continue;
        }
        units += used;
        *requests.entry(format!("{}:{}", call.service, call.operation)).or_default() += 1;
        if call.service == "sqs" {
            // Sent, handed out, removed.
            let times = if call.operation == "SendMessage" { 3 } else { 1 };
            let is_ordered = call.body["QueueUrl"].as_str().is_some_and(|queue| queue.ends_with(".fifo"));
            *(if is_ordered { &mut ordered } else { &mut queued }) += times;
        }
    }
    let run = Run::of(deployed).await;
    let charged = run.seconds.min(run.invocations as f64 * LONGEST);
    let gb_seconds = if run.seconds > 0.0 { run.gb_seconds * charged / run.seconds } else { 0.0 };
    let usd = BTreeMap::from([
        ("table", units.writes as f64 * WRITE + units.half_reads as f64 * HALF_READ),
        ("queues", queued as f64 * REQUEST + ordered as f64 * ORDERED_REQUEST),
        ("functions", run.invocations as f64 * INVOCATION + gb_seconds * GB_SECOND),
        ("logs", run.log_bytes as f64 * LOG_BYTE),
    ]);
    let all: f64 = usd.values().sum();
    json!({
        "requests": requests,
        "read_units": units.half_reads as f64 / 2.0,
        "write_units": units.writes,
        "queue_requests": { "standard": queued, "ordered": ordered },
        "invocations": run.invocations,
        "seconds": run.seconds,
        "charged_seconds": charged,
        "charged_gb_seconds": gb_seconds,
        "log_bytes": run.log_bytes,
        "usd": { "table": usd["table"], "queues": usd["queues"], "functions": usd["functions"], "logs": usd["logs"],
                 "all": all },
    })
}

/// What ran, as the functions' logs report it.
#[derive(Default)]
struct Run {
    invocations: u64,
    seconds: f64,
    /// The seconds by the memory of who ran, which is what Lambda charges.
    gb_seconds: f64,
    log_bytes: usize,
}

impl Run {
    async fn of(deployed: &Deployed) -> Self {
        let mut run = Self::default();
        // An incident is led by these; the clock ticks with or without one.
        for function in DOORS.into_iter().chain(QUEUES) {
            let log = deployed.log(function).await;
            let lasted: Vec<Ran> = log.iter().filter_map(|line| Ran::read(line)).collect();
            let bytes: usize = log.iter().map(|line| line.len() + LINE).sum();
            // The test asks the console all the while: of its invocations only what was said counts.
            let (all, looks) =
                (lasted.len(), if function == "console" { deployed.recorder.looks() as usize } else { 0 });
            let share = if all == 0 { 0.0 } else { all.saturating_sub(looks) as f64 / all as f64 };
            run.invocations += all.saturating_sub(looks) as u64;
            run.seconds += lasted.iter().map(|ran| ran.seconds).sum::<f64>() * share;
            run.gb_seconds += lasted.iter().map(|ran| ran.seconds * ran.memory).sum::<f64>() * share;
            run.log_bytes += (bytes as f64 * share) as usize;
        }
        run
    }
}

/// Lambda's own line about an invocation.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Ran {
    seconds: f64,
    /// GB the function is given.
    memory: f64,
}

impl Ran {
    fn read(line: &str) -> Option<Self> {
        line.starts_with("REPORT ").then_some(())?;
        let number = |name: &str, unit: &str| -> Option<f64> {
            line.split_once(&format!("\t{name}: "))?.1.split_once(unit)?.0.parse().ok()
        };
        Some(Self { seconds: number("Duration", " ms")? / 1_000.0, memory: number("Memory Size", " MB")? / 1024.0 })
    }
}

#[test]
fn time_and_memory_are_read_where_lambda_writes_them() {
    let line =
        "REPORT RequestId: 1\tDuration: 12.5 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB\tMax Memory Used: 9 MB";
    assert_eq!(Ran::read(line), Some(Ran { seconds: 0.0125, memory: 0.25 }));
    assert_eq!(Ran::read("START RequestId: 1"), None);
}
