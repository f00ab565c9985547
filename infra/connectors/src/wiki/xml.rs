//! Text within XML, as an element's content or an attribute's value: what anybody typed is never a tag.

/// The text as text. What XML has no way to write is no letter and is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars().filter(|c| is_letter(*c)) {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            c => written.push(c),
        }
    }
    written
}

/// XML 1.0, production 2, without the controls it only tolerates.
fn is_letter(c: char) -> bool {
    !matches!(c, '\u{fffe}' | '\u{ffff}') && (!c.is_control() || matches!(c, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::typed;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_parser_reads_what_was_typed(text in typed()) {
            let page = format!("<p a=\"{0}\">{0}</p>", escaped(&text));
            let page = roxmltree::Document::parse(&page).map_err(|wrong| TestCaseError::fail(format!("{page}: {wrong}")))?;
            let kept: String = text.chars().filter(|c| is_letter(*c)).collect();
            let read = page.root_element();
            prop_assert!(read.children().all(|part| part.is_text()));
            prop_assert_eq!(read.text().unwrap_or_default(), &kept);
            // A line's end in an attribute is read as a space.
            prop_assert_eq!(read.attribute("a").unwrap_or_default(), kept.replace(['\n', '\t'], " "));
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(escaped("a\u{0}\u{b}\u{fffe}\u{ffff}b\n\t\"<&>"), "ab\n\t&quot;&lt;&amp;&gt;");
    }
}
