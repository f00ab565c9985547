//! `nabat erase words` and `nabat erase person`.

use super::journal::all;
use crate::builtin::copies::BuiltinCopies;
use crate::clocks::MachineClock;
use crate::stores::TableFlag;
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_kit::configuration::{catalogue, erase_person};
use nabat_kit::erase::{Erased, Places, forget, words};
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::port::Clock as _;
use nabat_kit::retention::gone;
use nabat_kit::table::{Query, Table};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Erase typed words, or a person's name. For good; journals stay whole, pages show "erased".
#[derive(Args)]
pub struct Erase {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Words of an incident, with everything kept that repeats them, in the built-in chat, desk, wiki and mailbox too. What
    /// stands in others' has to be removed there.
    Words {
        /// The incident.
        incident: String,
        /// The hash an event holds (`nabat journal show INCIDENT --json`), or a message's id.
        name: String,
        /// The data folder.
        #[arg(long, default_value = "nabat-data")]
        data: PathBuf,
        #[command(flatten)]
        table: TableFlag,
    },
    /// What went by schedule, one JSON object a line.
    Scheduled {
        /// The product.
        product: String,
        /// The data folder.
        #[arg(long, default_value = "nabat-data")]
        data: PathBuf,
        #[command(flatten)]
        table: TableFlag,
    },
    /// A person's name and contacts. Take them out of people.yaml too; who comes back gets another id.
    Person {
        /// The person's id.
        person: String,
        /// Only in this product; in all of them otherwise.
        #[arg(long)]
        product: Option<String>,
        /// The data folder.
        #[arg(long, default_value = "nabat-data")]
        data: PathBuf,
        #[command(flatten)]
        table: TableFlag,
    },
}

impl Erase {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Words { incident, name, data, table } => {
                let table = table.beside(&data).await?;
                erase_words(table.as_ref(), &data, &IncidentId::new(incident), &name).await
            }
            What::Scheduled { product, data, table } => {
                let table = table.beside(&data).await?;
                for gone in gone(table.as_ref(), &ProductId::new(product)).await? {
                    println!("{}", serde_json::to_string(&gone)?);
                }
                Ok(ExitCode::SUCCESS)
            }
            What::Person { person, product, data, table } => {
                let table = table.beside(&data).await?;
                erase_name(table.as_ref(), &data, &PersonId::new(person), product.map(ProductId::new)).await
            }
        }
    }
}

/// How often it is tried to come at the bytes while others read, a second apart.
const TRIES: u32 = 10;

async fn erase_words(table: &dyn Table, data: &Path, incident: &IncidentId, name: &str) -> anyhow::Result<ExitCode> {
    let Some((product, _)) = all(table).await?.into_iter().find(|(_, id)| id == incident) else {
        bail!("there is no incident `{incident}`");
    };
    let language = catalogue(table, &product).await?.map_or_else(Default::default, |found| found.product.language);
    let copies = BuiltinCopies::of_folder(data, Arc::new(MachineClock));
    let places = Places { table, copies: &copies, language };
    let Some(erased) = words(places, &product, incident, name).await? else {
        bail!("incident `{incident}` has no words and no message `{name}`");
    };
    let Erased { texts, messages, posts, files, copies } = erased;
    println!("erased: {texts} texts, {messages} messages, {posts} posts, {files} files, {copies} copies");
    forgotten(places).await.context("it is erased, but not gone from the bytes")?;
    Ok(ExitCode::SUCCESS)
}

/// Whoever reads an older state of a file has read it in a moment.
async fn forgotten(places: Places<'_>) -> Result<(), Fault> {
    for _ in 1..TRIES {
        match forget(places).await {
            Err(Fault::Retry(_) | Fault::AskedToWait(_) | Fault::NoTime) => {
                tokio::time::sleep(Duration::from_secs(1)).await
            }
            done => return done,
        }
    }
    forget(places).await
}

async fn erase_name(
    table: &dyn Table,
    data: &Path,
    person: &PersonId,
    only: Option<ProductId>,
) -> anyhow::Result<ExitCode> {
    let products = table.query(&Query::prefix(keys::PRODUCTS, "")).await?.into_iter();
    let products =
        products.map(|row| ProductId::new(row.key.sk)).filter(|id| only.as_ref().is_none_or(|only| only == id));
    let mut erased = Vec::new();
    for product in products {
        if erase_person(table, &product, person, MachineClock.now()).await? {
            erased.push(product.to_string());
        }
    }
    if erased.is_empty() {
        bail!("nobody is known as `{person}`");
    }
    println!("erased in: {}", erased.join(", "));
    let copies = BuiltinCopies::of_folder(data, Arc::new(MachineClock));
    let places = Places { table, copies: &copies, language: Default::default() };
    forgotten(places).await.context("it is erased, but not gone from the bytes")?;
    Ok(ExitCode::SUCCESS)
}
