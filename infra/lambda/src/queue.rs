//! Batches of a queue: an SQS event in, the messages that have to come again out.

use crate::Foreign;
use nabat_kit::batch::Rung;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "Records")]
    records: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    message_id: String,
    receipt_handle: String,
    body: String,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

/// A message of a batch, in our hands until it is settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivered {
    /// Its name in the answer.
    pub id: String,
    /// With which its time can be shortened.
    pub receipt: String,
    /// What it says.
    pub rung: Rung,
}

/// The messages of a batch, in their order.
///
/// # Errors
/// [`Foreign`]: another event. A message nobody can read is none: it is settled by itself.
pub fn read(event: Value) -> Result<Vec<Delivered>, Foreign> {
    let event: Event = serde_json::from_value(event).map_err(|why| Foreign::new("batch of a queue", why))?;
    let delivered = |record: Record| {
        let received = record.attributes.get("ApproximateReceiveCount").and_then(|text| text.parse().ok());
        let group = record.attributes.get("MessageGroupId").cloned();
        let rung = Rung { group, text: record.body, received: received.unwrap_or(1) };
        Delivered { id: record.message_id, receipt: record.receipt_handle, rung }
    };
    Ok(event.records.into_iter().map(delivered).collect())
}

/// The answer that lets only these come again. Lambda heeds it where the mapping reports batch item
/// failures, and takes an empty name or an unknown one for the whole batch.
pub fn write<'d>(again: impl IntoIterator<Item = &'d Delivered>) -> Value {
    let failures = again.into_iter().map(|delivered| json!({ "itemIdentifier": delivered.id }));
    json!({ "batchItemFailures": failures.collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_kit::port::Bell;

    #[test]
    fn a_batch_is_read_with_its_groups_and_counts() {
        let path = format!("{}/../../events/aws/step-recording.json", env!("CARGO_MANIFEST_DIR"));
        let event = serde_json::from_str(&std::fs::read_to_string(&path).expect(&path)).expect("JSON");
        let batch = read(event).expect("a batch");
        let seen: Vec<_> = batch.iter().map(|one| (one.id.as_str(), one.rung.group.as_deref())).collect();
        assert_eq!(seen, [("m-1", Some("inc-42")), ("m-2", Some("inc-42"))]);
        assert_eq!((batch[0].rung.received, batch[1].rung.received), (1, 3));
        assert!(matches!(Bell::read(&batch[0].rung.text), Ok(Bell::Incident(_))));
        assert_eq!(write(&batch[1..]), json!({ "batchItemFailures": [{ "itemIdentifier": "m-2" }] }));
        assert_eq!(write([]), json!({ "batchItemFailures": [] }));
    }

    #[test]
    fn every_queue_has_a_sample_of_its_own_bell() {
        for queue in nabat_domain::incident::Queue::ALL {
            let path = format!("{}/../../events/aws/{}.json", env!("CARGO_MANIFEST_DIR"), queue.function());
            let event = serde_json::from_str(&std::fs::read_to_string(&path).expect(&path)).expect("JSON");
            let batch = read(event).expect("a batch");
            assert!(
                batch.iter().all(|one| Bell::read(&one.rung.text).is_ok_and(|bell| bell.queue() == queue)),
                "{path}"
            );
        }
    }

    #[test]
    fn what_is_no_batch_is_told_apart() {
        for event in [json!({}), json!({ "Records": [{}] }), json!({ "kind": "tick" })] {
            assert!(read(event).is_err());
        }
    }
}
