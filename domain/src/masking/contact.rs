//! Work contacts of the catalogue: what is never masked.

use super::digit;
use std::collections::BTreeSet;

/// What may stay readable.
#[derive(Clone, Copy, Debug)]
pub struct Allowed<'a> {
    /// Work contacts of the catalogue, each as [`normalise_contact`] writes it.
    pub contacts: &'a BTreeSet<String>,
}

impl Allowed<'_> {
    /// Whether `written` is a work contact, however it is written.
    pub(super) fn permits(&self, written: &str) -> bool {
        !self.contacts.is_empty() && self.contacts.contains(&normalise_contact(written))
    }
}

/// One spelling for a contact: e-mail addresses in lower case; telephones as digits with the
/// country code, the Russian trunk prefix 8 written as 7, an extension ("доб. 12") left out.
///
/// ```
/// use nabat_domain::masking::normalise_contact;
/// assert_eq!(normalise_contact("8 (495) 123-45-67 доб. 12"), "74951234567");
/// assert_eq!(normalise_contact(" Duty@Example.ORG "), "duty@example.org");
/// ```
#[must_use]
pub fn normalise_contact(text: &str) -> String {
    let text = text.trim();
    if text.contains(['@', '＠']) {
        let address = text.strip_prefix("mailto:").unwrap_or(text);
        return address.replace('＠', "@").to_lowercase();
    }
    let digits = telephone_digits(text);
    let international = text.trim_start_matches("tel:").starts_with(['+', '＋']);
    if international {
        return digits;
    }
    // Russian area and mobile codes begin with one of these; other countries keep their digits.
    match digits.as_bytes() {
        [b'8', b'3' | b'4' | b'8' | b'9', ..] if digits.len() == 11 => format!("7{}", &digits[1..]),
        [b'3' | b'4' | b'8' | b'9', ..] if digits.len() == 10 => format!("7{digits}"),
        _ => digits,
    }
}

/// The digits up to the first letter after a whole number.
fn telephone_digits(text: &str) -> String {
    let mut digits = String::new();
    for c in text.chars() {
        if let Some(value) = digit::value(c) {
            digits.push(char::from(b'0' + value));
        } else if c.is_alphabetic() && digits.len() >= 10 {
            break;
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_each_contact() {
        for (written, wanted) in [
            ("+7 (916) 123-45-67", "79161234567"),
            ("8-916-1234567", "79161234567"),
            ("916 123 45 67", "79161234567"),
            ("tel:+79161234567", "79161234567"),
            ("＋７ ９１６ １２３ ４５ ６７", "79161234567"),
            ("+81 3 1234 5678", "81312345678"),
            ("+44 20 7946 0958 ext. 7", "442079460958"),
            ("mailto:Duty@Example.ORG", "duty@example.org"),
            ("Дежурный@Больница.РФ", "дежурный@больница.рф"),
            ("", ""),
        ] {
            assert_eq!(normalise_contact(written), wanted, "{written}");
            assert_eq!(normalise_contact(wanted), wanted, "{written}: again");
        }
    }
}
