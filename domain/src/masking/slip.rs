//! Slips of the hand in words that announce: two letters swapped, one lost, one twice.

use super::context::Sense;

/// Beginnings of words worth forgiving: without them a number is not known, or taken for another kind.
const FORGIVEN: [(&str, Sense); 9] = [
    ("паспорт", Sense::Passport),
    ("passport", Sense::Passport),
    ("полис", Sense::Policy),
    ("policy", Sense::Policy),
    ("телефон", Sense::Phone),
    ("рожден", Sense::Birth),
    ("родил", Sense::Birth),
    ("birth", Sense::Birth),
    ("taxpayer", Sense::Inn),
];

/// Words that are one slip away from another and mean what they say.
const MEANT: [&str; 1] = ["поиск"];

/// What a word in lower case would announce but for one slip.
pub(super) fn announced(word: &str) -> Option<Sense> {
    let first = word.chars().next()?;
    if !matches!(first, 'п' | 'p' | 'т' | 't' | 'р' | 'b') || MEANT.iter().any(|meant| word.starts_with(meant)) {
        return None;
    }
    FORGIVEN.iter().find(|(stem, _)| stem.starts_with(first) && begins_with_slip(word, stem)).map(|(_, sense)| *sense)
}

/// Whether `word` begins with `stem` but for one slip behind the first letter.
fn begins_with_slip(word: &str, stem: &str) -> bool {
    let same: usize =
        word.chars().zip(stem.chars()).take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum();
    let (written, meant) = (&word[same..], &stem[same..]);
    let mut letters = meant.chars();
    let (Some(next), rest) = (letters.next(), letters.as_str()) else { return false };
    let lost = !rest.is_empty() && written.starts_with(rest);
    let twice = same > 0
        && word[..same].chars().next_back() == written.chars().next()
        && written.chars().next().is_some_and(|c| written[c.len_utf8()..].starts_with(meant));
    lost || twice || is_swapped(written, next, rest)
}

fn is_swapped(written: &str, next: char, rest: &str) -> bool {
    let mut meant = rest.chars();
    let Some(other) = meant.next() else { return false };
    let behind = written.strip_prefix(other).and_then(|written| written.strip_prefix(next));
    behind.is_some_and(|behind| behind.starts_with(meant.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_forgiven() {
        for word in ["пасопрт", "папорт", "паспортт", "пааспорта", "пасспорту"] {
            let wanted = (!word.starts_with("паспорт")).then_some(Sense::Passport);
            assert_eq!(announced(word), wanted, "{word}");
        }
        assert_eq!(announced("плис"), Some(Sense::Policy));
        assert_eq!(announced("роидлся"), Some(Sense::Birth));
        assert_eq!(announced("brith"), Some(Sense::Birth));
        for word in ["поликлиника", "поиск", "поиска", "политика", "пациент", "рождество", "police", "please", "port"]
        {
            assert_eq!(announced(word), None, "{word}");
        }
    }
}
