//! Free text: cleaned before it is kept, doubted when it says nothing.

/// Why a text cannot stand as an answer in words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextDoubt {
    /// Nothing but space.
    Empty,
    /// "...", "—", "123".
    NoLetters,
    /// A single word of fewer than six letters.
    TooShort,
}

/// What is wrong with a text as an answer in words, if anything.
pub fn doubt_text(text: &str) -> Option<TextDoubt> {
    let text = clean(text);
    if text.is_empty() {
        return Some(TextDoubt::Empty);
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        return Some(TextDoubt::NoLetters);
    }
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    (words < 2 && letters < 6).then_some(TextDoubt::TooShort)
}

/// The text without invisible characters, without space at its edges, with at most two blank lines
/// in a row.
pub fn clean(text: &str) -> String {
    let visible: String = text.replace("\r\n", "\n").chars().map(plain_space).filter(|&c| !is_invisible(c)).collect();
    let mut lines: Vec<&str> = Vec::new();
    let mut blank = 0;
    for line in visible.trim().lines().map(str::trim_end) {
        blank = if line.is_empty() { blank + 1 } else { 0 };
        if blank <= 2 {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// Line ends of every sort become `\n`, tabs become spaces: dropped, they would glue words together.
const fn plain_space(c: char) -> char {
    match c {
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\t' => ' ',
        other => other,
    }
}

/// Characters that change how text looks or compares without being seen: control characters, bidi
/// controls, zero-width characters, the soft hyphen.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{9}'
            | '\u{b}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn doubts() {
        for (text, expected) in [
            ("", Some(TextDoubt::Empty)),
            (" \n\t ", Some(TextDoubt::Empty)),
            ("\u{200b}\u{202e}", Some(TextDoubt::Empty)),
            ("...", Some(TextDoubt::NoLetters)),
            ("—", Some(TextDoubt::NoLetters)),
            ("123", Some(TextDoubt::NoLetters)),
            ("12 34", Some(TextDoubt::NoLetters)),
            ("👍", Some(TextDoubt::NoLetters)),
            ("БД", Some(TextDoubt::TooShort)),
            ("да", Some(TextDoubt::TooShort)),
            ("ок.", Some(TextDoubt::TooShort)),
            ("ok !!!", Some(TextDoubt::TooShort)),
            ("нет —", Some(TextDoubt::TooShort)),
            ("перезапуск", None),
            ("restart", None),
            ("упала БД", None),
            ("no disk", None),
            ("Ёлка 1", None),
        ] {
            assert_eq!(doubt_text(text), expected, "{text:?}");
        }
    }

    #[test]
    fn cleaning() {
        for (text, expected) in [
            ("  готово \n", "готово"),
            ("а\u{202e}б\u{2066}в\u{2069}", "абв"),
            ("ab\u{200b}c\u{feff}d\u{ad}e", "abcde"),
            ("a\0b\u{7}c\u{1b}", "abc"),
            ("a\tb", "a b"),
            ("a\r\nb\rc", "a\nb\nc"),
            ("a\n\n\nb", "a\n\n\nb"),
            ("a\n\n\n\n\n\nb", "a\n\n\nb"),
            ("a\n \n\t\n  \n \nb  ", "a\n\n\nb"),
            ("строка  с  пробелами", "строка  с  пробелами"),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in "\\PC*|[\\s\\S]*") {
            let once = clean(&text);
            prop_assert!(!once.chars().any(|c| c != '\n' && is_invisible(c)));
            prop_assert!(!once.contains("\n\n\n\n"));
            prop_assert_eq!(clean(&once), once);
        }

        #[test]
        fn doubting_never_panics(text in "[\\s\\S]*") {
            let _ = doubt_text(&text);
        }
    }
}
