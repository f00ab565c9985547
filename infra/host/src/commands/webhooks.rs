//! `nabat webhooks list`, `on` and `replay`: receivers of outgoing webhooks, and what they missed.

use super::journal::all;
use crate::clocks::MachineClock;
use crate::stores::TableFlag;
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use nabat_domain::catalogue::{Catalogue, Webhook};
use nabat_domain::ids::{HookId, ProductId};
use nabat_domain::incident::publication;
use nabat_domain::time::At;
use nabat_kit::configuration;
use nabat_kit::incident::journal;
use nabat_kit::keys;
use nabat_kit::port::Clock as _;
use nabat_kit::table::{Action, Condition, MAX_ACTIONS, Query, Row, Table};
use nabat_kit::webhooks::{events, off, send_row, switch_on};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Outgoing webhooks: who is told, what waits, what was missed. Works beside a running host.
#[derive(Args)]
pub struct Webhooks {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Every subscription of every product: on or off, and why.
    List {
        /// The data folder.
        #[arg(long, default_value = "nabat-data")]
        data: PathBuf,
        #[command(flatten)]
        table: TableFlag,
    },
    /// Tell a receiver again that was turned off because it answered 410 or nothing for three days.
    On {
        #[command(flatten)]
        of: Of,
    },
    /// Send again what happened in a time, under the same ids: a receiver that has it already knows that.
    Replay {
        #[command(flatten)]
        of: Of,
        /// From this moment on, RFC 3339.
        #[arg(long)]
        from: String,
        /// Up to this moment, not included; now if it is not said.
        #[arg(long)]
        to: Option<String>,
        /// Only count.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Args)]
struct Of {
    /// The product.
    #[arg(long)]
    product: String,
    /// The subscription's id in webhooks.yaml.
    #[arg(long)]
    webhook: String,
    /// The data folder.
    #[arg(long, default_value = "nabat-data")]
    data: PathBuf,
    #[command(flatten)]
    table: TableFlag,
}

impl Webhooks {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::List { data, table } => list(table.beside(&data).await?.as_ref()).await?,
            What::On { of } => {
                let (table, product, hook, _) = of.find().await?;
                switch_on(table.as_ref(), &product, &hook).await?;
                println!(
                    "webhook `{hook}` of `{product}` is told from now on; `nabat webhooks replay` sends what it missed"
                );
            }
            What::Replay { of, from, to, dry_run } => {
                let (from, to) = (moment(&from)?, to.as_deref().map(moment).transpose()?);
                let found = of.find().await?;
                let rows = missed(&found, from, to.unwrap_or_else(|| MachineClock.now())).await?;
                let count = rows.len();
                if !dry_run {
                    put_down(found.0.as_ref(), rows).await?;
                }
                println!("{count} deliveries {}", if dry_run { "would be sent again" } else { "are sent again" });
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

type Found = (Arc<dyn Table>, ProductId, HookId, Webhook);

impl Of {
    async fn find(&self) -> anyhow::Result<Found> {
        let table = self.table.beside(&self.data).await?;
        let (product, hook) = (ProductId::new(self.product.as_str()), HookId::new(self.webhook.as_str()));
        let Some(catalogue) = configuration::catalogue(table.as_ref(), &product).await? else {
            bail!("there is no product `{product}`")
        };
        let Some(found) = catalogue.webhooks.get(&hook).cloned() else {
            let known: Vec<&str> = catalogue.webhooks.keys().map(HookId::as_str).collect();
            bail!("`{product}` has no webhook `{hook}`; it has: {}", known.join(", "))
        };
        Ok((table, product, hook, found))
    }
}

fn moment(text: &str) -> anyhow::Result<At> {
    At::from_rfc3339(text).with_context(|| format!("`{text}` is no moment; write it as 2026-11-28T09:00:00+03:00"))
}

async fn list(table: &dyn Table) -> anyhow::Result<()> {
    for row in table.query(&Query::prefix(keys::PRODUCTS, "")).await? {
        let product = ProductId::new(row.key.sk);
        let Some(catalogue) = configuration::catalogue(table, &product).await? else { continue };
        told(table, &product, &catalogue).await?;
    }
    Ok(())
}

async fn told(table: &dyn Table, product: &ProductId, catalogue: &Catalogue) -> anyhow::Result<()> {
    for (id, hook) in &catalogue.webhooks {
        let state = match off(table, product, id, &hook.url).await? {
            Some(off) => format!("off since {}: {}", off.at.to_rfc3339(), off.why),
            None => "on".to_owned(),
        };
        println!("{product}  {id}  {} events  {}  {state}", hook.events.len(), hook.url);
    }
    Ok(())
}

/// Deliveries of what happened in a time.
async fn missed((table, product, id, hook): &Found, from: At, to: At) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (of, incident) in all(table.as_ref()).await?.into_iter().filter(|(of, _)| of == product) {
        let journal = journal(table.as_ref(), &of, &incident).await?;
        let last = journal.last().map_or(0, |event| event.number);
        for one in events(&journal, product, &incident, 1, last)? {
            let asked = publication(&one.state, &one.event).is_some_and(|public| hook.events.contains(&public));
            if asked && from <= one.at && one.at < to {
                rows.push(send_row(product, &incident, one.number, id, MachineClock.now()));
            }
        }
    }
    Ok(rows)
}

/// A delivery that waits already, or lies in the dead list, begins anew.
async fn put_down(table: &dyn Table, rows: Vec<Row>) -> anyhow::Result<()> {
    let put: Vec<Action> = rows.into_iter().map(|row| Action::Put(row, Condition::Any)).collect();
    for some in put.chunks(MAX_ACTIONS) {
        table.write(some).await?;
    }
    Ok(())
}
