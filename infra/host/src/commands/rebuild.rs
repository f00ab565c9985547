//! `nabat rebuild outages`: the rows the figures are computed from, made anew from the journals.

use crate::stores::TableFlag;
use clap::{Args, Subcommand};
use nabat_domain::ids::ProductId;
use nabat_domain::incident::replay;
use nabat_kit::incident::journal;
use nabat_kit::keys;
use nabat_kit::outages::{as_row, rows};
use nabat_kit::reliability::settled;
use nabat_kit::table::{Action, Condition, Key, Query, Row, Table};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// Make stored figures anew from the journals.
#[derive(Args)]
pub struct Rebuild {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Outages and what incidents came to, from the journals of all incidents. Tells every row that differed.
    Outages {
        /// The data folder. Stop the host first: it writes the same rows.
        #[arg(long, default_value = "nabat-data")]
        data: PathBuf,
        #[command(flatten)]
        table: TableFlag,
        /// Only compare; ends with 1 if a row differs.
        #[arg(long)]
        check: bool,
    },
}

impl Rebuild {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let What::Outages { data, table, check } = self.what;
        let table = if check { table.beside(&data).await? } else { table.alone(&data).await? };
        let table = table.as_ref();
        let mut differ = 0;
        for product in table.query(&Query::prefix(keys::PRODUCTS, "")).await? {
            differ += rebuild(table, &ProductId::new(product.key.sk), check).await?;
        }
        println!("{differ} rows of outages {}", if check { "differ" } else { "were made anew" });
        Ok(if check && differ > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

/// How many rows of a product differ from what its journals say.
async fn rebuild(table: &dyn Table, product: &ProductId, check: bool) -> anyhow::Result<usize> {
    let wanted = wanted(table, product).await?;
    let mut actions = Vec::new();
    for partition in [keys::outages(product), keys::cases(product)] {
        for row in table.query(&Query::prefix(partition, "")).await? {
            if !wanted.contains_key(&row.key) {
                println!("{product}: {} is in no journal", row.key.sk);
                actions.push(Action::Delete(row.key, Condition::Any));
            }
        }
    }
    for (key, wanted) in wanted {
        let stored = table.get(&key).await?;
        if stored.is_none_or(|stored| stored.body != wanted.body) {
            println!("{product}: {} is not as its journal says", key.sk);
            actions.push(Action::Put(wanted, Condition::Any));
        }
    }
    if !check {
        for some in actions.chunks(nabat_kit::table::MAX_ACTIONS) {
            table.write(some).await?;
        }
    }
    Ok(actions.len())
}

/// The rows that follow from the journals.
async fn wanted(table: &dyn Table, product: &ProductId) -> anyhow::Result<BTreeMap<Key, Row>> {
    let mut wanted = BTreeMap::new();
    for (of, incident) in super::journal::all(table).await? {
        if of != *product {
            continue;
        }
        let events = journal(table, product, &incident).await?;
        let state = replay(&events, &incident, product).map_err(|breach| anyhow::anyhow!("{incident}: {breach}"))?;
        let Some(state) = state else { continue };
        wanted.extend(rows(&state).into_iter().map(|(key, row)| (key.clone(), as_row(&key, &row))));
        wanted.extend(settled::row(&state).map(|row| (row.key.clone(), row)));
    }
    Ok(wanted)
}
