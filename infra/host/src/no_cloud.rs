//! What stands in for the cloud in a program built without it: says how to build one with it.

use anyhow::bail;
use nabat_kit::env::Env;
use nabat_kit::port::{Chance, Doorbell};
use nabat_kit::table::Table;
use std::sync::Arc;

const WITHOUT: &str = "this program was built without DynamoDB and SQS: cargo build -p nabat --features aws";

/// No table.
pub async fn table(_name: &str) -> anyhow::Result<Arc<dyn Table>> {
    bail!(WITHOUT)
}

/// No table.
pub async fn made_table(_name: &str) -> anyhow::Result<Arc<dyn Table>> {
    bail!(WITHOUT)
}

/// No doorbell.
pub async fn made_bells(_prefix: &str, _chance: Arc<dyn Chance>) -> anyhow::Result<Arc<dyn Doorbell>> {
    bail!(WITHOUT)
}

/// Nothing to answer.
pub async fn answer(_prefix: &str, _env: &Env) -> anyhow::Result<Answering> {
    bail!(WITHOUT)
}

/// Queues that are being answered: none.
pub struct Answering;

impl Answering {
    /// Nothing rings outside this process.
    pub fn nothing() -> Self {
        Self
    }

    /// There is nothing to end.
    #[nabat_kit::boxed]
    pub async fn end(self) {}
}
