//! Plain text on a page: escaped, addresses made links, lines in columns kept in columns.

use maud::{Markup, html};

/// What ends an address in running text.
const NOT_IN_ADDRESSES: &[char] = &['<', '>', '"', '\'', '«', '»', '`', '|'];
/// What belongs to the sentence when it stands last.
const NOT_LAST: &[char] = &['.', ',', ';', ':', '!', '?', ')', ']', '}', '…'];

/// A text of several lines. Lines with columns (two spaces or more between words) stand in a
/// typeface where columns hold.
pub fn lines(text: &str) -> Markup {
    let mut stretches: Vec<(bool, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        let columns = has_columns(line);
        match stretches.last_mut() {
            Some((last, lines)) if *last == columns => lines.push(line),
            Some(_) | None => stretches.push((columns, vec![line])),
        }
    }
    html! {
        @for (columns, lines) in &stretches {
            @let text = lines.join("\n");
            @if *columns {
                pre.columns tabindex="0" { (linked(&text)) }
            } @else if !text.trim().is_empty() {
                p.words { (linked(text.trim_matches('\n'))) }
            }
        }
    }
}

/// Whether any line of the text has columns.
pub fn any_columns(text: &str) -> bool {
    text.lines().any(has_columns)
}

/// Escaped text with `http` and `https` addresses as links.
pub fn linked(text: &str) -> Markup {
    let mut rest = text;
    let mut parts = Vec::new();
    while let Some(start) = next_address(rest) {
        let end = start + address_length(&rest[start..]);
        parts.push((&rest[..start], &rest[start..end]));
        rest = &rest[end..];
    }
    html! {
        @for (words, address) in parts {
            (words)
            a href=(address) rel="noopener noreferrer nofollow" target="_blank" { (address) }
        }
        (rest)
    }
}

fn has_columns(line: &str) -> bool {
    line.trim().contains("  ")
}

fn next_address(text: &str) -> Option<usize> {
    text.match_indices("http").map(|(start, _)| start).find(|&start| {
        let begins = text[..start].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        let scheme = ["http://", "https://"].into_iter().find(|scheme| text[start..].starts_with(scheme));
        begins && scheme.is_some_and(|scheme| address_length(&text[start..]) > scheme.len())
    })
}

fn address_length(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || NOT_IN_ADDRESSES.contains(&c)).unwrap_or(text.len());
    text[..end].trim_end_matches(NOT_LAST).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_links_and_nothing_else_does() {
        let page = linked("see https://wiki.example/a?b=1&c=2, javascript:alert(1) <b>").into_string();
        assert_eq!(
            page,
            "see <a href=\"https://wiki.example/a?b=1&amp;c=2\" rel=\"noopener noreferrer nofollow\" \
             target=\"_blank\">https://wiki.example/a?b=1&amp;c=2</a>, javascript:alert(1) &lt;b&gt;"
        );
    }

    #[test]
    fn a_bare_scheme_and_a_word_with_http_in_it_are_words() {
        for text in ["http://", "https://.", "xhttp://a.example", "http", "\"http://\""] {
            assert!(!linked(text).into_string().contains("<a"), "{text}");
        }
    }

    #[test]
    fn quotes_cannot_leave_the_attribute() {
        let page = linked("http://a.example/\"onmouseover=x").into_string();
        assert!(page.starts_with("<a href=\"http://a.example/\" rel"), "{page}");
    }

    #[test]
    fn lines_in_columns_stand_apart() {
        let page = lines("Статус\nСборка      02:10 / 15:00\nВосстановление  00:00\nДальше").into_string();
        assert_eq!(
            page,
            "<p class=\"words\">Статус</p><pre class=\"columns\" tabindex=\"0\">Сборка      02:10 / 15:00\n\
             Восстановление  00:00</pre><p class=\"words\">Дальше</p>"
        );
    }
}
