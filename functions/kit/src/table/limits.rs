//! What no store takes: the limits every implementation checks before it writes.

use super::{Action, Key, MAX_ACTIONS, MAX_BODY, Row, SHARDS, TableError};
use std::collections::BTreeSet;

/// Longest `pk`, and longest name of a list, bytes (DynamoDB's limit).
pub const MAX_PK: usize = 2048;

/// Longest `sk`, and longest order in a list, bytes (DynamoDB's limit).
pub const MAX_SK: usize = 1024;

/// Most bytes of keys, bodies and places in one transaction (DynamoDB's 4 MiB less attributes).
pub const MAX_TRANSACTION: usize = 4_000_000;

/// Looks through a transaction before any of it is written.
///
/// # Errors
/// `Refused`, naming the first thing no store would take.
pub fn check(actions: &[Action]) -> Result<(), TableError> {
    if actions.len() > MAX_ACTIONS {
        return refuse(format!("{} actions in one transaction, at most {MAX_ACTIONS}", actions.len()));
    }
    let mut seen = BTreeSet::new();
    let mut bytes = 0;
    for action in actions {
        let key = action.key();
        if !seen.insert(key) {
            return refuse(format!("two actions on {key:?} in one transaction"));
        }
        check_key(key)?;
        bytes += key.pk.len() + key.sk.len();
        if let Action::Put(row, _) = action {
            check_row(row)?;
            bytes += row.body.len() + listed_bytes(row);
        }
    }
    if bytes > MAX_TRANSACTION {
        return refuse(format!("{bytes} bytes in one transaction, at most {MAX_TRANSACTION}"));
    }
    Ok(())
}

/// Looks at an address alone.
///
/// # Errors
/// `Refused`: no store holds a row there.
pub fn check_key(key: &Key) -> Result<(), TableError> {
    check_text("pk", &key.pk, MAX_PK)?;
    check_text("sk", &key.sk, MAX_SK)
}

fn check_row(row: &Row) -> Result<(), TableError> {
    if row.body.len() > MAX_BODY {
        return refuse(format!("a body of {} bytes at {:?}, at most {MAX_BODY}", row.body.len(), row.key));
    }
    if let Some(due) = row.due
        && due.shard >= SHARDS
    {
        return refuse(format!("shard {} at {:?}, there are {SHARDS}", due.shard, row.key));
    }
    if let Some(listed) = &row.listed {
        check_text("list", &listed.list, MAX_PK)?;
        check_text("order", &listed.order, MAX_SK)?;
    }
    Ok(())
}

/// A place in a list is stored with the row and again, order and address together, in the index.
fn listed_bytes(row: &Row) -> usize {
    let listed = row.listed.as_ref();
    listed.map_or(0, |listed| listed.list.len() + 2 * listed.order.len() + row.key.pk.len() + row.key.sk.len())
}

/// Stores index no empty text and none longer than this.
fn check_text(part: &str, text: &str, longest: usize) -> Result<(), TableError> {
    if text.is_empty() {
        return refuse(format!("an empty {part}"));
    }
    if text.len() > longest {
        return refuse(format!("a {part} of {} bytes, at most {longest}", text.len()));
    }
    Ok(())
}

const fn refuse(reason: String) -> Result<(), TableError> {
    Err(TableError::Refused(reason))
}
