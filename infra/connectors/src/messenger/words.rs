//! Words as they are sent: nothing in them turns the line around, and nobody is called by accident.

use nabat_kit::document::plain;

/// Stands between `@` and a name, takes no room and is not seen.
const JOINER: char = '\u{2060}';

/// The words without what changes how they look, and with no `@name` that would ring.
pub(super) fn quiet(text: &str) -> String {
    let mut quiet = String::new();
    let mut before = ' ';
    for c in plain(text).chars() {
        quiet.push(c);
        // Within a word it is a mail address, and calls nobody.
        if c == '@' && !before.is_alphanumeric() {
            quiet.push(JOINER);
        }
        before = c;
    }
    quiet
}

/// Whether a word is a link that may be followed: it is left as it is.
pub(super) fn is_link(word: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| word.len() > scheme.len() && word.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::typed;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_seen_is_what_was_typed_and_calls_nobody(text in typed()) {
            let sent = quiet(&text);
            prop_assert_eq!(sent.replace(JOINER, ""), plain(&text).replace(JOINER, ""));
            let mut before = ' ';
            let mut letters = sent.chars().peekable();
            while let Some(c) = letters.next() {
                prop_assert!(c != '@' || before.is_alphanumeric() || letters.peek() == Some(&JOINER), "{sent:?} calls");
                before = c;
            }
        }
    }

    #[test]
    fn nobody_is_called_and_nothing_is_turned_around() {
        assert_eq!(quiet("@all (@here) a\u{202e}b x@y.example"), "@\u{2060}all (@\u{2060}here) ab x@y.example");
    }
}
