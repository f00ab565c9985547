//! Schemas of what the domain reads: taken from the reader itself, so that they cannot differ.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_saphyr::Error;
use std::borrow::Cow;
use std::marker::PhantomData;

/// One word out of those `T` is read from.
pub struct Word<T>(PhantomData<T>);

/// A mapping whose keys are words of `K`.
pub struct Table<K, V>(PhantomData<(K, V)>);

/// A clock time.
pub struct Clock;

/// An ISO weekday.
pub struct Weekday;

/// An answer of an assessment.
pub struct Score;

/// A work contact, in the domain's own form.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// A work telephone.
    Phone(String),
    /// A work e-mail address.
    Email(String),
    /// A user name in a messenger, or where people sign in.
    Messenger {
        /// Which connection.
        connection: String,
        /// The user's name there.
        user: String,
    },
}

/// The words `T` is read from, in order.
pub fn words<T: DeserializeOwned>() -> Vec<&'static str> {
    match refusal::<T>("no-such-word").without_snippet() {
        Error::SerdeUnknownVariant { expected, .. } => expected.clone(),
        other => panic!("a word is expected, not: {other}"),
    }
}

/// The keys a mapping is read from, in order.
pub fn keys<T: DeserializeOwned>() -> Vec<&'static str> {
    match refusal::<T>("no-such-key: 1").without_snippet() {
        Error::SerdeUnknownField { expected, .. } => expected.clone(),
        other => panic!("a key is expected, not: {other}"),
    }
}

fn refusal<T: DeserializeOwned>(text: &str) -> Error {
    match serde_saphyr::from_str::<T>(text) {
        Ok(_) => panic!("`{text}` is read as {}", std::any::type_name::<T>()),
        Err(error) => error,
    }
}

macro_rules! inline {
    ($([$($parameter:ident)?] $name:ty => $schema:expr;)+) => {$(
        impl$(<$parameter: DeserializeOwned>)? JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )+};
}

inline! {
    [T] Word<T> => json_schema!({ "type": "string", "enum": words::<T>() });
    [] Clock => json_schema!({ "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$" });
    [] Weekday => json_schema!({ "type": "integer", "minimum": 1, "maximum": 7 });
    [] Score => json_schema!({ "type": "integer", "minimum": 0, "maximum": 3 });
}

impl<K: DeserializeOwned, V: JsonSchema> JsonSchema for Table<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Table".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<V>();
        json_schema!({
            "type": "object",
            "propertyNames": { "enum": words::<K>() },
            "additionalProperties": value,
        })
    }
}

#[test]
fn contacts_are_the_ones_the_domain_reads() {
    assert_eq!(words::<Contact>(), words::<nabat_domain::catalogue::Contact>());
}
