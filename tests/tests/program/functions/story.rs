//! A whole incident through deployed functions, and the same on a host: their journals tell the same.

use super::deployed::Deployed;
use super::desks::elsewhere;
use super::seldom::Seldom;
use super::threads::{LATE, each_after_what_it_follows_from, tells_of_the_late_stage, threads};
use crate::client::{Answer, Api, Grant, answer};
use crate::desk::Desk;
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, sample};
use crate::until::{until, until_within};
use crate::whole::{lead, stages_are_whole};
use nabat::clocks::MachineClock;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::RoomId;
use nabat_domain::time::Length;
use nabat_kit::http::Request;
use nabat_kit::messages::say;
use nabat_kit::port::Clock;
use nabat_tests::atlassian::confluence::ConfluenceModel;
use nabat_tests::atlassian::jira::JiraModel;
use nabat_tests::folder::Folder;
use nabat_tests::messengers::{Act, Peer, estate, of_name};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Nabat with a messenger, however it runs.
pub trait Installed {
    /// Sends the desk's delivery.
    async fn registers(&self, delivery: &str, body: &Value) -> Answer;
    /// The messenger.
    fn peer(&self) -> &dyn Peer;
    /// Brings what the messenger sends.
    async fn chat(&self, request: &Request) -> reqwest::StatusCode;
    /// The clock ticks, where nothing else makes it.
    async fn tick(&self);
}

impl Installed for Deployed {
    async fn registers(&self, delivery: &str, body: &Value) -> Answer {
        self.desk().send(PRODUCT, delivery, body).await
    }

    fn peer(&self) -> &dyn Peer {
        self.peer.as_ref()
    }

    async fn chat(&self, request: &Request) -> reqwest::StatusCode {
        Self::chat(self, request).await
    }

    async fn tick(&self) {
        Self::tick(self).await;
    }
}

/// A host with the same messenger.
struct Hosted {
    host: Host,
    data: Data,
    _folder: Folder,
    peer: Arc<dyn Peer>,
}

impl Hosted {
    fn start(change: impl FnOnce(&Path) -> Vec<(&'static str, &'static str)>) -> Self {
        let clock = Arc::new(MachineClock) as Arc<dyn Clock>;
        let (peer, folder) = (of_name("slack", &clock).expect("a model"), Folder::new());
        let configured = folder.path().join("estate");
        let secrets = estate::write(&configured, PRODUCT, peer.as_ref(), "http://nabat.test/chat/chats");
        let secrets = secrets.expect("an estate").into_iter().chain(change(&configured));
        let data = Data::with_environment(secrets.map(|(name, value)| (variable(name), value.to_owned())).collect());
        let host = Host::start_serving(&data, configured.to_str().expect("text"));
        Self { host, data, _folder: folder, peer }
    }
}

/// Names of variables live as long as the test.
fn variable(name: &str) -> &'static str {
    format!("NABAT_SECRET_{name}").leak()
}

impl Installed for Hosted {
    async fn registers(&self, delivery: &str, body: &Value) -> Answer {
        Desk::new(&self.host.address, crate::desk::SECRET).send(PRODUCT, delivery, body).await
    }

    fn peer(&self) -> &dyn Peer {
        self.peer.as_ref()
    }

    async fn chat(&self, request: &Request) -> reqwest::StatusCode {
        let client = nabat_connectors::http::loopback().build().expect("a client");
        let address = format!("{}/chat/chats{}", self.host.address, self.peer.path());
        let mut sent = client.post(address).body(request.body().clone());
        for (name, value) in request.headers() {
            sent = sent.header(name, value);
        }
        sent.send().await.expect("the host answers").status()
    }

    async fn tick(&self) {}
}

/// The usual incident, led to its end.
pub async fn led_to_its_end(nabat: &impl Installed, api: &Api, delivery: &str) -> String {
    led(nabat, api, delivery, &sample("registered")).await
}

/// From the signed webhook to the chat with people in it, answered by a button there, and on to its end.
/// The clock ticks all the while: what a lost bell leaves is found by it.
pub async fn led(nabat: &impl Installed, api: &Api, delivery: &str, body: &Value) -> String {
    let incident = nabat.registers(delivery, body).await.text("incident");
    let room = pressed(nabat, api, &incident, &["accept"]).await;
    led_on(nabat, api, &incident, &room).await;
    assert_eq!(nabat.registers(delivery, body).await.text("incident"), incident, "what was answered is durable");
    incident
}

/// Answers steps in the chat, once it is there: by the button of the first choice, pressed by whoever is asked. The
/// room.
pub async fn pressed(nabat: &impl Installed, api: &Api, incident: &str, steps: &[&str]) -> RoomId {
    let room = until("the chat", async || {
        nabat.tick().await;
        nabat.peer().rooms().into_iter().next()
    })
    .await;
    for step in steps {
        let (asked, holder) = until("a question with buttons", async || {
            nabat.tick().await;
            let prompt = open_prompt(api, incident, step).await?;
            let (choice, holder) = (prompt["choices"][0].as_str()?, prompt["holder"].as_str()?.to_owned());
            let label = say(Language::En, &format!("choice-{step}-{choice}"), &[]);
            let seen = nabat.peer().seen(&room);
            let shown = seen.posts.into_iter().rev().find_map(|post| {
                let button = post.buttons.iter().position(|button| *button == label)?;
                Some((post.id, button))
            });
            seen.people.contains(&holder).then_some((shown?, holder))
        })
        .await;
        let (post, button) = asked;
        for request in nabat.peer().does(&room, &holder, Act::Presses(&post, button)) {
            assert!(nabat.chat(&request).await.is_success(), "a press is taken");
            assert!(nabat.chat(&request).await.is_success(), "and is taken when it comes again");
        }
        until("the answer to be recorded", async || {
            nabat.tick().await;
            open_prompt(api, incident, step).await.is_none().then_some(())
        })
        .await;
    }
    room
}

async fn open_prompt(api: &Api, incident: &str, step: &str) -> Option<Value> {
    let shown = api.incident(PRODUCT, incident).await;
    shown["prompts"].as_array()?.iter().find(|prompt| prompt["step"] == step).cloned()
}

/// Leads an incident on to its end.
pub async fn led_on(nabat: &impl Installed, api: &Api, incident: &str, room: &RoomId) {
    lead(api, PRODUCT, incident).await;
    let closed = api.incident(PRODUCT, incident).await;
    assert_eq!((&closed["stage"], &closed["standing"]), (&json!("closed"), &json!({ "is": "closed" })));
    stages_are_whole(&closed);
    until("the chat to be closed for writing", async || {
        nabat.tick().await;
        nabat.peer().seen(room).archived.then_some(())
    })
    .await;
}

async fn journal(api: &Api, incident: &str) -> Vec<Value> {
    api.all(&format!("/api/{PRODUCT}/incidents/{incident}/journal")).await
}

/// How long the stage that takes longer may: no configuration says less than a minute.
const BUDGET: Length = Length::minutes(1);

/// When it has to have been told at the latest, with everything that comes before.
const TOLD: Duration = Duration::from_secs(110);

/// The estate gives that stage its minute, and whoever is asked so long that nothing else is due meanwhile.
fn hurried(estate: &Path) {
    let file = estate.join(PRODUCT).join("product.yaml");
    let mut text = std::fs::read_to_string(&file).expect("a file");
    let asked = ("accept: 3\n    remind: 3\n", "accept: 30\n    remind: 30\n");
    for (usual, other) in [("assembly: 3,", "assembly: 1,"), asked] {
        assert!(text.contains(usual), "{usual} is not in {text}");
        text = text.replace(usual, other);
    }
    std::fs::write(&file, text).expect("a file");
}

/// What the chat is told once the whole of that stage's budget is spent.
fn spent_in_words() -> String {
    let stage = say(Language::En, &format!("stage-{LATE}"), &[]);
    let told = [("percent", "100"), ("stage", stage.as_str()), ("desk", ""), ("priority", "")];
    let told = say(Language::En, "budget-stage-spent", &told);
    told.split('.').next().unwrap_or_default().to_owned()
}

/// An incident in which nobody takes the call until the stage's budget is spent, led until everybody outside has heard
/// the end; its journal.
async fn led_late(nabat: &impl Installed, api: &Api, incident: &str) -> Vec<Value> {
    let words = spent_in_words();
    until_within(TOLD, "the chat to be told that the budget is spent", async || {
        nabat.tick().await;
        let room = nabat.peer().rooms().into_iter().next()?;
        nabat.peer().seen(&room).posts.iter().any(|post| post.text.contains(&words)).then_some(())
    })
    .await;
    let room = pressed(nabat, api, incident, &["accept"]).await;
    led_on(nabat, api, incident, &room).await;
    until("the desk to have the problem and the wiki the report", async || {
        nabat.tick().await;
        let journal = journal(api, incident).await;
        let told = |kind: &str| journal.iter().any(|event| event["type"] == kind);
        (told("problem_recorded") && told("report_published")).then_some(journal)
    })
    .await
}

/// It is told once, and not before its time.
fn told_in_time(journal: &[Value]) {
    let moment = |event: &Value| event["at"].as_i64().expect("a moment");
    let told: Vec<&Value> = journal.iter().filter(|event| tells_of_the_late_stage(event)).collect();
    assert_eq!(told.len(), 1, "{journal:#?}");
    assert!(moment(told[0]) - moment(&journal[0]) >= BUDGET.0, "{} after {}", told[0], journal[0]);
    assert!(told[0]["data"]["to"].is_string(), "somebody is called: {}", told[0]);
}

/// A desk and a wiki that are Nabat's alone.
struct Partners {
    jira: JiraModel,
    confluence: ConfluenceModel,
}

impl Partners {
    fn new() -> Self {
        let clock = Arc::new(MachineClock) as Arc<dyn Clock>;
        Self { jira: JiraModel::new(Arc::clone(&clock)), confluence: ConfluenceModel::new(clock) }
    }

    /// The estate deals with them, and is in a hurry.
    fn change(&self, estate: &Path) -> Vec<(&'static str, &'static str)> {
        hurried(estate);
        elsewhere(estate, &self.jira, &self.confluence).expect("an estate")
    }

    /// The desk registers the usual failure and says so to whoever listens there; the incident.
    async fn registers(&self, address: &str, api: &Api) -> String {
        let record = self.jira.register(
            "Crews cannot be assigned",
            "dispatch",
            &["assign-crew", "crew-status"],
            MachineClock.now(),
        );
        let request = self.jira.webhook("jira:issue_created", &record);
        let client = nabat_connectors::http::loopback().build().expect("a client");
        let mut sent = client.post(format!("{address}/desk/{PRODUCT}/webhook")).body(request.body().clone());
        for (name, value) in request.headers() {
            sent = sent.header(name, value);
        }
        // Whoever asks the desk at this very moment may hear it first.
        answer(sent).await.expect("answered").expect(202);
        until("the incident", async || {
            let incidents = api.all(&format!("/api/{PRODUCT}/incidents")).await;
            incidents.first().and_then(|incident| incident["id"].as_str()).map(str::to_owned)
        })
        .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_led_through_deployed_functions_reads_as_on_a_host() {
    let (near, far) = (Partners::new(), Partners::new());
    let deployed = Deployed::start_over(&[], |estate| near.change(estate)).await;
    let hosted = Hosted::start(|estate| far.change(estate));
    let (seldom, api) = (Seldom::new(&deployed), deployed.api());
    let other = hosted.host.api(&hosted.data, &Grant::acting(PRODUCT));
    // Side by side: the budget is waited for once.
    let (here, there) = tokio::join!(
        async { led_late(&seldom, &api, &near.registers(&deployed.recorder.address, &api).await).await },
        async { led_late(&hosted, &other, &far.registers(&hosted.host.address, &other).await).await }
    );
    deployed.assert_journals_hold();
    assert!(here.len() > 20, "{} events", here.len());
    for journal in [&here, &there] {
        told_in_time(journal);
        each_after_what_it_follows_from(journal);
    }
    assert_eq!(threads(&here), threads(&there));
}
