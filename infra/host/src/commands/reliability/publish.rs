//! `nabat reliability publish`: a period's figures under somebody's own name.

use super::{Reliability, put_out, stored};
use crate::clocks::MachineClock;
use crate::stores::TableFlag;
use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use nabat_console::corrected::{Published, publish_period};
use nabat_domain::catalogue::Language;
use nabat_domain::ids::PersonId;
use nabat_domain::reliability::Ratio;
use nabat_kit::configuration::catalogue;
use nabat_kit::messages::say;
use nabat_kit::port::Clock as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Reliability of a period: the share of it in which no service had a failure.
///
/// A date means its midnight in --zone; --from is included, --to is not. What lasts is cut at now.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Command {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    figures: Reliability,
}

#[derive(Subcommand)]
enum What {
    /// Publish a period that is over: what was published stays, and differences to it are shown.
    Publish(Publish),
}

/// What is published, and by whom.
#[derive(Args)]
struct Publish {
    /// First day of the period, by the product's clock.
    #[arg(long, value_name = "DATE")]
    from: NaiveDate,
    /// First day after it.
    #[arg(long, value_name = "DATE")]
    to: NaiveDate,
    /// Who publishes it: somebody whose roles may.
    #[arg(long, value_name = "PERSON")]
    person: String,
    /// The product [default: the only one].
    #[arg(long)]
    product: Option<String>,
    /// The data folder of a host.
    #[arg(long, default_value = "nabat-data")]
    data: PathBuf,
    #[command(flatten)]
    table: TableFlag,
}

impl Command {
    pub(in crate::commands) async fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            Some(What::Publish(publish)) => publish.run().await,
            None => self.figures.run().await,
        }
    }
}

impl Publish {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let table = self.table.beside(&self.data).await?;
        let table = table.as_ref();
        let product = stored::product(table, self.product.as_deref()).await?;
        let known = catalogue(table, &product).await?;
        let known = known.with_context(|| format!("there is no product `{product}`"))?;
        let (person, days) = (PersonId::new(self.person), (self.from, self.to));
        match publish_period(table, &known, &person, days, MachineClock.now()).await? {
            Published::Yes(publication) => {
                let percent = Ratio::from(publication.reliability).percent().unwrap_or_else(|| "-".to_owned());
                put_out(&format!("{} {percent} %\n", publication.id))?;
                Ok(ExitCode::SUCCESS)
            }
            Published::No(key) => bail!("{}", say(Language::En, key, &[])),
        }
    }
}
