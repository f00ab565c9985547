//! Where an installation's table and doorbell are: in its data folder and process, or in a cloud.

use crate::cloud::{self, Answering};
use crate::sqlite::SqliteTable;
use anyhow::bail;
use clap::Args;
use nabat_kit::env::Env;
use nabat_kit::port::{Chance, Doorbell};
use nabat_kit::table::Table;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

/// A table, and the doorbell that goes with it.
pub struct Stores {
    /// The table.
    pub table: Arc<dyn Table>,
    /// The doorbell, where it is not the process's own.
    pub doorbell: Option<Arc<dyn Doorbell>>,
}

impl Stores {
    /// The table in a data folder, for its one host.
    ///
    /// # Errors
    /// The file cannot be opened, or another host has it.
    pub fn of_folder(data: &Path) -> anyhow::Result<Self> {
        Ok(Self { table: Arc::new(SqliteTable::open(&data.join("nabat.db"))?), doorbell: None })
    }
}

/// What tables and queues are called where nothing else is said.
const NAME: &str = "nabat";

#[derive(Clone, PartialEq, Eq, Debug)]
enum TableAt {
    Sqlite,
    DynamoDb(String),
}

impl FromStr for TableAt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match kind_and_name(text) {
            ("sqlite", None) => Ok(Self::Sqlite),
            ("dynamodb", name) => Ok(Self::DynamoDb(name.unwrap_or(NAME).to_owned())),
            _ => Err("a table is `sqlite`, `dynamodb` or `dynamodb:NAME`".to_owned()),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum QueueAt {
    Process,
    Sqs(String),
}

impl FromStr for QueueAt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match kind_and_name(text) {
            ("process", None) => Ok(Self::Process),
            ("sqs", prefix) => Ok(Self::Sqs(prefix.unwrap_or(NAME).to_owned())),
            _ => Err("a queue is `process`, `sqs` or `sqs:PREFIX`".to_owned()),
        }
    }
}

fn kind_and_name(text: &str) -> (&str, Option<&str>) {
    match text.split_once(':') {
        Some((kind, name)) if !name.is_empty() => (kind, Some(name)),
        Some(_) | None => (text, None),
    }
}

/// Which table a command works on.
#[derive(Args, Debug)]
pub struct TableFlag {
    /// Where the table is: `sqlite` in the data folder, or `dynamodb:NAME`, found as AWS tools find it.
    #[arg(long = "table", env = "NABAT_TABLE", value_name = "STORE", default_value = "sqlite")]
    at: TableAt,
}

impl TableFlag {
    /// The table, beside whoever else uses it.
    pub(crate) async fn beside(&self, data: &Path) -> anyhow::Result<Arc<dyn Table>> {
        match &self.at {
            TableAt::Sqlite => Ok(Arc::new(SqliteTable::open_beside(&data.join("nabat.db"))?)),
            TableAt::DynamoDb(name) => cloud::table(name).await,
        }
    }

    /// The table with no host beside, where a host would be in the way.
    pub(crate) async fn alone(&self, data: &Path) -> anyhow::Result<Arc<dyn Table>> {
        match &self.at {
            TableAt::Sqlite => Ok(Stores::of_folder(data)?.table),
            TableAt::DynamoDb(name) => cloud::table(name).await,
        }
    }

    /// The table in a sentence.
    pub(crate) fn named(&self, data: &Path) -> String {
        match &self.at {
            TableAt::Sqlite => data.display().to_string(),
            TableAt::DynamoDb(name) => format!("the table `{name}`"),
        }
    }
}

/// Which stores a host runs on.
#[derive(Args, Debug)]
pub struct StoreFlags {
    #[command(flatten)]
    table: TableFlag,
    /// What wakes the functions: `process`, or `sqs:PREFIX` so that several hosts share the work.
    #[arg(long, env = "NABAT_QUEUE", value_name = "QUEUE", default_value = "process")]
    queue: QueueAt,
}

impl StoreFlags {
    /// The stores, made where they are not there yet.
    pub(crate) async fn open(&self, data: &Path, chance: Arc<dyn Chance>) -> anyhow::Result<Stores> {
        match (&self.table.at, &self.queue) {
            (TableAt::Sqlite, QueueAt::Process) => Stores::of_folder(data),
            (TableAt::Sqlite, QueueAt::Sqs(_)) => {
                bail!("a queue that other hosts answer needs a table they all reach: --table dynamodb:NAME")
            }
            (TableAt::DynamoDb(name), QueueAt::Process) => {
                Ok(Stores { table: cloud::made_table(name).await?, doorbell: None })
            }
            (TableAt::DynamoDb(name), QueueAt::Sqs(prefix)) => {
                let doorbell = Some(cloud::made_bells(prefix, chance).await?);
                Ok(Stores { table: cloud::made_table(name).await?, doorbell })
            }
        }
    }

    /// Answers what rings outside this process, until told to end.
    pub(crate) async fn answer(&self, env: &Env) -> anyhow::Result<Answering> {
        match &self.queue {
            QueueAt::Process => Ok(Answering::nothing()),
            QueueAt::Sqs(prefix) => cloud::answer(prefix, env).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stores_are_named_in_a_word() {
        assert_eq!("sqlite".parse(), Ok(TableAt::Sqlite));
        assert_eq!("dynamodb".parse(), Ok(TableAt::DynamoDb("nabat".to_owned())));
        assert_eq!("dynamodb:night".parse(), Ok(TableAt::DynamoDb("night".to_owned())));
        assert_eq!("sqs:night".parse(), Ok(QueueAt::Sqs("night".to_owned())));
        for wrong in ["", "sqlite:x", "dynamodb:", "mongo"] {
            assert!(wrong.parse::<TableAt>().is_err_and(|why| why.contains("dynamodb:NAME")), "{wrong}");
        }
        assert!("process:x".parse::<QueueAt>().is_err());
    }
}
