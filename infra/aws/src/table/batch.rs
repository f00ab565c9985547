//! Rows by their keys, many at once, as the table itself has them now.

use super::item::{self, Item};
use crate::fault::table_error;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::KeysAndAttributes;
use nabat_kit::table::{Key, Row, TableError};
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

/// Keys DynamoDB takes at once.
const AT_ONCE: usize = 100;

/// So often is the rest asked for when an answer brings nothing of it.
const PATIENCE: u32 = 5;

/// The rows at these keys, in the order of the keys; a key without a row is left out.
pub async fn get(client: &Client, table: &str, keys: &[Key]) -> Result<Vec<Row>, TableError> {
    let mut rows = BTreeMap::new();
    for some in keys.chunks(AT_ONCE) {
        for row in of_some(client, table, some).await? {
            rows.insert(row.key.clone(), row);
        }
    }
    Ok(keys.iter().filter_map(|key| rows.remove(key)).collect())
}

async fn of_some(client: &Client, table: &str, keys: &[Key]) -> Result<Vec<Row>, TableError> {
    let mut owed: Vec<Item> = keys.iter().map(item::key).collect();
    let mut rows = Vec::new();
    let mut fruitless = 0;
    while !owed.is_empty() {
        let asked = KeysAndAttributes::builder().set_keys(Some(owed)).consistent_read(true);
        let asked = HashMap::from([(table.to_owned(), asked.build().expect("keys are given"))]);
        let answer = client.batch_get_item().set_request_items(Some(asked)).send().await.map_err(table_error)?;
        let items = answer.responses.unwrap_or_default().remove(table).unwrap_or_default();
        // Too large an answer leaves keys over, and so does a table that is asked too much.
        owed = answer.unprocessed_keys.unwrap_or_default().remove(table).map(|left| left.keys).unwrap_or_default();
        fruitless = if items.is_empty() { fruitless + 1 } else { 0 };
        if !owed.is_empty() && fruitless > 0 {
            if fruitless > PATIENCE {
                return Err(TableError::Unavailable(format!("{} rows of a list are not given out", owed.len())));
            }
            tokio::time::sleep(Duration::from_millis(25 << fruitless)).await;
        }
        for item in &items {
            rows.push(item::to_row(item)?);
        }
    }
    Ok(rows)
}
