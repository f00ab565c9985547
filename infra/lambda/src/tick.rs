//! Ticks: what the Scheduler hands over, or an older rule's event.

use crate::Foreign;
use serde_json::Value;

/// Whether an event is a tick. It carries nothing: what is due stands in the table.
///
/// # Errors
/// [`Foreign`]: another event.
pub fn read(event: &Value) -> Result<(), Foreign> {
    let scheduled = event["kind"] == "tick";
    let by_rule = event["source"] == "aws.events" && event["detail-type"] == "Scheduled Event";
    if scheduled || by_rule { Ok(()) } else { Err(Foreign::new("tick", "neither `kind: tick` nor a scheduled rule's")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_kinds_of_schedule_tick_and_nothing_else_does() {
        let path = format!("{}/../../events/aws/clock.json", env!("CARGO_MANIFEST_DIR"));
        let sample = serde_json::from_str(&std::fs::read_to_string(&path).expect(&path)).expect("JSON");
        assert_eq!(read(&sample), Ok(()));
        let by_rule = json!({ "version": "0", "detail-type": "Scheduled Event", "source": "aws.events", "detail": {} });
        assert_eq!(read(&by_rule), Ok(()));
        for event in [json!({}), json!(null), json!({ "kind": "tock" }), json!({ "Records": [] })] {
            assert!(read(&event).is_err(), "{event}");
        }
    }
}
