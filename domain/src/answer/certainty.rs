//! How sure a person is where the fault lies.

use super::stance::is_negation;
use super::vocabulary::{begins_like, is_one_of};
use super::word::{Word, says, stated_words};
use serde::{Deserialize, Serialize};

/// How sure a statement is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// "точно".
    Certain,
    /// "похоже".
    Suspected,
}

/// Reads how sure a text is. Any doubt in it wins over any certainty; no knowledge at all ("точно
/// не знаю") and no word of it are `None`.
pub fn read_certainty(text: &str) -> Option<Certainty> {
    let words = stated_words(text);
    let ignorant = (0..words.len()).any(|at| is_ignorance(&words, at));
    let senses: Vec<Certainty> = (0..words.len()).filter_map(|at| sense(&words, at)).collect();
    let sure = senses.first().copied()?;
    let doubted = senses.contains(&Certainty::Suspected);
    match (ignorant, doubted) {
        (true, _) => None,
        (false, true) => Some(Certainty::Suspected),
        (false, false) => Some(sure),
    }
}

/// What the word says; a denied certainty is a suspicion, a denied suspicion says nothing.
fn sense(words: &[Word], at: usize) -> Option<Certainty> {
    let text = words[at].text.as_str();
    let certain_stems = "уверен несомненн однозначн подтвержд стопроцентн certain definite confirm undoubted";
    let suspected_stems = "подозр вероятн предполо предполаг неуверен suspect uncertain presum";
    let guesses = "похоже кажется возможно видимо наверное наверно вроде думаю думаем неточно maybe perhaps possibly \
                   probably likely unsure think seems guess";
    let denied = at > 0 && is_close_negation(&words[at - 1].text);
    let phrase = says(words, at, &["скорее", "всего"]) || says(words, at, &["может", "быть"]);
    if phrase || begins_like(text, suspected_stems) || is_one_of(text, guesses) {
        return (!denied).then_some(Certainty::Suspected);
    }
    let sure = matches!(text, "точно" | "sure" | "surely" | "100%") || begins_like(text, certain_stems);
    sure.then_some(if denied { Certainty::Suspected } else { Certainty::Certain })
}

fn is_close_negation(text: &str) -> bool {
    is_negation(text) || is_one_of(text, "совсем очень fully entirely quite")
}

fn is_ignorance(words: &[Word], at: usize) -> bool {
    let knowing = "знаю знаем понятно известно ясно know";
    let unknown = "неизвестно непонятно неясно нельзя unknown unclear hz хз";
    let text = words[at].text.as_str();
    is_one_of(text, unknown)
        || (at > 0 && is_one_of(text, knowing) && is_negation(&words[at - 1].text))
        || says(words, at, &["no", "idea"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn table() {
        use Certainty::{Certain, Suspected};
        for (text, expected) in [
            ("точно", Some(Certain)),
            ("Точно БД", Some(Certain)),
            ("уверены", Some(Certain)),
            ("уверен на 100%", Some(Certain)),
            ("certain", Some(Certain)),
            ("sure, it's the DB", Some(Certain)),
            ("definitely the network", Some(Certain)),
            ("confirmed", Some(Certain)),
            ("не подозреваем, а уверены", Some(Certain)),
            ("suspected", Some(Suspected)),
            ("подозреваем МИС", Some(Suspected)),
            ("под подозрением сеть", Some(Suspected)),
            ("похоже на сеть", Some(Suspected)),
            ("Вероятно, лаборатория", Some(Suspected)),
            ("кажется, БД", Some(Suspected)),
            ("скорее всего сеть", Some(Suspected)),
            ("maybe the DB", Some(Suspected)),
            ("probably", Some(Suspected)),
            ("I think it is the DB", Some(Suspected)),
            ("не уверен", Some(Suspected)),
            ("не точно", Some(Suspected)),
            ("not sure", Some(Suspected)),
            ("not quite certain", Some(Suspected)),
            ("uncertain", Some(Suspected)),
            ("уверен? нет, вероятно", Some(Suspected)),
            ("вероятно, но точно скажу позже", Some(Suspected)),
            ("точно не знаю", None),
            ("точно неизвестно", None),
            ("I don't know for sure", None),
            ("точно?", None),
            ("невероятно", None),
            ("БД", None),
            ("", None),
        ] {
            assert_eq!(read_certainty(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "[\\s\\S]*") {
            let _ = read_certainty(&text);
        }
    }
}
