//! Words as Jira's wiki renderer shows them: whatever anybody typed is shown as typed, and calls nobody.

use reqwest::Url;

/// What means something to the renderer wherever it stands: macros, links, mentions, tables, powers.
const ALWAYS: [char; 7] = ['{', '}', '[', ']', '|', '~', '^'];
/// What means something at a word's edge: bold, lists, pictures, citations.
const AT_EDGES: [char; 7] = ['*', '_', '-', '+', '?', '#', '!'];

/// Text that is markup for nothing. Addresses stay as they are: people open them.
pub(super) fn escaped(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        // A heading may stand behind spaces.
        let first = line.split(' ').take_while(|word| word.chars().all(char::is_control)).count();
        let words: Vec<String> = line.split(' ').enumerate().map(|(place, word)| one(word, place == first)).collect();
        words.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn one(word: &str, is_first: bool) -> String {
    if is_address(word) {
        return word.to_owned();
    }
    let letters: Vec<char> = word.chars().filter(|c| !c.is_control()).collect();
    let mut written = String::with_capacity(word.len() + 8);
    for (place, c) in letters.iter().copied().enumerate() {
        let inside = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphanumeric());
        let at_edge = || !(inside(place.checked_sub(1)) && inside(Some(place + 1)));
        // `h1.` and `bq.` begin lines; smileys begin with these, `(x)` within a word too.
        let numbered = match c {
            // Two backslashes end a line, and one before a mark takes its meaning away.
            '\\' | '&' | '(' => true,
            'h' | 'b' => is_first && place == 0,
            ':' | ';' => at_edge(),
            _ => false,
        };
        if numbered {
            written.push_str(&format!("&#{};", u32::from(c)));
        } else if ALWAYS.contains(&c) || (AT_EDGES.contains(&c) && at_edge()) {
            written.extend(['\\', c]);
        } else {
            written.push(c);
        }
    }
    written
}

fn is_address(word: &str) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || "-._~/?#=&%+,:@".contains(c);
    let web = word.starts_with("https://") || word.starts_with("http://");
    web && word.chars().all(safe) && Url::parse(word).is_ok()
}

/// A word between quotes of a query.
pub(super) fn quoted(word: &str) -> String {
    word.replace('\\', "\\\\").replace('"', "\\\"")
}

/// One line, for a summary.
pub(super) fn line(text: &str, longest: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let whole: String = words.collect::<Vec<_>>().join(" ");
    whole.chars().take(longest).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::typed;
    use proptest::prelude::*;

    /// A word as the renderer shows it, and what of it stood there without a backslash or a number.
    fn seen(word: &str) -> (String, Vec<(usize, char)>) {
        let (mut seen, mut bare, mut rest) = (String::new(), Vec::new(), word);
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            if let Some((number, after)) =
                rest.strip_prefix('#').filter(|_| c == '&').and_then(|rest| rest.split_once(';'))
            {
                seen.extend(number.parse().ok().and_then(char::from_u32));
                rest = after;
            } else if let Some(next) = rest.chars().next().filter(|_| c == '\\') {
                seen.push(next);
                rest = &rest[next.len_utf8()..];
            } else {
                bare.push((seen.chars().count(), c));
                seen.push(c);
            }
        }
        (seen, bare)
    }

    proptest! {
        /// By the renderer's "Text Formatting Notation Help".
        #[test]
        fn a_comment_shows_what_was_typed_and_nothing_of_it_is_markup(text in typed()) {
            let written = escaped(&text);
            prop_assert_eq!(written.split('\n').count(), text.split('\n').count());
            for (written, typed) in written.split('\n').zip(text.split('\n')) {
                prop_assert!(!written.trim_start_matches(' ').starts_with(['h', 'b']) || is_address(typed.trim_start_matches(' ').split(' ').next().unwrap_or_default()));
                prop_assert_eq!(written.split(' ').count(), typed.split(' ').count());
                for (written, typed) in written.split(' ').zip(typed.split(' ')) {
                    let (shown, bare) = seen(written);
                    prop_assert_eq!(&shown, &typed.chars().filter(|c| !c.is_control()).collect::<String>(), "{}", written);
                    let within = |at: usize| at > 0 && [at - 1, at + 1].iter().all(|at| shown.chars().nth(*at).is_some_and(char::is_alphanumeric));
                    let live = |(at, c): &(usize, char)| match c {
                        '{' | '}' | '[' | ']' | '|' | '~' | '^' | '\\' | '&' | '(' => true,
                        '*' | '_' | '-' | '+' | '?' | '#' | '!' | ':' | ';' => !within(*at),
                        _ => false,
                    };
                    prop_assert!(is_address(typed) || !bare.iter().any(live), "{written:?} of {typed:?}");
                }
            }
        }

        #[test]
        fn a_query_asks_for_the_word_and_nothing_else(word in typed()) {
            let query = quoted(&word);
            let mut read = String::new();
            let mut letters = query.chars();
            while let Some(c) = letters.next() {
                prop_assert!(c != '"', "{query:?} ends there");
                read.extend(if c == '\\' { letters.next() } else { Some(c) });
            }
            prop_assert_eq!(read, word);
        }
    }

    #[test]
    fn nothing_typed_is_markup() {
        assert_eq!(escaped("{{x}} [~anna] *b*"), "\\{\\{x\\}\\} \\[\\~anna\\] \\*b\\*");
        assert_eq!(escaped("a\\\\b &amp;"), "a&#92;&#92;b &#38;amp&#59;");
        assert_eq!(escaped("h1. x\nbq. y bh"), "&#104;1. x\n&#98;q. y bh");
        assert_eq!(escaped("  h1. x\nf(x)"), "  &#104;1. x\nf&#40;x)");
        assert_eq!(escaped("- assign-crew (!) :)"), "\\- assign-crew &#40;\\!) &#58;)");
        assert_eq!(escaped("а\u{0}б 14:32"), "аб 14:32");
    }

    #[test]
    fn addresses_stay_and_what_only_looks_like_one_does_not() {
        assert_eq!(escaped("see https://nabat.example/x_y?a=1#b"), "see https://nabat.example/x_y?a=1#b");
        assert_eq!(escaped("a https://x.example/[~anna]"), "a https&#58;//x.example/\\[\\~anna\\]");
    }

    #[test]
    fn a_summary_is_one_line() {
        assert_eq!(line("a\n b\tc\u{0}", 4), "a b");
    }
}
