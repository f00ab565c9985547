//! The checked-in OpenAPI document, and whether a value is as a schema of it says.
//!
//! Only the keywords the document uses are understood; another one fails the test.

use serde_json::Value;

/// Keywords that say nothing about the value.
const SILENT: [&str; 6] = ["description", "examples", "example", "title", "default", "$comment"];

/// The document.
pub struct Document(pub Value);

impl Document {
    /// The one checked in.
    pub fn checked_in() -> Self {
        let text = include_str!("../../../events/schema/openapi.json");
        Self(serde_json::from_str(text).expect("the document is JSON"))
    }

    /// The operation of a method and a path as the document writes it.
    pub fn operation(&self, method: &str, path: &str) -> &Value {
        let operation = &self.0["paths"][path][method.to_lowercase()];
        assert!(operation.is_object(), "the document has no {method} {path}");
        operation
    }

    /// The schema of an operation's JSON answer.
    pub fn answer(&self, operation: &Value, status: u16) -> Value {
        let response = self.resolve(&operation["responses"][status.to_string()]);
        let schema = &response["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{} has no answer {status}", operation["operationId"]);
        schema.clone()
    }

    /// Whether an operation's answer is text of another kind than JSON.
    pub fn is_text(&self, operation: &Value, status: u16) -> bool {
        let response = self.resolve(&operation["responses"][status.to_string()]);
        let kinds = response["content"].as_object();
        kinds.is_some_and(|kinds| {
            !kinds.is_empty() && kinds.keys().all(|kind| kind == "text/csv" || kind == "application/openmetrics-text")
        })
    }

    /// What stands behind `$ref`.
    pub fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return value };
        let pointer = reference.trim_start_matches('#');
        self.resolve(self.0.pointer(pointer).unwrap_or_else(|| panic!("{reference} points nowhere")))
    }

    /// Everything in which the value is not as the schema says.
    pub fn faults(&self, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        let schema = self.resolve(schema).as_object().unwrap_or_else(|| panic!("{at}: a schema is an object"));
        let mut faults = Vec::new();
        for (keyword, said) in schema {
            match keyword.as_str() {
                "type" => check(has_type(said, value), &mut faults, || format!("{at}: {value} is no {said}")),
                "const" => check(said == value, &mut faults, || format!("{at}: {value} is not {said}")),
                "enum" => check(list(said).contains(value), &mut faults, || format!("{at}: {value} is none of {said}")),
                "format" => check(has_format(said, value), &mut faults, || format!("{at}: {value} is no {said}")),
                "minLength" => {
                    let long =
                        value.as_str().is_none_or(|text| text.chars().count() as u64 >= said.as_u64().unwrap_or(0));
                    check(long, &mut faults, || format!("{at}: {value} is too short"));
                }
                "minItems" => {
                    let enough = value.as_array().is_none_or(|items| items.len() as u64 >= said.as_u64().unwrap_or(0));
                    check(enough, &mut faults, || format!("{at}: {value} has too few"));
                }
                "required" => {
                    let missing = list(said)
                        .iter()
                        .filter(|name| value.is_object() && value.get(name.as_str().unwrap_or_default()).is_none());
                    faults.extend(missing.map(|name| format!("{at}: {name} is missing in {value}")));
                }
                "items" => {
                    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                        faults.extend(self.faults(said, item, &format!("{at}[{number}]")));
                    }
                }
                "properties" | "additionalProperties" => {}
                "oneOf" | "anyOf" => {
                    let fits = list(said).iter().any(|one| self.faults(one, value, at).is_empty());
                    check(fits, &mut faults, || format!("{at}: {value} fits no variant"));
                }
                keyword => assert!(SILENT.contains(&keyword), "{at}: keyword {keyword} is not understood here"),
            }
        }
        faults.extend(self.field_faults(&Value::Object(schema.clone()), value, at));
        faults
    }

    /// Fields of an object; one the schema does not name is a fault unless it allows others.
    fn field_faults(&self, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        let (Some(fields), Some(_)) = (value.as_object(), schema.get("type")) else { return Vec::new() };
        let others = &schema["additionalProperties"];
        let mut faults = Vec::new();
        for (name, field) in fields {
            let at = format!("{at}.{name}");
            match (schema["properties"].get(name), others) {
                (Some(known), _) => faults.extend(self.faults(known, field, &at)),
                (None, Value::Bool(true)) => {}
                (None, Value::Object(_)) => faults.extend(self.faults(others, field, &at)),
                (None, _) => faults.push(format!("{at} is in no schema")),
            }
        }
        faults
    }
}

fn check(holds: bool, faults: &mut Vec<String>, fault: impl FnOnce() -> String) {
    if !holds {
        faults.push(fault());
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn has_type(said: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("null") => value.is_null(),
        _ => panic!("type {name} is not understood here"),
    };
    if said.is_array() { list(said).iter().any(is) } else { is(said) }
}

fn has_format(said: &Value, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return true };
    match said.as_str() {
        Some("date-time") => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
        Some("date") => text.parse::<chrono::NaiveDate>().is_ok(),
        Some("sha256") => {
            text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase())
        }
        Some("uri-reference") => !text.contains(char::is_whitespace),
        _ => panic!("format {said} is not understood here"),
    }
}
