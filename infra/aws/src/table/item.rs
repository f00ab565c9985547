//! A row of the table port as an item of DynamoDB, and back.

use super::place;
use aws_sdk_dynamodb::types::AttributeValue;
use nabat_kit::table::{Due, Key, Listed, Row, TableError};
use std::collections::HashMap;

/// An item as the SDK has it.
pub type Item = HashMap<String, AttributeValue>;

/// Partition key.
pub const PK: &str = "pk";
/// Sort key.
pub const SK: &str = "sk";
/// The row's version, compared by conditions.
pub const VERSION: &str = "v";
/// The row's body.
pub const BODY: &str = "body";
/// Shard in the due index; only of rows that are due.
pub const SHARD: &str = "due_shard";
/// When it is due, UTC milliseconds.
pub const AT: &str = "due_at";
/// The list it stands in; only of listed rows.
pub const LIST: &str = "list_name";
/// Where the list index sorts it: order and key together.
pub const PLACE: &str = "list_place";
/// Its order in the list.
pub const ORDER: &str = "list_order";
/// Not needed after this moment, UTC milliseconds.
pub const EXPIRES: &str = "expires";
/// The same in whole seconds, rounded up, as time to live wants it.
pub const TTL: &str = "expires_s";

/// A text.
pub fn text(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

/// A whole number.
pub fn number(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// The address of an item.
pub fn key(key: &Key) -> Item {
    Item::from([(PK.to_owned(), text(&key.pk)), (SK.to_owned(), text(&key.sk))])
}

/// The row as an item.
pub fn of_row(row: &Row) -> Item {
    let mut item = key(&row.key);
    let mut set = |name: &str, value| drop(item.insert(name.to_owned(), value));
    set(VERSION, number(row.version));
    set(BODY, text(&row.body));
    if let Some(due) = row.due {
        set(SHARD, number(due.shard));
        set(AT, number(due.at));
    }
    if let Some(listed) = &row.listed {
        set(LIST, text(&listed.list));
        set(ORDER, text(&listed.order));
        set(PLACE, text(place::of(&listed.order, &row.key)));
    }
    if let Some(at) = row.expires {
        set(EXPIRES, number(at));
        set(TTL, number(at.div_euclid(1000).saturating_add(1)));
    }
    item
}

/// The item as a row.
pub fn to_row(item: &Item) -> Result<Row, TableError> {
    let (shard, at) = (optional_number(item, SHARD)?, optional_number(item, AT)?);
    let (list, order) = (optional_text(item, LIST)?, optional_text(item, ORDER)?);
    Ok(Row {
        key: to_key(item)?,
        body: optional_text(item, BODY)?.ok_or_else(|| foreign(item, BODY))?,
        version: optional_number(item, VERSION)?.ok_or_else(|| foreign(item, VERSION))?,
        due: shard.zip(at).map(|(shard, at)| Due { shard, at }),
        listed: list.zip(order).map(|(list, order)| Listed { list, order }),
        expires: optional_number(item, EXPIRES)?,
    })
}

/// The address an item has.
pub fn to_key(item: &Item) -> Result<Key, TableError> {
    let part = |name| optional_text(item, name)?.ok_or_else(|| foreign(item, name));
    Ok(Key { pk: part(PK)?, sk: part(SK)? })
}

/// When an entry of the due index is due.
pub fn due_at(item: &Item) -> Result<i64, TableError> {
    optional_number(item, AT)?.ok_or_else(|| foreign(item, AT))
}

/// Where the list index sorts an entry.
pub fn place(item: &Item) -> Result<String, TableError> {
    optional_text(item, PLACE)?.ok_or_else(|| foreign(item, PLACE))
}

fn optional_text(item: &Item, name: &str) -> Result<Option<String>, TableError> {
    item.get(name).map(|value| value.as_s().cloned().map_err(|_| foreign(item, name))).transpose()
}

fn optional_number<N: std::str::FromStr>(item: &Item, name: &str) -> Result<Option<N>, TableError> {
    let read = |value: &AttributeValue| value.as_n().ok()?.parse().ok();
    item.get(name).map(|value| read(value).ok_or_else(|| foreign(item, name))).transpose()
}

/// Somebody else writes into this table, or a later Nabat does.
fn foreign(item: &Item, name: &str) -> TableError {
    let part = |name| item.get(name).and_then(|value| value.as_s().ok()).map_or("?", String::as_str);
    TableError::Refused(format!("the item {} / {} has no `{name}` that can be read", part(PK), part(SK)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Row {
        Row {
            key: Key::new("p", "a"),
            body: "{}".to_owned(),
            version: u64::MAX,
            due: Some(Due { shard: 7, at: -5 }),
            listed: Some(Listed { list: "open".to_owned(), order: "1".to_owned() }),
            expires: Some(1_700_000_000_001),
        }
    }

    #[test]
    fn a_row_comes_back_and_a_bare_one_stands_in_no_index() {
        assert_eq!(to_row(&of_row(&whole())), Ok(whole()));
        let bare = Row { due: None, listed: None, expires: None, ..whole() };
        let item = of_row(&bare);
        assert_eq!(to_row(&item), Ok(bare));
        let mut names: Vec<_> = item.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, [BODY, PK, SK, VERSION]);
    }

    #[test]
    fn time_to_live_never_ends_before_the_moment() {
        let ttl = |at| of_row(&Row { expires: Some(at), ..whole() }).remove(TTL);
        assert_eq!(ttl(1_700_000_000_000), Some(number(1_700_000_001)));
        assert_eq!(ttl(1_700_000_000_999), Some(number(1_700_000_001)));
        assert_eq!(ttl(-1), Some(number(0)));
    }

    #[test]
    fn an_item_of_somebody_elses_is_refused_by_name() {
        let mut item = of_row(&whole());
        item.insert(VERSION.to_owned(), text("second"));
        let told = to_row(&item).map_err(|error| error.to_string());
        assert_eq!(told, Err("the table cannot take this: the item p / a has no `v` that can be read".to_owned()));
        item.remove(BODY);
        assert!(to_row(&item).is_err());
    }
}
