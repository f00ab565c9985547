//! The rig: every function wired to models of the outside, in one thread, on a clock it owns.
//!
//! A test reads like the chat: somebody says something, and the room is looked at.

mod alerts;
mod calendar;
mod clinics;
mod crash;
mod deaths;
mod desk;
mod direct;
mod effects;
mod elsewhere;
mod estates;
mod files;
mod jobs;
mod machine;
mod messenger;
mod monitoring;
mod news;
mod outside;
mod outward;
mod over;
mod second;
mod signed;
mod standing;
pub mod store;
mod storm;
mod wiki;

pub use calendar::{HangingCalendar, ModelCalendar};
pub use crash::{Crashes, Dead, Hold, Moment};
pub use deaths::Death;
pub use effects::{Effects, Tried};
pub use estates::KeepShifts;
pub use machine::MachineClock;
pub use messenger::{MessengerPort, ModelMessenger, Posted, asked_to_wait, direct_room};
pub use monitoring::{ModelMonitoring, Strange, Watching};
pub use outside::Outside;
pub use outward::NAMED_SECRET;
pub use second::SECOND;
pub use signed::signed;
pub use storm::Least;
pub use wiki::{Health, ModelWiki, WikiPort};

use clinics::{clinics, example};
use nabat::chance::SeededChance;
use nabat_domain::catalogue::{Catalogue, PeopleNames};
use nabat_domain::ids::{ConnectionId, IncidentId, PersonId, ProductId, RoomId};
use nabat_domain::incident::Prompt;
use nabat_domain::time::{At, Length};
use nabat_kit::configuration::push;
use nabat_kit::env::{Env, Secrets};
use nabat_kit::fault::Fault;
use nabat_kit::http::Answer;
use nabat_kit::port::{
    Bell, ChatSource, Clock as _, Desk, Doorbell, Heard, Messenger, Monitoring, NoCopies, Said, Wiki,
};
use nabat_kit::signature::SigningSecret;
use nabat_kit::table::Table;
use outside::Bells;
use over::Over;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// The desk's signing secret in the rig.
pub const DESK_SECRET: &[u8] = b"the desk of the rig signs with this";

/// The messenger's signing secret in the rig.
const MESSENGER_SECRET: &[u8] = b"the messenger of the rig signs with this";

/// Monday 2026-11-23 14:00 in Moscow.
pub const BEGINS: At = At(1_795_431_600_000);

/// Every function on one thread, over an outside that can be forked.
pub struct Rig {
    /// What lies outside: table, messenger, desk, clock.
    pub outside: Outside,
    /// The ports.
    pub env: Env,
    bells: Arc<Bells>,
    /// The product.
    pub product: ProductId,
    /// Its catalogue.
    pub catalogue: Catalogue,
    /// Names of its people.
    pub names: PeopleNames,
    said: u32,
    /// Where reading stands, over a messenger that has to be asked.
    heard: Mutex<Heard>,
}

impl Rig {
    /// The example's clinics, nothing registered yet.
    #[nabat_kit::boxed]
    pub async fn new() -> Self {
        Self::of(Outside::new(BEGINS)).await
    }

    /// A process started over an outside: the way things are after a crash.
    #[nabat_kit::boxed]
    pub async fn of(outside: Outside) -> Self {
        let (catalogue, names) = clinics();
        Self::with(outside, catalogue, names).await
    }

    /// The same with the product's monitoring searched.
    #[nabat_kit::boxed]
    pub async fn watched() -> Self {
        Self::watched_over(Outside::new(BEGINS)).await
    }

    /// A process started over an outside in which monitoring is searched.
    #[nabat_kit::boxed]
    pub async fn watched_over(outside: Outside) -> Self {
        let (mut catalogue, names) = clinics();
        catalogue.product.monitoring = Some(ConnectionId::from("builtin"));
        Self::with(outside, catalogue, names).await
    }

    async fn with(outside: Outside, catalogue: Catalogue, mut names: PeopleNames) -> Self {
        if let Some(over) = outside.messenger.plain().over() {
            over.meet(&mut names);
        }
        let bells = Arc::new(Bells::default());
        let env = env(&outside, &bells);
        if outside.table.plain().is_empty().await {
            push(outside.table.plain(), &catalogue, &names).await.expect("the model table takes it");
        }
        let (product, heard) = (catalogue.product.id.clone(), Mutex::default());
        Self { outside, env, bells, product, catalogue, names, said: 0, heard }
    }

    /// A person's name as the chat shows it.
    pub fn name_of(&self, person: &PersonId) -> String {
        self.names[person].name.clone()
    }

    /// A second rig over a copy of this outside.
    #[nabat_kit::boxed]
    pub async fn fork(&self) -> Self {
        let mut forked = Self::with(self.outside.fork(), self.catalogue.clone(), self.names.clone()).await;
        forked.said = self.said;
        forked.heard = Mutex::new(self.heard.lock().expect("nothing panics while holding it").clone());
        forked
    }

    /// The desk sends something; the answer as it came.
    #[nabat_kit::boxed]
    pub async fn desk(&self, webhook_id: &str, body: &Value) -> Answer {
        let bytes = serde_json::to_vec(body).expect("a JSON value");
        self.desk_bytes(webhook_id, &bytes).await
    }

    /// The desk sends these bytes, signed.
    #[nabat_kit::boxed]
    pub async fn desk_bytes(&self, webhook_id: &str, bytes: &[u8]) -> Answer {
        let request = signed(DESK_SECRET, webhook_id, self.env.now(), bytes);
        let answer = nabat_desk_webhook::handle(&self.env, &self.product, request).await;
        self.pump().await;
        answer
    }

    /// Registers a failure of a service's first function ten minutes after it began; its incident.
    #[nabat_kit::boxed]
    pub async fn register(&self, desk: &str, service: &str) -> IncidentId {
        let answer = self.desk(&format!("msg_{desk}"), &self.registration(desk, service)).await;
        assert_eq!(answer.status(), 202, "{}", String::from_utf8_lossy(answer.body()));
        let body: Value = serde_json::from_slice(answer.body()).expect("the answer is JSON");
        IncidentId::from(body["incident"].as_str().expect("the answer names an incident"))
    }

    /// What the desk sends for a failure of a service's first function.
    pub fn registration(&self, desk: &str, service: &str) -> Value {
        let functions = &self.catalogue.services[&service.into()].functions;
        json!({
            "type": "incident.registered",
            "id": desk,
            "service": service,
            "functions": [functions[0].id],
            "summary": "Не работает",
            "started_at": self.env.now().minus(Length::minutes(10)).to_rfc3339(),
            "registered_by": "first line",
        })
    }

    /// A person types something in the incident's room.
    #[nabat_kit::boxed]
    pub async fn say(&mut self, incident: &IncidentId, person: &PersonId, text: &str) {
        self.deliver(incident, person, Said::Text { text: text.to_owned(), prompt: None }).await;
    }

    /// A person answers a prompt of a step, wherever it was posted, by replying to it.
    #[nabat_kit::boxed]
    pub async fn answer(&mut self, incident: &IncidentId, step: &str, text: &str) {
        let prompt = self.prompt(incident, step).await;
        let holder = prompt.holder.clone().expect("somebody holds the prompt");
        self.answer_as(incident, &holder, &prompt, text).await;
    }

    /// A person answers a given prompt.
    #[nabat_kit::boxed]
    pub async fn answer_as(&mut self, incident: &IncidentId, person: &PersonId, prompt: &Prompt, text: &str) {
        let named = format!("{incident}/{}", prompt.id).as_str().into();
        let said = if prompt.choices.iter().any(|choice| choice == text) {
            Said::Button { prompt: named, answer: text.to_owned() }
        } else {
            Said::Text { text: text.to_owned(), prompt: Some(named) }
        };
        self.deliver(incident, person, said).await;
    }

    async fn deliver(&mut self, incident: &IncidentId, person: &PersonId, said: Said) {
        self.said += 1;
        let id = format!("said-{}", self.said);
        self.deliver_as(incident, person, said, &id).await;
    }

    /// The messenger delivers something under a delivery id.
    #[nabat_kit::boxed]
    pub async fn deliver_as(&self, incident: &IncidentId, person: &PersonId, said: Said, id: &str) -> http::StatusCode {
        let room = self.state(incident).await.head.room.expect("the incident has a room");
        self.deliver_in(&room, person, said, id).await
    }

    async fn deliver_in(&self, room: &RoomId, person: &PersonId, said: Said, id: &str) -> http::StatusCode {
        let second = self.outside.second.plain().has(room);
        if self.outside.messenger.plain().over().is_some() && !second {
            return self.does(room, person, &said, id).await;
        }
        let delivery = json!({
            "id": id, "room": room, "user": person, "message": format!("m-{id}"), "at": BEGINS, "said": said,
        });
        let bytes = serde_json::to_vec(&delivery).expect("a JSON value");
        let request = signed(MESSENGER_SECRET, id, self.env.now(), &bytes);
        let connection = ConnectionId::from(if second { SECOND } else { "builtin" });
        let answer = nabat_chat_webhook::handle(&self.env, &connection, request).await;
        self.pump().await;
        answer.status()
    }

    /// Minutes pass; whatever is due in them happens in its own minute.
    #[nabat_kit::boxed]
    pub async fn minutes(&self, minutes: i64) {
        for _ in 0..minutes {
            self.outside.clock.move_to(self.outside.clock.now().plus(Length::minutes(1)));
            self.tick().await;
        }
    }

    /// An hour passes at once; whatever is due in it happens at its end.
    #[nabat_kit::boxed]
    pub async fn hour(&self) {
        self.at(self.outside.clock.now().plus(Length::hours(1))).await;
    }

    /// The clock goes to a moment, and whatever is due by then happens.
    #[nabat_kit::boxed]
    pub async fn at(&self, at: At) {
        self.outside.clock.move_to(at);
        self.tick().await;
    }

    /// The clock function runs once.
    #[nabat_kit::boxed]
    pub async fn tick(&self) {
        // After a crash every port fails until the process is started anew.
        let _ = nabat_clock::handle(&self.env).await;
        let _ = nabat_clock::sign_and_sweep(&self.env).await;
        self.pump().await;
    }

    /// What is posted on schedule is looked for once.
    #[nabat_kit::boxed]
    pub async fn scheduled(&self) {
        let _ = nabat_reliability_rollup::handle(&self.env).await;
        self.pump().await;
    }

    /// Answers every bell that rang, in order.
    #[nabat_kit::boxed]
    pub async fn pump(&self) {
        while let Some(bell) = self.bells.next() {
            // A fault is no failure of the test: the clock rings again.
            let _ = answer_bell(&self.env, &bell).await;
        }
    }
}

async fn answer_bell(env: &Env, bell: &Bell) -> Result<(), Fault> {
    match bell {
        Bell::Delivery(_) | Bell::Incident(_) => nabat_step_recording::handle(env, bell).await,
        Bell::Chat(_) => nabat_chat_creation::handle(env, bell).await,
        Bell::Posts(_) => nabat_chat_posting::handle(env, bell).await,
        Bell::Closure(_) => nabat_closure_decision::handle(env, bell).await,
        Bell::Report(_) => nabat_report_publishing::handle(env, bell).await,
        Bell::Notice(_) => nabat_notice_sending::handle(env, bell).await,
        Bell::Webhook(_) => nabat_webhook_sending::handle(env, bell).await,
        Bell::Runbook(_) => nabat_runbook_launch::handle(env, bell).await,
    }
}

fn env(outside: &Outside, bells: &Arc<Bells>) -> Env {
    let builtin = || ConnectionId::from("builtin");
    let key = SigningSecret::new(MESSENGER_SECRET).expect("not empty");
    let source =
        || Arc::new(nabat::builtin::messenger::BuiltinSource::new(std::slice::from_ref(&key))) as Arc<dyn ChatSource>;
    let second = (ConnectionId::from(SECOND), source());
    let source = outside.messenger.plain().over().map_or_else(source, Over::source);
    Env {
        table: Arc::new(outside.table.clone()) as Arc<dyn Table>,
        doorbell: Arc::clone(bells) as Arc<dyn Doorbell>,
        clock: outside.machine.clone(),
        chance: Arc::new(SeededChance::new(outside.next_start())),
        messengers: Arc::new(BTreeMap::from([
            (builtin(), Arc::new(outside.messenger.clone()) as Arc<dyn Messenger>),
            (ConnectionId::from(SECOND), Arc::new(outside.second.clone()) as Arc<dyn Messenger>),
        ])),
        sources: Arc::new(BTreeMap::from([(builtin(), source), second])),
        desks: Arc::new(BTreeMap::from([(builtin(), Arc::new(outside.desk.clone()) as Arc<dyn Desk>)])),
        wikis: Arc::new(BTreeMap::from([(builtin(), Arc::new(outside.wiki.clone()) as Arc<dyn Wiki>)])),
        outward: outside.outward.ports(),
        copies: Arc::new(NoCopies),
        monitoring: Arc::new(BTreeMap::from([(
            builtin(),
            Arc::new(outside.monitoring.clone()) as Arc<dyn Monitoring>,
        )])),
        calendars: Arc::default(),
        unopened: Arc::default(),
        secrets: Arc::new(Secrets {
            desk: vec![DESK_SECRET.to_vec()],
            desks: BTreeMap::new(),
            body_key: [7; 32],
            signing: None,
        }),
        configurations: outside.configurations(),
        books: Arc::default(),
        base: "http://nabat.test".into(),
        until: None,
    }
}
