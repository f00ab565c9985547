//! What is sent: words and buttons, these under a seal.

use super::markdown::markdown;
use crate::messenger::seal::Seal;
use nabat_domain::ids::RoomId;
use nabat_domain::time::At;
use nabat_kit::document::plain;
use nabat_kit::port::{Button, Outgoing};
use serde_json::{Value, json};

/// Post property that holds the effect's key: what was posted is found by it.
pub(super) const KEY: &str = "nabat_key";

/// Where the server sends presses to.
pub(super) struct Buttons<'a> {
    pub(super) callback: &'a str,
    pub(super) seal: &'a Seal,
    pub(super) room: &'a RoomId,
    pub(super) now: At,
}

/// The fields of a post that tell what is in it. `key` is kept where it is a new one.
pub(super) fn body(message: &Outgoing, key: Option<&str>, buttons: &Buttons<'_>) -> Value {
    let mut props = json!({ "attachments": attachments(&message.buttons, buttons) });
    if let Some(key) = key {
        props[KEY] = key.into();
    }
    json!({ "message": markdown(&message.text), "props": props })
}

fn attachments(pressed: &[Button], buttons: &Buttons<'_>) -> Value {
    if pressed.is_empty() {
        return json!([]);
    }
    let actions = pressed.iter().enumerate().map(|(place, button)| action(place, button, buttons));
    json!([{ "fallback": "", "actions": actions.collect::<Vec<Value>>() }])
}

/// Clients never see `integration`: the server keeps it and sends it with the press, which it does not sign.
fn action(place: usize, button: &Button, buttons: &Buttons<'_>) -> Value {
    let until = Seal::until(buttons.now);
    let parts = [buttons.room.as_str(), button.prompt.as_str(), &button.answer];
    json!({
        "id": format!("answer{place}"),
        "name": plain(&button.label),
        "type": "button",
        "integration": { "url": buttons.callback, "context": {
            "prompt": button.prompt,
            "answer": button.answer,
            "until": until.0,
            "seal": buttons.seal.over(&parts, until),
        } },
    })
}
