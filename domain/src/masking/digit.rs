//! What single characters are: digits of any script, letters, spaces, dashes, the unseen.

/// Code points of the zeros of the decimal digits (category Nd) beyond ASCII, in order; the other
/// nine follow each. Unicode 15.
const ZEROS: [u32; 67] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136,
    0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0,
    0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0,
    0x1E950, 0x1FBF0,
];

/// The value of a decimal digit of any script.
pub(super) fn value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    let code = u32::from(c);
    // Almost every letter of a Russian text leaves here.
    if code < ZEROS[0] {
        return None;
    }
    let before = ZEROS.partition_point(|zero| *zero <= code);
    let distance = code - ZEROS[before.checked_sub(1)?];
    u8::try_from(distance).ok().filter(|value| *value < 10)
}

/// A letter of any script; the two usual ones without a search.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphabetic(),
        'Ѐ'..='ҁ' => true,
        _ => c.is_alphabetic(),
    }
}

/// A letter in lower case, where that is a single letter; other characters as they are.
pub(super) fn lower(c: char) -> char {
    match c {
        '\0'..='\u{7F}' => c.to_ascii_lowercase(),
        'а'..='џ' => c,
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(single), None) => single,
                _ => c,
            }
        }
    }
}

/// Characters without width: they neither end a number nor take part in it.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// A space that keeps the line: blank, tab, no-break and the typographic ones.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// A dash of any length, the minus sign among them.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_folded() {
        for (c, wanted) in [('7', Some(7)), ('７', Some(7)), ('٣', Some(3)), ('۹', Some(9)), ('𝟘', Some(0))] {
            assert_eq!(value(c), wanted, "{c}");
        }
        for c in ['a', 'Я', '²', '①', '½', '五', '/', ':'] {
            assert_eq!(value(c), None, "{c}");
        }
        assert!(ZEROS.is_sorted());
    }
}
