//! Whether a person's id gives the person's name away.

/// The word of `name` that `id` contains, in either alphabet, if any.
pub fn word_of_name_in<'a>(id: &str, name: &'a str) -> Option<&'a str> {
    let id = folded(id);
    let mut words = name.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 3);
    words.find(|word| id.contains(&folded(word)))
}

/// Latin letters as any of the usual transliterations would end up.
fn folded(text: &str) -> String {
    let latin: String = text.to_lowercase().chars().map(latin).collect();
    // Longer spellings first: "shch" is one letter, not "sh" and "ch".
    let spellings = [("shch", "sch"), ("kh", "h"), ("ts", "c"), ("tz", "c"), ("x", "ks"), ("w", "v")];
    let folded = spellings.iter().fold(latin, |text, (long, short)| text.replace(long, short));
    let folded = folded.replace(['y', 'j'], "i");
    let sounds = [("io", "e"), ("iu", "u"), ("ia", "a"), ("ie", "e"), ("ii", "i")];
    sounds.iter().fold(folded, |text, (long, short)| text.replace(long, short))
}

/// A Cyrillic letter in Latin; any other as it is.
fn latin(letter: char) -> String {
    const CYRILLIC: &str = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
    const LATIN: [&str; 33] = [
        "a", "b", "v", "g", "d", "e", "yo", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
        "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
    ];
    match CYRILLIC.chars().position(|other| other == letter) {
        Some(place) => LATIN[place].to_owned(),
        None => letter.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::word_of_name_in;

    #[test]
    fn finds_a_name_in_either_alphabet() {
        for (id, name, word) in [
            ("petrov-i", "Иван Петров", "Петров"),
            ("ol.vetrova", "Ольга Ветрова", "Ветрова"),
            ("гаврилова2", "Светлана Гаврилова", "Гаврилова"),
            ("ju-yelcova", "Дарья Ельцова", "Ельцова"),
            ("shchukin", "Роман Щукин", "Щукин"),
            ("Akimov", "Ruslan Akimov", "Akimov"),
            ("hasanov7", "Эльдар Хасанов", "Хасанов"),
        ] {
            assert_eq!(word_of_name_in(id, name), Some(word), "{id}");
        }
    }

    #[test]
    fn a_staff_number_is_opaque() {
        assert_eq!(word_of_name_in("e1042", "Ольга Ветрова"), None);
        assert_eq!(word_of_name_in("x7014", "Ян Ли"), None);
    }
}
