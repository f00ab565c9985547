//! A page in wikitext. Whatever anybody typed is shown as typed: what wikitext would take for markup is
//! written as a character's number.

use crate::wiki::drawing::Picture;
use nabat_kit::document::{Block, Document, followed, plain};
use reqwest::Url;

/// The section's body; `pictures` are those of the charts, in order, each in the wiki already or not at all.
pub(super) fn wikitext(document: &Document, pictures: &[Option<Picture>]) -> String {
    let mut charts = pictures.iter();
    let mut text = format!("<div lang=\"{}\">\n== {} ==\n", document.language.as_str(), line(&document.title));
    for block in &document.blocks {
        text.push_str(&one(block, &mut charts));
        text.push('\n');
    }
    text.push_str("</div>");
    text
}

fn one<'p>(block: &Block, charts: &mut impl Iterator<Item = &'p Option<Picture>>) -> String {
    match block {
        Block::Heading { text } => format!("=== {} ===\n", line(text)),
        Block::Notice { text } => format!("'''{}'''\n", line(text)),
        Block::Paragraph { text } => format!("{}\n", line(text)),
        Block::Facts { rows } => {
            let row =
                |(name, value): (&str, &str)| format!("|-\n! scope=\"row\" | {}\n| {}\n", line(name), line(value));
            let rows: String = rows.iter().map(|fact| row((&fact.name, &fact.value))).collect();
            format!("{{| class=\"wikitable\"\n{rows}|}}\n")
        }
        Block::Table { head, rows } => table(head, rows),
        Block::Link { text, address } => link(text, address),
        Block::Chart(chart) => {
            let picture = charts.next().and_then(Option::as_ref);
            let shown = picture.map(|picture| format!("[[File:{}|frameless|640px]]<br />", picture.name));
            format!("{}''{}''\n", shown.unwrap_or_default(), line(&chart.title))
        }
    }
}

fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let head: String = head.iter().map(|name| format!("! scope=\"col\" | {}\n", line(name))).collect();
    let cell = |cell: &String| format!("| {}\n", line(cell));
    let row = |row: &Vec<String>| format!("|-\n{}", row.iter().map(cell).collect::<String>());
    format!("{{| class=\"wikitable\"\n{head}{}|}}\n", rows.iter().map(row).collect::<String>())
}

fn link(text: &str, address: &str) -> String {
    let web = followed(address).and_then(|address| Url::parse(address).ok());
    let Some(url) = web else { return String::new() };
    let ends = |c: char| matches!(c, '[' | ']' | '{' | '}' | '|' | '\'' | '"' | '<' | '>' | '~' | '_');
    let address: String =
        url.as_str().chars().map(|c| if ends(c) { format!("%{:02X}", u32::from(c)) } else { c.to_string() }).collect();
    format!("[{address} {}]\n", line(text))
}

/// Words on one line of wikitext; line ends are kept as breaks.
fn line(text: &str) -> String {
    plain(text).split('\n').map(|line| words(line.trim())).collect::<Vec<_>>().join("<br />")
}

fn words(line: &str) -> String {
    let mut written = String::with_capacity(line.len());
    let mut before = None;
    for c in line.chars() {
        let begins = before.is_none() && matches!(c, '*' | '#' | ':' | ';' | '=' | '-' | '+' | '!');
        // A heading ends in `=`; `http:` and its like make links of themselves.
        let anywhere = matches!(c, '[' | ']' | '{' | '}' | '|' | '<' | '>' | '&' | '\'' | '~' | '_' | '=' | '!');
        let scheme = c == ':' && before.is_some_and(|before: char| before.is_ascii_alphabetic());
        if begins || anywhere || scheme || (c == '/' && before == Some('/')) {
            written.push_str(&format!("&#{};", u32::from(c)));
        } else {
            written.push(c);
        }
        before = Some(c);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::typed;
    use proptest::prelude::*;

    /// What a reader sees of one line: characters written as numbers, and the rest as it stands.
    fn seen(line: &str) -> String {
        let (mut seen, mut rest) = (String::new(), line);
        while let Some((before, after)) = rest.split_once("&#") {
            let (number, after) = after.split_once(';').expect("a number ends");
            seen.push_str(before);
            seen.push(number.parse().ok().and_then(char::from_u32).expect("a character's number"));
            rest = after;
        }
        seen + rest
    }

    proptest! {
        /// Whatever begins markup in wikitext (help pages "Formatting", "Links", "Tables", "Magic words") stands in no line.
        #[test]
        fn a_page_shows_what_was_typed_and_nothing_of_it_is_markup(text in typed()) {
            let written = line(&text);
            let lines: Vec<&str> = written.split("<br />").collect();
            for line in &lines {
                prop_assert!(!line.contains(['[', ']', '{', '}', '|', '<', '>', '\'', '~', '_', '=', '!', '\n']), "{line:?}");
                prop_assert!(!line.replace("&#", "").contains('&') && !line.contains("//"), "{line:?}");
                let numbered = line.replace("&#", "");
                prop_assert!(!numbered.starts_with(['*', '#', ':', ';', '-', '+', ' ']), "{line:?}");
                let schemes = line.match_indices(':').map(|(at, _)| line[..at].ends_with(|c: char| c.is_ascii_alphabetic()));
                prop_assert!(!schemes.into_iter().any(|scheme| scheme), "{line:?}");
            }
            let shown: Vec<String> = lines.into_iter().map(seen).collect();
            let typed = plain(&text);
            prop_assert_eq!(shown, typed.split('\n').map(str::trim).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nothing_typed_is_markup() {
        for typed in
            ["[[x]]", "{{x}}", "<b>", "~~~~", "__TOC__", "'''x'''", "== x ==", "* x", "----", "# x", "http://x", "{|"]
        {
            let written = line(typed);
            for markup in ["[[", "{{", "<b", "~~", "__", "''", "==", "http:", "{|", "----"] {
                assert!(!written.contains(markup), "{typed} is written {written}");
            }
            assert!(!written.starts_with(['*', '#', '-', '=']), "{typed} is written {written}");
        }
        assert_eq!(line("14:32, два\nслова - 5"), "14:32, два<br />слова - 5");
    }

    #[test]
    fn only_whole_web_addresses_are_links() {
        assert_eq!(link("x", "javascript:alert(1)"), "");
        assert_eq!(link("x", "/desk/1"), "");
        assert_eq!(link("a]b", "https://desk.example/1?a=[b]'c"), "[https://desk.example/1?a=%5Bb%5D%27c a&#93;b]\n");
    }
}
