//! What is sent: Markdown in which nothing anybody typed is markup, and buttons under a seal.

use crate::messenger::name::cut;
use crate::messenger::seal::Seal;
use crate::messenger::words::{is_link, quiet};
use nabat_domain::ids::RoomId;
use nabat_domain::time::At;
use nabat_kit::port::{Button, Outgoing};
use serde_json::{Value, json};

/// `MaxPostSize` where nobody raised it: 16,383 runes (server/public/model/post.go, `PostMessageMaxRunesV2`).
const MOST: usize = 16_383;

/// Post property that holds the effect's key: what was posted is found by it.
pub(super) const KEY: &str = "nabat_key";

/// Where the server sends presses to.
pub(super) struct Buttons<'a> {
    pub(super) callback: &'a str,
    pub(super) seal: &'a Seal,
    pub(super) room: &'a RoomId,
    pub(super) now: At,
}

/// The words as Markdown that shows them as they are.
pub(super) fn markdown(text: &str) -> String {
    let lines: Vec<String> = quiet(text).lines().map(line).collect();
    cut(&lines.join("\n"), MOST)
}

fn line(text: &str) -> String {
    let (indent, rest) = text.split_at(text.len() - text.trim_start().len());
    // Four spaces would begin a block of code: the indent stays, as spaces that are none to Markdown.
    let indent = "\u{a0}".repeat(indent.chars().count());
    let words: Vec<String> = rest.split(' ').map(word).collect();
    format!("{indent}{}", list_mark_shown(&words.join(" ")))
}

fn word(text: &str) -> String {
    if is_link(text) {
        return text.to_owned();
    }
    let mut shown = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if matches!(c, '\\' | '`' | '*' | '_' | '~' | '[' | ']' | '<' | '>' | '|' | '#' | '!' | '$' | '(' | ')') {
            shown.push('\\');
        }
        shown.push(c);
        // `:name:` would become a picture.
        if c == ':' && letters.peek().is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '+' | '-')) {
            shown.push('\u{2060}');
        }
    }
    shown
}

/// A line that begins like a list, a rule or a heading is none.
fn list_mark_shown(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match (digits, line[digits..].chars().next()) {
        (0, Some('-' | '+' | '=')) => format!("\\{line}"),
        (1.., Some('.')) => format!("{}\\{}", &line[..digits], &line[digits..]),
        _ => line.to_owned(),
    }
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
        "name": button.label,
        "type": "button",
        "integration": { "url": buttons.callback, "context": {
            "prompt": button.prompt,
            "answer": button.answer,
            "until": until.0,
            "seal": buttons.seal.over(&parts, until),
        } },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_from_outside_is_shown_as_it_is() {
        assert_eq!(markdown("**ой** <b> [x](y)"), "\\*\\*ой\\*\\* \\<b\\> \\[x\\]\\(y\\)");
        assert_eq!(markdown("# a\n- b\n1. c\n14:32 :smile:"), "\\# a\n\\- b\n1\\. c\n14:32 :\u{2060}smile:");
        assert_eq!(markdown("a\n      code"), "a\n\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}code");
        assert_eq!(markdown("@all @channel"), "@\u{2060}all @\u{2060}channel");
    }

    #[test]
    fn a_link_stays_a_link_and_a_long_text_is_cut() {
        assert_eq!(markdown("https://nabat.test/a_b_c _x_"), "https://nabat.test/a_b_c \\_x\\_");
        let long = markdown(&"ы".repeat(20_000));
        assert!(long.ends_with('…') && long.chars().count() == MOST);
    }
}
