//! Commands a second: eight people at once answering in different incidents, against bare rusqlite.

use super::bare::{self, Transaction};
use super::recording::{Log, NotedTable};
use super::times;
use async_trait::async_trait;
use nabat::bells::Lanes;
use nabat::chance::MachineChance;
use nabat::clocks::MachineClock;
use nabat::configuration::Configured;
use nabat::host::{Host, Parts};
use nabat::secrets::Keys;
use nabat_connectors::connections::Connections;
use nabat_domain::catalogue::{Priority, Role};
use nabat_domain::ids::{DeskId, IncidentId, PersonId, ProductId};
use nabat_domain::incident::{Command, Outcome, Registration, Scope, Speech, Target};
use nabat_domain::time::Length;
use nabat_kit::env::Env;
use nabat_kit::execute::{Inbox, Order, Spoken, execute};
use nabat_kit::port::{Bell, Doorbell};
use nabat_kit::table::Key;
use nabat_tests::folder::Folder;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::runtime::Builder;

/// Who writes at once.
const WRITERS: usize = 8;

/// Incidents each answers in, in one round.
const INCIDENTS: usize = 2;

/// What is answered in each: facts are taken in any order.
const ANSWERS: [(Role, &str); 7] = [
    (Role::DutyEngineer, "/answer accept accepted"),
    (Role::FirstLine, "/answer detected users"),
    (Role::FirstLine, "/answer planned no_works"),
    (Role::DutyEngineer, "/answer changed Вечером обновили сервер приложений"),
    (Role::DutyEngineer, "/answer workaround Принимают по бумажным талонам"),
    (Role::DutyEngineer, "/answer handover keep"),
    (Role::FirstLine, "/answer scope all"),
];

/// What came out, round by round.
#[derive(Default)]
pub struct Commands {
    /// Commands carried through.
    pub commands: usize,
    /// Rows written and removed by them.
    pub rows: usize,
    /// Bytes of those.
    pub bytes: usize,
    rounds: Vec<Round>,
}

/// One round: the same commits by both.
struct Round {
    commits: usize,
    ours: Duration,
    bare: Duration,
}

impl Commands {
    /// Ours a second, in the middle round.
    pub fn ours_a_second(&self) -> f64 {
        self.middle(|round| round.commits as f64 / round.ours.as_secs_f64())
    }

    /// The yardstick's a second, in the middle round.
    pub fn bare_a_second(&self) -> f64 {
        self.middle(|round| round.commits as f64 / round.bare.as_secs_f64())
    }

    /// Ours to the yardstick's in the middle round: somebody else's burst spoils a round, not the figure.
    pub fn ratio(&self) -> f64 {
        self.middle(|round| round.bare.as_secs_f64() / round.ours.as_secs_f64())
    }

    fn middle(&self, figure: impl Fn(&Round) -> f64) -> f64 {
        let mut figures: Vec<f64> = self.rounds.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    }
}

/// Nobody answers: only commands are measured.
struct Silent;

#[async_trait]
impl Doorbell for Silent {
    async fn ring(&self, _: Bell) {}
}

/// Measures so many rounds, ours and the yardstick in turn.
pub fn measure(rounds: usize) -> Commands {
    let estate = nabat::example::read().expect("the example can be read").estate;
    let configured = estate.products.values().next().expect("the example has products");
    let folder = Folder::new();
    let runtime = Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let log = Arc::new(Log::default());
    let env = runtime.block_on(open(&folder, configured, &log));
    let file = Mutex::new(bare::open(&folder.path().join("bare.db")));
    let mut found = Commands::default();
    // The first round warms both up.
    for round in 0..=rounds {
        let writers = runtime.block_on(prepare(&env, configured, round));
        drop(log.take());
        let begun = times::now();
        runtime.block_on(all_at_once(&env, writers));
        let ours = begun.elapsed();
        let transactions = log.take();
        let bare = replay(&file, &transactions);
        if round > 0 {
            found.commands += transactions.len();
            found.rows += transactions.iter().map(|transaction| transaction.0.len()).sum::<usize>();
            found.bytes += transactions.iter().map(Transaction::bytes).sum::<usize>();
            found.rounds.push(Round { commits: transactions.len(), ours, bare });
        }
    }
    found
}

async fn open(folder: &Folder, configured: &Configured, log: &Arc<Log>) -> Env {
    let parts = Parts {
        clock: Arc::new(MachineClock),
        chance: Arc::new(MachineChance),
        keys: Keys::of_seed(1),
        seed: 1,
        lanes: Lanes::SideBySide,
        base: "http://127.0.0.1".to_owned(),
        connections: Connections::default(),
    };
    let host = Host::open(folder.path(), parts).expect("an empty folder can be opened");
    let pushed =
        nabat_kit::configuration::push(host.env.table.as_ref(), &configured.catalogue, &configured.names).await;
    pushed.expect("the table takes it");
    Env {
        table: Arc::new(NotedTable { table: Arc::clone(&host.env.table), log: Arc::clone(log) }),
        doorbell: Arc::new(Silent),
        ..host.env
    }
}

/// One thing somebody says in an incident.
struct Answer {
    product: ProductId,
    incident: IncidentId,
    person: PersonId,
    text: &'static str,
}

/// Fresh incidents, and what each writer will answer in theirs.
async fn prepare(env: &Env, configured: &Configured, round: usize) -> Vec<Vec<Answer>> {
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let mut answers = Vec::new();
        for number in 0..INCIDENTS {
            answers.extend(incident(env, configured, &format!("SD-{round}-{writer}-{number}")).await);
        }
        writers.push(answers);
    }
    writers
}

async fn incident(env: &Env, configured: &Configured, desk: &str) -> Vec<Answer> {
    let product = &configured.catalogue.product.id;
    let desk = DeskId::from(desk);
    let incident = IncidentId::of_desk_record(product, &desk);
    let command = Command::Register(registration(env, configured, &desk));
    let inbox = Inbox::Said(Key::new(format!("{product}#D#bench"), desk.as_str()));
    let order = Order { product, incident: &incident, command: &command, inbox, spoken: None };
    execute(env, order).await.expect("it is registered");
    let state = nabat_kit::incident::load(env.table.as_ref(), product, &incident).await.expect("it can be read");
    let holders = state.expect("it is there").people.holders.clone();
    let answer = |&(role, text): &(Role, &'static str)| Answer {
        product: product.clone(),
        incident: incident.clone(),
        person: holders[&role].clone(),
        text,
    };
    ANSWERS.iter().map(answer).collect()
}

/// A failure already over stands for itself: there may be any number of a service's.
fn registration(env: &Env, configured: &Configured, desk: &DeskId) -> Registration {
    let service = configured.catalogue.services.values().next().expect("the example has services");
    Registration {
        desk: desk.clone(),
        alert: false,
        service: service.id.clone(),
        functions: BTreeSet::from([service.functions[0].id.clone()]),
        summary: "Не открывается карта пациента".to_owned(),
        description: None,
        priority: Some(Priority::P1),
        scope: Scope::All,
        began: env.now().minus(Length::minutes(40)),
        restored: Some(env.now().minus(Length::minutes(10))),
        registered_by: "first line".to_owned(),
        url: None,
        drill: false,
    }
}

async fn all_at_once(env: &Env, writers: Vec<Vec<Answer>>) {
    let one = |answers: Vec<Answer>| {
        let env = env.clone();
        tokio::spawn(async move {
            for answer in answers {
                give(&env, &answer).await;
            }
        })
    };
    let running: Vec<_> = writers.into_iter().map(one).collect();
    for writer in running {
        writer.await.expect("no writer panics");
    }
}

async fn give(env: &Env, answer: &Answer) {
    let id = nabat_kit::access::secret(env.chance.bytes());
    let speech = Speech {
        person: answer.person.clone(),
        text: answer.text.to_owned(),
        prompt: None,
        direct: false,
        message: None,
        masked: std::collections::BTreeMap::new(),
    };
    let spoken = Spoken {
        id: id.clone(),
        person: answer.person.clone(),
        text: answer.text.to_owned(),
        prompt: None,
        kind: "said".to_owned(),
        reply_to: Target::Room,
        elsewhere: false,
    };
    let command = Command::Say(speech);
    let inbox = Inbox::Said(Key::new(format!("{}#D#bench", answer.product), id));
    let order =
        Order { product: &answer.product, incident: &answer.incident, command: &command, inbox, spoken: Some(spoken) };
    let verdict = execute(env, order).await.expect("it is carried through");
    assert_eq!(verdict.outcome, Some(Outcome::Recorded), "{}: {}", answer.text, verdict.answer);
}

/// The same rows by as many threads, on one connection: bare rusqlite's best.
fn replay(file: &Mutex<Connection>, transactions: &[Transaction]) -> Duration {
    let begun = times::now();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || {
                for transaction in transactions.iter().skip(writer).step_by(WRITERS) {
                    bare::commit(&file.lock().expect("no writer panics"), transaction);
                }
            });
        }
    });
    begun.elapsed()
}
