//! The life of one process: a real host over the files, until it dies or the time has come.

use super::fate::MortalTable;
use super::outside::{Act, Outside};
use nabat::bells::{Bells, Lanes, Ring};
use nabat::chance::SeededChance;
use nabat::host::{Host, Parts};
use nabat::secrets::Keys;
use nabat_connectors::connections::Connections;
use nabat_domain::time::{At, Length};
use nabat_kit::env::Env;
use nabat_kit::table::Table;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Builder;

/// The host looks at the clock as often as this at most.
const STEP: Length = Length::seconds(5);

/// And at least so often.
const LONGEST: Length = Length::minutes(30);

/// How a life ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The process died.
    Died,
    /// The time has come.
    Reached,
}

/// A process lives; everything that was it is gone when this returns.
pub fn live(outside: &mut Outside, until: At) -> Ended {
    outside.lives += 1;
    // A runtime each: with it everything the process had under way ends.
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let fate = Arc::clone(&outside.fate);
    let ended = runtime.block_on(async {
        tokio::select! {
            () = fate.died() => Ended::Died,
            () = lead(outside, until) => Ended::Reached,
        }
    });
    fate.strikes(false);
    runtime.shutdown_timeout(Duration::from_secs(10));
    ended
}

/// A running process and the ways to it.
struct Process {
    host: Host,
    /// The table as people and the test read it, without faults.
    table: Arc<dyn Table>,
    address: String,
    secret: Vec<u8>,
    client: reqwest::Client,
}

async fn lead(outside: &mut Outside, until: At) {
    outside.move_to(outside.now());
    let process = start(outside).await;
    for id in outside.ledger.unanswered() {
        outside.plan(outside.now(), Act::Sends(id));
    }
    let strikes = outside.fails;
    outside.fate.strikes(strikes);
    for incident in outside.people.open.clone() {
        outside.look(process.table.as_ref(), &incident).await;
    }
    while outside.now() < until {
        if strikes {
            outside.weather.blow(&process.host, outside.now(), &mut outside.dice);
        } else {
            outside.weather.clears(&process.host);
        }
        let waits = process.tick().await;
        for (_, incident) in outside.fate.touched() {
            outside.look(process.table.as_ref(), &incident).await;
        }
        let due = nabat_clock::next(&process.host.env).await.ok().flatten();
        let shown = waits.into_iter().chain(due).min().map(|at| outside.truly(at));
        let latest = outside.now().plus(LONGEST).min(until);
        let next = shown.into_iter().chain(outside.next_act()).min().unwrap_or(latest);
        outside.move_to(next.clamp(outside.now().plus(STEP), latest.max(outside.now().plus(STEP))));
        while let Some(act) = outside.due() {
            match act {
                Act::Fails => outside.something_fails(),
                Act::Sends(id) => outside.send(&process.client, &process.address, &process.secret, &id).await,
                Act::Says(saying) => outside.say(process.table.as_ref(), &process.host.messenger, saying).await,
            }
        }
    }
    process.tick().await;
}

async fn start(outside: &Outside) -> Process {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it has an address"));
    let keys = Keys::of_seed(outside.seed);
    let secret = keys.desk_signs().bytes().to_vec();
    let parts = Parts {
        clock: outside.clock.clone(),
        // No two processes draw the same random bytes.
        chance: Arc::new(SeededChance::new(outside.seed.wrapping_mul(1_000_003).wrapping_add(outside.lives))),
        keys,
        seed: outside.seed,
        lanes: Lanes::SideBySide,
        base: address.clone(),
        connections: Connections::default(),
    };
    let mut host = Host::open(&outside.data.path().join("data"), parts).expect("nobody else has the files");
    if outside.lives == 1 {
        host.put_in_force(&outside.estate).await.expect("the table takes it");
    }
    let table = Arc::clone(&host.env.table);
    let bells = Bells::new(Lanes::SideBySide);
    let mortal = MortalTable { table: Arc::clone(&table), fate: Arc::clone(&outside.fate) };
    let env = Env { table: Arc::new(mortal), doorbell: Arc::new(Ring::at(&bells)), ..host.env.clone() };
    bells.answer_with(env.clone());
    (host.env, host.bells) = (env, bells);
    host.messenger.outbox().connect(&address);
    host.desk.outbox().connect(&address);
    let router = nabat::web::router(&host, None);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let client = nabat_connectors::http::loopback().build().expect("a client");
    Process { host, table, address, secret, client }
}

impl Process {
    /// The clock is looked at, and everything happens that happens now; when something is sent again.
    async fn tick(&self) -> Option<At> {
        // After a fault the clock rings again, as the host's own does.
        let _ = nabat_clock::handle(&self.host.env).await;
        let _ = nabat_clock::sign_and_sweep(&self.host.env).await;
        let _ = nabat_reliability_rollup::handle(&self.host.env).await;
        self.host.bells.quiet().await;
        loop {
            let messages = self.host.messenger.outbox().deliver_due().await.expect("the messenger's file");
            let records = self.host.desk.outbox().deliver_due().await.expect("the desk's file");
            self.host.bells.quiet().await;
            let waits = messages.into_iter().chain(records).min();
            if waits.is_none_or(|at| at > self.host.env.now()) {
                return waits;
            }
        }
    }
}
