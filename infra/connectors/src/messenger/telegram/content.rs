//! What is sent: plain text without a parse mode, so that nothing is markup, and buttons of at most 64 bytes.

use crate::messenger::words::quiet;
use nabat_kit::port::{Button, Outgoing};
use serde_json::{Value, json};

/// UTF-16 units of a message's text at most (Bot API, `sendMessage`: 4,096 after entities are parsed).
const MOST: usize = 4_096;
/// Bytes of a button's data at most (Bot API, `InlineKeyboardButton`: 1-64).
const MOST_DATA: usize = 64;
/// Parts a prompt from its answer: neither has it.
pub(super) const PARTED: char = '\n';

/// The text as it is sent.
pub(super) fn text(text: &str) -> String {
    let quiet = quiet(text);
    if quiet.encode_utf16().count() <= MOST {
        return quiet;
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < MOST
    };
    quiet.chars().take_while(fits).chain(['…']).collect()
}

/// Text and buttons. Links show no pictures: they would push the question out of sight.
pub(super) fn body(message: &Outgoing) -> Value {
    let rows: Vec<Value> = message.buttons.iter().map(|pressed| json!([button(pressed)])).collect();
    json!({
        "text": text(&message.text),
        "link_preview_options": { "is_disabled": true },
        "reply_markup": { "inline_keyboard": rows },
    })
}

/// A button names its prompt and answer where they fit. Where they do not it names nothing: the press
/// comes with the message and the label, and these say it.
fn button(button: &Button) -> Value {
    let data = format!("{}{PARTED}{}", button.prompt, button.answer);
    let data = if data.len() <= MOST_DATA { data } else { short(button) };
    json!({ "text": quiet(&button.label), "callback_data": data })
}

/// Tells the buttons of one message apart.
fn short(button: &Button) -> String {
    nabat_domain::journal::sha256_hex(format!("{}{PARTED}{}", button.prompt, button.answer).as_bytes())[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_in_the_units_telegram_counts() {
        let cut = text(&"👍".repeat(3_000));
        assert!(cut.encode_utf16().count() <= MOST && cut.ends_with('…'));
        assert_eq!(text("<b>*x*</b>"), "<b>*x*</b>");
    }

    #[test]
    fn data_of_a_button_fits() {
        let long =
            Button { label: "да".to_owned(), prompt: "x".repeat(70).as_str().into(), answer: "yes".to_owned() };
        let short = Button { prompt: "inc-1/accept.1".into(), ..long.clone() };
        assert_eq!(button(&short)["callback_data"], "inc-1/accept.1\nyes");
        assert_eq!(button(&long)["callback_data"].as_str().map(str::len), Some(16));
    }
}
