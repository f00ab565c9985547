//! Values of a record: plain ones, and links told with their names.

use serde_json::Value;

/// The name of what a link leads to, or the text of a plain field.
pub(super) fn name(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value["name"].as_str()).or_else(|| value["username"].as_str())
}

/// The number of what a link leads to.
pub(super) fn number(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value["id"].as_str())
}
