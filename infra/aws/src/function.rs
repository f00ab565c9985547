//! What a function deployed by itself is given: the ports, as its environment names them.
//!
//! A function that cannot begin does not end: it says what is missing, gives back whatever it is handed,
//! and tries again with the next event. Nothing is lost by it, what came stays in the table.

use crate::machine::{MachineChance, MachineClock};
use crate::queue::{SqsQueue, Taken};
use crate::{Cloud, secrets};
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
use tokio::sync::Mutex;

/// The table's name.
const TABLE: &str = "NABAT_TABLE_NAME";
/// With what the queues' names begin; an address where nobody has to look them up.
const QUEUES: &str = "NABAT_QUEUES";
/// The name of the secret with the installation's keys; only of functions that check what comes from outside.
const SECRET: &str = "NABAT_SECRET";
/// The name of the secret with the secrets of connections; only of functions that call partners.
const NAMED: &str = "NABAT_NAMED_SECRETS";
/// Where people open the pages.
const BASE: &str = "NABAT_BASE";

/// Secrets and connections are read anew after this long: one that was changed holds within it.
const KEPT: Length = Length::minutes(5);

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
    /// Table or queues do not answer.
    #[error("{0}")]
    Store(#[from] Fault),
}

type Joining = Pin<Box<dyn Future<Output = Result<Env, String>> + Send>>;

/// The ports of one function, opened once and looked after.
pub struct Ports {
    join: Box<dyn Fn(Env) -> Joining + Send + Sync>,
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    env: Env,
    queues: crate::Queues,
    read_at: At,
}

/// Joins nothing: for functions that call no partner.
///
/// # Errors
/// None.
pub async fn alone(env: Env) -> Result<Env, Infallible> {
    Ok(env)
}

impl Ports {
    /// Opens the ports; `join` adds the ways to other people's systems. The table is asked once, so that
    /// the first event finds the connection standing. What is wrong is told now and at every event.
    pub async fn begin<J, F, E>(join: J) -> Arc<Self>
    where
        J: Fn(Env) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Env, E>> + Send + 'static,
        E: Display,
    {
        let join = move |env| {
            let joining = join(env);
            Box::pin(async move { joining.await.map_err(|error| format!("{error:#}")) }) as Joining
        };
        let ports = Arc::new(Self { join: Box::new(join), kept: Mutex::new(None) });
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
        let now = MachineClock.now();
        if let Some(open) = kept.as_ref().filter(|open| now.since(open.read_at) < KEPT) {
            return Ok(open.env.clone());
        }
        match self.open(kept.as_ref(), now).await {
            Ok(open) => Ok(kept.insert(open).env.clone()),
            Err(why) => {
                tracing::error!("this function cannot begin: {why}");
                match kept.as_mut() {
                    // What was good five minutes ago is better than nothing.
                    Some(open) => {
                        open.read_at = now;
                        Ok(open.env.clone())
                    }
                    None => Err(Fault::Retry(why.to_string())),
                }
            }
        }
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

    async fn open(&self, before: Option<&Kept>, now: At) -> Result<Kept, StartError> {
        let cloud = Cloud::from_environment().await;
        let secrets = Arc::new(keys(&cloud).await?);
        let named = Arc::new(named_secrets(&cloud).await?);
        let (queues, env) = match before {
            Some(open) => (open.queues.clone(), open.env.clone()),
            None => stores(&cloud).await?,
        };
        let env = Env { secrets, outward: Outward { secrets: named, ..Outward::none() }, ..env };
        let env = (self.join)(env).await.map_err(StartError::Connection)?;
        Ok(Kept { env, queues, read_at: now })
    }
}

/// Table and doorbell, with nobody to call.
async fn stores(cloud: &Cloud) -> Result<(crate::Queues, Env), StartError> {
    let chance: Arc<dyn Chance> = Arc::new(MachineChance);
    let table = cloud.table(&named(TABLE)?);
    table.get(&Key::new("ALL#PRODUCTS", "warm")).await.map_err(Fault::from)?;
    let queues = cloud.queues(&named(QUEUES)?);
    let doorbell: Arc<dyn Doorbell> = Arc::new(queues.bells(Arc::clone(&chance)).await?);
    let env = Env {
        table: Arc::new(table),
        doorbell,
        clock: Arc::new(MachineClock),
        secrets: Arc::new(unknown(chance.as_ref())),
        chance,
        messengers: Arc::default(),
        sources: Arc::default(),
        desks: Arc::default(),
        wikis: Arc::default(),
        monitoring: Arc::default(),
        calendars: Arc::default(),
        outward: Outward::none(),
        copies: Arc::new(NoCopies),
        configurations: Arc::new(Configurations::looked_up_every(LOOKED_UP)),
        books: Arc::default(),
        base: std::env::var(BASE).unwrap_or_default().trim_end_matches('/').into(),
    };
    Ok((queues, env))
}

async fn keys(cloud: &Cloud) -> Result<Secrets, StartError> {
    match said(SECRET) {
        Some(id) => secrets::keys(&cloud.secrets(), &id).await,
        // It checks nothing from outside: a key nobody knows, so that nothing can be made to fit.
        None => Ok(unknown(&MachineChance)),
    }
}

async fn named_secrets(cloud: &Cloud) -> Result<secrets::Named, StartError> {
    match said(NAMED) {
        Some(id) => secrets::named(&cloud.secrets(), &id).await,
        None => Ok(secrets::Named::default()),
    }
}

fn unknown(chance: &dyn Chance) -> Secrets {
    let mut body_key = [0; 32];
    for half in body_key.chunks_mut(16) {
        half.copy_from_slice(&chance.bytes());
    }
    Secrets { desk: Vec::new(), desks: std::collections::BTreeMap::new(), body_key, signing: None }
}

fn said(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|text| !text.is_empty())
}

fn named(variable: &'static str) -> Result<String, StartError> {
    said(variable).ok_or(StartError::Missing(variable))
}
