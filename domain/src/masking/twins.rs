//! Letters that look alike in the Latin and the Cyrillic alphabet: "ИHН" with a Latin letter within is
//! still ИНН.

/// Lower-case letters, Latin first, whose capitals or selves look the same.
const TWINS: [(char, char); 12] = [
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
];

/// Writes a word in lower case in one alphabet, if it is of both, or Latin and nothing but twins. Whether it did.
pub(super) fn settle(word: &mut String) -> bool {
    let settled = match (word.is_ascii(), word.bytes().any(|byte| byte.is_ascii())) {
        (true, _) if word.bytes().all(|byte| TWINS.iter().any(|(latin, _)| *latin == char::from(byte))) => {
            cyrillic(word)
        }
        (false, true) => cyrillic(word).or_else(|| latin(word)),
        (true, _) | (false, false) => None,
    };
    settled.map(|settled| *word = settled).is_some()
}

/// The word with every Latin letter's twin, if each has one.
fn cyrillic(word: &str) -> Option<String> {
    word.chars()
        .map(|c| match c.is_ascii() {
            true => TWINS.iter().find(|(latin, _)| *latin == c).map(|(_, twin)| *twin),
            false => Some(c),
        })
        .collect()
}

/// The word with every Cyrillic letter's twin, if each has one.
fn latin(word: &str) -> Option<String> {
    word.chars()
        .map(|c| match c.is_ascii() {
            true => Some(c),
            false => TWINS.iter().find(|(_, twin)| *twin == c).map(|(latin, _)| *latin),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_two_alphabets_are_settled() {
        for (written, wanted) in [
            ("иhн", Some("инн")),
            ("cнилc", Some("снилс")),
            ("omc", Some("омс")),
            ("pаsspоrt", Some("passport")),
            ("паcпopт", Some("паспорт")),
            ("снилс", None),
            ("policy", None),
            ("zипs", None),
        ] {
            let mut word = written.to_owned();
            assert_eq!(settle(&mut word).then_some(word.as_str()), wanted, "{written}");
        }
    }
}
