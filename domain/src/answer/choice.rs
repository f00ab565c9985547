//! One of several answers: by id, label, number, or the beginning of a word.

use super::inflection::same_word;
use super::stance::is_negation;
use super::word::{Joint, Word, fold, stated_words, without, words};

/// An answer to choose, with its labels in every language; the order is that of the numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChoiceWords<'a> {
    /// What is recorded.
    pub id: &'a str,
    /// What people see and type.
    pub words: &'a [String],
}

/// Which answer was chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ChoiceReading {
    /// One: its id, and the rest of the text.
    One(String, String),
    /// Several, by id, in order.
    Several(Vec<String>),
    /// None of them, or not said as a statement.
    None,
}

/// A choice found in the text, with the words that name it.
struct Hit<'a> {
    id: &'a str,
    first: usize,
    end: usize,
}

/// Reads which answer was chosen: the whole text as id or label, then its number, then labels named
/// in the text, then the beginning of a label. A denied label ("не подрядчик") is not chosen.
pub fn read_choice(text: &str, choices: &[ChoiceWords]) -> ChoiceReading {
    let whole = fold(text.trim());
    let exact = choices.iter().find(|choice| names(choice).any(|name| fold(name) == whole));
    if let Some(choice) = exact {
        return ChoiceReading::One(choice.id.to_owned(), String::new());
    }
    let words = stated_words(text);
    if let Some((choice, end)) = numbered(text, &words, choices) {
        return one(text, &words, &Hit { id: choice.id, first: 0, end });
    }
    let mut hits = named(&words, choices);
    if hits.is_empty() {
        hits = begun(&words, choices);
    }
    let mut ids: Vec<&str> = Vec::new();
    for hit in &hits {
        if !ids.contains(&hit.id) {
            ids.push(hit.id);
        }
    }
    match (ids.as_slice(), hits.first()) {
        ([_], Some(hit)) => one(text, &words, hit),
        ([], _) | (_, None) => ChoiceReading::None,
        (several, Some(_)) => ChoiceReading::Several(several.iter().map(|id| (*id).to_owned()).collect()),
    }
}

fn one(text: &str, words: &[Word], hit: &Hit) -> ChoiceReading {
    let rest = without(text, &[(words[hit.first].from, words[hit.end - 1].to)]);
    ChoiceReading::One(hit.id.to_owned(), rest)
}

fn names<'a>(choice: &ChoiceWords<'a>) -> impl Iterator<Item = &'a str> {
    std::iter::once(choice.id).chain(choice.words.iter().map(String::as_str))
}

/// "2", "2)", "2. потому что", "№ 2", "вариант 2"; not "2 часа".
fn numbered<'c, 'a>(
    text: &str,
    words: &[Word],
    choices: &'c [ChoiceWords<'a>],
) -> Option<(&'c ChoiceWords<'a>, usize)> {
    let led = matches!(words.first()?.text.as_str(), "вариант" | "пункт" | "номер" | "option" | "number" | "choice");
    let at = usize::from(led);
    let word = words.get(at)?;
    let marked = text[word.to..].starts_with([')', '.', ':', ',', ';'])
        || words.get(at + 1).is_none_or(|next| next.joint != Joint::Blank);
    let number: usize = word.text.parse().ok().filter(|_| word.text.bytes().all(|b| b.is_ascii_digit()))?;
    let choice = choices.get(number.checked_sub(1)?)?;
    (led || marked).then_some((choice, at + 1))
}

/// Labels and ids named as whole words, in any case of the noun; longer names hide shorter ones.
fn named<'a>(said: &[Word], choices: &[ChoiceWords<'a>]) -> Vec<Hit<'a>> {
    let mut hits: Vec<Hit> = Vec::new();
    for choice in choices {
        for name in names(choice) {
            let name: Vec<String> = words(name).into_iter().map(|word| word.text).collect();
            let starts = (0..said.len()).filter(|at| is_named_at(said, *at, &name));
            hits.extend(starts.map(|first| Hit { id: choice.id, first, end: first + name.len() }));
        }
    }
    let hidden = |hit: &Hit| {
        hits.iter().any(|other| {
            other.first <= hit.first && hit.end <= other.end && hit.end - hit.first < other.end - other.first
        })
    };
    let keep: Vec<bool> = hits.iter().map(|hit| !hidden(hit) && !is_denied(said, hit.first)).collect();
    hits.into_iter().zip(keep).filter_map(|(hit, keep)| keep.then_some(hit)).collect()
}

fn is_named_at(said: &[Word], at: usize, name: &[String]) -> bool {
    !name.is_empty()
        && said.len() >= at + name.len()
        && said[at..].iter().zip(name).all(|(word, wanted)| same_word(&word.text, wanted))
}

fn is_denied(said: &[Word], at: usize) -> bool {
    at > 0 && said[at].joint == Joint::Blank && is_negation(&said[at - 1].text)
}

/// The first word, three letters or more, as the beginning of a label: "подр", "закр". Only in a text
/// of a few words or before a mark, where it is the answer and not a sentence that begins alike.
fn begun<'a>(said: &[Word], choices: &[ChoiceWords<'a>]) -> Vec<Hit<'a>> {
    let Some(first) = said.first().filter(|word| word.text.chars().count() >= 3) else { return Vec::new() };
    if said.len() > 3 && said[1].joint == Joint::Blank {
        return Vec::new();
    }
    let begins = |place: fn(&[Word], &str) -> bool| -> Vec<Hit<'a>> {
        let fits = |choice: &&ChoiceWords<'a>| names(choice).any(|name| place(&words(name), &first.text));
        choices.iter().filter(fits).map(|choice| Hit { id: choice.id, first: 0, end: 1 }).collect()
    };
    let first_words = begins(|name, typed| name.first().is_some_and(|word| word.text.starts_with(typed)));
    if first_words.is_empty() {
        begins(|name, typed| name.iter().any(|word| word.text.starts_with(typed)))
    } else {
        first_words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHOICES: [(&str, [&str; 2]); 6] = [
        ("ours", ["Наша", "Ours"]),
        ("contractor", ["Подрядчик", "Contractor"]),
        ("outside", ["Внешняя причина", "Outside"]),
        ("new_problem", ["Закрыть и создать проблему", "Close and create a problem"]),
        ("no_problem", ["Закрыть", "Close"]),
        ("unknown", ["Причина не известна", "Unknown"]),
    ];

    fn read(text: &str) -> ChoiceReading {
        let labels = CHOICES.map(|(_, labels)| labels.map(str::to_owned));
        let choices: Vec<ChoiceWords> =
            CHOICES.iter().zip(&labels).map(|((id, _), words)| ChoiceWords { id, words }).collect();
        read_choice(text, &choices)
    }

    fn one(text: &str, id: &str, rest: &str) {
        assert_eq!(read(text), ChoiceReading::One(id.to_owned(), rest.to_owned()), "{text:?}");
    }

    #[test]
    fn whole_answers() {
        one("contractor", "contractor", "");
        one("new_problem", "new_problem", "");
        one("ПОДРЯДЧИК", "contractor", "");
        one(" наша ", "ours", "");
        one("Close and create a problem", "new_problem", "");
        one("закрыть", "no_problem", "");
        one("Причина не известна", "unknown", "");
    }

    #[test]
    fn numbers() {
        one("2", "contractor", "");
        one("2)", "contractor", "");
        one("2.", "contractor", "");
        one("№2", "contractor", "");
        one("вариант 2", "contractor", "");
        one("option 3 because of the carrier", "outside", "because of the carrier");
        one("2) забыли про сертификат", "contractor", "забыли про сертификат");
        for text in ["0", "7", "99999999999999999999", "2 часа лежало", "2:30", "2?", "1.5"] {
            assert_eq!(read(text), ChoiceReading::None, "{text:?}");
        }
    }

    #[test]
    fn labels_in_a_sentence() {
        one("виноват подрядчик", "contractor", "виноват");
        one("на стороне подрядчика, забыли сертификат", "contractor", "на стороне, забыли сертификат");
        one("закрыть и создать проблему, повторяется", "new_problem", "повторяется");
        one("не подрядчик, внешняя причина", "outside", "не подрядчик");
        one("not contractor, ours", "ours", "not contractor");
        one("contractor: certificate expired", "contractor", "certificate expired");
    }

    #[test]
    fn beginnings() {
        one("подр", "contractor", "");
        one("внеш", "outside", "");
        one("подр, сертификат", "contractor", "сертификат");
        one("contr", "contractor", "");
        one("созд", "new_problem", "");
        assert_eq!(read("закр"), ChoiceReading::Several(vec!["new_problem".to_owned(), "no_problem".to_owned()]));
        for text in ["по", "подр упал и потом всё лежало", "zzz"] {
            assert_eq!(read(text), ChoiceReading::None, "{text:?}");
        }
    }

    #[test]
    fn nothing_and_too_much() {
        for text in ["", "не знаю", "не подрядчик", "подрядчик?", "https://host/contractor"] {
            assert_eq!(read(text), ChoiceReading::None, "{text:?}");
        }
        let both = ChoiceReading::Several(vec!["ours".to_owned(), "contractor".to_owned()]);
        assert_eq!(read("наша или подрядчик"), both);
        assert_eq!(read_choice("2", &[]), ChoiceReading::None);
    }

    proptest! {
        #[test]
        fn never_panics(text in "[\\s\\S]*|((не|закрыть|подр|2|contractor|close|[,.?)]) ?)*") {
            let _ = read(&text);
        }
    }
}
