//! `nabat jobs list`, `retry` and `discard`: what was given up, from the command line.

use super::beside;
use crate::stores::TableFlag;
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use nabat_domain::ids::ProductId;
use nabat_kit::configuration;
use nabat_kit::dead::{self, Because, all_discarded};
use nabat_kit::env::Env;
use nabat_kit::keys;
use nabat_kit::table::{Key, Order, Query, Row};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Rows read at once.
const PAGE: usize = 500;

/// What was given up: jobs, deliveries, posts, timers. Works beside a running host.
#[derive(Args)]
pub struct Jobs {
    #[command(subcommand)]
    what: What,
    /// The data folder.
    #[arg(long, default_value = "nabat-data", global = true)]
    data: PathBuf,
}

#[derive(Subcommand)]
enum What {
    /// Everything in the dead list, newest first.
    List {
        /// Only of this product.
        #[arg(long)]
        product: Option<String>,
        /// What was discarded instead, with the reasons.
        #[arg(long)]
        discarded: bool,
        /// As JSON, one object a line.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        table: TableFlag,
    },
    /// Put something back to work: what stood in its way was mended.
    Retry {
        /// Its id, as `nabat jobs list` prints it.
        id: String,
        #[command(flatten)]
        table: TableFlag,
    },
    /// Give something up for good. What it was and why stays on record.
    Discard {
        /// Its id, as `nabat jobs list` prints it.
        id: String,
        /// Why.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        table: TableFlag,
    },
}

impl Jobs {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::List { product, discarded, json, table } => {
                let env = beside::env(table.beside(&self.data).await?);
                list(&env, product.map(ProductId::new), discarded, json).await?;
            }
            What::Retry { id, table } => {
                let env = beside::env(table.beside(&self.data).await?);
                let (_, key) = named(&env, &id).await?;
                dead::retry(&env, &key).await?;
                println!("{id} is due again");
            }
            What::Discard { id, reason, table } => {
                let env = beside::env(table.beside(&self.data).await?);
                let (product, key) = named(&env, &id).await?;
                let current = configuration::of(&env, &product).await?;
                let why = Because { by: None, reason: &reason, at: env.now(), contacts: &current.names.contacts };
                let discarded = dead::discard(env.table.as_ref(), &product, &key, why).await?;
                println!("{id} is discarded: {}", discarded.reason);
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn list(env: &Env, only: Option<ProductId>, discarded: bool, as_json: bool) -> anyhow::Result<()> {
    let mut products = products(env).await?;
    if let Some(only) = only {
        products.retain(|product| *product == only);
        if products.is_empty() {
            bail!("there is no product `{only}`");
        }
    }
    let mut none = true;
    for product in products {
        let rows = if discarded { gone(env, &product).await? } else { listed(env, &product).await? };
        none &= rows.is_empty();
        for row in rows {
            if as_json {
                println!("{row}");
            } else {
                println!("{}", line(&row));
            }
        }
    }
    // Not among what is piped on.
    if none {
        eprintln!("{}", if discarded { "nothing was discarded" } else { "nothing was given up" });
    }
    Ok(())
}

async fn products(env: &Env) -> anyhow::Result<Vec<ProductId>> {
    let rows = env.table.query(&Query::prefix(keys::PRODUCTS, "")).await?;
    Ok(rows.into_iter().map(|row| ProductId::new(row.key.sk)).collect())
}

async fn dead_rows(env: &Env, product: &ProductId) -> anyhow::Result<Vec<Row>> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = env.table.list(&keys::dead_list(product), Order::Descending, after.as_deref(), PAGE).await?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
}

fn id(key: &Key) -> String {
    format!("{}/{}", key.pk, key.sk)
}

async fn listed(env: &Env, product: &ProductId) -> anyhow::Result<Vec<Value>> {
    let one = |row: &Row| {
        let dead = dead::read(row);
        json!({
            "id": id(&row.key), "at": dead.at.to_rfc3339(), "kind": dead.kind, "incident": dead.incident,
            "attempts": dead.attempts, "last_error": dead.last_error,
        })
    };
    Ok(dead_rows(env, product).await?.iter().map(one).collect())
}

async fn gone(env: &Env, product: &ProductId) -> anyhow::Result<Vec<Value>> {
    let all = all_discarded(env.table.as_ref(), product, usize::MAX).await?;
    let one = |gone: &dead::Discarded| {
        json!({
            "id": gone.id, "at": gone.at.to_rfc3339(), "kind": gone.kind, "incident": gone.incident,
            "attempts": gone.attempts, "last_error": gone.last_error, "by": gone.by, "reason": gone.reason,
        })
    };
    Ok(all.iter().map(one).collect())
}

/// One line: id first, so that it can be cut out.
fn line(row: &Value) -> String {
    let text = |field: &str| row[field].as_str().unwrap_or("-").replace(char::is_control, " ");
    let reason = row["reason"].as_str().map(|_| format!("  discarded: {}", text("reason"))).unwrap_or_default();
    let (id, at, kind, error) = (text("id"), text("at"), text("kind"), text("last_error"));
    format!("{id}  {at}  {kind}  {} attempts  {error}{reason}", row["attempts"])
}

/// The product and key of an id: whatever stands in a dead list under it.
async fn named(env: &Env, wanted: &str) -> anyhow::Result<(ProductId, Key)> {
    for product in products(env).await? {
        let found = dead_rows(env, &product).await?.into_iter().find(|row| id(&row.key) == wanted);
        if let Some(row) = found {
            return Ok((product, row.key));
        }
    }
    Err(anyhow::anyhow!("`nabat jobs list` prints what is there"))
        .with_context(|| format!("nothing goes by `{wanted}`"))
}
