//! What is sent: rich text, whose words are words and never markup, and buttons.

use crate::messenger::name::cut;
use crate::messenger::words::is_link;
use nabat_kit::document::plain;
use nabat_kit::port::{Button, Outgoing};
use serde_json::{Value, json};

/// Characters of the text that stands in a notification.
const NOTIFIED: usize = 3_000;
/// Characters of all blocks together: about 13,200 is where `msg_blocks_too_long` begins, unpublished.
const MOST: usize = 12_000;
/// Buttons in a block of them (Block Kit reference, "Actions": 25 elements).
const IN_A_ROW: usize = 25;
/// Letters on a button (Block Kit reference, "Button": 75).
const LONGEST_LABEL: usize = 75;
/// Parts a prompt from its answer: neither has it.
pub(super) const PARTED: char = '\n';

/// The words where only a text is taken: `&`, `<` and `>` would begin markup.
pub(super) fn escaped(text: &str) -> String {
    plain(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What stands in a notification.
pub(super) fn notified(message: &Outgoing) -> String {
    escaped(&cut(&message.text, NOTIFIED))
}

/// What stands in the channel.
pub(super) fn blocks(message: &Outgoing) -> Value {
    let text = json!({ "type": "rich_text", "elements": [{ "type": "rich_text_section",
        "elements": elements(&cut(&plain(&message.text), MOST)) }] });
    let rows = message.buttons.chunks(IN_A_ROW).enumerate();
    let rows = rows.map(|(row, buttons)| {
        json!({ "type": "actions", "elements": buttons.iter().enumerate()
        .map(|(place, pressed)| button(row * IN_A_ROW + place, pressed)).collect::<Vec<Value>>() })
    });
    [text].into_iter().chain(rows).collect()
}

/// Words as they are, links as links.
fn elements(text: &str) -> Vec<Value> {
    let (mut elements, mut words) = (Vec::new(), String::new());
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if !is_link(word) {
            words.push_str(piece);
            continue;
        }
        if !words.is_empty() {
            elements.push(json!({ "type": "text", "text": std::mem::take(&mut words) }));
        }
        elements.push(json!({ "type": "link", "url": word }));
        words.push_str(&piece[word.len()..]);
    }
    // A section with nothing in it is refused.
    if !words.is_empty() || elements.is_empty() {
        elements.push(json!({ "type": "text", "text": if words.is_empty() { " " } else { &words } }));
    }
    elements
}

fn button(place: usize, button: &Button) -> Value {
    json!({
        "type": "button",
        "action_id": format!("answer{place}"),
        "text": { "type": "plain_text", "text": cut(&plain(&button.label), LONGEST_LABEL), "emoji": false },
        "value": format!("{}{PARTED}{}", button.prompt, button.answer),
    })
}

/// What people typed, as they typed it: links and names come in angle brackets, three letters as entities.
pub(super) fn typed(text: &str) -> String {
    let (mut typed, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('<') {
        typed.push_str(before);
        let Some((inside, after)) = after.split_once('>') else {
            // Nothing closes any that follow either.
            typed.push('<');
            rest = after;
            break;
        };
        let target = inside.split_once('|').map_or(inside, |(target, _)| target);
        typed.push_str(&target.replacen('!', "@", usize::from(target.starts_with('!'))));
        rest = after;
    }
    typed.push_str(rest);
    typed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed;
    use proptest::prelude::*;

    /// What a channel shows of a rich text.
    fn shown(elements: &[Value]) -> String {
        elements.iter().map(|part| part["text"].as_str().or(part["url"].as_str()).expect("words or a link")).collect()
    }

    proptest! {
        /// Three entities are all that Slack reads in a text; nothing else of it is markup (api.slack.com, "Escaping text").
        #[test]
        fn a_text_shows_what_was_typed(text in typed::typed()) {
            let sent = escaped(&text);
            prop_assert!(!sent.contains(['<', '>']), "{sent:?}");
            let begun = |entity: &str| ["amp;", "lt;", "gt;"].iter().any(|known| entity.starts_with(known));
            prop_assert!(sent.split('&').skip(1).all(begun), "{sent:?}");
            prop_assert_eq!(typed(&sent), plain(&text));
        }

        #[test]
        fn a_channel_shows_what_was_typed_and_follows_only_whole_addresses(text in typed::typed()) {
            let text = plain(&text);
            let parts = elements(&text);
            prop_assert_eq!(shown(&parts), if text.is_empty() { " " } else { text.as_str() });
            for part in parts {
                let fields: Vec<&str> = part.as_object().expect("an object").keys().map(String::as_str).collect();
                prop_assert!(fields == ["type", "text"] || (fields == ["type", "url"] && is_link(part["url"].as_str().expect("text"))));
            }
        }
    }

    #[test]
    fn words_are_words_and_links_are_links() {
        let shown = elements("*a* <!here> https://nabat.test/x?a=1&b=2 b");
        assert_eq!(shown[0]["text"], "*a* <!here> ");
        assert_eq!(shown[1], json!({ "type": "link", "url": "https://nabat.test/x?a=1&b=2" }));
        assert_eq!(shown[2]["text"], " b");
        assert_eq!(escaped("<!here> & x"), "&lt;!here&gt; &amp; x");
        assert_eq!(elements("")[0]["text"], " ");
    }

    #[test]
    fn brackets_that_nothing_closes_are_read_through_once() {
        let open = "<".repeat(2_000_000);
        assert!(typed(&open) == open && typed("a<b<c") == "a<b<c");
    }

    #[test]
    fn what_was_typed_is_read_as_it_was() {
        assert_eq!(
            typed("14:32 &lt;b&gt; &amp;amp; <https://x.test/a|x> <@U1> <!here>"),
            "14:32 <b> &amp; https://x.test/a @U1 @here"
        );
        assert_eq!(typed("a < b"), "a < b");
    }
}
