//! The table's layout: keys, the two indexes, time to live.

use super::item::{AT, LIST, PK, PLACE, SHARD, SK, TTL};
use crate::fault::table_error;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType, TableDescription, TableStatus, TimeToLiveSpecification,
};
use nabat_kit::table::TableError;
use std::time::Duration;

/// The index of rows that are due: shard, moment.
pub const DUE: &str = "due";

/// The index of rows that stand in a list: list, place.
pub const LISTED: &str = "listed";

/// How often a table in the making is looked at, and how long.
const LOOK: Duration = Duration::from_millis(250);
const LOOKS: u32 = 240;

/// Makes the table where it is not there yet, and waits until it can be used.
pub async fn make(client: &Client, name: &str) -> Result<(), TableError> {
    if describe(client, name).await?.is_none() {
        create(client, name).await?;
    }
    for _ in 0..LOOKS {
        match describe(client, name).await? {
            Some(table) if usable(&table) => {
                insist_on_indexes(name, &table)?;
                return expire(client, name).await;
            }
            Some(_) | None => tokio::time::sleep(LOOK).await,
        }
    }
    Err(TableError::Unavailable(format!("the table `{name}` is still being made")))
}

async fn describe(client: &Client, name: &str) -> Result<Option<TableDescription>, TableError> {
    match client.describe_table().table_name(name).send().await {
        Ok(answer) => Ok(answer.table),
        Err(error) if error.as_service_error().is_some_and(|error| error.is_resource_not_found_exception()) => Ok(None),
        Err(error) => Err(table_error(error)),
    }
}

async fn create(client: &Client, name: &str) -> Result<(), TableError> {
    let texts = [PK, SK, LIST, PLACE].map(|name| (name, ScalarAttributeType::S));
    let numbers = [SHARD, AT].map(|name| (name, ScalarAttributeType::N));
    let attributes = texts.into_iter().chain(numbers).map(|(name, kind)| {
        AttributeDefinition::builder()
            .attribute_name(name)
            .attribute_type(kind)
            .build()
            .expect("name and type are given")
    });
    let asked = client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(attributes.collect()))
        .set_key_schema(Some(keys(PK, SK)))
        .global_secondary_indexes(index(DUE, SHARD, AT))
        .global_secondary_indexes(index(LISTED, LIST, PLACE));
    match asked.send().await {
        Ok(_) => Ok(()),
        // Another host was faster.
        Err(error) if error.as_service_error().is_some_and(|error| error.is_resource_in_use_exception()) => Ok(()),
        Err(error) => Err(table_error(error)),
    }
}

fn keys(hash: &str, range: &str) -> Vec<KeySchemaElement> {
    let key = |name: &str, kind| {
        KeySchemaElement::builder().attribute_name(name).key_type(kind).build().expect("name and kind are given")
    };
    vec![key(hash, KeyType::Hash), key(range, KeyType::Range)]
}

fn index(name: &str, hash: &str, range: &str) -> GlobalSecondaryIndex {
    GlobalSecondaryIndex::builder()
        .index_name(name)
        .set_key_schema(Some(keys(hash, range)))
        .projection(Projection::builder().projection_type(ProjectionType::KeysOnly).build())
        .build()
        .expect("name and keys are given")
}

fn usable(table: &TableDescription) -> bool {
    table.table_status() == Some(&TableStatus::Active)
}

/// A table of this name that somebody else made is not written into.
fn insist_on_indexes(name: &str, table: &TableDescription) -> Result<(), TableError> {
    for index in [DUE, LISTED] {
        if !table.global_secondary_indexes().iter().any(|found| found.index_name() == Some(index)) {
            let why = format!("the table `{name}` has no index `{index}`: it is not Nabat's, or from another version");
            return Err(TableError::Refused(why));
        }
    }
    Ok(())
}

/// Lets DynamoDB remove what has expired.
async fn expire(client: &Client, name: &str) -> Result<(), TableError> {
    let told = client.describe_time_to_live().table_name(name).send().await.map_err(table_error)?;
    let set = told.time_to_live_description.and_then(|described| described.attribute_name);
    if set.as_deref() == Some(TTL) {
        return Ok(());
    }
    let wanted = TimeToLiveSpecification::builder().attribute_name(TTL).enabled(true).build();
    let wanted = wanted.expect("name and switch are given");
    let asked = client.update_time_to_live().table_name(name).time_to_live_specification(wanted);
    asked.send().await.map(drop).map_err(table_error)
}
