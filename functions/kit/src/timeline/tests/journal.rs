//! What is sealed of one of every event.

use super::events;
use nabat_domain::journal::value_of;

#[test]
fn every_event_has_by_its_text_the_value_it_has_at_once() {
    for event in events() {
        let by_text = value_of(&event).expect("string keys");
        let at_once = serde_json::to_value(&event).expect("string keys");
        // In the same order too.
        assert_eq!((&by_text, by_text.to_string()), (&at_once, at_once.to_string()));
    }
}
