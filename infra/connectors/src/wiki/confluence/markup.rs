//! A page in Confluence's storage format. Whatever anybody typed is text between its tags.

use crate::wiki::drawing::Picture;
use crate::wiki::xml::escaped;
use nabat_kit::document::{Block, Document, followed, plain};
use reqwest::Url;

/// The section's body; `pictures` are those of the charts, in order, each on the page already or not at all.
pub(super) fn storage(document: &Document, told: &str, pictures: &[Option<Picture>]) -> String {
    let mut charts = pictures.iter();
    let blocks: String = document.blocks.iter().map(|block| one(block, &mut charts)).collect();
    format!("{}{blocks}", begun(document, told))
}

/// What stands in the section until there is more.
pub(super) fn begun(document: &Document, told: &str) -> String {
    format!("<p><small>{}</small></p><h2>{}</h2>", line(told), line(&document.title))
}

fn one<'p>(block: &Block, charts: &mut impl Iterator<Item = &'p Option<Picture>>) -> String {
    match block {
        Block::Heading { text } => format!("<h3>{}</h3>", line(text)),
        Block::Notice { text } => format!("<p><strong>{}</strong></p>", line(text)),
        Block::Paragraph { text } => format!("<p>{}</p>", line(text)),
        Block::Facts { rows } => {
            let row = |name, value| format!("<tr><th>{}</th><td>{}</td></tr>", line(name), line(value));
            table(rows.iter().map(|fact| row(&fact.name, &fact.value)).collect())
        }
        Block::Table { head, rows } => {
            let head: String = head.iter().map(|name| format!("<th>{}</th>", line(name))).collect();
            let cells =
                |row: &Vec<String>| row.iter().map(|cell| format!("<td>{}</td>", line(cell))).collect::<String>();
            let rows: String = rows.iter().map(|row| format!("<tr>{}</tr>", cells(row))).collect();
            table(format!("<tr>{head}</tr>{rows}"))
        }
        Block::Link { text, address } => link(text, address),
        Block::Chart(chart) => {
            let picture = charts.next().and_then(Option::as_ref).map(|picture| {
                let file = format!("<ri:attachment ri:filename=\"{}\"/>", escaped(&picture.name));
                format!("<ac:image ac:width=\"640\">{file}</ac:image><br/>")
            });
            format!("<p>{}<em>{}</em></p>", picture.unwrap_or_default(), line(&chart.title))
        }
    }
}

fn table(rows: String) -> String {
    // A table without rows is none to Confluence.
    if rows.is_empty() { rows } else { format!("<table><tbody>{rows}</tbody></table>") }
}

fn link(text: &str, address: &str) -> String {
    let web = followed(address).and_then(|address| Url::parse(address).ok());
    web.map_or_else(String::new, |url| format!("<p><a href=\"{}\">{}</a></p>", escaped(url.as_str()), line(text)))
}

/// Words on one line; line ends are kept as breaks.
fn line(text: &str) -> String {
    plain(text).split('\n').map(|line| escaped(line.trim())).collect::<Vec<_>>().join("<br/>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::typed;
    use proptest::prelude::*;

    proptest! {
        /// Read by an XML parser, as Confluence does: text and line ends, and nothing else.
        #[test]
        fn a_page_shows_what_was_typed(text in typed()) {
            let page = format!("<p>{}</p>", line(&text));
            let page = roxmltree::Document::parse(&page).map_err(|wrong| TestCaseError::fail(format!("{page}: {wrong}")))?;
            let mut shown = String::new();
            for part in page.root_element().children() {
                prop_assert!(part.is_text() || part.has_tag_name("br"), "{text:?}");
                shown.push_str(part.text().unwrap_or("\n"));
            }
            let kept = |c: &char| !matches!(c, '\u{fffe}' | '\u{ffff}');
            let lines: Vec<String> = plain(&text).split('\n').map(|line| line.trim().chars().filter(kept).collect()).collect();
            prop_assert_eq!(shown, lines.join("\n"));
        }
    }

    #[test]
    fn nothing_typed_is_a_tag() {
        assert_eq!(line("<ac:x> & \"y\"\u{0}\nтри ]]>"), "&lt;ac:x&gt; &amp; &quot;y&quot;<br/>три ]]&gt;");
    }

    #[test]
    fn only_whole_web_addresses_are_links() {
        assert_eq!(link("x", "javascript:alert(1)"), "");
        assert_eq!(link("x", "/desk/1"), "");
        assert_eq!(
            link("a<b", "https://desk.example/1?a=1&b=2"),
            "<p><a href=\"https://desk.example/1?a=1&amp;b=2\">a&lt;b</a></p>"
        );
    }
}
