//! Russian words in their cases: "запись", "записи", "записью" are one word.

/// Letters a word keeps at least when its ending is taken off.
const STEM: usize = 4;

/// Endings of nouns and adjectives, the longest first.
const ENDINGS: [&str; 47] = [
    "ией", "иям", "иях", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "ью", "ия", "ию", "ии", "ие", "ий",
    "ям", "ях", "ам", "ах", "ой", "ей", "ом", "ем", "ым", "им", "ых", "их", "ый", "ая", "яя", "ое", "ее", "ую", "юю",
    "ые", "а", "я", "о", "е", "у", "ю", "ы", "и", "ь", "й",
];
/// Endings that end surnames too: taken off long words only, or Ivan would be Ivanov.
const SURNAME_ENDINGS: [&str; 2] = ["ов", "ев"];
/// Letters of a word from which on those are taken for endings.
const LONG: usize = 7;

/// Whether two folded words are the same up to their case endings; words of fewer than five letters
/// only take endings, they do not lose them.
pub(super) fn same_word(one: &str, other: &str) -> bool {
    one == other
        || (is_russian(one) && is_russian(other) && stems(one).any(|stem| stems(other).any(|same| same == stem)))
}

/// The word and what is left of it without each ending it may have.
fn stems(word: &str) -> impl Iterator<Item = &str> {
    let length = word.chars().count();
    let surnames = SURNAME_ENDINGS.iter().filter(move |_| length >= LONG);
    let endings = ENDINGS.iter().filter(move |_| length > STEM).chain(surnames);
    let cut = endings.filter_map(|ending| word.strip_suffix(ending)).filter(|stem| stem.chars().count() >= STEM);
    std::iter::once(word).chain(cut)
}

fn is_russian(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'а'..='я'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases() {
        for (one, other) in [
            ("запись", "записи"),
            ("запись", "записью"),
            ("прием", "приему"),
            ("прием", "приемом"),
            ("касса", "кассе"),
            ("врач", "врача"),
            ("лаборатория", "лабораторией"),
            ("лаборатория", "лабораторию"),
            ("расписание", "расписаний"),
            ("подрядчик", "подрядчиком"),
            ("услуга", "услуг"),
            ("электронная", "электронной"),
            ("анализы", "анализов"),
            ("иванов", "иванова"),
            ("иванов", "ивановым"),
        ] {
            assert!(same_word(one, other) && same_word(other, one), "{one} {other}");
        }
    }

    #[test]
    fn other_words() {
        for (one, other) in [
            ("запись", "записка"),
            ("иван", "иванов"),
            ("касса", "кассир"),
            ("мис", "мисс"),
            ("регистр", "регистратура"),
            ("db", "dbs"),
            ("карта", "картина"),
            ("бд", "бда"),
            ("", "а"),
        ] {
            assert!(!same_word(one, other) && !same_word(other, one), "{one} {other}");
        }
    }
}
