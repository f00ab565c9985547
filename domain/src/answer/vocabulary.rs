//! Lists of words, kept as they are read: in one string, with spaces between.

/// Whether the text is one of these words.
pub(super) fn is_one_of(text: &str, words: &str) -> bool {
    words.split_ascii_whitespace().any(|word| word == text)
}

/// Whether the text begins with one of these stems.
pub(super) fn begins_like(text: &str, stems: &str) -> bool {
    stems.split_ascii_whitespace().any(|stem| text.starts_with(stem))
}
