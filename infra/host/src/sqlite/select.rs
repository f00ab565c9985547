//! The reading statements.

use super::columns::{ALL, key, row, version};
use nabat_kit::table::cursor::Cursor;
use nabat_kit::table::{Key, Order, Page, Query, Row, Stamp};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::BTreeSet;

const DUE: &str = "SELECT pk, sk, due_at FROM rows WHERE due_shard = ?1 AND due_at <= ?2
    ORDER BY due_at, pk, sk LIMIT ?3";

const NEXT_DUE: &str = "SELECT min(due_at) FROM rows WHERE due_shard = ?1";

fn query_sql(order: Order) -> String {
    let direction = direction(order);
    format!("SELECT {ALL} FROM rows WHERE pk = ?1 AND sk >= ?2 AND sk < ?3 ORDER BY sk {direction} LIMIT ?4")
}

/// Without an end: to hold a row against one, SQLite would read it whole. Columns before the body come without it.
fn stamps_sql(order: Order) -> String {
    let (direction, within) = (
        direction(order),
        match order {
            Order::Ascending => ">=",
            Order::Descending => "<",
        },
    );
    format!("SELECT pk, sk, version FROM rows WHERE (pk, sk) {within} (?1, ?2) ORDER BY pk {direction}, sk {direction}")
}

fn list_sql(order: Order, columns: &str) -> String {
    let direction = direction(order);
    let beyond = match order {
        Order::Ascending => '>',
        Order::Descending => '<',
    };
    format!(
        "SELECT {columns} FROM rows WHERE list = ?1 AND (list_order, pk, sk) {beyond} (?2, ?3, ?4)
         ORDER BY list_order {direction}, pk {direction}, sk {direction} LIMIT ?5"
    )
}

/// The row at a key.
pub fn get(connection: &Connection, key: &Key) -> rusqlite::Result<Option<Row>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {ALL} FROM rows WHERE pk = ?1 AND sk = ?2"))?;
    statement.query_one([&key.pk, &key.sk], row).optional()
}

/// Rows of one partition.
pub fn query(connection: &Connection, query: &Query) -> rusqlite::Result<Vec<Row>> {
    let to = query.to.clone().map_or(after_every_text(), Value::Text);
    let mut statement = connection.prepare_cached(&query_sql(query.order))?;
    let found = statement.query_map(params![query.pk, query.from, to, at_most(query.limit)], row)?;
    found.collect()
}

/// Stamps of rows of one partition.
pub fn stamps(connection: &Connection, query: &Query) -> rusqlite::Result<Vec<Stamp>> {
    let begins = match query.order {
        Order::Ascending => Value::Text(query.from.clone()),
        Order::Descending => query.to.clone().map_or(after_every_text(), Value::Text),
    };
    let mut statement = connection.prepare_cached(&stamps_sql(query.order))?;
    let mut rows = statement.query(params![query.pk, begins])?;
    let mut found = Vec::new();
    while found.len() < query.limit
        && let Some(row) = rows.next()?
    {
        let (pk, sk) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
        if pk != query.pk || sk < query.from.as_str() || query.to.as_deref().is_some_and(|to| sk >= to) {
            break;
        }
        found.push(Stamp { sk: sk.to_owned(), version: version(row, 2)? });
    }
    Ok(found)
}

/// Keys of one shard of the due index, earliest first.
pub fn due(connection: &Connection, shard: u8, until: i64, limit: usize) -> rusqlite::Result<Vec<(Key, i64)>> {
    let mut statement = connection.prepare_cached(DUE)?;
    let found = statement.query_map(params![shard, until, at_most(limit)], |row| Ok((key(row)?, row.get(2)?)))?;
    found.collect()
}

/// The earliest moment of one shard.
pub fn next_due(connection: &Connection, shard: u8) -> rusqlite::Result<Option<i64>> {
    let mut statement = connection.prepare_cached(NEXT_DUE)?;
    statement.query_one([shard], |row| row.get(0))
}

/// Partitions that have a row beginning so: the whole file is looked through.
pub fn partitions(connection: &Connection, beginning: &str) -> rusqlite::Result<BTreeSet<String>> {
    let sql = "SELECT DISTINCT pk FROM rows WHERE substr(sk, 1, length(?1)) = ?1";
    connection.prepare(sql)?.query_map([beginning], |row| row.get(0))?.collect()
}

/// A page of a list.
pub fn list(
    connection: &Connection,
    list: &str,
    order: Order,
    after: Option<&Cursor>,
    limit: usize,
) -> rusqlite::Result<Page> {
    let [place, pk, sk] = beginning(order, after);
    let mut statement = connection.prepare_cached(&list_sql(order, ALL))?;
    // One more than asked for tells whether a page follows.
    let wanted = at_most(limit).saturating_add(1);
    let found = statement.query_map(params![list, place, pk, sk, wanted], row)?;
    let mut rows = found.collect::<rusqlite::Result<Vec<Row>>>()?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).and_then(cursor);
    Ok(Page { rows, next })
}

/// Rows of a list's first page but those nobody has a use for: keys stand in the index, and whatever is in no index is
/// looked up row by row anyway.
pub fn list_but(
    connection: &Connection,
    list: &str,
    order: Order,
    limit: usize,
    useless: impl Fn(&Key) -> bool,
) -> rusqlite::Result<Vec<Row>> {
    let [place, pk, sk] = beginning(order, None);
    let mut statement = connection.prepare_cached(&list_sql(order, "pk, sk"))?;
    let keys = statement.query_map(params![list, place, pk, sk, at_most(limit)], key)?;
    let mut rows = Vec::new();
    for key in keys {
        let key = key?;
        if !useless(&key) {
            // One that went away meanwhile stands in no list.
            rows.extend(get(connection, &key)?);
        }
    }
    Ok(rows)
}

fn beginning(order: Order, after: Option<&Cursor>) -> [Value; 3] {
    match (after, order) {
        (Some(Cursor { order, key }), _) => [order, &key.pk, &key.sk].map(|text| Value::Text(text.clone())),
        (None, Order::Ascending) => ["", "", ""].map(|text| Value::Text(text.to_owned())),
        (None, Order::Descending) => [(); 3].map(|()| after_every_text()),
    }
}

fn cursor(last: &Row) -> Option<String> {
    let listed = last.listed.as_ref()?;
    Some(Cursor { order: listed.order.clone(), key: last.key.clone() }.write())
}

/// SQLite sorts every blob after every text.
const fn after_every_text() -> Value {
    Value::Blob(Vec::new())
}

const fn direction(order: Order) -> &'static str {
    match order {
        Order::Ascending => "ASC",
        Order::Descending => "DESC",
    }
}

/// SQLite counts in `i64`.
fn at_most(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::open;
    use super::*;

    /// How SQLite would go about a statement.
    fn plan(sql: &str) -> String {
        let connection = open::in_memory();
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("prepared");
        let nothing = vec![rusqlite::types::Null; statement.parameter_count()];
        let lines = statement.query_map(rusqlite::params_from_iter(nothing), |row| row.get::<_, String>("detail"));
        lines.expect("planned").collect::<Result<Vec<_>, _>>().expect("read").join("; ")
    }

    #[test]
    fn a_query_runs_along_the_partition() {
        let path = "SEARCH rows USING PRIMARY KEY (pk=? AND sk>? AND sk<?)";
        assert_eq!(plan(&query_sql(Order::Ascending)), path);
        assert_eq!(plan(&query_sql(Order::Descending)), path);
        let path = "SEARCH rows USING PRIMARY KEY";
        assert_eq!(plan(&stamps_sql(Order::Ascending)), format!("{path} ((pk,sk)>(?,?))"));
        assert_eq!(plan(&stamps_sql(Order::Descending)), format!("{path} ((pk,sk)<(?,?))"));
    }

    #[test]
    fn what_is_due_comes_from_its_index_alone() {
        assert_eq!(plan(DUE), "SEARCH rows USING COVERING INDEX rows_due (due_shard=? AND due_at<?)");
        assert_eq!(plan(NEXT_DUE), "SEARCH rows USING COVERING INDEX rows_due (due_shard=?)");
    }

    #[test]
    fn a_page_begins_where_the_one_before_it_ended() {
        let path = "SEARCH rows USING INDEX rows_listed";
        assert_eq!(plan(&list_sql(Order::Ascending, ALL)), format!("{path} (list=? AND (list_order,pk,sk)>(?,?,?))"));
        assert_eq!(plan(&list_sql(Order::Descending, ALL)), format!("{path} (list=? AND (list_order,pk,sk)<(?,?,?))"));
        let keys = plan(&list_sql(Order::Descending, "pk, sk"));
        assert_eq!(keys, "SEARCH rows USING COVERING INDEX rows_listed (list=? AND (list_order,pk,sk)<(?,?,?))");
    }
}
