//! The payloads under `events/generic`, brought to the present.

use nabat::clocks::MachineClock;
use nabat_domain::time::Length;
use nabat_kit::port::Clock as _;
use serde_json::{Value, json};

/// The product the samples are for; its chats speak English.
pub const PRODUCT: &str = "emergency";

/// A sample as it stands in its file.
pub fn recorded(name: &str) -> Value {
    let path = format!("{}/../events/generic/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A sample whose times lie a little before now.
pub fn sample(name: &str) -> Value {
    let mut body = recorded(name);
    for (field, ago) in [("started_at", 30), ("restored_at", 10)] {
        if body.get(field).is_some() {
            body[field] = json!(minutes_ago(ago));
        }
    }
    body
}

/// The least registration, with this desk record and service.
pub fn failure(record: &str, service: &str, function: &str) -> Value {
    let mut body = sample("registered-least");
    body["id"] = json!(record);
    body["service"] = json!(service);
    body["functions"] = json!([function]);
    body
}

/// A moment so many minutes ago, RFC 3339.
pub fn minutes_ago(minutes: i64) -> String {
    MachineClock.now().minus(Length::minutes(minutes)).to_rfc3339()
}
