//! `kill -9` of the real program under load, with a client that keeps a ledger of its own.
//!
//! What was answered 2xx is there after any number of kills, once; what was not answered is sent
//! again, as senders do, and is there once too. What follows from it is done to the end: each has its room, nothing waits.

use crate::backup::{nothing_waits, rooms_are_there};
use crate::client::{Answer, Api, Grant, patiently};
use crate::desk::{Desk, bytes};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, failure, minutes_ago};
use crate::until::until_within;
use crate::whole::answer_to;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;

/// How often the program is killed, where the environment says nothing else.
const KILLS: usize = 40;

/// Says how often instead.
const HOW_OFTEN: &str = "NABAT_KILLS";

/// A kill with its restart takes half a second; what takes so much longer, one with another, hangs. Another suite may run
/// beside this one.
const LONGEST: Duration = Duration::from_secs(5);

/// After the last kill all is done within this: whatever lease it left has ended, and a call was made.
const SETTLED: Duration = Duration::from_secs(70);

fn kills() -> usize {
    let said = std::env::var(HOW_OFTEN).ok();
    said.map_or(KILLS, |said| said.parse().unwrap_or_else(|_| panic!("{HOW_OFTEN} is a number")))
}

/// After how many more answers it is killed, in turn.
const ANSWERS: [usize; 8] = [1, 30, 12, 60, 3, 40, 20, 90];

/// Desks that send, and people who answer, at once.
const DESKS: usize = 3;
const PEOPLE: usize = 3;

/// What the client was promised.
#[derive(Default)]
struct Ledger {
    /// Every delivery by its id: the record, the body, the answer once it came.
    deliveries: BTreeMap<String, (String, Vec<u8>, Option<Answer>)>,
    /// Deliveries some desk is sending now.
    under_way: BTreeSet<String>,
    /// Answers on record: incident, prompt, name of the message.
    answers: Vec<(String, String, String)>,
    /// Incidents that have a chat of their own.
    led: Vec<String>,
}

/// The ledger and the count of promises, shared by everybody who sends.
#[derive(Clone)]
struct Client {
    ledger: Arc<Mutex<Ledger>>,
    promises: watch::Sender<usize>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_accepted_is_lost_and_nothing_happens_twice() {
    let data = Data::new();
    let client = Client { ledger: Arc::default(), promises: watch::Sender::new(0) };
    // Made once: a token outlives every kill.
    let host = Host::start(&data);
    let token = data.token(&Grant::acting(PRODUCT));
    host.kill();
    let times = kills();
    let kills = async {
        for kill in 0..times {
            client.load_and_kill(Host::start(&data), &token, ANSWERS[kill % ANSWERS.len()]).await;
        }
    };
    let longest = LONGEST * u32::try_from(times).expect("not so many");
    tokio::time::timeout(longest, kills).await.expect("all kills within their time");
    let host = Host::start(&data);
    let api = Api::new(&host.address, Some(token));
    let promised = client.check_deliveries(&host.desk(), &api).await;
    client.check_rooms(&api).await;
    until_within(SETTLED, "what was under way to be done", async || nothing_waits(&data).then_some(())).await;
    client.check_answers(&api).await;
    let answers = client.ledger().answers.len();
    println!("figure fault.killed of=kills times={times} registrations={promised} answers={answers}");
    assert!(host.terminate().success());
    data.assert_journals_hold();
    rooms_are_single(&data);
    rooms_are_there(&data);
}

impl Client {
    fn ledger(&self) -> std::sync::MutexGuard<'_, Ledger> {
        self.ledger.lock().expect("nobody panics while holding it")
    }

    fn promised(&self) {
        self.promises.send_modify(|count| *count += 1);
    }

    /// Loads the program until so many more promises were given, and kills it in the middle.
    async fn load_and_kill(&self, host: Host, token: &str, answers: usize) {
        // Whatever was under way at the last kill is to be sent again.
        self.ledger().under_way.clear();
        let mut promises = self.promises.subscribe();
        let until = *promises.borrow_and_update() + answers;
        let desks = (0..DESKS).map(|_| tokio::spawn(self.clone().register(host.desk())));
        let api = Api::new(&host.address, Some(token.to_owned()));
        let people = (0..PEOPLE).map(|number| tokio::spawn(self.clone().answer(api.clone(), number)));
        let senders: Vec<_> = desks.chain(people).collect();
        promises.wait_for(|count| *count >= until).await.expect("the count lives");
        host.kill();
        for sender in senders {
            sender.await.expect("a sender ends when nobody answers any more");
        }
    }

    /// Sends what was never answered again, then new failures, until nobody answers.
    async fn register(self, desk: Desk) {
        loop {
            let (id, body) = self.next_delivery();
            let Ok(answer) = desk.try_send(PRODUCT, &id, &body).await else { return };
            let said = answer.expect(202);
            let incident = answer.text("incident");
            let mut ledger = self.ledger();
            let delivery = ledger.deliveries.get_mut(&id).expect("it was written down");
            if let Some(first) = &delivery.2 {
                assert_eq!(*first, answer, "{id} was answered otherwise the second time");
            }
            delivery.2 = Some(answer);
            if said["outcome"] == "accepted" && !ledger.led.contains(&incident) {
                ledger.led.push(incident);
            }
            drop(ledger);
            self.promised();
        }
    }

    fn next_delivery(&self) -> (String, Vec<u8>) {
        let mut ledger = self.ledger();
        let waiting =
            ledger.deliveries.iter().find(|(id, (_, _, answer))| answer.is_none() && !ledger.under_way.contains(*id));
        let waiting = waiting.map(|(id, (_, body, _))| (id.clone(), body.clone()));
        if let Some((id, body)) = waiting {
            ledger.under_way.insert(id.clone());
            return (id, body);
        }
        let number = ledger.deliveries.len();
        let (id, record) = (format!("msg_{number}"), format!("SD-{number}"));
        // Written down before it is sent: what is under way at a kill is sent again.
        let body = bytes(&payload(number, &record));
        ledger.under_way.insert(id.clone());
        ledger.deliveries.insert(id.clone(), (record, body.clone(), None));
        (id, body)
    }

    /// Answers whatever incidents with a chat ask, until nobody answers.
    async fn answer(self, api: Api, number: usize) {
        for turn in number.. {
            let incident = {
                let ledger = self.ledger();
                // The youngest ones: the others were led further before.
                let young = ledger.led.len().saturating_sub(PEOPLE * 2);
                ledger.led[young..].get(turn % (PEOPLE * 2)).cloned()
            };
            let Some(incident) = incident else {
                tokio::task::yield_now().await;
                // With nothing to answer yet, looking at a list shows when the program is gone.
                let listed = api.call(reqwest::Method::GET, "/api/products", None).await;
                if listed.is_err() { return } else { continue }
            };
            let path = format!("/api/{PRODUCT}/incidents/{incident}");
            let Ok(shown) = api.call(reqwest::Method::GET, &path, None).await else { return };
            let shown = shown.expect(200);
            let prompts = shown["prompts"].as_array().expect("prompts");
            let Some(prompt) = prompts.get(turn % prompts.len().max(1)) else { continue };
            let (Some(id), Some(holder)) = (prompt["id"].as_str(), prompt["holder"].as_str()) else { continue };
            let body = json!({ "as": holder, "prompt": id, "answer": answer_to(prompt) });
            let Ok(answer) = api.call(reqwest::Method::POST, &format!("{path}/messages"), Some(&body)).await else {
                return;
            };
            if answer.expect(202)["outcome"] == "recorded" {
                self.ledger().answers.push((incident, id.to_owned(), answer.text("message")));
                self.promised();
            }
        }
    }

    /// Every delivery is there once, and answered as it was; the number of those promised.
    async fn check_deliveries(&self, desk: &Desk, api: &Api) -> usize {
        let deliveries = self.ledger().deliveries.clone();
        let mut listed: Vec<String> = Vec::new();
        for incident in api.all(&format!("/api/{PRODUCT}/incidents")).await {
            listed.push(incident["desk_id"].as_str().expect("a record").to_owned());
        }
        let mut promised = 0;
        for (id, (record, body, promise)) in deliveries {
            let again = patiently(async || desk.send_bytes(PRODUCT, &id, &body).await).await;
            again.expect(202);
            let Some(promise) = promise else { continue };
            promised += 1;
            assert_eq!(again, promise, "{id}");
            assert_eq!(listed.iter().filter(|listed| **listed == record).count(), 1, "{record}");
            let events = journal(api, &again.text("incident")).await;
            assert_eq!(events.iter().filter(|event| event["type"] == "registered").count(), 1, "{record}");
        }
        promised
    }

    /// Whoever is to lead an incident was called into its chat, unless it was over before that.
    async fn check_rooms(&self, api: &Api) {
        let led = self.ledger().led.clone();
        for incident in led {
            let path = format!("/api/{PRODUCT}/incidents/{incident}");
            let called = async || {
                let shown = patiently(async || api.get(&path).await).await.expect(200);
                (shown["called_at"].is_string() || shown["standing"]["is"] != "open").then_some(())
            };
            until_within(SETTLED, &format!("the chat of {incident}"), called).await;
        }
    }

    /// Every answer is in its journal once and in its chat once; journals have no gap.
    async fn check_answers(&self, api: &Api) {
        let (answers, led) = {
            let ledger = self.ledger();
            (ledger.answers.clone(), ledger.led.clone())
        };
        let mut said: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut recorded: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for incident in led {
            said.insert(incident.clone(), api.all(&format!("/api/{PRODUCT}/incidents/{incident}/messages")).await);
            recorded.insert(incident.clone(), journal(api, &incident).await);
        }
        for (incident, prompt, message) in answers {
            let answered = recorded[&incident].iter().filter(|event| event["data"]["prompt"] == *prompt);
            assert_eq!(answered.filter(|event| event["type"] == "answered").count(), 1, "{incident} {prompt}");
            assert_eq!(said[&incident].iter().filter(|kept| kept["id"] == *message).count(), 1, "{incident} {message}");
        }
        for (incident, events) in recorded {
            let mut prompts: Vec<&Value> = events
                .iter()
                .filter(|event| event["type"] == "answered")
                .map(|event| &event["data"]["prompt"])
                .collect();
            prompts.retain(|prompt| !prompt.is_null());
            let count = prompts.len();
            prompts.sort_by_key(|prompt| prompt.as_str());
            prompts.dedup();
            assert_eq!(prompts.len(), count, "{incident}: a prompt was answered twice");
        }
    }
}

/// Most failures are recorded only; every fourth is over already and led in a chat of its own, and
/// every sixteenth burns now.
pub fn payload(number: usize, record: &str) -> Value {
    match number % 16 {
        0 => failure(record, "dispatch", "assign-crew"),
        4 | 8 | 12 => {
            let mut over = failure(record, "address-map", "find-address");
            over["restored_at"] = json!(minutes_ago(10));
            over
        }
        _ => failure(record, "shift-reports", "shift-report"),
    }
}

/// The whole journal, which has no gap.
async fn journal(api: &Api, incident: &str) -> Vec<Value> {
    let events = api.all(&format!("/api/{PRODUCT}/incidents/{incident}/journal")).await;
    for (index, event) in events.iter().enumerate() {
        assert_eq!(event["number"], index + 1, "{incident}");
    }
    events
}

/// In the messenger's own file every incident has one room, and every prompt stands in it once.
pub fn rooms_are_single(data: &Data) {
    let connection = rusqlite::Connection::open(data.path().join("messenger.db")).expect("the messenger's file");
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("a count");
    assert!(count("SELECT count(*) FROM room WHERE kind = 'room'") > 0);
    let twice = "SELECT count(*) FROM (SELECT 1 FROM message WHERE prompt IS NOT NULL AND author IS NULL
        GROUP BY room, prompt HAVING count(*) > 1)";
    assert_eq!(count(twice), 0, "a prompt was posted twice");
    let titles = "SELECT count(*) FROM (SELECT 1 FROM room WHERE kind = 'room' GROUP BY title HAVING count(*) > 1)";
    assert_eq!(count(titles), 0, "an incident has two rooms");
}
