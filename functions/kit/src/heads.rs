//! Signed daily lists of the heads of journals: once a day each product's heads that moved are written down,
//! chained and signed.
//!
//! A bare chain shows neither that its end was cut off nor that all of it was written anew; a list signed the
//! day before does, as long as somebody else has it or the key was not at hand when the chain was rewritten.

mod day;

pub use day::sign_day;

use crate::fault::Fault;
use crate::keys;
use crate::signing::{PublicKey, SigningKey};
use crate::table::{Key, Order, Query, Row, Table};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::journal::{Entry, NOTHING_BEFORE, Sealed, canonical, sha256_hex, value_of};
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The end of a journal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HeadAt {
    /// Number of its last event.
    pub number: u64,
    /// That event's hash.
    pub hash: String,
}

/// A page of a day's list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Heads {
    /// When it was written.
    pub at: At,
    /// The day, UTC, as 2026-11-28.
    pub day: String,
    /// The day's last page.
    pub ends: bool,
    /// Heads that moved since the last list.
    pub heads: BTreeMap<IncidentId, HeadAt>,
    /// Of all the product's pages, from 1.
    pub number: u64,
    /// Hash of the page before; zeros before the first.
    pub previous: String,
    /// The product.
    pub product: ProductId,
}

/// A page as stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignedHeads {
    /// Layout of the row.
    pub schema: u32,
    /// The page as canonical JSON.
    pub bytes: String,
    /// Lower-case hex SHA-256 of `bytes`.
    pub hash: String,
    /// Who signed it.
    pub key: String,
    /// Ed25519 over `bytes`, base64.
    pub signature: String,
}

/// Why a page, or what it says of a journal, does not hold.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HeadsBreach {
    /// The row is no page of a list.
    #[error("heads of page {0}: cannot be read")]
    Unreadable(u64),
    /// The bytes are not those that were signed.
    #[error("heads of page {0}: the signature does not hold")]
    Signature(u64),
    /// Signed by somebody else.
    #[error("heads of page {0}: signed by another key, {1}")]
    Key(u64, String),
    /// A page does not follow the one before it.
    #[error("heads of page {0}: does not follow the page before it")]
    Chain(u64),
    /// A journal ends before the event that was signed.
    #[error("event {number}: signed on {day} as the journal's last, and the journal ends before it")]
    CutOff {
        /// The event.
        number: u64,
        /// When it was signed.
        day: String,
    },
    /// A journal has another event in the place of the one that was signed.
    #[error("event {number}: signed on {day} with another hash: the journal was written anew")]
    Rewritten {
        /// The event.
        number: u64,
        /// When it was signed.
        day: String,
    },
}

impl SignedHeads {
    /// Signs a page.
    pub fn sign(page: &Heads, key: &SigningKey) -> Self {
        let bytes = canonical(&value_of(page).expect("a page has only string keys"));
        let signature = STANDARD.encode(key.sign(bytes.as_bytes()));
        Self { schema: 1, hash: sha256_hex(bytes.as_bytes()), key: key.public().to_string(), bytes, signature }
    }

    /// The page, if `by` signed it. `number` is where it stands.
    ///
    /// # Errors
    /// [`HeadsBreach`].
    pub fn read(&self, number: u64, by: &[PublicKey]) -> Result<Heads, HeadsBreach> {
        let key: PublicKey = self.key.parse().map_err(|_| HeadsBreach::Unreadable(number))?;
        let signature = STANDARD.decode(&self.signature).map_err(|_| HeadsBreach::Signature(number))?;
        if !key.verifies(self.bytes.as_bytes(), &signature) || sha256_hex(self.bytes.as_bytes()) != self.hash {
            return Err(HeadsBreach::Signature(number));
        }
        if !by.contains(&key) {
            return Err(HeadsBreach::Key(number, self.key.clone()));
        }
        let page: Heads = serde_json::from_str(&self.bytes).map_err(|_| HeadsBreach::Unreadable(number))?;
        if page.number == number { Ok(page) } else { Err(HeadsBreach::Chain(number)) }
    }
}

impl Heads {
    /// Whether a journal still has what was signed of it. Says nothing of a journal that is not listed.
    ///
    /// # Errors
    /// [`HeadsBreach`].
    pub fn holds(&self, incident: &IncidentId, events: &[Sealed]) -> Result<(), HeadsBreach> {
        let Some(HeadAt { number, hash }) = self.heads.get(incident) else { return Ok(()) };
        let (number, day) = (*number, self.day.clone());
        match events.iter().find(|event| event.number == number) {
            None => Err(HeadsBreach::CutOff { number, day }),
            Some(event) if event.hash != *hash => Err(HeadsBreach::Rewritten { number, day }),
            Some(_) => Ok(()),
        }
    }
}

async fn last_page(table: &dyn Table, product: &ProductId) -> Result<Option<(SignedHeads, Heads)>, Fault> {
    let query = Query { order: Order::Descending, limit: 1, ..Query::prefix(keys::heads_of(product), "") };
    table.query(&query).await?.first().map(read).transpose()
}

fn read(row: &Row) -> Result<(SignedHeads, Heads), Fault> {
    let unreadable = |error| Fault::unreadable(&format!("{:?}", row.key), error);
    let signed: SignedHeads = serde_json::from_str(&row.body).map_err(unreadable)?;
    let page = serde_json::from_str(&signed.bytes).map_err(unreadable)?;
    Ok((signed, page))
}

/// When a product's heads were signed last.
///
/// # Errors
/// The table's, or a row this program cannot read.
#[crate::boxed]
pub async fn last_signed(table: &dyn Table, product: &ProductId) -> Result<Option<At>, Fault> {
    Ok(last_page(table, product).await?.map(|(_, page)| page.at))
}

/// Every page of a product, oldest first, as stored.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn pages(table: &dyn Table, product: &ProductId) -> Result<Vec<(u64, Option<SignedHeads>)>, Fault> {
    let rows = table.query(&Query::prefix(keys::heads_of(product), "")).await?;
    let number = |key: &Key| key.sk.parse().unwrap_or(0);
    Ok(rows.iter().map(|row| (number(&row.key), serde_json::from_str(&row.body).ok())).collect())
}

/// The pages in order, each signed by one of `by` and following the one before it; and what does not hold.
pub fn chained(pages: &[(u64, Option<SignedHeads>)], by: &[PublicKey]) -> (Vec<Heads>, Vec<HeadsBreach>) {
    let (mut held, mut breaches) = (Vec::new(), Vec::new());
    let mut previous = NOTHING_BEFORE.to_owned();
    for (place, (number, signed)) in (1_u64..).zip(pages) {
        let Some(signed) = signed else {
            breaches.push(HeadsBreach::Unreadable(*number));
            continue;
        };
        match signed.read(*number, by) {
            Ok(page) if *number == place && page.previous == previous => held.push(page),
            Ok(page) => {
                breaches.push(HeadsBreach::Chain(*number));
                held.push(page);
            }
            Err(breach) => breaches.push(breach),
        }
        previous.clone_from(&signed.hash);
    }
    (held, breaches)
}

/// The event of a line of a journal as it is given away: its bytes alone, the hash made anew.
pub(crate) fn of_line(number: u64, line: &str) -> Option<Sealed> {
    let entry: Entry = serde_json::from_str(line).ok()?;
    Some(Sealed { number, at: entry.at, bytes: line.to_owned(), hash: sha256_hex(line.as_bytes()) })
}

#[cfg(test)]
mod tests;
