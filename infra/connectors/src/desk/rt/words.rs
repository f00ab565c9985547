//! Words within Request Tracker's queries and the headers of what is sent to it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Bytes of a name in one encoded word: with what is around them in base 64 it has fewer than 75 characters.
const IN_A_WORD: usize = 42;

/// A word between quotes of a query.
pub(super) fn quoted(word: &str) -> String {
    word.replace('\\', "\\\\").replace('\'', "\\'")
}

/// A file's name as mail headers have it (RFC 2047): RT puts it into one as it is, and fails at letters beyond ASCII
/// (seen on 5.0.3). A name that only looks encoded, or would end the line, is encoded too.
pub(super) fn header_words(name: &str) -> String {
    if name.is_ascii() && !name.contains("=?") && !name.contains(|c: char| c.is_ascii_control()) {
        return name.to_owned();
    }
    let mut words = vec![String::new()];
    for letter in name.chars() {
        match words.last_mut() {
            Some(word) if word.len() + letter.len_utf8() <= IN_A_WORD => word.push(letter),
            _ => words.push(letter.to_string()),
        }
    }
    let encoded: Vec<String> = words.iter().map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word))).collect();
    encoded.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::typed;
    use proptest::prelude::*;

    /// A text between quotes, to the quote that ends it, and what is behind (`RT::SQL`: a backslash keeps the next letter).
    fn read(text: &str) -> Option<(String, &str)> {
        let mut read = String::new();
        let mut letters = text.strip_prefix('\'')?.char_indices();
        while let Some((at, c)) = letters.next() {
            match c {
                '\'' => return Some((read, &text[at + 2..])),
                '\\' => read.push(letters.next()?.1),
                c => read.push(c),
            }
        }
        None
    }

    /// A header's encoded words, the space between two of them left out (RFC 2047, 6.2).
    fn decoded(header: &str) -> String {
        if !header.contains("=?") {
            return header.to_owned();
        }
        let word = |word: &str| {
            let inside =
                word.strip_prefix("=?UTF-8?B?").and_then(|word| word.strip_suffix("?=")).expect("an encoded word");
            String::from_utf8(STANDARD.decode(inside).expect("base 64")).expect("whole letters")
        };
        header.split(' ').map(word).collect()
    }

    proptest! {
        #[test]
        fn a_query_asks_for_the_word_and_nothing_else(word in typed()) {
            let query = format!("'{}' AND id > 1", quoted(&word));
            prop_assert_eq!(read(&query), Some((word, " AND id > 1")), "{}", query);
        }

        #[test]
        fn a_header_says_the_name(name in typed()) {
            let written = header_words(&name);
            prop_assert!(written.split(' ').all(|word| !word.starts_with("=?") || word.len() <= 75), "{written:?}");
            prop_assert!(!written.contains(|c: char| c.is_control()), "{written:?}");
            prop_assert_eq!(decoded(&written), name);
        }
    }

    #[test]
    fn a_name_that_looks_encoded_or_would_end_the_line_is_read_as_it_is() {
        assert_eq!(header_words("a\r\nX: y"), "=?UTF-8?B?YQ0KWDogeQ==?=");
        assert_eq!(decoded(&header_words("=?UTF-8?B?DQpY?=")), "=?UTF-8?B?DQpY?=");
    }
}
