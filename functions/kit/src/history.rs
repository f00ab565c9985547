//! Imported histories: immutable versions in chunks by end, one pointer a source.
//!
//! A version is named by the hash of what it holds, so the same file twice is the same version, and a
//! corrected file replaces the whole of what its source said before. Nothing of a version counts
//! before its pointer is written, which is the last thing an import does.

use crate::fault::Fault;
use crate::keys;
use crate::table::{Action, Condition, Key, Order, Query, Row, Table};
use nabat_domain::catalogue::Catalogue;
use nabat_domain::ids::ProductId;
use nabat_domain::reliability::History;
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};

/// Most bytes of a chunk's body.
pub const CHUNK: usize = 250_000;

/// Layout of chunks and pointers.
const SCHEMA: u32 = 1;

/// An outage of an imported history.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ImportedOutage {
    /// The line of the file it stands in.
    pub line: u64,
    /// The incident's id in the file.
    pub incident: String,
    /// The service.
    pub service: String,
    /// The function lost; empty if not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub function: String,
    /// Whose contract covered the service; empty if not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contractor: String,
    /// The service's class; empty if not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub class: String,
    /// First moment without it.
    pub began: At,
    /// First moment with it again; `None` while it lasts.
    pub restored: Option<At>,
}

/// Which version of a source holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Source {
    /// Layout of the stored thing.
    pub schema: u32,
    /// The version: a hash of what it holds.
    pub version: String,
    /// Outages in it.
    pub outages: u64,
    /// SHA-256 of the file's bytes.
    pub file_sha256: String,
    /// When it was imported.
    pub imported: At,
}

impl Source {
    /// A source as it is stored from now on.
    pub const fn new(version: String, outages: u64, file_sha256: String, imported: At) -> Self {
        Self { schema: SCHEMA, version, outages, file_sha256, imported }
    }
}

/// Writes one chunk of a version: outages by end, the last of which gives the chunk its place. The
/// same chunk again changes nothing.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn write_chunk(
    table: &dyn Table,
    product: &ProductId,
    version: &str,
    number: usize,
    outages: &[ImportedOutage],
) -> Result<(), Fault> {
    let Some(last) = outages.last() else { return Ok(()) };
    let end = last.restored.map_or_else(|| "~".to_owned(), |At(at)| format!("{:015}", at.max(0)));
    let key = Key::new(keys::history(product, version), format!("{end}#{number:06}"));
    put(table, key, outages).await
}

/// Lets a version hold for its source.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn point(table: &dyn Table, product: &ProductId, name: &str, source: &Source) -> Result<(), Fault> {
    put(table, Key::new(keys::histories(product), name), source).await
}

/// The sources of a product by name.
///
/// # Errors
/// The table's, or bytes this program cannot read.
#[crate::boxed]
pub async fn sources(table: &dyn Table, product: &ProductId) -> Result<Vec<(String, Source)>, Fault> {
    let rows = table.query(&Query::prefix(keys::histories(product), "")).await?;
    rows.into_iter().map(|row| Ok((row.key.sk, read(&row.body)?))).collect()
}

/// Outages of a version that end after `from` or last, chunk by chunk.
///
/// # Errors
/// The table's, or bytes this program cannot read.
pub async fn ending_after(
    table: &dyn Table,
    product: &ProductId,
    version: &str,
    from: At,
    mut take: impl FnMut(&ImportedOutage),
) -> Result<(), Fault> {
    let mut next = format!("{:015}", from.0.max(0));
    loop {
        let query =
            Query { pk: keys::history(product, version), from: next, to: None, order: Order::Ascending, limit: 1 };
        let Some(row) = table.query(&query).await?.pop() else { return Ok(()) };
        let outages: Vec<ImportedOutage> = read(&row.body)?;
        outages.iter().filter(|outage| outage.restored.is_none_or(|end| end > from)).for_each(&mut take);
        // The smallest key after this one.
        next = format!("{}\u{0}", row.key.sk);
    }
}

/// Everything that counts of a product, as corrected: its incidents' outages and what was imported.
///
/// # Errors
/// The table's, or bytes this program cannot read.
#[crate::boxed]
pub async fn of_product(table: &dyn Table, catalogue: &Catalogue) -> Result<History, Fault> {
    Ok(crate::reliability::read(table, catalogue).await?.history.clone())
}

async fn put<T: Serialize + ?Sized>(table: &dyn Table, key: Key, value: &T) -> Result<(), Fault> {
    let body = serde_json::to_string(value).map_err(|error| Fault::unreadable("history", error))?;
    let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
    Ok(table.write(&[Action::Put(row, Condition::Any)]).await?)
}

fn read<T: for<'de> Deserialize<'de>>(body: &str) -> Result<T, Fault> {
    serde_json::from_str(body).map_err(|error| Fault::unreadable("history", error))
}
