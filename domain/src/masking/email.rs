//! E-mail addresses, Cyrillic ones too.

use super::digit;
use std::ops::Range;

/// Every address of the text in order, as byte ranges. Each character is looked at no more than
/// twice: as the host of one at-sign and as the mailbox of the next.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, sign) in text.match_indices(['@', '＠']) {
        let floor = found.last().map_or(0, |address| address.end);
        let host_from = at + sign.len();
        let Some(start) = mailbox_start(text, floor.min(at)..at) else { continue };
        if let Some(length) = host_length(&text[host_from..]) {
            found.push(start..host_from + length);
        }
    }
    found
}

/// Where the mailbox before the at-sign begins.
fn mailbox_start(text: &str, room: Range<usize>) -> Option<usize> {
    let before = &text[room.clone()];
    let mailbox = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_mailbox(*c))
        .last()
        .map_or("", |(start, _)| &before[start..]);
    let trimmed = mailbox.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_');
    (!trimmed.is_empty()).then(|| room.end - trimmed.len())
}

fn is_mailbox(c: char) -> bool {
    is_label(c) || matches!(c, '_' | '%' | '+' | '\'') || digit::is_invisible(c)
}

fn is_label(c: char) -> bool {
    digit::is_letter(c) || c.is_numeric() || matches!(c, '.' | '-')
}

/// Length of the longest host at the beginning of `text`: labels with dots, the last of letters or
/// in punycode. None where there is no such host ("1.2.3", a bare machine name).
fn host_length(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !is_label(c)).unwrap_or(text.len());
    let mut at = 0;
    let mut best = None;
    for (number, label) in text[..end].split('.').enumerate() {
        if label.is_empty() || label.starts_with('-') {
            break;
        }
        if number > 0
            && let Some(length) = top_label_length(label)
        {
            best = Some(at + length);
        }
        at += label.len() + 1;
    }
    best
}

/// How much of a label can end a host: all of it, or the letters before what was written onto it
/// ("a@b.ru-там").
fn top_label_length(label: &str) -> Option<usize> {
    if label.len() > 4 && label.starts_with("xn--") {
        return Some(label.trim_end_matches('-').len());
    }
    let letters = label.find(|c: char| !c.is_alphabetic()).unwrap_or(label.len());
    (label[..letters].chars().count() >= 2).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_cut_out_whole() {
        for (text, wanted) in [
            ("пишите ivan.petrov+er@mail.example.ru, срочно", vec!["ivan.petrov+er@mail.example.ru"]),
            ("<IVAN@EXAMPLE.ORG>", vec!["IVAN@EXAMPLE.ORG"]),
            ("почта@больница.рф.", vec!["почта@больница.рф"]),
            ("a@xn--80a1acny.xn--p1ai;b@c.de", vec!["a@xn--80a1acny.xn--p1ai", "b@c.de"]),
            ("a@b.ru-там, a@b.ru79x", vec!["a@b.ru", "a@b.ru"]),
            ("'o'brien@host.example'", vec!["o'brien@host.example"]),
            ("ivan＠example.ru", vec!["ivan＠example.ru"]),
            ("a@b.ru@c.ru", vec!["a@b.ru"]),
            ("@all @ivan root@srv01 pkg@1.2.3 user@10.0.0.1 a@ @b.ru x@.ru x@-a.ru", vec![]),
        ] {
            let found: Vec<&str> = addresses(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
