//! The writing statements: look at every condition first, then write.

use super::columns;
use nabat_kit::table::{Action, Condition, Due, Key, Listed, Row, TableError};
use rusqlite::{Connection, OptionalExtension as _, Params, params};

const LOOK: &str = "SELECT version, due_shard, due_at, list, list_order, expires FROM rows WHERE pk = ?1 AND sk = ?2";

const INSERT: &str = "INSERT INTO rows (pk, sk, version, due_shard, due_at, list, list_order, expires, body)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

const DELETE: &str = "DELETE FROM rows WHERE pk = ?1 AND sk = ?2";

const SWEEP: &str = "DELETE FROM rows WHERE (pk, sk) IN
    (SELECT pk, sk FROM rows WHERE expires < ?1 ORDER BY expires, pk, sk LIMIT ?2)";

/// What stands under a key: all of the row but its body.
struct Standing {
    version: u64,
    due: Option<Due>,
    listed: Option<Listed>,
    expires: Option<i64>,
}

/// Carries out a transaction's actions. The inner error is a conflict, found before anything was
/// written; after the outer one the caller undoes what has been.
pub fn write(connection: &Connection, actions: &[Action]) -> rusqlite::Result<Result<(), TableError>> {
    let mut found = Vec::with_capacity(actions.len());
    for action in actions {
        let standing = look(connection, action.key())?;
        if !holds(action, standing.as_ref()) {
            return Ok(Err(TableError::Conflict(action.key().clone())));
        }
        found.push(standing);
    }
    for (action, standing) in actions.iter().zip(found) {
        carry_out(connection, action, standing)?;
    }
    Ok(Ok(()))
}

/// Removes at most so many rows that expired before `now`; returns how many.
pub fn sweep(connection: &Connection, now: i64, limit: usize) -> rusqlite::Result<usize> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    run(connection, SWEEP, params![now, limit])
}

fn look(connection: &Connection, key: &Key) -> rusqlite::Result<Option<Standing>> {
    let mut statement = connection.prepare_cached(LOOK)?;
    let standing = |row: &rusqlite::Row<'_>| {
        Ok(Standing {
            version: columns::version(row, 0)?,
            due: columns::due(row, 1)?,
            listed: columns::listed(row, 3)?,
            expires: row.get(5)?,
        })
    };
    statement.query_one([&key.pk, &key.sk], standing).optional()
}

fn holds(action: &Action, standing: Option<&Standing>) -> bool {
    let (Action::Put(_, condition) | Action::Delete(_, condition) | Action::Check(_, condition)) = action;
    match condition {
        Condition::Any => true,
        Condition::Absent => standing.is_none(),
        Condition::Version(version) => standing.is_some_and(|standing| standing.version == *version),
    }
}

fn carry_out(connection: &Connection, action: &Action, standing: Option<Standing>) -> rusqlite::Result<()> {
    match (action, standing) {
        (Action::Put(row, _), None) => insert(connection, row),
        (Action::Put(row, _), Some(standing)) => update(connection, row, &standing),
        (Action::Delete(key, _), Some(_)) => run(connection, DELETE, [&key.pk, &key.sk]).map(drop),
        (Action::Delete(..), None) | (Action::Check(..), _) => Ok(()),
    }
}

fn insert(connection: &Connection, row: &Row) -> rusqlite::Result<()> {
    let (due_shard, due_at) = row.due.map(|due| (due.shard, due.at)).unzip();
    let (list, order) = row.listed.as_ref().map(|listed| (&listed.list, &listed.order)).unzip();
    let version = row.version.cast_signed();
    let Key { pk, sk } = &row.key;
    run(connection, INSERT, params![pk, sk, version, due_shard, due_at, list, order, row.expires, row.body])?;
    Ok(())
}

/// Leaves every index alone in which the row keeps its place: each one touched is a page more for
/// the disk.
fn update(connection: &Connection, row: &Row, standing: &Standing) -> rusqlite::Result<()> {
    let Key { pk, sk } = &row.key;
    if row.due != standing.due {
        let (shard, at) = row.due.map(|due| (due.shard, due.at)).unzip();
        let sql = "UPDATE rows SET due_shard = ?3, due_at = ?4 WHERE pk = ?1 AND sk = ?2";
        run(connection, sql, params![pk, sk, shard, at])?;
    }
    if row.listed != standing.listed {
        let (list, order) = row.listed.as_ref().map(|listed| (&listed.list, &listed.order)).unzip();
        let sql = "UPDATE rows SET list = ?3, list_order = ?4 WHERE pk = ?1 AND sk = ?2";
        run(connection, sql, params![pk, sk, list, order])?;
    }
    if row.expires != standing.expires {
        let sql = "UPDATE rows SET expires = ?3 WHERE pk = ?1 AND sk = ?2";
        run(connection, sql, params![pk, sk, row.expires])?;
    }
    let sql = "UPDATE rows SET version = ?3, body = ?4 WHERE pk = ?1 AND sk = ?2";
    run(connection, sql, params![pk, sk, row.version.cast_signed(), row.body])?;
    Ok(())
}

fn run(connection: &Connection, sql: &str, values: impl Params) -> rusqlite::Result<usize> {
    connection.prepare_cached(sql)?.execute(values)
}
