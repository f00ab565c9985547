//! Where the failure is felt: all organisations, or some of the catalogue, by id or by name.
//!
//! What is recorded are the catalogue's ids, never the words typed: a sentence that says more than
//! names is asked about.

use super::{Ask, Reading, Said};
use crate::answer::{ChoiceReading, ChoiceWords, Named, clean, mentions, read_choice};
use crate::catalogue::Organisation;
use crate::ids::OrganisationId;
use crate::incident::{Arg, Scope, Value, Wording};
use std::collections::BTreeMap;

/// The choice "all organisations".
pub(super) const ALL: &str = "all";

/// Words that mean everywhere.
const EVERYWHERE: [&str; 9] = [
    "все",
    "всем",
    "везде",
    "все организации",
    "весь город",
    "everywhere",
    "all organisations",
    "everyone",
    "everybody",
];

/// Words beside the names that change nothing about which organisations are meant.
const FILLERS: &str = "в во на у и а по из только лишь также еще тоже плюс это пока нас там тут жалуются звонят сообщают \
    охват организация организации организациях in at the a and only also plus it is from scope organisation \
    organisations";

/// What does not happen where it fails; without "not" before it, it would mean the opposite.
const FAILING: [&str; 9] = ["работа", "откры", "доступ", "груз", "вход", "work", "open", "load", "available"];

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    match scope_named(&ask.cx.catalogue.organisations, text) {
        Ok(scope) => Reading::Says(Said::Plain(Value::Scope { scope }), ask.cx.now),
        Err(question) => Reading::Ask(question),
    }
}

/// The scope a text names.
///
/// # Errors
/// The question to ask back.
pub(crate) fn scope_named(
    organisations: &BTreeMap<OrganisationId, Organisation>,
    text: &str,
) -> Result<Scope, Wording> {
    let text = clean(text);
    let names: Vec<(&str, Vec<String>)> = organisations
        .values()
        .map(|known| (known.id.as_str(), std::iter::once(&known.name).chain(&known.aliases).cloned().collect()))
        .collect();
    let named: Vec<Named> = names.iter().map(|(id, names)| Named { id, names }).collect();
    let found = mentions(&text, &named);
    if found.ids.is_empty() && is_everywhere(&text) {
        return Ok(Scope::All);
    }
    if organisations.is_empty() {
        return Err(Wording::new("ask-scope-none-known"));
    }
    if found.ids.is_empty() {
        return Err(Wording::new("ask-scope"));
    }
    let ids = found.ids.into_iter().map(OrganisationId::new);
    if adds_nothing(&found.rest) {
        return Ok(Scope::Organisations(ids.collect()));
    }
    Err(Wording::new("ask-scope-partly").with("organisations", Arg::List(ids.map(Arg::Organisation).collect())))
}

fn is_everywhere(text: &str) -> bool {
    let words: Vec<String> = EVERYWHERE.iter().map(|word| (*word).to_owned()).collect();
    let choice = read_choice(text, &[ChoiceWords { id: ALL, words: &words }]);
    matches!(choice, ChoiceReading::One(_, rest) if rest.trim().is_empty())
}

/// Whether nothing is said beside the names but that it fails there.
fn adds_nothing(rest: &[String]) -> bool {
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        let harmless = match word.as_str() {
            "не" | "not" => words.next().is_some_and(|next| FAILING.iter().any(|stem| next.starts_with(stem))),
            word => FILLERS.split_ascii_whitespace().any(|filler| filler == word),
        };
        if !harmless {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Organisation;

    fn organisations() -> BTreeMap<OrganisationId, Organisation> {
        let known: [(&str, &str, &[&str]); 4] = [
            ("gp-12", "Поликлиника № 12", &["двенадцатая", "Polyclinic 12"]),
            ("gp-14", "Поликлиника № 14", &[]),
            ("dgp-3", "Детская поликлиника № 3", &["третья детская"]),
            ("mother", "Центр охраны материнства и детства", &[]),
        ];
        let one = |(id, name, aliases): (&str, &str, &[&str])| {
            let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
            (id.into(), Organisation { id: id.into(), name: name.to_owned(), aliases })
        };
        known.into_iter().map(one).collect()
    }

    fn some(ids: &[&str]) -> Scope {
        Scope::Organisations(ids.iter().map(|id| (*id).into()).collect())
    }

    fn asked(text: &str) -> String {
        scope_named(&organisations(), text).map_or_else(|question| question.key, |scope| format!("{scope:?}"))
    }

    #[test]
    fn organisations_are_named_by_id_or_name_in_any_case() {
        for (text, ids) in [
            ("gp-12", &["gp-12"][..]),
            ("GP-12, gp-14", &["gp-12", "gp-14"]),
            ("Поликлиника № 12", &["gp-12"]),
            ("в поликлинике №12", &["gp-12"]),
            ("в поликлинике 12 и в детской поликлинике 3", &["dgp-3", "gp-12"]),
            ("не работает в двенадцатой", &["gp-12"]),
            ("жалуются из центра охраны материнства и детства", &["mother"]),
            ("polyclinic 12 only", &["gp-12"]),
        ] {
            assert_eq!(scope_named(&organisations(), text), Ok(some(ids)), "{text:?}");
        }
    }

    #[test]
    fn everywhere_is_said_in_words() {
        for text in ["все", "везде", "everywhere", "all"] {
            assert_eq!(scope_named(&organisations(), text), Ok(Scope::All), "{text:?}");
            assert_eq!(scope_named(&BTreeMap::new(), text), Ok(Scope::All), "{text:?}");
        }
    }

    #[test]
    fn what_says_more_or_other_than_names_is_asked_about() {
        for text in [
            "везде, кроме поликлиники 12",
            "не в поликлинике 12",
            "работает в поликлинике 12",
            "поликлиники 12 и 15",
            "поликлиника 12, пациентка Иванова",
            "поликлиника 12 и больница святой Анны",
        ] {
            assert_eq!(asked(text), "ask-scope-partly", "{text:?}");
        }
        for text in ["поликлиника 99", "не знаю", "Иванова Мария", ""] {
            assert_eq!(asked(text), "ask-scope", "{text:?}");
        }
        let nothing = scope_named(&BTreeMap::new(), "поликлиника 12");
        assert_eq!(nothing, Err(Wording::new("ask-scope-none-known")));
    }
}
