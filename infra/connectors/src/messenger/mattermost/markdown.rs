//! Words as Markdown that shows them as they are, in the web client (`marked` in its own fork) and in the telephone's
//! (`commonmark`): the first knows fewer escapes, and looks for channels, hashtags, emoticons in what is left of them.

use crate::messenger::name::cut;
use crate::messenger::words::{is_link, quiet};

/// `MaxPostSize` where nobody raised it: 16,383 runes (server/public/model/post.go, `PostMessageMaxRunesV2`).
pub(super) const MOST: usize = 16_383;

/// Takes no room and is not seen: what stands on its two sides is nothing together.
const JOINER: char = '\u{2060}';

/// The words as Markdown.
pub(super) fn markdown(text: &str) -> String {
    // The web client takes the sign of a new line for a new line.
    let lines: Vec<String> = quiet(text).split(['\n', '\u{2424}']).map(line).collect();
    cut(&lines.join("\n"), MOST)
}

fn line(text: &str) -> String {
    let (indent, rest) = text.split_at(text.len() - text.trim_start().len());
    let words: Vec<String> = rest.split(' ').map(word).collect();
    let words = list_mark_shown(&words.join(" "));
    // Four spaces would begin a block of code. To the telephone's client spaces of another sort are none; the web's makes
    // them common ones first, and is stopped by what is none.
    match indent.chars().count() {
        0 => words,
        spaces => format!("{JOINER}{}{words}", "\u{a0}".repeat(spaces)),
    }
}

fn word(text: &str) -> String {
    if is_whole(text) {
        return text.to_owned();
    }
    let marked = text.contains(is_marked);
    // What looks like an address is made a link, and what is escaped in it is shown with its backslashes.
    let address = marked && (text.contains('/') || text.contains("www"));
    let mut shown = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            // Two of them are one where no letter follows.
            '\\' => shown.extend(['\\', c, JOINER]),
            // Entities, tags, hearts.
            '&' | '<' => shown.extend([c, JOINER]),
            // No backslash is known before these: a tag's or an address's end, a formula's.
            '>' => shown.push_str("&gt;"),
            '$' => shown.push_str("&#36;"),
            // A channel's name, a hashtag's, whatever stood before.
            '~' | '#' => shown.extend(['\\', c, JOINER]),
            '.' if address => shown.extend([JOINER, c, JOINER]),
            c if is_marked(c) => shown.extend(['\\', c]),
            ':' | ';' => {
                let begun = shown.contains(|c: char| c.is_ascii_alphabetic());
                let next = letters.peek().copied().unwrap_or(' ');
                // A whole address stays one, a time of day and a port stay as they are.
                let whole = begun && !marked && next == '/';
                let taken = next.is_ascii_alphabetic() || next.is_ascii_punctuation();
                let half = begun && marked && next.is_alphanumeric();
                shown.push(c);
                // `:name:` and `;-)` would become pictures.
                shown.extend((half || (taken && !whole)).then_some(JOINER));
            }
            c => shown.push(c),
        }
    }
    shown
}

/// A link nothing in which is markup, with what may stand behind one in a sentence.
fn is_whole(word: &str) -> bool {
    let link = word.trim_end_matches([')', ']', '»', '"', '!']);
    let is_safe = |c: char| c.is_alphanumeric() || "-._~/?#=&%+,:@".contains(c);
    is_link(link) && link.chars().all(is_safe) && !link.ends_with(['_', '~', ':'])
}

/// What a backslash takes the meaning from.
fn is_marked(c: char) -> bool {
    matches!(c, '\\' | '`' | '*' | '_' | '~' | '[' | ']' | '|' | '#' | '!' | '(' | ')')
}

/// A line that begins like a list, a rule or a heading is none.
fn list_mark_shown(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match (digits, line[digits..].chars().next()) {
        (0, Some('-' | '+')) => format!("\\{line}"),
        (0, Some('=')) => format!("{JOINER}{line}"),
        (1.., Some('.')) => format!("{}\\{}", &line[..digits], &line[digits..]),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::typed;
    use nabat_kit::document::plain;
    use proptest::prelude::*;

    /// What the web client shows of a line (`lib/marked.js` of github.com/mattermost/marked: `inline.escape`, `escape`), or
    /// what of it means something.
    fn seen(line: &str) -> Result<String, String> {
        let line = line.replace('\u{a0}', " ");
        let list = line.trim_start_matches(|c: char| c.is_ascii_digit());
        if line.starts_with("    ") || line.trim_start().starts_with(['-', '+', '=', '#', '>']) {
            return Err(format!("a block begins: {line:?}"));
        }
        if list.len() < line.len() && list.starts_with('.') {
            return Err(format!("a list begins: {line:?}"));
        }
        line.split(' ').map(word_seen).collect::<Result<Vec<_>, _>>().map(|words| words.join(" "))
    }

    fn word_seen(word: &str) -> Result<String, String> {
        if is_link(word) && !word.contains(['[', '(', '<', '*', '`', '|', '$', '\\', ';', '\'', JOINER]) {
            return Ok(word.to_owned());
        }
        let (mut seen, mut rest) = (String::new(), word);
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            let next = rest.chars().next().unwrap_or(' ');
            let escapes = "`*{}[]()#+-.!_>|~".contains(next);
            let one = next == '\\' && !rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            let entity = [("gt;", '>'), ("#36;", '$')].into_iter().find(|(entity, _)| rest.starts_with(entity));
            match (c, entity) {
                ('\\', _) if escapes || one => {
                    seen.push(next);
                    rest = &rest[1..];
                }
                ('&', Some((entity, letter))) => {
                    seen.push(letter);
                    rest = &rest[entity.len()..];
                }
                (JOINER, _) => {}
                ('&' | '<', _) if next != JOINER => return Err(format!("{c} means something in {word:?}")),
                (':' | ';', _) if next != '/' && (next.is_ascii_alphabetic() || next.is_ascii_punctuation()) => {
                    return Err(format!("{c} begins a picture in {word:?}"));
                }
                ('`' | '*' | '_' | '~' | '[' | ']' | '|' | '#' | '!' | '(' | ')' | '>' | '$', _) => {
                    return Err(format!("{c} means something in {word:?}"));
                }
                _ => seen.push(c),
            }
        }
        Ok(seen)
    }

    /// What was typed, as far as eyes tell it: spaces are spaces of any sort.
    fn told(text: &str) -> Vec<String> {
        plain(text).replace(JOINER, "").split(['\n', '\u{2424}']).map(spaced).collect()
    }

    fn spaced(line: &str) -> String {
        line.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
    }

    proptest! {
        #[test]
        fn a_post_shows_what_was_typed_and_nothing_of_it_is_markup(text in typed()) {
            let post = markdown(&text);
            let shown: Result<Vec<String>, String> = post.split('\n').map(|line| seen(line).map(|line| spaced(&line))).collect();
            prop_assert_eq!(shown, Ok(told(&text)), "{}", post);
        }

        /// Half an address in brackets would be shown with its backslashes.
        #[test]
        fn nothing_escaped_stands_within_an_address(host in "(www|desk|db)", rest in "[.:/][a-z0-9]{2,4}[/:.]?[a-z0-9_(]{0,5}") {
            let post = markdown(&format!("({host}{rest})"));
            let bare: Vec<&str> = post.split(JOINER).collect();
            let begins = |part: &&str| part.contains(':') || part.contains("www.") || (part.contains('.') && part.contains('/'));
            prop_assert!(!bare.into_iter().any(|part| begins(&part) && part.contains('\\') && !part.ends_with(':')), "{post:?}");
        }
    }

    #[test]
    fn markup_from_outside_is_shown_as_it_is() {
        assert_eq!(markdown("**ой** <b> [x](y)"), "\\*\\*ой\\*\\* <\u{2060}b&gt; \\[x\\]\\(y\\)");
        assert_eq!(markdown("# a\n- b\n1. c\n14:32 :smile:"), "\\#\u{2060} a\n\\- b\n1\\. c\n14:32 :\u{2060}smile:");
        assert_eq!(markdown("a\n      code"), "a\n\u{2060}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}code");
        assert_eq!(markdown("@all @channel"), "@\u{2060}all @\u{2060}channel");
        assert_eq!(markdown("$x$ &lt; a\\b"), "&#36;x&#36; &\u{2060}lt; a\\\\\u{2060}b");
        assert_eq!(markdown(":) db:5432 (db:5432)"), ":\u{2060}\\) db:5432 \\(db:\u{2060}5432\\)");
    }

    #[test]
    fn a_link_stays_one_and_hides_none() {
        assert_eq!(
            markdown("(https://nabat.test/a_b), x"),
            "\\(https:\u{2060}//nabat\u{2060}.\u{2060}test/a\\_b\\), x"
        );
        assert_eq!(markdown("x https://nabat.test/a_b)"), "x https://nabat.test/a_b)");
        assert!(!markdown("https://x)[Open](https://evil.test)").contains("]("));
    }

    #[test]
    fn a_link_stays_a_link_and_a_long_text_is_cut() {
        assert_eq!(markdown("https://nabat.test/a_b_c _x_"), "https://nabat.test/a_b_c \\_x\\_");
        let long = markdown(&"ы".repeat(20_000));
        assert!(long.ends_with('…') && long.chars().count() == MOST);
    }
}
