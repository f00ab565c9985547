//! A page in DokuWiki's markup. Whatever anybody typed stands where nothing is markup.

use crate::wiki::drawing::Picture;
use nabat_kit::document::{Block, Document, followed, plain};
use reqwest::Url;

/// The section's body; `pictures` are those of the charts, in order, each in the wiki already or not at all.
pub(super) fn text(document: &Document, namespace: &str, pictures: &[Option<Picture>]) -> String {
    let mut charts = pictures.iter();
    let mut text = format!("===== {} =====\n\n", heading(&document.title));
    for block in &document.blocks {
        text.push_str(&one(block, namespace, &mut charts));
        text.push('\n');
    }
    text
}

fn one<'p>(block: &Block, namespace: &str, charts: &mut impl Iterator<Item = &'p Option<Picture>>) -> String {
    match block {
        Block::Heading { text } => format!("==== {} ====\n", heading(text)),
        Block::Notice { text } => format!("**{}**\n", line(text)),
        Block::Paragraph { text } => format!("{}\n", line(text)),
        Block::Facts { rows } => {
            rows.iter().map(|fact| format!("^ {} | {} |\n", line(&fact.name), line(&fact.value))).collect()
        }
        Block::Table { head, rows } => {
            let head: String = head.iter().map(|name| format!("^ {} ", line(name))).collect();
            let row = |row: &Vec<String>| row.iter().map(|cell| format!("| {} ", line(cell))).collect::<String>();
            let rows: String = rows.iter().map(|cells| format!("{}|\n", row(cells))).collect();
            format!("{head}^\n{rows}")
        }
        Block::Link { text, address } => link(text, address),
        Block::Chart(chart) => {
            let picture = charts.next().and_then(Option::as_ref);
            let shown = picture.map(|picture| format!("{{{{:{namespace}:{}?640|}}}}\\\\ ", picture.name));
            format!("{}//{}//\n", shown.unwrap_or_default(), line(&chart.title))
        }
    }
}

fn link(text: &str, address: &str) -> String {
    let web = followed(address).and_then(|address| Url::parse(address).ok());
    let Some(url) = web else { return String::new() };
    let ends = |c: char| matches!(c, '[' | ']' | '|' | '{' | '}');
    let address: String =
        url.as_str().chars().map(|c| if ends(c) { format!("%{:02X}", u32::from(c)) } else { c.to_string() }).collect();
    // A link's title ends at the first bracket, whatever stands before it.
    format!("[[{address}|{}]]\n", heading(text).replace(['[', ']', '{', '}', '|'], " "))
}

/// A title, in which nothing but `=` means anything to the wiki, and a mark of ours to us.
fn heading(text: &str) -> String {
    plain(text).replace(['=', '\n'], " ").replace("[nabat:", "[ nabat:").trim().to_owned()
}

/// Words on one line; line ends are kept as breaks.
fn line(text: &str) -> String {
    let words = |line: &str| match line.trim() {
        "" => String::new(),
        line => format!("<nowiki>{}</nowiki>", unmarked(line)),
    };
    plain(text).split('\n').map(words).collect::<Vec<_>>().join("\\\\ ")
}

/// What would end the literal text, or look like a mark of ours, is taken apart.
fn unmarked(line: &str) -> String {
    line.replace("</nowiki>", "<</nowiki><nowiki>/nowiki>").replace("[nabat:", "[</nowiki><nowiki>nabat:")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::typed;
    use proptest::prelude::*;

    /// What a reader sees: literal stretches, each up to the first mark that ends one; line ends between them, nothing else.
    fn seen(written: &str) -> Option<String> {
        let (mut seen, mut rest) = (String::new(), written);
        while !rest.is_empty() {
            if let Some(literal) = rest.strip_prefix("<nowiki>") {
                let (shown, after) = literal.split_once("</nowiki>")?;
                seen.push_str(shown);
                rest = after;
            } else {
                seen.push('\n');
                rest = rest.strip_prefix("\\\\ ")?;
            }
        }
        Some(seen)
    }

    proptest! {
        #[test]
        fn a_page_shows_what_was_typed_and_nothing_of_it_is_markup(text in typed()) {
            let written = line(&text);
            let typed = plain(&text);
            let lines: Vec<&str> = typed.split('\n').map(str::trim).collect();
            prop_assert_eq!(seen(&written), Some(lines.join("\n")), "{}", written);
            prop_assert!(!written.contains("[nabat:"), "{}", written);
        }

        /// A title ends where its line does, and at `=` alone.
        #[test]
        fn a_title_is_one_line_and_no_mark_of_ours(text in typed()) {
            let written = heading(&text);
            prop_assert!(!written.contains(['=', '\n']) && !written.contains("[nabat:"), "{}", written);
            let apart = |c: char| c.is_whitespace() || c == '=';
            let words = |text: &str| text.replace("[ nabat:", "[nabat:").split(apart).collect::<Vec<_>>().concat();
            prop_assert_eq!(words(&written), words(&plain(&text)));
        }
    }

    #[test]
    fn nothing_typed_ends_the_literal_text() {
        assert_eq!(line("**x** [[y]] {{z}}"), "<nowiki>**x** [[y]] {{z}}</nowiki>");
        let escaping = line("a</nowiki>[[b]]");
        assert_eq!(escaping, "<nowiki>a<</nowiki><nowiki>/nowiki>[[b]]</nowiki>");
        assert_eq!(line("a\n\nb"), "<nowiki>a</nowiki>\\\\ \\\\ <nowiki>b</nowiki>");
        assert!(!line("%%[nabat:end]%%").contains("[nabat:end]"));
    }

    #[test]
    fn a_title_neither_ends_nor_begins_another() {
        assert_eq!(heading("a ===== b\n==== c ==="), "a       b      c");
    }

    #[test]
    fn only_whole_web_addresses_are_links() {
        assert_eq!(link("x", "javascript:alert(1)"), "");
        assert_eq!(link("a]]b", "https://desk.example/1?a=[b]"), "[[https://desk.example/1?a=%5Bb%5D|a  b]]\n");
    }
}
