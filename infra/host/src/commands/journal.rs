//! `nabat journal verify` and `nabat journal show`.

use super::reads::recorded;
use crate::clocks::MachineClock;
use crate::secrets::signed_by;
use crate::stores::TableFlag;
use anyhow::bail;
use clap::{Args, Subcommand};
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{SideText, State, replay};
use nabat_domain::journal::{Breach, Entry, Sealed, sha256_hex, verify};
use nabat_kit::incident::{journal, load, of_key};
use nabat_kit::keys;
use nabat_kit::port::Clock as _;
use nabat_kit::signing::PublicKey;
use nabat_kit::table::{Key, Order, Query, Row, Table};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

/// Check or show journals.
#[derive(Args)]
pub struct Journal {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Check every journal: unbroken chain, the state it leads to, and what was signed of it day by day.
    Verify {
        /// The key that signed the daily heads; the data folder's own if none is given.
        #[arg(long, value_name = "KEY")]
        key: Vec<PublicKey>,
        /// The data folder.
        #[arg(long, default_value = "nabat-data")]
        data: PathBuf,
        #[command(flatten)]
        table: TableFlag,
    },
    /// Show one incident's events with the words they point to.
    Show {
        /// The incident.
        incident: String,
        /// The data folder.
        #[arg(long, default_value = "nabat-data")]
        data: PathBuf,
        #[command(flatten)]
        table: TableFlag,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Journal {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Verify { mut key, data, table } => {
                let table = table.beside(&data).await?;
                if key.is_empty() {
                    key.extend(signed_by(&data));
                }
                verify_all(table.as_ref(), &key).await
            }
            What::Show { incident, data, table, json } => {
                let table = table.beside(&data).await?;
                show(table.as_ref(), &IncidentId::new(incident), json).await
            }
        }
    }
}

/// Checks every journal, and what `keys` signed of them.
pub(super) async fn verify_all(table: &dyn Table, keys: &[PublicKey]) -> anyhow::Result<ExitCode> {
    let mut broken = 0;
    let mut held = 0;
    for (product, incident) in listed_or_not(table).await? {
        match check(table, &product, &incident).await? {
            Ok(events) => held += events,
            Err(breach) => {
                broken += 1;
                println!("{product}/{incident}: {breach}");
            }
        }
    }
    if broken > 0 {
        println!("{broken} journals do not hold");
        return Ok(ExitCode::FAILURE);
    }
    println!("all journals hold: {held} events");
    verify_signed(table, keys).await
}

async fn verify_signed(table: &dyn Table, keys: &[PublicKey]) -> anyhow::Result<ExitCode> {
    if keys.is_empty() {
        println!("signed heads are not checked: the data folder has no evidence.key, and no --key is given");
        return Ok(ExitCode::SUCCESS);
    }
    let signed = super::signed::check(table, keys).await?;
    signed.breaches.iter().for_each(|breach| println!("{breach}"));
    if !signed.breaches.is_empty() {
        println!("{} signed heads do not hold", signed.breaches.len());
        return Ok(ExitCode::FAILURE);
    }
    println!("all signed heads hold: {}", signed.held);
    signed.days.iter().for_each(|(product, day)| println!("{product}: signed up to {day}"));
    Ok(ExitCode::SUCCESS)
}

/// Every incident that is listed or has events: whoever takes a head away takes it out of the lists too.
async fn listed_or_not(table: &dyn Table) -> anyhow::Result<BTreeSet<(ProductId, IncidentId)>> {
    let with_events =
        table.partitions("E#").await?.into_iter().filter_map(|partition| of_key(&Key::new(partition, "E#")));
    Ok(all(table).await?.into_iter().chain(with_events).collect())
}

/// Every incident and problem of every product.
pub(super) async fn all(table: &dyn Table) -> anyhow::Result<Vec<(ProductId, IncidentId)>> {
    let mut found = Vec::new();
    for product in table.query(&Query::prefix(keys::PRODUCTS, "")).await? {
        let product = ProductId::new(product.key.sk);
        for list in [keys::incidents_list(&product), keys::problems_list(&product)] {
            let mut after = None;
            loop {
                let page = table.list(&list, Order::Ascending, after.as_deref(), 500).await?;
                found.extend(page.rows.iter().filter_map(|row| of_key(&row.key)));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
    }
    Ok(found)
}

/// So often a journal is read again that a running host was writing meanwhile.
const AGAIN: usize = 5;

/// The number of events if the chain holds and leads to the state that is stored. Events and head are
/// two reads: what does not fit is a breach only if it does not fit either when read again.
async fn check(table: &dyn Table, product: &ProductId, incident: &IncidentId) -> anyhow::Result<Result<usize, Breach>> {
    let mut last = check_once(table, product, incident).await?;
    for _ in 0..AGAIN {
        let Err(breach) = &last else { break };
        let again = check_once(table, product, incident).await?;
        let same = again.as_ref().err() == Some(breach);
        last = again;
        if same {
            break;
        }
    }
    Ok(last)
}

async fn check_once(
    table: &dyn Table,
    product: &ProductId,
    incident: &IncidentId,
) -> anyhow::Result<Result<usize, Breach>> {
    let rows = table.query(&Query::prefix(keys::incident(product, incident), "E#")).await?;
    let texts = table.query(&Query::prefix(keys::incident(product, incident), "T#")).await?;
    let events: Result<Vec<Sealed>, Breach> = rows.iter().map(event).collect();
    let events = match events {
        Ok(events) => events,
        Err(breach) => return Ok(Err(breach)),
    };
    // A head that cannot be read is a head that does not name the end of this journal.
    let Ok(Some(state)) = load(table, product, incident).await else {
        return Ok(Err(Breach::Head(events.len() as u64)));
    };
    let held = verify(&events, state.head.version, &state.head.hash).and_then(|()| words_hold(&events, &texts));
    Ok(held.and_then(|()| leads_to(&events, &state)))
}

/// Typed words stand beside the chain under the hash the event holds; erased ones are not there.
fn words_hold(events: &[Sealed], texts: &[Row]) -> Result<(), Breach> {
    for row in texts {
        let named = row.key.sk.trim_start_matches("T#");
        let side: Option<SideText> = serde_json::from_str(&row.body).ok();
        let holds = side.is_some_and(|side| {
            let hash = sha256_hex(format!("{}{}", side.salt, side.text).as_bytes());
            hash == side.hash.0 && hash == named
        });
        if !holds {
            let event = events.iter().find(|event| event.bytes.contains(named));
            return Err(Breach::Words(event.map_or(0, |event| event.number)));
        }
    }
    Ok(())
}

/// The event of a row; one that cannot be read is named by its place.
fn event(row: &Row) -> Result<Sealed, Breach> {
    let number = row.key.sk.trim_start_matches("E#").parse().unwrap_or(0);
    serde_json::from_str(&row.body).map_err(|_| Breach::Unreadable(number))
}

fn leads_to(events: &[Sealed], state: &State) -> Result<usize, Breach> {
    let replayed = replay(events, &state.head.id, &state.head.product)?;
    let same = replayed.is_some_and(|mut replayed| {
        // Which parts were written when, and in which layout, is no part of what they say.
        replayed.head.parts = state.head.parts;
        replayed.head.schema = state.head.schema;
        replayed == *state
    });
    if same { Ok(events.len()) } else { Err(Breach::State(state.head.version)) }
}

async fn show(table: &dyn Table, incident: &IncidentId, as_json: bool) -> anyhow::Result<ExitCode> {
    let Some((product, _)) = all(table).await?.into_iter().find(|(_, id)| id == incident) else {
        bail!("there is no incident `{incident}`");
    };
    recorded(table, &product, incident, ("nabat journal show", MachineClock.now())).await?;
    let texts = table.query(&Query::prefix(keys::incident(&product, incident), "T#")).await?;
    let texts: Vec<SideText> = texts.iter().map(|row| serde_json::from_str(&row.body)).collect::<Result<_, _>>()?;
    let events = journal(table, &product, incident).await?;
    if as_json {
        let shown: Vec<Value> = events.iter().map(|event| shown(event, &texts)).collect::<Result<_, _>>()?;
        println!("{}", json!({ "incident": incident, "product": product, "events": shown }));
    } else {
        for event in &events {
            let entry: Entry = serde_json::from_str(&event.bytes)?;
            println!("{:>4}  {}  {}  {}", entry.number, entry.at.to_rfc3339(), entry.kind, entry.data);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// An event with the words its fields point to.
fn shown(event: &Sealed, texts: &[SideText]) -> Result<Value, serde_json::Error> {
    let entry: Entry = serde_json::from_str(&event.bytes)?;
    let words: serde_json::Map<String, Value> = texts
        .iter()
        .filter(|text| event.bytes.contains(&text.hash.0))
        .map(|text| (text.hash.0.clone(), json!({ "text": text.text, "salt": text.salt })))
        .collect();
    Ok(json!({
        "number": entry.number,
        "at": entry.at,
        "type": entry.kind,
        "data": entry.data,
        "hash": event.hash,
        "previous": entry.previous,
        "texts": words,
    }))
}
