//! The checked-in schemas are the ones the readers have, and the files we ship keep to them.
//! `NABAT_WRITE_SCHEMAS=1 cargo test -p nabat schema` writes them anew.

use super::procedure::ProcedureForm;
use crate::configuration::files::{
    ActionEntry, ConnectionEntry, ContractEntry, NoticesEntry, OrganisationEntry, PersonEntry, ProductEntry, RotaEntry,
    ServiceEntry, WebhookEntry,
};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../events/schema/configuration")
}

fn schema<T: JsonSchema>(file: &str) -> (String, String) {
    let mut schema: Schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), format!("Nabat: {file}.yaml").into());
    let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
    (format!("{file}.json"), text)
}

fn schemas() -> Vec<(String, String)> {
    vec![
        schema::<ProductEntry>("product"),
        schema::<Vec<ServiceEntry>>("services"),
        schema::<Vec<OrganisationEntry>>("organisations"),
        schema::<Vec<PersonEntry>>("people"),
        schema::<Vec<ContractEntry>>("contracts"),
        schema::<Vec<RotaEntry>>("duty"),
        schema::<NoticesEntry>("notices"),
        schema::<Vec<WebhookEntry>>("webhooks"),
        schema::<Vec<ActionEntry>>("actions"),
        schema::<Vec<ConnectionEntry>>("connections"),
        schema::<ProcedureForm>("procedure"),
    ]
}

#[test]
fn the_checked_in_schemas_are_true() {
    for (file, text) in schemas() {
        let path = folder().join(&file);
        // The order of keys says nothing, and differs with what else is built beside.
        let is_true = || {
            let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
            read(&std::fs::read_to_string(&path).unwrap_or_default()) == read(&text)
        };
        if std::env::var_os("NABAT_WRITE_SCHEMAS").is_some() && !is_true() {
            std::fs::write(&path, &text).expect("the schema can be written");
        }
        assert!(is_true(), "{file} is out of date: NABAT_WRITE_SCHEMAS=1 cargo test -p nabat schema");
    }
}

#[test]
fn the_document_of_outgoing_webhooks_is_true() {
    let text = serde_json::to_string_pretty(&super::webhooks::document()).expect("JSON") + "\n";
    let path = folder().join("../webhooks.json");
    let read = || std::fs::read_to_string(&path).unwrap_or_default();
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
    if std::env::var_os("NABAT_WRITE_SCHEMAS").is_some() && value(&read()) != value(&text) {
        std::fs::write(&path, &text).expect("the document can be written");
    }
    assert_eq!(
        value(&read()),
        value(&text),
        "webhooks.json is out of date: NABAT_WRITE_SCHEMAS=1 cargo test -p nabat schema"
    );
}

#[test]
fn every_key_is_explained() {
    for (file, text) in schemas() {
        let schema: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let root = [&schema, &schema["items"]].into_iter();
        let definitions = schema["definitions"].as_object().into_iter().flat_map(|all| all.values());
        for object in root.chain(definitions) {
            for (key, value) in object["properties"].as_object().into_iter().flatten() {
                assert!(value["description"].is_string(), "{key} of {file}");
            }
        }
    }
}
