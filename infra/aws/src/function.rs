//! What a function deployed by itself is given: the ports, as its environment names them.

use crate::machine::{MachineChance, MachineClock};
use crate::queue::SqsQueue;
use crate::{Cloud, secrets};
use nabat_domain::incident::Queue;
use nabat_kit::env::{Env, Secrets};
use nabat_kit::fault::Fault;
use nabat_kit::port::{Chance, Outward};
use nabat_kit::table::{Key, Table};
use std::sync::Arc;

/// The table's name.
const TABLE: &str = "NABAT_TABLE_NAME";
/// With what the queues' names begin.
const QUEUES: &str = "NABAT_QUEUE_PREFIX";
/// The secret's name; only of functions that check what comes from outside.
const SECRET: &str = "NABAT_SECRET";
/// Where people open the pages.
const BASE: &str = "NABAT_BASE";

/// Why a function cannot begin.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StartError {
    /// Its environment says too little.
    #[error("the environment of this function does not say {0}")]
    Missing(&'static str),
    /// Its secret cannot be used.
    #[error("the secret `{0}` cannot be used: {1}")]
    Secret(String, String),
    /// Table or queues do not answer.
    #[error("{0}")]
    Store(#[from] Fault),
}

/// The ports of a function that calls no partner. The table is asked once, so that the first request
/// finds the connection standing.
///
/// # Errors
/// [`StartError`], which names what to set right.
pub async fn env() -> Result<Env, StartError> {
    let cloud = Cloud::from_environment().await;
    let chance: Arc<dyn Chance> = Arc::new(MachineChance);
    let table = cloud.table(&named(TABLE)?);
    table.get(&Key::new("ALL#PRODUCTS", "warm")).await.map_err(Fault::from)?;
    let secrets = match std::env::var(SECRET) {
        Ok(id) => secrets::read(&cloud.secrets(), &id).await?,
        // It checks nothing from outside: a key nobody knows, so that nothing can be made to fit.
        Err(_) => Secrets { desk: Vec::new(), body_key: key(chance.as_ref()), signing: None },
    };
    Ok(Env {
        table: Arc::new(table),
        doorbell: Arc::new(cloud.queues(&named(QUEUES)?).bells(Arc::clone(&chance)).await?),
        clock: Arc::new(MachineClock),
        chance,
        messengers: Arc::default(),
        sources: Arc::default(),
        desks: Arc::default(),
        wikis: Arc::default(),
        monitoring: Arc::default(),
        outward: Outward::none(),
        secrets: Arc::new(secrets),
        configurations: Arc::default(),
        books: Arc::default(),
        base: std::env::var(BASE).unwrap_or_default().trim_end_matches('/').into(),
    })
}

/// A function's own queue.
///
/// # Errors
/// [`StartError`], which names what to set right.
pub async fn queue(queue: Queue) -> Result<SqsQueue, StartError> {
    Ok(Cloud::from_environment().await.queues(&named(QUEUES)?).queue(queue).await?)
}

fn named(variable: &'static str) -> Result<String, StartError> {
    std::env::var(variable).ok().filter(|text| !text.is_empty()).ok_or(StartError::Missing(variable))
}

fn key(chance: &dyn Chance) -> [u8; 32] {
    let mut key = [0; 32];
    for half in key.chunks_mut(16) {
        half.copy_from_slice(&chance.bytes());
    }
    key
}
