//! Whose a record or a problem is: two products' records may have one number.

use super::record::{Record, find};
use nabat_domain::ids::{DeskId, ProductId};
use nabat_domain::time::At;
use rusqlite::{Connection, params};

/// Parts number and product where two products' records have one number; no number of a record has it.
const OF: char = '@';

impl Record {
    /// The number Nabat knows it by.
    pub fn number(&self) -> DeskId {
        let id = self.id.as_str();
        let of = self.product.as_ref().and_then(|product| id.strip_suffix(product.as_str())?.strip_suffix(OF));
        of.map_or_else(|| self.id.clone(), DeskId::from)
    }
}

/// Makes sure the product's record of this number is there, and gives what it is kept under: one registered elsewhere is
/// known from now on by its number, or by number and product where another's record has the number.
pub fn known_or_elsewhere(
    store: &Connection,
    product: &ProductId,
    number: &DeskId,
    now: At,
) -> rusqlite::Result<DeskId> {
    if let Some(id) = of_number(store, product, number)? {
        return Ok(id);
    }
    let taken = find(store, number)?.is_some();
    let id = if taken { DeskId::new(format!("{number}{OF}{product}")) } else { number.clone() };
    store
        .prepare_cached("INSERT INTO record (id, product, state, opened, changed) VALUES (?1, ?2, 'open', ?3, ?3)")?
        .execute(params![id.as_str(), product.as_str(), now.0])?;
    Ok(id)
}

/// What the product's record of this number is kept under, if there is one.
pub fn of_number(store: &Connection, product: &ProductId, number: &DeskId) -> rusqlite::Result<Option<DeskId>> {
    for id in [number.to_string(), format!("{number}{OF}{product}")] {
        let mut of = store.prepare_cached("SELECT 1 FROM record WHERE id = ?1 AND product = ?2")?;
        if of.exists(params![id, product.as_str()])? {
            return Ok(Some(DeskId::new(id)));
        }
    }
    Ok(None)
}

/// Records of which it is not known whose they are: those of files older than that was kept.
pub fn unowned(store: &Connection) -> rusqlite::Result<Vec<DeskId>> {
    let mut query = store.prepare_cached("SELECT id FROM record WHERE product IS NULL")?;
    query.query_map([], |row| row.get::<_, String>(0).map(DeskId::new))?.collect()
}

/// Says whose a record is of which that was not known.
pub fn own(store: &Connection, id: &DeskId, product: &ProductId) -> rusqlite::Result<()> {
    store
        .prepare_cached("UPDATE record SET product = ?2 WHERE id = ?1 AND product IS NULL")?
        .execute(params![id.as_str(), product.as_str()])?;
    Ok(())
}

/// Gives problems of older files to the product whose records, and nobody else's, are linked to them.
pub fn own_problems_by_links(store: &Connection) -> rusqlite::Result<()> {
    store.execute(
        "INSERT INTO problem_of (problem, product)
         SELECT problem.number, min(record.product) FROM problem
         JOIN link ON link.kind = 'problem' AND link.target = printf('PRB-%04d', problem.number)
         JOIN record ON record.id = link.record
         WHERE problem.number NOT IN (SELECT problem FROM problem_of)
         GROUP BY problem.number
         HAVING count(DISTINCT record.product) = 1 AND count(record.product) = count(*)",
        [],
    )?;
    Ok(())
}
