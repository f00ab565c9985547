//! What a journal tells as a partial order: what was said about each thing in its order, and what follows from what.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The stage that takes longer than it may.
pub const LATE: &str = "assembly";

/// What one story has and the other has not: a timer fires where somebody was slow.
const OF_ONE_ALONE: [&str; 2] = ["budget_spent", "reminded"];

/// How often this happens, and as of which event, depends on what else had happened by then.
const PUBLISHED: &str = "report_published";

/// Whether an event says that the whole of the late stage's budget is spent.
pub fn tells_of_the_late_stage(event: &Value) -> bool {
    event["type"] == "budget_spent" && event["data"]["stage"] == LATE && event["data"]["percent"] == 100
}

/// What was said about each thing, in its order; times, hashes, addresses and names of rooms are whatever they are.
pub fn threads(journal: &[Value]) -> BTreeMap<String, Vec<String>> {
    let mut threads: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for event in journal {
        let data = &event["data"];
        let named = ["step", "stage", "service"].iter().find_map(|name| data[*name].as_str());
        let kind = event["type"].as_str().expect("a type");
        if OF_ONE_ALONE.contains(&kind) && !tells_of_the_late_stage(event) {
            continue;
        }
        let thread = threads.entry(named.unwrap_or(kind).to_owned()).or_default();
        if kind != PUBLISHED || thread.is_empty() {
            thread.push(format!("{kind} {}", plain(data)));
        }
    }
    threads
}

/// Fields that are told otherwise each time.
const OF_ITS_OWN: [&str; 5] = ["room", "message", "catalogue", "revision", "upto"];

fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.as_i64().is_some_and(|number| number > 100_000_000_000) => json!("a moment"),
        Value::String(text) if text.len() >= 16 && text.chars().all(|c| c.is_ascii_hexdigit()) => json!("a hash"),
        Value::String(text) if text.starts_with("http://127.0.0.1:") => {
            // Past the port it is the same place.
            json!(text.splitn(4, '/').nth(3))
        }
        Value::Array(several) => several.iter().map(plain).collect(),
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, _)| !OF_ITS_OWN.contains(&name.as_str()));
            kept.map(|(name, value)| (name.clone(), plain(value))).collect()
        }
        Value::Number(_) | Value::String(_) | Value::Null | Value::Bool(_) => value.clone(),
    }
}

/// The answer each of these stages ends with.
const ENDS_WITH: [(&str, &str); 4] =
    [("assembly", "accept"), ("diagnosis", "located"), ("reporting", "summary"), ("closure", "decision")];

/// Whatever the thread: an answer follows its question, the end of a stage the answer it ends with, what happens outside
/// what it was decided by. Each of them is there.
pub fn each_after_what_it_follows_from(journal: &[Value]) {
    let mut happened: BTreeSet<String> = BTreeSet::new();
    for event in journal {
        let (is, follows) = told(event);
        for before in follows {
            assert!(happened.contains(&before), "{event} comes before what it follows from, {before}: {journal:#?}");
        }
        happened.extend(is);
    }
    let stages = ENDS_WITH.iter().map(|(stage, _)| format!("ended {stage}"));
    let others = ["chat_opened", "closed", "problem_recorded", PUBLISHED].map(str::to_owned);
    for wanted in stages.chain(others) {
        assert!(happened.contains(&wanted), "{wanted} did not happen: {journal:#?}");
    }
}

/// What an event says has happened, and what had to have happened before.
fn told(event: &Value) -> (Vec<String>, Vec<String>) {
    let (kind, data) = (event["type"].as_str().expect("a type"), &event["data"]);
    let text = |name: &str| data[name].as_str().unwrap_or_default();
    let one = |is: String, follows: &[&str]| (vec![is], follows.iter().map(|before| (*before).to_owned()).collect());
    match kind {
        "registered" => one(kind.to_owned(), &[]),
        "asked" => one(format!("asked {}", text("id")), &["registered"]),
        "answered" => {
            let asked = data["prompt"].as_str().map(|prompt| format!("asked {prompt}"));
            (vec![format!("answered {}", text("step"))], asked.into_iter().collect())
        }
        "stages_moved" => {
            let ended = ENDS_WITH.iter().filter(|(stage, _)| !data["ends"][*stage].is_null());
            ended.map(|(stage, step)| (format!("ended {stage}"), format!("answered {step}"))).unzip()
        }
        "decided" => one(kind.to_owned(), &["answered decision"]),
        "closed" => one(kind.to_owned(), &["decided", "ended closure"]),
        "problem_recorded" => one(kind.to_owned(), &["decided"]),
        PUBLISHED => one(kind.to_owned(), &["ended reporting"]),
        _ => one(kind.to_owned(), &["registered"]),
    }
}
