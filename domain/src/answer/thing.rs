//! A thing of the catalogue named in a text: a service, a function, a person.

use super::inflection::same_word;
use super::word::{Word, fold, words};

/// A thing that can be named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Named<'a> {
    /// Its id, counted as a name where it stands as a whole word.
    pub id: &'a str,
    /// What people call it, in every language.
    pub names: &'a [String],
}

/// What a text names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// One thing, by id.
    One(String),
    /// Several, by id, in the order of the text.
    Several(Vec<String>),
    /// Nothing known.
    None,
}

/// How closely a text has a thing's name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// In another case of the noun.
    Inflected,
    /// Letter by letter.
    Exact,
}

/// A name found, with its place.
#[derive(Clone, Copy)]
struct Hit<'a> {
    id: &'a str,
    first: usize,
    end: usize,
    fit: Fit,
}

/// What a text mentions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mentions {
    /// Things by id, in the order of the text.
    pub ids: Vec<String>,
    /// Words that belong to no name, folded.
    pub rest: Vec<String>,
}

/// Finds the thing a text names. Ids and names are found as whole words, whatever their case; of
/// names that overlap the longest counts, then the one written letter by letter.
pub fn find_thing(text: &str, things: &[Named]) -> Found {
    let mut ids = mentions(text, things).ids;
    match ids.len() {
        0 => Found::None,
        1 => Found::One(ids.remove(0)),
        _ => Found::Several(ids),
    }
}

/// Finds everything a text names, as [`find_thing`] does, and what it says besides.
pub fn mentions(text: &str, things: &[Named]) -> Mentions {
    let said = words(text);
    let parts: Vec<Part> = said.iter().flat_map(parts).collect();
    let mut hits: Vec<Hit> = Vec::new();
    for thing in things {
        let id = fold(thing.id);
        let ids = parts.iter().enumerate().filter(|(_, part)| part.whole.as_ref() == Some(&id));
        hits.extend(ids.map(|(at, part)| Hit { id: thing.id, first: at, end: at + part.siblings, fit: Fit::Exact }));
        for name in thing.names.iter().filter(|name| may_be_named(&parts, name)) {
            let name: Vec<String> = words(name).iter().flat_map(self::parts).map(|part| part.text).collect();
            hits.extend((0..parts.len()).filter_map(|at| hit(&parts, at, &name, thing.id)));
        }
    }
    let mut named = vec![false; parts.len()];
    hits.iter().for_each(|hit| named[hit.first..hit.end].fill(true));
    let rest = parts.into_iter().zip(named).filter(|(_, named)| !named).map(|(part, _)| part.text).collect();
    Mentions { ids: told(hits), rest }
}

/// Ids of what is not hidden by a better name, in the order of the text.
fn told(mut hits: Vec<Hit>) -> Vec<String> {
    hits.sort_by_key(|hit| hit.first);
    let longest = hits.iter().map(|hit| hit.end - hit.first).max().unwrap_or_default();
    let mut ids: Vec<String> = Vec::new();
    for hit in &hits {
        // What hides it begins no later and is no longer than the longest: a message may be of names alone.
        let from = hits.partition_point(|other| other.first + longest < hit.end);
        let until = hits.partition_point(|other| other.first <= hit.first);
        if !hits[from..until].iter().any(|other| hides(other, hit)) && !ids.iter().any(|id| id == hit.id) {
            ids.push(hit.id.to_owned());
        }
    }
    ids
}

/// Whether any word said begins as the name does: of an estate's thousands of names most are done with by that.
fn may_be_named(parts: &[Part], name: &str) -> bool {
    // Of a letter and whatever marks are over it, together; what begins otherwise is looked at whole.
    let mut letters = 0;
    let first = name.trim_start().chars().take_while(|c| {
        letters += usize::from(c.is_alphabetic());
        letters < 2
    });
    let begins: String = first.collect();
    match fold(&begins).chars().next().filter(|first| first.is_alphabetic()) {
        Some(first) => parts.iter().any(|part| part.text.starts_with(first)),
        None => true,
    }
}

/// A word between hyphens: "онлайн-запись" is two, "мис-2" is one.
struct Part {
    text: String,
    /// The whole word it belongs to, at the first part of it: a word may have thousands.
    whole: Option<String>,
    /// Parts of that word.
    siblings: usize,
}

fn parts(word: &Word) -> Vec<Part> {
    let splits =
        word.text.split(['-', '/']).all(|part| part.chars().count() > 1 && part.chars().all(char::is_alphabetic));
    let pieces: Vec<&str> = if splits { word.text.split(['-', '/']).collect() } else { vec![&word.text] };
    let part = |(number, piece): (usize, &&str)| Part {
        text: (*piece).to_owned(),
        whole: (number == 0).then(|| word.text.clone()),
        siblings: pieces.len(),
    };
    pieces.iter().enumerate().map(part).collect()
}

fn hit<'a>(parts: &[Part], at: usize, name: &[String], id: &'a str) -> Option<Hit<'a>> {
    let said = parts.get(at..at + name.len()).filter(|_| !name.is_empty())?;
    let same = said.iter().zip(name).all(|(part, wanted)| same_word(&part.text, wanted));
    let exact = said.iter().zip(name).all(|(part, wanted)| part.text == *wanted);
    same.then_some(Hit { id, first: at, end: at + name.len(), fit: if exact { Fit::Exact } else { Fit::Inflected } })
}

/// Whether `one` covers the place of `other` and names it better.
fn hides(one: &Hit, other: &Hit) -> bool {
    let covers = one.first <= other.first && other.end <= one.end;
    let (length, shorter) = (one.end - one.first, other.end - other.first);
    covers && (length > shorter || one.fit > other.fit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const THINGS: [(&str, &[&str]); 9] = [
        ("appointments", &["Запись на приём", "Appointments"]),
        ("records", &["Электронная медицинская карта", "ЭМК", "Medical records"]),
        ("mis", &["МИС", "Медицинская информационная система"]),
        ("mis-2", &["МИС-2"]),
        ("lab", &["Лаборатория", "Лаб"]),
        ("lab-orders", &["Лабораторные направления"]),
        ("schedule", &["Расписание", "Онлайн-расписание"]),
        ("person-7", &["Пётр Иванов", "Иванов"]),
        ("person-8", &["Иван Петров", "Иван"]),
    ];

    fn find(text: &str) -> Found {
        let names: Vec<Vec<String>> =
            THINGS.iter().map(|(_, names)| names.iter().map(|name| (*name).to_owned()).collect()).collect();
        let things: Vec<Named> = THINGS.iter().zip(&names).map(|((id, _), names)| Named { id, names }).collect();
        find_thing(text, &things)
    }

    #[test]
    fn found() {
        for (text, id) in [
            ("appointments", "appointments"),
            ("запись на прием", "appointments"),
            ("Не работает ЗАПИСЬ НА ПРИЁМ!", "appointments"),
            ("проблема с записью на приём", "appointments"),
            ("в электронной медицинской карте пусто", "records"),
            ("ЭМК лежит", "records"),
            ("«МИС»", "mis"),
            ("лежит МИС-2", "mis-2"),
            ("mis-2", "mis-2"),
            ("похоже на лабораторию", "lab"),
            ("в лаборатории", "lab"),
            ("лабораторные направления", "lab-orders"),
            ("lab-orders", "lab-orders"),
            ("онлайн расписание", "schedule"),
            ("онлайн-расписания нет", "schedule"),
            ("передал Иванову", "person-7"),
            ("Пётр Иванов", "person-7"),
            ("Петра Иванова нет, ждём", "person-7"),
            ("Иван принял", "person-8"),
            ("МИС, точнее МИС", "mis"),
            ("medical records are down", "records"),
        ] {
            assert_eq!(find(text), Found::One(id.to_owned()), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_name_may_be_named_where_it_is_said(name in "[а-яё№«a-z0-9й\u{306}\u{308}\u{200b}.,;:/ —-]{1,12}|\\PC{1,12}") {
            let said = words(&name);
            let parts: Vec<Part> = said.iter().flat_map(super::parts).collect();
            prop_assert!(parts.is_empty() || may_be_named(&parts, &name));
        }
    }

    #[test]
    fn marks_over_the_first_letter_belong_to_it() {
        for name in ["и\u{306}од", "и\u{308}\u{306}", "\u{200b}и\u{200b}\u{306}од", "е\u{308}лка"] {
            let names = [name.to_owned()];
            let found = find_thing(&format!("лежит {name}"), &[Named { id: "it", names: &names }]);
            assert_eq!(found, Found::One("it".to_owned()), "{name:?}");
        }
    }

    #[test]
    fn a_message_of_names_or_of_parts_alone_is_read_through_once() {
        let found = mentions(&"мис ".repeat(60_000), &[Named { id: "mis", names: &["МИС".to_owned()] }]);
        assert_eq!(found, Mentions { ids: vec!["mis".to_owned()], rest: Vec::new() });
        assert_eq!(mentions(&format!("{}ab", "ab-".repeat(80_000)), &[]).rest.len(), 80_001);
    }

    #[test]
    fn several() {
        for (text, ids) in [
            ("МИС и лаборатория", vec!["mis", "lab"]),
            ("лаборатория или МИС-2", vec!["lab", "mis-2"]),
            ("МИС/ЭМК", vec!["mis", "records"]),
            ("Иван, а не Иванов", vec!["person-8", "person-7"]),
        ] {
            assert_eq!(find(text), Found::Several(ids.into_iter().map(str::to_owned).collect()), "{text:?}");
        }
    }

    #[test]
    fn not_found() {
        for text in [
            "",
            "не знаю",
            "миска",
            "комиссия",
            "лабиринт",
            "mis-22",
            "mis-2-old",
            "записка",
            "приём",
            "https://mis/",
            "слаб",
            "МИС-3",
        ] {
            assert_eq!(find(text), Found::None, "{text:?}");
        }
        assert_eq!(find_thing("МИС", &[]), Found::None);
    }

    proptest! {
        #[test]
        fn never_panics(text in "[\\s\\S]*|((мис|-|2|запись|на|прием|/|лаб|[,.]) ?)*") {
            let _ = find(&text);
        }
    }
}
