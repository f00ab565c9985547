//! What each function called in a story, against what its role allows: narrower fails, wider fails.

use super::deployed::{Deployed, STACK};
use super::outward::{Outward, due_things_are_done};
use super::recorder::Called;
use crate::samples::{PRODUCT, failure};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One thing a function did: the action, on which resource, and the partition where it is the table's.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Deed {
    action: String,
    resource: String,
    partition: Option<String>,
}

fn deed(action: &str, resource: String, partition: Option<&Value>) -> Deed {
    let partition = partition.map(|value| value["S"].as_str().or(value["N"].as_str()).expect("a key").to_owned());
    Deed { action: action.to_owned(), resource, partition }
}

fn table(index: &str) -> String {
    let index = if index.is_empty() { String::new() } else { format!("/index/{index}") };
    format!("arn:aws:dynamodb:us-east-1:000000000000:table/{STACK}{index}")
}

/// What a call asks for, as IAM sees it.
fn deeds(call: &Called) -> Vec<Deed> {
    let body = &call.body;
    match (call.service, call.operation.as_str()) {
        ("dynamodb", "GetItem") => vec![deed("dynamodb:GetItem", table(""), Some(&body["Key"]["pk"]))],
        ("dynamodb", "Query") => {
            let values = &body["ExpressionAttributeValues"];
            let key = [":pk", ":shard", ":list"].into_iter().map(|name| &values[name]).find(|value| !value.is_null());
            vec![deed("dynamodb:Query", table(body["IndexName"].as_str().unwrap_or_default()), key)]
        }
        ("dynamodb", "TransactWriteItems") => {
            let items = body["TransactItems"].as_array().expect("actions");
            let one = |item: &Value| {
                let (kind, asked) = item.as_object().and_then(|item| item.iter().next()).expect("one action");
                match kind.as_str() {
                    "Put" => deed("dynamodb:PutItem", table(""), Some(&asked["Item"]["pk"])),
                    "Delete" => deed("dynamodb:DeleteItem", table(""), Some(&asked["Key"]["pk"])),
                    "Update" => deed("dynamodb:UpdateItem", table(""), Some(&asked["Key"]["pk"])),
                    _ => deed("dynamodb:ConditionCheckItem", table(""), Some(&asked["Key"]["pk"])),
                }
            };
            items.iter().map(one).collect()
        }
        ("dynamodb", "BatchGetItem") => {
            let keys = body["RequestItems"].as_object().and_then(|tables| tables.values().next());
            let keys = keys.and_then(|asked| asked["Keys"].as_array()).expect("keys");
            keys.iter().map(|key| deed("dynamodb:BatchGetItem", table(""), Some(&key["pk"]))).collect()
        }
        ("dynamodb", "Scan") => vec![deed("dynamodb:Scan", table(""), None)],
        ("sqs", operation) => {
            let name = body["QueueUrl"].as_str().and_then(|url| url.rsplit('/').next()).expect("a queue");
            vec![deed(&format!("sqs:{operation}"), format!("arn:aws:sqs:us-east-1:000000000000:{name}"), None)]
        }
        ("secretsmanager", operation) => {
            let id = body["SecretId"].as_str().expect("a secret").to_owned();
            vec![deed(&format!("secretsmanager:{operation}"), id, None)]
        }
        other => panic!("nobody thought of {other:?}"),
    }
}

/// Functions that carry commands out: which of them carries which one out is chance, so they have each
/// other's rights.
const ALIKE: [&str; 3] = ["desk-webhook", "step-recording", "console"];

/// Those that carry jobs out: the same holds for them, but each rings for what follows from its own jobs.
const OF_JOBS: [&str; 4] = ["chat-creation", "closure-decision", "report-publishing", "runbook-launch"];

/// Queues that follow from what functions record too seldom for a story, and whose they are; each has to be allowed.
const SELDOM: [(&str, &[&str]); 6] = [
    // A chat is lost, which the messenger of the story does not tell: the room is gone on in is another.
    ("step-recording.fifo", &["chat-posting"]),
    // Somebody is not among the people in force any more: whoever records next calls in who comes in their stead.
    ("chat-creation", &OF_JOBS),
    // Something else comes to the report between the end of its stage and its first page.
    ("report-publishing", &["chat-creation", "closure-decision", "runbook-launch"]),
    // Users were counted, and by then more minutes are owed.
    ("webhook-sending", &["runbook-launch"]),
    // What they gave up is told in the standing room.
    ("chat-posting", &["report-publishing", "webhook-sending"]),
    ("runbook-launch", &["runbook-launch"]),
];

/// One action on one resource a role allows, the only partitions it is for, and those it says nothing of; and whether
/// a call has to name one at all.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Right {
    action: String,
    resource: String,
    named: bool,
    only: Option<Vec<String>>,
    but: Vec<String>,
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(several) => several.iter().flat_map(texts).collect(),
        one => vec![one.as_str().expect("text").to_owned()],
    }
}

fn rights(policy: &Value) -> Vec<Right> {
    let mut rights = Vec::new();
    for statement in policy["Statement"].as_array().expect("statements") {
        assert_eq!(statement["Effect"], "Allow");
        let condition = &statement["Condition"];
        let keys = |how: &str| &condition[format!("ForAllValues:{how}")]["dynamodb:LeadingKeys"];
        let listed = |how: &str| (!keys(how).is_null()).then(|| texts(keys(how)));
        let (only, but) = (listed("StringLike"), listed("StringNotLike").unwrap_or_default());
        // "All of them" is true of none.
        let named = condition["Null"]["dynamodb:LeadingKeys"] == "false";
        assert!(named || condition.is_null(), "a call that names no partition would pass: {statement}");
        for action in texts(&statement["Action"]) {
            for resource in texts(&statement["Resource"]) {
                assert!(!action.contains('*'), "{action}");
                assert!(action.starts_with("logs:") || !resource.contains('*'), "{action} on {resource}");
                let (only, but) = (only.clone(), but.clone());
                rights.push(Right { action: action.clone(), resource, named, only, but });
            }
        }
    }
    rights
}

impl Right {
    fn allows(&self, deed: &Deed) -> bool {
        let here = self.action == deed.action && self.resource == deed.resource;
        let among = |patterns: &[String]| {
            deed.partition.as_ref().is_some_and(|key| patterns.iter().any(|pattern| is_like(pattern, key)))
        };
        let tells = !self.named || deed.partition.is_some();
        here && tells && self.only.as_ref().is_none_or(|only| among(only)) && !among(&self.but)
    }

    /// What this story cannot show of a function: that it shortens a message's time and buries it
    /// (`faults.rs` shows that), and what Lambda does in its name.
    fn is_not_of_this_story(&self, function: &str) -> bool {
        let of_batches =
            ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"];
        let own = [format!("{STACK}-{function}"), format!("{STACK}-{function}.fifo")];
        let dead = [format!("{STACK}-{function}-dead"), format!("{STACK}-{function}-dead.fifo")];
        let is_on = |queues: &[String]| queues.iter().any(|queue| self.resource.ends_with(&format!(":{queue}")));
        let takes = of_batches.contains(&self.action.as_str()) && is_on(&own);
        self.action.starts_with("logs:") || takes || (self.action == "sqs:SendMessage" && is_on(&dead))
    }
}

/// Partitions that give access, or say what holds, each with one nobody has: who touches none like it is to be kept
/// from them.
const GUARDED: [(&str, &str); 3] =
    [("ACCESS#*", "ACCESS#nobody"), ("ALL#*", "ALL#nobody"), ("*#CONFIG", "nobody#CONFIG")];

/// All the others `nabat_kit::keys` builds, each with one nobody has. Its lists are no partitions: they are in an index.
const FAMILIES: [(&str, &str); 26] = [
    ("*#I#*", "nobody#I#none"),
    ("*#B#*", "nobody#B#none"),
    ("*#C#*", "nobody#C#none"),
    ("CHAT#*", "CHAT#nobody"),
    ("D#*", "D#nobody#none"),
    ("*#D#desk", "nobody#D#desk"),
    ("*#D#alerts", "nobody#D#alerts"),
    ("*#DESK", "nobody#DESK"),
    ("DESK#*", "DESK#nobody"),
    ("*#MARKS", "nobody#MARKS"),
    ("*#BOARD", "nobody#BOARD"),
    ("*#OUTAGES", "nobody#OUTAGES"),
    ("*#CASES", "nobody#CASES"),
    ("*#HISTORIES", "nobody#HISTORIES"),
    ("*#HISTORY#*", "nobody#HISTORY#none"),
    ("*#CORRECTIONS", "nobody#CORRECTIONS"),
    ("*#PUBLICATIONS", "nobody#PUBLICATIONS"),
    ("*#PUBLISHED#*", "nobody#PUBLISHED#none"),
    ("*#SCHEDULED", "nobody#SCHEDULED"),
    ("*#DUTY", "nobody#DUTY"),
    ("*#PEOPLE", "nobody#PEOPLE"),
    ("*#REFUSED", "nobody#REFUSED"),
    ("*#DISCARDED", "nobody#DISCARDED"),
    ("*#RESTRICTED", "nobody#RESTRICTED"),
    ("*#RETENTION", "nobody#RETENTION"),
    ("*#HEADS", "nobody#HEADS"),
];

/// Functions of which the guarded partitions alone are looked at, each with its reason. Whoever is not here is given no
/// family it does not touch.
const WIDE: [(&str, &str); 12] = [
    ("desk-webhook", "any command: a decision writes what follows from it, wherever that stands"),
    ("step-recording", "any command, and what one incident says to another"),
    ("console", "any command of a machine; and it shows everything"),
    ("chat-creation", "what a job of a chat came to is a command to its incident"),
    ("closure-decision", "the same of the desk: records, problems, duty"),
    ("report-publishing", "the same of a page, counted from whatever figures rest on"),
    ("runbook-launch", "the same of a search or an automation: findings, marks, users"),
    ("chat-posting", "posts are shown as what they are about says; one given up is put with the dead"),
    ("notice-sending", "the same of notices"),
    ("webhook-sending", "the same of webhooks"),
    ("clock", "it looks at whatever is due, wherever that stands, and puts back what was leased"),
    ("reliability-rollup", "retention looks at everything that grows old, and removes it"),
];

/// Those a right opens though nothing was done there.
fn needlessly<'d>(function: &str, right: &Right, deeds: impl Iterator<Item = &'d Deed> + Clone) -> Vec<&'static str> {
    let reads = |action: &str| ["GetItem", "Query", "BatchGetItem", "Scan"].iter().any(|read| action.ends_with(read));
    let opens = |example: &str| {
        let partition = Some(example.to_owned());
        right.allows(&Deed { action: right.action.clone(), resource: right.resource.clone(), partition })
    };
    let done = |pattern: &str| {
        let mut alike = deeds.clone().filter(|deed| reads(&deed.action) == reads(&right.action));
        alike.any(|deed| deed.partition.as_ref().is_some_and(|key| is_like(pattern, key)))
    };
    let is_wide = WIDE.iter().any(|(wide, _)| *wide == function);
    let looked_at = GUARDED.into_iter().chain(FAMILIES.into_iter().filter(|_| !is_wide));
    let needless = looked_at.filter(|(pattern, example)| opens(example) && !done(pattern));
    if right.action.starts_with("dynamodb:") && right.resource == table("") {
        needless.map(|(pattern, _)| pattern).collect()
    } else {
        Vec::new()
    }
}

/// Whose deeds a function's right may be for.
fn likewise(function: &str, right: &Right) -> &'static [&'static str] {
    if ALIKE.contains(&function) {
        return &ALIKE;
    }
    if OF_JOBS.contains(&function) && right.action != "sqs:SendMessage" { &OF_JOBS } else { &[] }
}

/// The bells of [`SELDOM`] of a function.
fn seldom(function: &str) -> impl Iterator<Item = Deed> {
    let theirs = SELDOM.into_iter().filter(move |(_, whose)| whose.contains(&function));
    theirs
        .map(|(queue, _)| deed("sqs:SendMessage", format!("arn:aws:sqs:us-east-1:000000000000:{STACK}-{queue}"), None))
}

/// `StringLike`: a star is any text.
fn is_like(pattern: &str, text: &str) -> bool {
    let Some((begins, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(after) = text.strip_prefix(begins) else { return false };
    (0..=after.len()).filter(|at| after.is_char_boundary(*at)).any(|at| is_like(rest, &after[at..]))
}

#[test]
fn a_star_is_any_text_and_nothing_else_is() {
    for (pattern, text, like) in [
        ("*#I#*", "clinics#I#inc-1", true),
        ("*#I#*", "ACCESS#TOKENS", false),
        ("CHAT#*", "CHAT#mm", true),
        ("CHAT#*", "x CHAT#mm", false),
        ("a", "a", true),
        ("a*", "a", true),
    ] {
        assert_eq!(is_like(pattern, text), like, "{pattern} {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_allows_what_its_function_does_and_nothing_more() {
    let outward = Outward::listen().await;
    let deployed = Deployed::start_over(&[], |estate| outward.write(estate)).await;
    let api = deployed.api();
    outward.led(&deployed, &api).await;
    // The second one of a service insists on what it saw of the first.
    for record in ["SD-9001", "SD-9002"] {
        let registered = deployed.desk().send(PRODUCT, record, &failure(record, "dispatch", "assign-crew")).await;
        assert!(registered.status < 300, "{}", registered.json());
    }
    assert_eq!(api.all(&format!("/api/{PRODUCT}/incidents")).await.len(), 3);
    assert_eq!(deployed.alert("dispatch", "assign-crew").await.expect(200)["outcome"], "proposed");
    assert_eq!(deployed.ticks("desk-webhook").await, Value::Null);
    due_things_are_done(&deployed).await;
    let mut done: BTreeMap<String, BTreeSet<Deed>> = BTreeMap::new();
    for call in deployed.recorder.calls() {
        done.entry(call.function.clone()).or_default().extend(deeds(&call));
    }
    // The clock rings for whatever anybody rang for.
    let rung = done.values().flatten().filter(|deed| deed.action == "sqs:SendMessage").cloned().collect::<Vec<_>>();
    done.entry("clock".to_owned())
        .or_default()
        .extend(rung.into_iter().filter(|deed| !deed.resource.contains("-dead")));
    let mut wrong = Vec::new();
    for (function, deeds) in &done {
        let rights = rights(&deployed.policy(function).await);
        let seldom: BTreeSet<Deed> = seldom(function).collect();
        let refused = deeds.union(&seldom).filter(|deed| !rights.iter().any(|right| right.allows(deed)));
        wrong.extend(refused.map(|deed| format!("{function} is not allowed {deed:?}")));
        for right in rights.iter().filter(|right| !right.is_not_of_this_story(function)) {
            let theirs = likewise(function, right).iter().filter_map(|other| done.get(*other)).flatten();
            if !deeds.union(&seldom).chain(theirs).any(|deed| right.allows(deed)) {
                wrong.push(format!("{function} never needs {} on {}", right.action, right.resource));
            }
            let theirs = likewise(function, right).iter().filter_map(|other| done.get(*other)).flatten();
            let needless = needlessly(function, right, deeds.iter().chain(theirs));
            wrong.extend(needless.iter().map(|keys| format!("{function} may {} {keys} and never does", right.action)));
        }
    }
    assert_eq!(done.len(), 13, "{:?}", done.keys());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
