//! The wiki's file: pages and their revisions, none ever changed but where words are erased.

mod erase;

pub use erase::erase;

use nabat_domain::ids::ProductId;
use nabat_domain::time::At;
use nabat_kit::document::Document;
use nabat_kit::port::{PageName, WikiPage};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// Tables of the wiki; `effect` comes from the database's own module.
pub const SCHEMA: &str = include_str!("schema.sql");

/// Pages listed at most.
const LISTED: usize = 500;

/// A page in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Its name.
    pub name: PageName,
    /// Whose.
    pub product: ProductId,
    /// Title of the last revision.
    pub title: String,
    /// When it was first published.
    pub made: At,
    /// When it was revised last.
    pub changed: At,
    /// Number of the last revision.
    pub revision: u32,
}

/// A revision of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revision {
    /// Its number, from 1.
    pub number: u32,
    /// When it was published.
    pub at: At,
    /// For those who see incidents.
    pub full: Option<Document>,
    /// For the others.
    pub redacted: Document,
}

/// The product in a page's name.
pub fn product_of(name: &PageName) -> Option<ProductId> {
    let (product, incident) = name.0.split_once('/')?;
    let is_id = |id: &str| {
        id.bytes().any(|byte| byte.is_ascii_alphanumeric())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    (is_id(product) && is_id(incident)).then(|| ProductId::from(product))
}

/// Adds a revision, and the page where there is none; the revision's number.
pub fn revise(store: &Connection, page: &WikiPage, key: &str, now: At) -> rusqlite::Result<u32> {
    let product = product_of(&page.name).map(|product| product.to_string()).unwrap_or_default();
    let revision: u32 = store
        .prepare_cached(
            "INSERT INTO page (name, product, title, made, changed, revision) VALUES (?1, ?2, ?3, ?4, ?4, 1)
             ON CONFLICT (name) DO UPDATE SET title = ?3, changed = ?4, revision = revision + 1 RETURNING revision",
        )?
        .query_row(params![page.name.0, product, page.redacted.title, now.0], |row| row.get(0))?;
    let json = |document: &Document| serde_json::to_string(document).expect("a document is plain data");
    store
        .prepare_cached("INSERT INTO revision (name, number, at, key, full, redacted) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![page.name.0, revision, now.0, key, page.full.as_ref().map(json), json(&page.redacted)])?;
    Ok(revision)
}

/// Number and key of the last revision, if there is such a page.
pub fn last(store: &Connection, name: &PageName) -> rusqlite::Result<Option<(u32, String)>> {
    store
        .prepare_cached("SELECT number, key FROM revision WHERE name = ?1 ORDER BY number DESC LIMIT 1")?
        .query_row([&name.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// Pages, revised last first.
pub fn list(store: &Connection) -> rusqlite::Result<Vec<Listed>> {
    store
        .prepare_cached(&format!(
            "SELECT name, product, title, made, changed, revision FROM page ORDER BY changed DESC, name LIMIT {LISTED}"
        ))?
        .query_map([], |row| {
            Ok(Listed {
                name: PageName(row.get(0)?),
                product: ProductId::new(row.get::<_, String>(1)?),
                title: row.get(2)?,
                made: At(row.get(3)?),
                changed: At(row.get(4)?),
                revision: row.get(5)?,
            })
        })?
        .collect()
}

/// All revisions of a page, the last one first; none where there is no such page.
pub fn revisions(store: &Connection, name: &PageName) -> rusqlite::Result<Vec<Revision>> {
    store
        .prepare_cached("SELECT number, at, full, redacted FROM revision WHERE name = ?1 ORDER BY number DESC")?
        .query_map([&name.0], read)?
        .collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Revision> {
    let full: Option<String> = row.get(2)?;
    let redacted: String = row.get(3)?;
    Ok(Revision {
        number: row.get(0)?,
        at: At(row.get(1)?),
        full: full.map(|text| document(2, &text)).transpose()?,
        redacted: document(3, &redacted)?,
    })
}

fn document(column: usize, text: &str) -> rusqlite::Result<Document> {
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}
