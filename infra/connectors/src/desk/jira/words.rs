//! Words as Jira's wiki renderer shows them: whatever anybody typed is shown as typed, and calls nobody.

use reqwest::Url;

/// What means something to the renderer wherever it stands: macros, links, mentions, tables, powers.
const ALWAYS: [char; 7] = ['{', '}', '[', ']', '|', '~', '^'];
/// What means something at a word's edge: bold, lists, pictures, citations.
const AT_EDGES: [char; 7] = ['*', '_', '-', '+', '?', '#', '!'];

/// Text that is markup for nothing. Addresses stay as they are: people open them.
pub(super) fn escaped(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let words: Vec<String> = line.split(' ').enumerate().map(|(place, word)| one(word, place == 0)).collect();
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
        // `h1.` and `bq.` begin lines; smileys begin with these.
        let numbered = match c {
            // Two backslashes end a line, and one before a mark takes its meaning away.
            '\\' | '&' => true,
            'h' | 'b' => is_first && place == 0,
            ':' | ';' | '(' => at_edge(),
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

/// One line, for a summary.
pub(super) fn line(text: &str, longest: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let whole: String = words.collect::<Vec<_>>().join(" ");
    whole.chars().take(longest).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_markup() {
        assert_eq!(escaped("{{x}} [~anna] *b*"), "\\{\\{x\\}\\} \\[\\~anna\\] \\*b\\*");
        assert_eq!(escaped("a\\\\b &amp;"), "a&#92;&#92;b &#38;amp&#59;");
        assert_eq!(escaped("h1. x\nbq. y bh"), "&#104;1. x\n&#98;q. y bh");
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
