//! The real host in this process: its SQLite files, its router on loopback, its clock and lanes.

use super::bare::Transaction;
use super::estate::Failure;
use super::recording::{Log, NotedMessenger, NotedTable, Ready};
use super::times;
use super::wal::{self, Mark};
use nabat::bells::{Bells, Lanes, Ring};
use nabat::chance::MachineChance;
use nabat::clocks::MachineClock;
use nabat::configuration::Estate;
use nabat::host::{Host, Parts};
use nabat::secrets::Keys;
use nabat_connectors::connections::Connections;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_kit::env::Env;
use nabat_kit::port::Messenger;
use nabat_kit::signature::sign;
use rusqlite::{Connection, OpenFlags, params};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// A host with its address and what it commits.
pub struct Installation {
    /// The host.
    pub host: Host,
    /// Its signing secret.
    pub secret: Vec<u8>,
    address: String,
    data: PathBuf,
    log: Arc<Log>,
    client: reqwest::Client,
}

/// A registration carried through.
pub struct Registered {
    /// From sending the webhook to the first prompt's commit.
    pub took: Duration,
    /// The body sent.
    pub body: Vec<u8>,
    /// What was committed until the first prompt stood, as many commits as the disk saw.
    pub until_prompt: Vec<Transaction>,
    /// Commits until nothing was left to do.
    pub whole: usize,
}

/// A host's parts on this machine's clock, under keys and at an address.
pub(super) fn parts(keys: Keys, base: String) -> Parts {
    Parts {
        clock: Arc::new(MachineClock),
        chance: Arc::new(MachineChance),
        keys,
        seed: 1,
        lanes: Lanes::SideBySide,
        base,
        connections: Connections::default(),
    }
}

impl Installation {
    /// Opens a host over an empty folder and lets it run.
    pub async fn open(data: &Path, estate: &Estate) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it has an address"));
        let keys = Keys::of_seed(1);
        let secret = keys.desk[0].bytes().to_vec();
        let host = Host::open(data, parts(keys, address.clone())).expect("an empty folder can be opened");
        host.put_in_force(estate).await.expect("the table takes it");
        let (host, log) = noted(host);
        host.run(&address);
        let router = nabat::web::router(&host, None);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let client = nabat_connectors::http::loopback().build().expect("a client");
        Self { host, secret, address, data: data.to_owned(), log, client }
    }

    /// Registers a failure; everything that follows from it is done when this returns.
    pub async fn register(&self, failure: &Failure, desk: &str) -> Registered {
        let before = self.marks();
        let body = serde_json::to_vec(&failure.registration(desk, self.host.env.now())).expect("a JSON value");
        let request = self.request(failure, desk, &body);
        let ready = self.log.await_prompt();
        let sent = times::now();
        let (answer, ready) = tokio::join!(request.send(), tokio::time::timeout(Duration::from_secs(10), ready));
        let answer = answer.expect("the host answers");
        assert_eq!(answer.status().as_u16(), 202, "{desk}: {}", answer.text().await.unwrap_or_default());
        let ready = ready.expect("the first prompt is posted within 10 s").expect("the log lives on");
        self.host.bells.quiet().await;
        let handed_over = self.log.take();
        let on_disk: Option<usize> = self.marks().iter().zip(before).map(|(now, before)| now.since(before)).sum();
        // Unknown where a log began anew meanwhile.
        let whole = on_disk.map_or(handed_over.len(), |on_disk| on_disk.min(handed_over.len()));
        let until_prompt = joined(&handed_over[..ready.commits], handed_over.len() - whole);
        self.check(failure, desk, &ready).await;
        Registered { took: ready.at - sent, body, until_prompt, whole }
    }

    /// Registers a failure; everything committed until nothing is left to do, in order.
    pub async fn commits_of(&self, failure: &Failure, desk: &str) -> Vec<Transaction> {
        let body = serde_json::to_vec(&failure.registration(desk, self.host.env.now())).expect("a JSON value");
        let ready = self.log.await_prompt();
        let answer = self.request(failure, desk, &body).send().await.expect("the host answers");
        assert_eq!(answer.status().as_u16(), 202, "{desk}");
        let ready = tokio::time::timeout(Duration::from_secs(10), ready).await;
        ready.expect("the first prompt is posted within 10 s").expect("the log lives on");
        self.host.bells.quiet().await;
        self.log.take()
    }

    /// Where a product's desk sends its webhooks.
    pub fn target(&self, product: &ProductId) -> String {
        format!("{}/desk/{product}/generic", self.address)
    }

    fn request(&self, failure: &Failure, desk: &str, body: &[u8]) -> reqwest::RequestBuilder {
        let seconds = self.host.env.now().0.div_euclid(1_000);
        self.client
            .post(self.target(&failure.product))
            .header("webhook-id", desk)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", sign(&self.secret, desk, seconds, body))
            .body(body.to_vec())
    }

    fn marks(&self) -> [Mark; 2] {
        ["nabat.db", "messenger.db"].map(|name| wal::mark(&self.data.join(name)))
    }

    /// The messenger's file itself has to hold what was waited for.
    async fn check(&self, failure: &Failure, desk: &str, ready: &Ready) {
        let incident = IncidentId::of_desk_record(&failure.product, &desk.into());
        let table = self.host.env.table.as_ref();
        let state = nabat_kit::incident::load(table, &failure.product, &incident).await.expect("it can be read");
        let state = state.expect("the incident is there");
        let called = state.people.members.values().filter(|member| member.invited_at.is_some()).count() as i64;
        let file = Connection::open_with_flags(self.data.join("messenger.db"), OpenFlags::SQLITE_OPEN_READ_ONLY);
        let sql = "SELECT (SELECT count(*) FROM member WHERE room = ?1),
            (SELECT count(*) FROM message WHERE room = ?1 AND pinned IS NOT NULL),
            (SELECT count(*) FROM message WHERE room = ?1 AND author IS NULL AND prompt IS NOT NULL)";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let held: rusqlite::Result<(i64, i64, i64)> =
            file.and_then(|file| file.query_one(sql, params![ready.room.as_str()], read));
        let (people, pinned, prompts) = held.expect("messenger.db can be read");
        assert!(called > 0 && people == called, "{desk}: {people} of {called} people are in the room");
        assert!(pinned > 0 && prompts > 0, "{desk}: {pinned} pinned, {prompts} prompts");
    }
}

/// Transactions that wait are committed together: so many fewer commits. Which they were cannot be
/// seen from outside, so all of them are taken to have come before the prompt, the last joined first.
fn joined(handed_over: &[Transaction], fewer: usize) -> Vec<Transaction> {
    let (alone, together) = handed_over.split_at(handed_over.len().saturating_sub(fewer + 1));
    let together = Transaction(together.iter().flat_map(|transaction| transaction.0.clone()).collect());
    alone.iter().cloned().chain([together]).collect()
}

/// The same host with its table and its messenger noted.
fn noted(mut host: Host) -> (Host, Arc<Log>) {
    let log = Arc::new(Log::default());
    let bells = Bells::new(Lanes::SideBySide);
    let note = |messenger: &Arc<dyn Messenger>| {
        Arc::new(NotedMessenger { messenger: Arc::clone(messenger), log: Arc::clone(&log) }) as Arc<dyn Messenger>
    };
    let messengers = host.env.messengers.iter().map(|(connection, messenger)| (connection.clone(), note(messenger)));
    let env = Env {
        table: Arc::new(NotedTable { table: Arc::clone(&host.env.table), log: Arc::clone(&log) }),
        messengers: Arc::new(messengers.collect()),
        doorbell: Arc::new(Ring::at(&bells)),
        ..host.env.clone()
    };
    bells.answer_with(env.clone());
    (host.env, host.bells) = (env, bells);
    (host, log)
}
