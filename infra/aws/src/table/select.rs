//! Reading: one row, a range of a partition, what is due, a page of a list.

use super::item::{self, AT, Item, LIST, PK, PLACE, SHARD, SK};
use super::{batch, layout, place};
use crate::fault::table_error;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use nabat_kit::table::cursor::Cursor;
use nabat_kit::table::{Key, Order, Page, Query, Row, TableError};
use std::collections::{BTreeMap, BTreeSet};

/// A page that is asked for.
pub struct Listing<'a> {
    /// Which list.
    pub list: &'a str,
    /// Which way.
    pub order: Order,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// Rows at most.
    pub limit: usize,
}

/// The row at a key.
pub async fn get(client: &Client, table: &str, key: &Key) -> Result<Option<Row>, TableError> {
    let asked = client.get_item().table_name(table).set_key(Some(item::key(key))).consistent_read(true);
    let answer = asked.send().await.map_err(table_error)?;
    answer.item().map(item::to_row).transpose()
}

/// Rows of one partition.
pub async fn query(client: &Client, table: &str, query: &Query) -> Result<Vec<Row>, TableError> {
    let empty = query.to.as_ref().is_some_and(|to| *to <= query.from);
    if query.pk.is_empty() || empty || query.limit == 0 {
        return Ok(Vec::new());
    }
    let asked = client.query().table_name(table).consistent_read(true).scan_index_forward(forward(query.order));
    let asked = within(asked, query);
    // DynamoDB knows no range without its end: the one row that may stand there is left out here.
    let inside = |item: &Item| query.to.is_none() || item.get(SK).and_then(|sk| sk.as_s().ok()) != query.to.as_ref();
    let found = gather(asked, query.limit, None, inside).await?;
    found.iter().map(item::to_row).collect()
}

/// The range as a condition on the key; no text of a key is empty.
fn within(asked: QueryFluentBuilder, query: &Query) -> QueryFluentBuilder {
    let asked = asked.expression_attribute_values(":pk", item::text(&query.pk));
    match (query.from.as_str(), &query.to) {
        ("", None) => asked.key_condition_expression(format!("{PK} = :pk")),
        ("", Some(to)) => asked
            .key_condition_expression(format!("{PK} = :pk AND {SK} < :to"))
            .expression_attribute_values(":to", item::text(to)),
        (from, None) => asked
            .key_condition_expression(format!("{PK} = :pk AND {SK} >= :from"))
            .expression_attribute_values(":from", item::text(from)),
        (from, Some(to)) => asked
            .key_condition_expression(format!("{PK} = :pk AND {SK} BETWEEN :from AND :to"))
            .expression_attribute_values(":from", item::text(from))
            .expression_attribute_values(":to", item::text(to)),
    }
}

/// Keys of one shard of the due index, earliest first.
pub async fn due(
    client: &Client,
    table: &str,
    shard: u8,
    until: i64,
    limit: usize,
) -> Result<Vec<(Key, i64)>, TableError> {
    let asked = client
        .query()
        .table_name(table)
        .index_name(layout::DUE)
        .key_condition_expression(format!("{SHARD} = :shard AND {AT} <= :until"))
        .expression_attribute_values(":shard", item::number(shard))
        .expression_attribute_values(":until", item::number(until));
    let found = gather(asked, limit, None, |_| true).await?;
    found.iter().map(|item| Ok((item::to_key(item)?, item::due_at(item)?))).collect()
}

/// A page of a list: places from the index, rows from the table itself.
pub async fn list(client: &Client, table: &str, listing: &Listing<'_>) -> Result<Page, TableError> {
    let Listing { list, order, after, limit } = listing;
    let asked = client
        .query()
        .table_name(table)
        .index_name(layout::LISTED)
        .key_condition_expression(format!("{LIST} = :list"))
        .expression_attribute_values(":list", item::text(*list))
        .scan_index_forward(forward(*order));
    let start = after.as_ref().map(|after| entry(list, after));
    // One more than asked for tells whether a page follows.
    let mut found = gather(asked, limit.saturating_add(1), start, |_| true).await?;
    let more = found.len() > *limit;
    found.truncate(*limit);
    let entries = found.iter().map(|item| Ok((item::to_key(item)?, item::place(item)?)));
    let entries = entries.collect::<Result<Vec<(Key, String)>, TableError>>()?;
    // A row that moves while it is looked for is shown at both places; asked for twice, none would be given out.
    let keys: BTreeSet<&Key> = entries.iter().map(|(key, _)| key).collect();
    let keys: Vec<Key> = keys.into_iter().cloned().collect();
    let rows = in_place(list, &entries, batch::get(client, table, &keys).await?);
    let next = match found.last().filter(|_| more) {
        Some(last) => Some(ending(last)?.write()),
        None => None,
    };
    Ok(Page { rows, next })
}

/// Partitions with a row that begins so: the whole table is read, the keys of it alone.
pub async fn partitions(client: &Client, table: &str, beginning: &str) -> Result<BTreeSet<String>, TableError> {
    let asked = client.scan().table_name(table).consistent_read(true).projection_expression(format!("{PK}, {SK}"));
    let (mut found, mut start) = (BTreeSet::new(), None);
    loop {
        let answer = asked.clone().set_exclusive_start_key(start).send().await.map_err(table_error)?;
        for item in answer.items.unwrap_or_default() {
            let key = item::to_key(&item)?;
            if key.sk.starts_with(beginning) {
                found.insert(key.pk);
            }
        }
        start = answer.last_evaluated_key;
        if start.is_none() {
            return Ok(found);
        }
    }
}

/// The rows in the order of the index, each where it stands: an index that lags still shows one that has gone or
/// stands elsewhere by now.
fn in_place(list: &str, entries: &[(Key, String)], rows: Vec<Row>) -> Vec<Row> {
    let mut rows: BTreeMap<Key, Row> = rows.into_iter().map(|row| (row.key.clone(), row)).collect();
    let standing = entries.iter().filter_map(|(key, place)| {
        let here = rows.get(key).is_some_and(|row| stands(row, list, place));
        here.then(|| rows.remove(key)).flatten()
    });
    standing.collect()
}

/// Whether a row stands where the index says it does.
fn stands(row: &Row, list: &str, place: &str) -> bool {
    let Some(listed) = &row.listed else { return false };
    listed.list == list && place::of(&listed.order, &row.key) == place
}

/// An entry of the list index.
fn entry(list: &str, at: &Cursor) -> Item {
    let mut entry = item::key(&at.key);
    entry.insert(LIST.to_owned(), item::text(list));
    entry.insert(PLACE.to_owned(), item::text(place::of(&at.order, &at.key)));
    entry
}

/// Where a page ends: the index tells the place, of which the order is the first part.
fn ending(last: &Item) -> Result<Cursor, TableError> {
    Ok(Cursor { order: place::order(&item::place(last)?), key: item::to_key(last)? })
}

/// Asks page after page until there is enough or no more.
async fn gather(
    asked: QueryFluentBuilder,
    limit: usize,
    mut start: Option<Item>,
    wanted: impl Fn(&Item) -> bool,
) -> Result<Vec<Item>, TableError> {
    let mut found = Vec::new();
    while found.len() < limit {
        let page = i32::try_from(limit - found.len()).ok();
        let asked = asked.clone().set_limit(page).set_exclusive_start_key(start.take());
        let answer = asked.send().await.map_err(table_error)?;
        start = answer.last_evaluated_key;
        found.extend(answer.items.unwrap_or_default().into_iter().filter(|item| wanted(item)));
        if start.is_none() {
            break;
        }
    }
    Ok(found)
}

const fn forward(order: Order) -> bool {
    match order {
        Order::Ascending => true,
        Order::Descending => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_kit::table::Listed;

    fn row(sk: &str, order: &str) -> Row {
        let listed = Some(Listed { list: "open".to_owned(), order: order.to_owned() });
        Row { key: Key::new("p", sk), body: "{}".to_owned(), version: 1, due: None, listed, expires: None }
    }

    fn entry(sk: &str, order: &str) -> (Key, String) {
        (Key::new("p", sk), place::of(order, &Key::new("p", sk)))
    }

    #[test]
    fn a_row_the_index_shows_at_two_places_is_given_out_where_it_stands() {
        let entries = [entry("a", "1"), entry("b", "2"), entry("a", "3"), entry("c", "4"), entry("b", "5")];
        let rows = vec![row("a", "3"), row("b", "2"), row("c", "9")];
        assert_eq!(in_place("open", &entries, rows), [row("b", "2"), row("a", "3")]);
    }
}
