//! An estate that deals with everybody outside there is: a desk, a wiki, subscribers, machines, automations, a
//! committee that meets; and an incident of it in which each of them has a part.

use super::deployed::Deployed;
use super::desks::elsewhere;
use super::story::pressed;
use crate::client::Api;
use crate::samples::PRODUCT;
use crate::until::until;
use crate::whole::{answer_to, lead_saying};
use axum::Router;
use axum::extract::{Path as Named, State};
use axum::routing::post;
use nabat::clocks::MachineClock;
use nabat_domain::ids::{ActionId, DeskId, RoomId};
use nabat_domain::incident::action_prompt;
use nabat_domain::time::Length;
use nabat_kit::port::{Clock, Desk as _, EffectKey, NewDeskProblem};
use nabat_kit::table::{Action, Condition, Key, Query, Row, Table as _};
use nabat_tests::atlassian::confluence::ConfluenceModel;
use nabat_tests::atlassian::jira::JiraModel;
use nabat_tests::messengers::Act;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// What deliveries are signed with.
const SECRET: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// Everybody outside.
pub struct Outward {
    jira: JiraModel,
    confluence: ConfluenceModel,
    /// Where gateway, subscriber and automation listen, and who of them heard something.
    address: String,
    heard: Arc<Mutex<BTreeSet<String>>>,
}

impl Outward {
    pub async fn listen() -> Self {
        let clock = Arc::new(MachineClock) as Arc<dyn Clock>;
        let (jira, confluence) = (JiraModel::new(Arc::clone(&clock)), ConfluenceModel::new(clock));
        let heard: Arc<Mutex<BTreeSet<String>>> = Arc::default();
        let hear = async |State(heard): State<Arc<Mutex<BTreeSet<String>>>>, Named(who): Named<String>| {
            heard.lock().expect("nothing panics while holding it").insert(who);
        };
        let router = Router::new().route("/{who}", post(hear)).with_state(Arc::clone(&heard));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { jira, confluence, address, heard }
    }

    /// The estate deals with all of them; the secrets that needs.
    pub fn write(&self, estate: &Path) -> Vec<(&'static str, &'static str)> {
        let mut secrets = elsewhere(estate, &self.jira, &self.confluence).expect("an estate");
        let folder = estate.join(PRODUCT);
        let write = |name: &str, text: String| std::fs::write(folder.join(name), text).expect("a file");
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file");
        let at = |who: &str| format!("url: '{}/{who}', secret: outward, private: true", self.address);
        write(
            "notices.yaml",
            format!(
                "gateways: [{{id: sms, {}}}]\nchannels: [{{id: operations, title: Operations, people: [e5031]}}]\n\
                 subscriptions:\n- {{person: e5031, by: [sms], text: managers}}\n\
                 - {{person: {UNKNOWN}, by: [direct], text: engineers}}\n",
                at("gateway")
            ),
        );
        let events = "incident.registered, incident.chat_opened, incident.problem_recorded, incident.report_published, incident.closed";
        write("webhooks.yaml", format!("- {{id: board, {}, events: [{events}]}}\n", at("board")));
        write("actions.yaml", format!("- {{id: restart, name: Restart it, call: {{{}}}}}\n", at("automation")));
        let (day, time) = in_twelve_hours();
        let committee = format!("{{id: problems, subject: problems, since: {day}, every_days: 7, at: '{time}'");
        let more = format!("retention: {{discarded: 1}}\ncommittees:\n- {committee}, channel: operations}}\n");
        write("product.yaml", format!("{}{more}", read("product.yaml")));
        write("people.yaml", without_an_account(&read("people.yaml")));
        secrets.push(("OUTWARD", SECRET));
        secrets
    }

    /// An incident from the desk, in which a file is posted, something done by the machine, and a
    /// problem found that the desk has already.
    pub async fn led(&self, deployed: &Deployed, api: &Api) {
        let record = self.jira.register("Crews are not assigned", "dispatch", &["assign-crew"], MachineClock.now());
        assert_eq!(deployed.ticks("desk-webhook").await, Value::Null);
        let incident = api.all(&format!("/api/{PRODUCT}/incidents")).await[0]["id"].as_str().expect("an id").to_owned();
        let room = pressed(deployed, api, &incident, &["accept"]).await;
        self.file_is_posted(deployed, api, &incident, &room, &record).await;
        self.something_is_done(deployed, api, &incident).await;
        let problem = NewDeskProblem {
            product: PRODUCT.into(),
            title: "Crews are lost".to_owned(),
            text: "Since spring".to_owned(),
            from: DeskId::new(record.as_str()),
        };
        let known = self.jira.desk().open_problem(&EffectKey("spring".to_owned()), &problem).await.expect("a problem");
        let answer = |prompt: &Value| match prompt["kind"].as_str() {
            Some("decision") => "known_problem".to_owned(),
            Some("problem") => known.id.to_string(),
            _ => answer_to(prompt),
        };
        lead_saying(api, PRODUCT, &incident, answer).await;
        until("everybody to have heard the end", async || {
            deployed.tick().await;
            let page = self.confluence.titles().iter().any(|title| title.ends_with(&incident));
            let heard = self.heard.lock().expect("nothing panics while holding it");
            let all = ["automation", "board", "gateway"].iter().all(|who| heard.contains(*who));
            (page && all && self.jira.status(&record) == "Closed").then_some(())
        })
        .await;
    }

    async fn file_is_posted(&self, deployed: &Deployed, api: &Api, incident: &str, room: &RoomId, record: &str) {
        let inside = deployed.peer.seen(room).people;
        let (_, holder) = asked(api, incident, |holder| inside.contains(holder)).await;
        for request in deployed.peer.does(room, &holder, Act::Posts("trace.txt", b"no crew is free")) {
            assert!(deployed.chat(&request).await.is_success(), "a file is taken");
        }
        until("the file to lie on the record", async || {
            deployed.tick().await;
            (!self.jira.files(record).is_empty()).then_some(())
        })
        .await;
    }

    async fn something_is_done(&self, deployed: &Deployed, api: &Api, incident: &str) {
        let (_, holder) = asked(api, incident, |_| true).await;
        let prompt = format!("{incident}/{}", action_prompt(&ActionId::from("restart")));
        let told = api.answers(PRODUCT, incident, &holder, &prompt, "restart").await.expect(202);
        assert_eq!(told["outcome"], "recorded", "{told}");
        until("the automation to be called and its answer rung for", async || {
            let calls = deployed.recorder.calls().into_iter();
            calls.filter(|call| call.function == "runbook-launch" && call.rings()).map(drop).next()
        })
        .await;
    }
}

/// Somebody who has no account in the messenger, whatever `people.yaml` says.
const UNKNOWN: &str = "e5047";

fn without_an_account(people: &str) -> String {
    let (mut person, mut lines) = ("", Vec::new());
    for line in people.lines() {
        person = line.strip_prefix("- id: ").map_or(person, str::trim);
        let theirs = person == UNKNOWN && line.contains("messenger: {");
        lines.push(if theirs { "    - messenger: { connection: chats, user: \"U0NOBODY\" }" } else { line });
    }
    lines.join("\n")
}

/// A day and a time by the product's clock, which is five hours ahead of UTC and never changed.
fn in_twelve_hours() -> (String, String) {
    let text = MachineClock.now().plus(Length::hours(12 + 5)).to_rfc3339();
    (text[..10].to_owned(), text[11..19].to_owned())
}

/// Something that is asked now of somebody who fits.
async fn asked(api: &Api, incident: &str, fits: impl Fn(&String) -> bool) -> (Value, String) {
    until("a question", async || {
        let shown = api.incident(PRODUCT, incident).await;
        shown["prompts"].as_array()?.iter().find_map(|prompt| {
            let holder = prompt["holder"].as_str()?.to_owned();
            fits(&holder).then(|| (prompt.clone(), holder))
        })
    })
    .await
}

/// Once a day what was given up for good long ago goes; and a committee's agenda is announced.
pub async fn due_things_are_done(deployed: &Deployed) {
    let (given_up, table) = (Key::new(format!("{PRODUCT}#DISCARDED"), "000000000000001#old"), deployed.table().await);
    let row =
        Row { key: given_up.clone(), body: json!({}).to_string(), version: 1, due: None, listed: None, expires: None };
    table.write(&[Action::Put(row, Condition::Any)]).await.expect("the table takes it");
    // The schedule may have looked already.
    let looked = Query::prefix(nabat_kit::keys::scheduled(&PRODUCT.into()), "retention#");
    for row in table.query(&looked).await.expect("rows") {
        table.write(&[Action::Delete(row.key, Condition::Any)]).await.expect("the table forgets it");
    }
    assert_eq!(deployed.ticks("reliability-rollup").await, Value::Null);
    assert_eq!(table.get(&given_up).await.expect("read"), None, "what was due to go is gone");
}
