//! XML of partners, parsed in time: what would make the parser compare or copy without end is refused before it.

use roxmltree::{Document, ParsingOptions};
use std::collections::BTreeSet;

/// Attributes of an element: the parser compares each with all before it.
const MOST_ATTRIBUTES: usize = 64;

/// Prefixes a document declares: the parser copies all that hold so far into every element that declares one.
const MOST_PREFIXES: usize = 32;

/// A document of so many nodes at most; why not, if it is none.
pub(crate) fn document(text: &str, nodes: u32) -> Result<Document<'_>, String> {
    if !fits(text) {
        return Err("an element says more of itself than any does".to_owned());
    }
    let options = ParsingOptions { nodes_limit: nodes, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| error.to_string())
}

/// Whether there are no more attributes and prefixes than anybody needs. Up to where a text is not well-formed it is read
/// as the parser reads it; the parser stops there.
fn fits(text: &str) -> bool {
    let (mut rest, mut prefixes) = (text, BTreeSet::new());
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = if rest.starts_with("<![CDATA[") {
            past(rest, 9, "]]>")
        } else if rest.starts_with("<!--") {
            past(rest, 4, "-->")
        } else if rest.starts_with("<?") {
            past(rest, 2, "?>")
        } else {
            let Some(end) = tag(rest, &mut prefixes) else { return false };
            end
        };
        rest = &rest[end..];
    }
    prefixes.len() <= MOST_PREFIXES
}

/// The byte behind an end that comes after so many bytes; behind everything where it does not come.
fn past(text: &str, begun: usize, end: &str) -> usize {
    text[begun..].find(end).map_or(text.len(), |at| begun + at + end.len())
}

/// The byte behind the tag a text begins with, whose declarations are added; `None` where it has too many attributes.
fn tag<'t>(text: &'t str, prefixes: &mut BTreeSet<&'t str>) -> Option<usize> {
    let mut at = 0;
    for _ in 0..=MOST_ATTRIBUTES {
        let Some(next) = text[at..].find(['>', '"', '\'']).map(|next| at + next) else { return Some(text.len()) };
        let quote = &text[next..=next];
        if quote == ">" {
            return Some(next + 1);
        }
        let name = text[at..next].trim_end_matches(|c: char| c == '=' || c.is_whitespace());
        let name = name.rsplit(char::is_whitespace).next().unwrap_or_default();
        if name.starts_with("xmlns") {
            prefixes.insert(name);
        }
        at = past(text, next + 1, quote);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_parsed_for_ever_is_refused() {
        let attributes: String = (0..200_000).map(|n| format!(" a{n}=''")).collect();
        let prefixes = |n: usize| {
            let open: String = (0..n).map(|n| format!("<a xmlns:p{n} = 'u'>")).collect();
            format!("{open}{}", "</a>".repeat(n))
        };
        for long in [
            format!("<a{attributes}/>"),
            format!("<a b='>'{attributes}/>"),
            format!("<a><!--> <![CDATA[ --><b{attributes}/></a>"),
            format!("<a><![CDATA[<!--]]><?p <!-- ?><b c=\"'\"{attributes}/></a>"),
            prefixes(MOST_PREFIXES + 1),
            prefixes(60_000),
        ] {
            assert!(document(&long, 500_000).is_err(), "{}", &long[..40]);
        }
        assert!(document(&prefixes(MOST_PREFIXES), 500_000).is_ok());
    }

    #[test]
    fn an_ordinary_answer_is_parsed() {
        let answer = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- it's \"one\" --><d:a xmlns:d=\"DAV:\" b='\"'>\
                      <c xmlns = \"urn:c\" ><![CDATA[it's <b a='\"]]></c> > </d:a>";
        let read = document(answer, 100).expect("it is well-formed");
        assert_eq!(read.root_element().first_element_child().and_then(|child| child.text()), Some("it's <b a='\""));
        assert!(document("<a", 100).is_err() && document("<a b='", 100).is_err() && document("", 100).is_err());
        assert!(document("<a><b/></a>", 2).is_err());
    }
}
