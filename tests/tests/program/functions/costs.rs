//! What an incident costs on AWS, counted from one led through deployed functions: requests, units, money. And what
//! an answered step reads and writes.

use super::capacity::{Meter, Units, place};
use super::deployed::Deployed;
use super::missing::{DOORS, QUEUES};
use super::recorder::Called;
use super::seldom::Seldom;
use super::story::{Installed as _, led_on, pressed};
use crate::samples::sample;
use nabat::clocks::MachineClock;
use nabat_domain::time::Length;
use nabat_kit::port::Clock as _;
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
const SECRET_READ: f64 = 5e-6;

/// An unoptimised program on a busy machine takes longer than the one that ships does on Lambda: more than this, in
/// seconds, is asked for no invocation.
const LONGEST: f64 = 0.5;

/// CloudWatch adds so much to every line.
const LINE: usize = 26;

/// The function that records what people say.
const RECORDS: &str = "step-recording";

/// What an answered step asks the table for: the message, the chat's row, the incident, one transaction.
const BOUND: [&str; 4] = ["GetItem D", "GetItem CHAT", "Query I", "TransactWriteItems"];

/// What a process asks for when it begins, once, or once a minute, whoever's step comes first then: the connection that
/// is to stand, which configuration holds, that configuration, the names of its people.
const NOW_AND_THEN: [&str; 4] = ["GetItem PRODUCTS", "GetItem CONFIG", "Query CONFIG", "Query PEOPLE"];

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_costs_a_fifth_of_a_cent_at_most_and_a_step_three_calls() {
    let (begun, deployed) = (MachineClock.now(), Deployed::start().await);
    let api = deployed.api();
    let nabat = Seldom::new(&deployed);
    let body = sample("registered");
    let incident = nabat.registers("msg_1", &body).await.text("incident");
    let room = pressed(&nabat, &api, &incident, &["accept", "began", "scope", "detected", "planned"]).await;
    led_on(&nabat, &api, &incident, &room).await;
    let calls = deployed.recorder.calls();
    let steps = steps(&calls);
    let asked: Vec<_> = steps.iter().map(|step| &step.asked).collect();
    let told = json!({ "steps": asked, "incident": costs(&deployed, &calls).await });
    println!("{}", serde_json::to_string_pretty(&told).expect("JSON"));
    if let Ok(file) = std::env::var("NABAT_COSTS") {
        std::fs::write(&file, told.to_string()).unwrap_or_else(|error| panic!("{file}: {error}"));
    }
    assert!(asked.iter().filter(|asked| ***asked == BOUND).count() > 2, "{asked:#?}");
    for step in &steps {
        assert!(step.beyond().is_empty(), "{:?} is too much: {:#?}", step.beyond(), step.asked);
    }
    let most = processes(&calls) * minutes(MachineClock.now().since(begun));
    for read in NOW_AND_THEN {
        let often = asked.iter().flat_map(|asked| asked.iter()).filter(|asked| *asked == read).count();
        assert!(often <= most, "{read}: {often} times in steps, {most} at most: {asked:#?}");
    }
    let spent = told["incident"]["usd"]["all"].as_f64().expect("a sum");
    assert!(spent <= GOAL, "{told:#}");
}

/// How many processes recorded: each asks for this row when it begins, and again after five minutes.
fn processes(calls: &[Called]) -> usize {
    let warms = |call: &&Called| call.operation == "GetItem" && call.body["Key"]["sk"]["S"] == "warm";
    calls.iter().filter(|call| call.function == RECORDS).filter(warms).count()
}

/// Minutes, the one that was begun with them.
fn minutes(length: Length) -> usize {
    usize::try_from(length.0 / Length::minutes(1).0 + 1).expect("a test takes some time")
}

/// What was asked of the table for a message from the chat, until it was recorded.
struct Step {
    asked: Vec<String>,
    /// It changes what its incident answers for, and so insists on the board as it read it.
    moves_the_board: bool,
}

impl Step {
    /// What is asked for beyond what a step may. What is asked for from time to time is counted over all of them.
    fn beyond(&self) -> Vec<&str> {
        let mut left = BOUND.to_vec();
        left.extend(self.moves_the_board.then_some("GetItem BOARD"));
        let asked = self.asked.iter().map(String::as_str).filter(|asked| !NOW_AND_THEN.contains(asked));
        let is_more = |asked: &&str| {
            let place = left.iter().position(|one| one == asked);
            place.map(|place| left.swap_remove(place)).is_none()
        };
        asked.filter(is_more).collect()
    }
}

/// Each message from the chat that waited to be worked on. A bell that rings for one that is recorded finds nothing to do.
fn steps(calls: &[Called]) -> Vec<Step> {
    let calls: Vec<&Called> = calls.iter().filter(|call| call.function == RECORDS).collect();
    let begins = (0..calls.len()).filter(|from| waits(calls[*from]));
    begins.map(|from| step(&calls[from..])).collect()
}

/// Whether it reads a message that is still to be recorded.
fn waits(call: &Called) -> bool {
    let body = call.answer["Item"]["body"]["S"].as_str().unwrap_or("null");
    let record: Value = serde_json::from_str(body).expect("a row is JSON");
    call.operation == "GetItem" && partition(call).starts_with("D#") && !record["waiting"].is_null()
}

/// The step that begins with the first of these calls.
fn step(calls: &[&Called]) -> Step {
    let delivery = place(&calls[0].body["Key"]);
    let end = calls.iter().position(|call| puts(call).any(|row| place(row) == delivery));
    let end = end.unwrap_or_else(|| panic!("{delivery} was read and never recorded"));
    let named = |call: &&Called| format!("{} {}", call.operation, kind(&partition(call))).trim_end().to_owned();
    let asked = calls[..=end].iter().filter(|call| call.service == "dynamodb").map(named).collect();
    let board = |row: &Value| row["pk"]["S"].as_str().is_some_and(|partition| kind(partition) == "BOARD");
    Step { asked, moves_the_board: puts(calls[end]).any(board) }
}

/// The rows a transaction puts.
fn puts(call: &Called) -> impl Iterator<Item = &Value> {
    call.body["TransactItems"].as_array().into_iter().flatten().map(|item| &item["Put"]["Item"])
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
    let (mut queued, mut ordered, mut secrets) = (0_u64, 0_u64, 0_u64);
    for call in calls {
        let used = if call.service == "dynamodb" { meter.used(call) } else { Units::default() };
        if call.of_a_look || call.function == "clock" || call.function == "reliability-rollup" {
            continue;
        }
        units += used;
        *requests.entry(format!("{}:{}", call.service, call.operation)).or_default() += 1;
        secrets += u64::from(call.service == "secretsmanager");
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
        ("secrets", secrets as f64 * SECRET_READ),
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
                 "secrets": usd["secrets"], "all": all },
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
