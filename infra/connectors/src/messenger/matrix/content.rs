//! What is sent: plain text, never markup, so that nothing anybody typed is ever read as markup.

use nabat_kit::port::{Attachment, MessageId, Outgoing};
use serde_json::{Value, json};

/// Bytes of text in one event at most: an event has 65,536 of canonical JSON, an edit carries it twice.
const LONGEST: usize = 24 * 1024;

/// Where a message carries its effect's key.
pub(super) const KEY: &str = "io.nabat.key";

/// What is sent under a key, so that it is found again once the homeserver has forgotten the transaction.
pub(super) fn keyed(mut content: Value, key: &str) -> Value {
    content[KEY] = key.into();
    content
}

/// A message. `m.text`, though a machine wrote it: for `m.notice` telephones do not ring.
pub(super) fn message(message: &Outgoing) -> Value {
    // Mentions are said to be none: names in the text ring nobody by accident.
    json!({ "msgtype": "m.text", "body": cut(&message.text), "m.mentions": {} })
}

/// The same message with other words.
pub(super) fn edit(id: &MessageId, message: &Outgoing) -> Value {
    let text = cut(&message.text);
    json!({
        "msgtype": "m.text",
        "body": format!("* {text}"),
        "m.mentions": {},
        "m.new_content": { "msgtype": "m.text", "body": text, "m.mentions": {} },
        "m.relates_to": { "rel_type": "m.replace", "event_id": id.0 },
    })
}

/// A file that was uploaded. Clients show pictures of `m.image` in their places; none of them shows SVG so.
pub(super) fn file(file: &Attachment, address: &str) -> Value {
    let mime = mime(&file.name);
    let sort = if mime == "image/png" { "m.image" } else { "m.file" };
    let info = json!({ "mimetype": mime, "size": file.content.len() });
    json!({ "msgtype": sort, "body": file.name, "filename": file.name, "url": address, "info": info, "m.mentions": {} })
}

/// What is in a file, by its name's ending.
pub(super) fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("csv") => "text/csv",
        Some("txt") => "text/plain",
        _ => "application/octet-stream",
    }
}

/// A label under a message.
pub(super) fn reaction(id: &MessageId, label: &str) -> Value {
    json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": id.0, "key": label } })
}

/// What is too long ends in a mark; never within a letter.
fn cut(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    format!("{}…", &text[..text.floor_char_boundary(LONGEST)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Outgoing {
        Outgoing { text: text.to_owned(), buttons: Vec::new(), reply_to: None }
    }

    #[test]
    fn words_stay_words() {
        let sent = message(&said("<b>@room</b> **ой**"));
        assert_eq!(sent["body"], "<b>@room</b> **ой**");
        assert!(sent.get("formatted_body").is_none());
        assert_eq!(sent["m.mentions"], json!({}));
    }

    #[test]
    fn an_event_keeps_its_limit() {
        let sent = edit(&MessageId("$e".to_owned()), &said(&"ы".repeat(40_000)));
        assert!(sent.to_string().len() < 65_536, "{}", sent.to_string().len());
        assert!(sent["m.new_content"]["body"].as_str().expect("text").ends_with('…'));
    }
}
