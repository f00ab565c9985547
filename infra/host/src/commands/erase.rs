//! `nabat erase words` and `nabat erase person`.

use super::journal::all;
use crate::clocks::MachineClock;
use crate::stores::TableFlag;
use anyhow::bail;
use clap::{Args, Subcommand};
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_kit::configuration::erase_person;
use nabat_kit::erase::{Erased, words};
use nabat_kit::keys;
use nabat_kit::port::Clock as _;
use nabat_kit::retention::gone;
use nabat_kit::table::{Query, Table};
use std::path::PathBuf;
use std::process::ExitCode;

/// Erase typed words, or a person's name. For good; journals stay whole, pages show "erased".
#[derive(Args)]
pub struct Erase {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Words of an incident, with everything kept that repeats them. What stands in the messenger and in
    /// the desk has to be removed there.
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
                erase_words(table.as_ref(), &IncidentId::new(incident), &name).await
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
                erase_name(table.as_ref(), &PersonId::new(person), product.map(ProductId::new)).await
            }
        }
    }
}

async fn erase_words(table: &dyn Table, incident: &IncidentId, name: &str) -> anyhow::Result<ExitCode> {
    let Some((product, _)) = all(table).await?.into_iter().find(|(_, id)| id == incident) else {
        bail!("there is no incident `{incident}`");
    };
    let Some(erased) = words(table, &product, incident, name).await? else {
        bail!("incident `{incident}` has no words and no message `{name}`");
    };
    let Erased { texts, messages, posts, files } = erased;
    println!("erased: {texts} texts, {messages} messages, {posts} posts, {files} files");
    Ok(ExitCode::SUCCESS)
}

async fn erase_name(table: &dyn Table, person: &PersonId, only: Option<ProductId>) -> anyhow::Result<ExitCode> {
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
    Ok(ExitCode::SUCCESS)
}
