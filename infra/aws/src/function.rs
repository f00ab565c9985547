//! What a function deployed by itself is given: the ports, as its environment names them.
//!
//! A function that cannot begin does not end: it says what is missing, gives back whatever it is handed,
//! and tries again with the next event. Nothing is lost by it, what came stays in the table.

use crate::machine::{MachineChance, MachineClock};
use crate::queue::{SqsQueue, Taken};
use crate::{Cloud, Queues, secrets};
use aws_sdk_secretsmanager::Client;
use nabat_domain::incident::Queue;
use nabat_domain::time::{At, Length};
use nabat_kit::batch::{Rung, Settled};
use nabat_kit::configuration::Configurations;
use nabat_kit::env::{Env, Secrets};
use nabat_kit::fault::Fault;
use nabat_kit::port::{Chance, Clock, Doorbell, NoCopies, Outward};
use nabat_kit::table::{Key, Table};
use std::convert::Infallible;
use std::fmt::Display;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::timeout;

/// The table's name.
const TABLE: &str = "NABAT_TABLE_NAME";
/// With what the queues' names begin; an address where nobody has to look them up.
const QUEUES: &str = "NABAT_QUEUES";
/// The name of the secret with the installation's keys: of doors, which check what comes from outside, and of the clock,
/// which signs.
const SECRET: &str = "NABAT_SECRET";
/// The name of the secret with the secrets of connections; only of functions that call partners.
const NAMED: &str = "NABAT_NAMED_SECRETS";
/// Where people open the pages.
const BASE: &str = "NABAT_BASE";

/// Secrets and connections are read anew after this long: one that was changed holds within it.
const KEPT: Length = Length::minutes(5);
/// And nobody waits longer for that: what was good five minutes ago is better than an event that comes too late.
const ANEW: Duration = Duration::from_secs(1);

/// Which configuration holds is looked up anew after this long: at every command it would be a third of all reads.
const LOOKED_UP: Length = Length::minutes(1);

/// Why a function cannot begin.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StartError {
    /// Its environment says too little.
    #[error("the environment of this function does not say {0}")]
    Missing(&'static str),
    /// Its secret cannot be used.
    #[error("the secret `{0}` cannot be used: {1}")]
    Secret(String, String),
    /// A connection cannot be opened.
    #[error("{0}")]
    Connection(String),
    /// It takes longer than an event may be kept waiting.
    #[error("nobody answered within {0} s")]
    Late(u64),
    /// Table or queues do not answer.
    #[error("{0}")]
    Store(#[from] Fault),
}

/// Where a function runs: the way to the cloud, a clock, what it is told there.
pub struct Place {
    /// The way to the cloud, or what its environment does not say of it.
    pub cloud: Result<Cloud, StartError>,
    /// Its clock: by it what was read grows old.
    pub clock: Arc<dyn Clock>,
    /// What its environment says under a name.
    pub says: fn(&str) -> Option<String>,
    /// A queue it may ask about: its own, or one it rings at.
    pub queue: Queue,
    /// What it needs the installation's keys for.
    pub keys: Keys,
}

/// What a function needs the installation's keys for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keys {
    /// It checks by them what comes from outside. Without them every sender would be told that its signature is wrong,
    /// and by another process that it sent other words before: it does not begin.
    ToCheck,
    /// It checks nothing from outside, and has them where it is told of them.
    IfTold,
}

/// The place Lambda makes.
pub fn on_lambda(queue: Queue) -> Place {
    let (cloud, clock) = (Cloud::of_function(environment), Arc::new(MachineClock));
    Place { cloud, clock, says: environment, queue, keys: Keys::IfTold }
}

/// The same for a function that others send to, signed.
pub fn door_on_lambda(queue: Queue) -> Place {
    Place { keys: Keys::ToCheck, ..on_lambda(queue) }
}

fn environment(variable: &str) -> Option<String> {
    std::env::var(variable).ok()
}

impl Place {
    fn said(&self, variable: &str) -> Option<String> {
        (self.says)(variable).filter(|text| !text.is_empty())
    }

    fn named(&self, variable: &'static str) -> Result<String, StartError> {
        self.said(variable).ok_or(StartError::Missing(variable))
    }

    /// Table and doorbell, with nobody to call.
    async fn stores(&self, now: At) -> Result<Kept, StartError> {
        let chance: Arc<dyn Chance> = Arc::new(MachineChance);
        let cloud = self.cloud.clone()?;
        let (table, queues) = (cloud.table(&self.named(TABLE)?), cloud.queues(&self.named(QUEUES)?));
        let doorbell: Arc<dyn Doorbell> = Arc::new(queues.bells(Arc::clone(&chance)).await?);
        let bare = Env {
            table: Arc::new(table),
            doorbell,
            clock: Arc::clone(&self.clock),
            secrets: Arc::new(unknown(chance.as_ref())),
            chance,
            messengers: Arc::default(),
            sources: Arc::default(),
            desks: Arc::default(),
            wikis: Arc::default(),
            monitoring: Arc::default(),
            calendars: Arc::default(),
            unopened: Arc::default(),
            outward: Outward::none(),
            copies: Arc::new(NoCopies),
            configurations: Arc::new(Configurations::looked_up_every(LOOKED_UP)),
            books: Arc::default(),
            base: self.said(BASE).unwrap_or_default().trim_end_matches('/').into(),
            until: None,
        };
        Ok(Kept { queues, env: bare.clone(), bare, read_at: now })
    }

    async fn keys(&self, client: &Client) -> Result<Secrets, StartError> {
        match (self.said(SECRET), self.keys) {
            (Some(id), _) => secrets::keys(client, &id).await,
            (None, Keys::ToCheck) => Err(StartError::Missing(SECRET)),
            // A key nobody knows, so that nothing can be made to fit.
            (None, Keys::IfTold) => Ok(unknown(&MachineChance)),
        }
    }

    async fn named_secrets(&self, client: &Client) -> Result<secrets::Named, StartError> {
        match self.said(NAMED) {
            Some(id) => secrets::named(client, &id).await,
            None => Ok(secrets::Named::default()),
        }
    }
}

/// Adds the ways to other people's systems to the ports.
type Join = Box<dyn FnOnce(Env) -> Result<Env, String> + Send>;
/// Reads in the table what they are.
type Looking = Pin<Box<dyn Future<Output = Result<Join, String>> + Send>>;

/// The ports of one function, opened once and looked after.
pub struct Ports {
    place: Place,
    look: Box<dyn Fn(Arc<dyn Table>) -> Looking + Send + Sync>,
    kept: Mutex<Option<Kept>>,
}

#[derive(Clone)]
struct Kept {
    queues: Queues,
    /// With nobody to call.
    bare: Env,
    env: Env,
    read_at: At,
}

/// Joins nothing: for functions that call no partner.
///
/// # Errors
/// The table's.
pub async fn alone(table: Arc<dyn Table>) -> Result<impl FnOnce(Env) -> Result<Env, Infallible> + Send, Fault> {
    standing(table, Ok).await
}

/// Joins what the table knows nothing of. It is asked all the same, so that the first event finds the connection
/// standing.
///
/// # Errors
/// The table's.
pub async fn standing<J>(table: Arc<dyn Table>, join: J) -> Result<J, Fault> {
    table.get(&Key::new("ALL#PRODUCTS", "warm")).await?;
    Ok(join)
}

impl Ports {
    /// Opens the ports; `look` reads in the table which other people's systems there are, what it gives opens the ways
    /// to them. What is wrong is told now and at every event.
    pub async fn begin<L, F, J, E, O>(place: Place, look: L) -> Arc<Self>
    where
        L: Fn(Arc<dyn Table>) -> F + Send + Sync + 'static,
        F: Future<Output = Result<J, E>> + Send + 'static,
        J: FnOnce(Env) -> Result<Env, O> + Send + 'static,
        E: Display,
        O: Display,
    {
        let look = move |table| {
            let looking = look(table);
            Box::pin(async move {
                let join = looking.await.map_err(|error| format!("{error:#}"))?;
                Ok(Box::new(|env| join(env).map_err(|error| format!("{error:#}"))) as Join)
            }) as Looking
        };
        let ports = Arc::new(Self { place, look: Box::new(look), kept: Mutex::new(None) });
        // The fault is told where it is found.
        let _ = ports.env().await;
        ports
    }

    /// The ports as they are now.
    ///
    /// # Errors
    /// `Retry`: they cannot be opened yet.
    pub async fn env(&self) -> Result<Env, Fault> {
        let mut kept = self.kept.lock().await;
        let now = self.place.clock.now();
        if let Some(open) = kept.as_ref().filter(|open| now.since(open.read_at) < KEPT) {
            return Ok(open.env.clone());
        }
        let Some(before) = kept.as_mut() else {
            let opened = self.first(now).await.map_err(|why| {
                tracing::error!("this function cannot begin: {why}");
                Fault::Retry(why.to_string())
            })?;
            return Ok(kept.insert(opened).env.clone());
        };
        let anew = timeout(ANEW, self.open(before.clone(), now)).await;
        match anew.unwrap_or_else(|_| Err(StartError::Late(ANEW.as_secs()))) {
            Ok(anew) => *before = Kept { env: anew.env.keeping(&before.env), ..anew },
            Err(why) => {
                tracing::error!("secrets and connections stay as they were five minutes ago: {why}");
                before.read_at = now;
            }
        }
        Ok(before.env.clone())
    }

    /// The same for whoever is cut off at a moment.
    ///
    /// # Errors
    /// As [`Self::env`].
    pub async fn env_until(&self, until: At) -> Result<Env, Fault> {
        Ok(Env { until: Some(until), ..self.env().await? })
    }

    /// Carries out what a message of the function's own queue has come to. Who hands messages out removes
    /// those that are done.
    ///
    /// # Errors
    /// `Retry`: the message comes again when its time is up.
    pub async fn settle(&self, queue: Queue, rung: &Rung, receipt: &str, settled: &Settled) -> Result<(), Fault> {
        self.env().await?;
        let own = match self.kept.lock().await.as_ref() {
            Some(open) => open.queues.queue(queue).await?,
            None => return Err(Fault::Retry("the ports are not open".to_owned())),
        };
        SqsQueue::settle(&own, &Taken::new(rung.clone(), receipt), settled).await
    }

    /// The first time the connection to the queues is made too: whoever rang first would wait for it.
    async fn first(&self, now: At) -> Result<Kept, StartError> {
        let stores = self.place.stores(now).await?;
        let queues = stores.queues.clone();
        let (opened, ()) = tokio::join!(self.open(stores, now), queues.warm(self.place.queue));
        opened
    }

    /// Everything is asked for at once: a cold start waits for the slowest answer, not for their sum.
    async fn open(&self, kept: Kept, now: At) -> Result<Kept, StartError> {
        let looking = async { (self.look)(Arc::clone(&kept.bare.table)).await.map_err(StartError::Connection) };
        let client = self.place.cloud.clone()?.secrets();
        let (keys, named) = (self.place.keys(&client), self.place.named_secrets(&client));
        let (secrets, named, join) = tokio::try_join!(keys, named, looking)?;
        let outward = Outward { secrets: Arc::new(named), ..Outward::none() };
        let bare = kept.bare.clone();
        let env = join(Env { secrets: Arc::new(secrets), outward, ..bare }).map_err(StartError::Connection)?;
        Ok(Kept { env, read_at: now, ..kept })
    }
}

fn unknown(chance: &dyn Chance) -> Secrets {
    let mut body_key = [0; 32];
    for half in body_key.chunks_mut(16) {
        half.copy_from_slice(&chance.bytes());
    }
    Secrets { desk: Vec::new(), desks: std::collections::BTreeMap::new(), body_key, signing: None }
}
