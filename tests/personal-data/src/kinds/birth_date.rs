//! Birth dates: beside a name, or beside a word for birth.

use super::{Labels, Phrase};
use crate::dice::Dice;
use crate::person::{Case, Person};
use crate::spelling::by_hand;
use crate::{Language, Wording};

/// `N`, `G`, `D`, `I` in braces is the name in that case.
const LABELS: Labels = Labels {
    open: [
        &[
            "{N}, #",
            "{N} #",
            "{G} # г.р.",
            "{D} (#)",
            "{I}, дата рождения #",
            "дата рождения: #",
            "д.р. #",
            "#г.р., {N}",
            "{N}\n#",
            "{N} ДР #",
            "родился #",
            "рожд. #",
        ],
        &["{N}, born #", "{N} (#)", "date of birth: #", "DOB #", "{N}, #", "birthday #", "born on #", "birthDate=#"],
    ],
    held_out: [
        &[
            "{N} - #",
            "{D}, #",
            "{G} (# г. р.)",
            "д/р #",
            "{N}, родилась #",
            "# г.р.",
            "дата рожд.: #",
            "{N}, д. р. #",
            "рождён #",
            "{N} [#]",
        ],
        &["{N}, DOB: #", "born #", "{N} #", "birth date #", "{N}; date of birth #", "dob=#", "# (date of birth)"],
    ],
};

const MONTHS: [(&str, &str, &str); 12] = [
    ("января", "January", "Jan"),
    ("февраля", "February", "Feb"),
    ("марта", "March", "Mar"),
    ("апреля", "April", "Apr"),
    ("мая", "May", "May"),
    ("июня", "June", "Jun"),
    ("июля", "July", "Jul"),
    ("августа", "August", "Aug"),
    ("сентября", "September", "Sep"),
    ("октября", "October", "Oct"),
    ("ноября", "November", "Nov"),
    ("декабря", "December", "Dec"),
];

pub(super) fn phrase(dice: &mut Dice, wording: Wording, person: &Person, language: Language) -> Phrase {
    let label = LABELS.any(dice, wording, language);
    let (before, behind) = label.split_once('#').unwrap_or((label, ""));
    let is_announced = !label
        .replace("{N}", "")
        .replace("{G}", "")
        .replace("{D}", "")
        .replace("{I}", "")
        .chars()
        .all(|c| !c.is_alphabetic());
    let number = date(dice, language, is_announced);
    Phrase { before: told(dice, before, person), number, behind: told(dice, behind, person) }
}

/// The words with slips of the hand, the name without: it may be anybody's.
fn told(dice: &mut Dice, words: &str, person: &Person) -> String {
    let cases =
        [("{N}", Case::Nominative), ("{G}", Case::Genitive), ("{D}", Case::Dative), ("{I}", Case::Instrumental)];
    for (mark, case) in cases {
        if let Some((before, behind)) = words.split_once(mark) {
            return format!("{}{}{}", by_hand(dice, before), person.name(case), by_hand(dice, behind));
        }
    }
    by_hand(dice, words)
}

/// A date between 1930 and 2024. A year of two digits needs a word that says what it is.
fn date(dice: &mut Dice, language: Language, is_announced: bool) -> String {
    let (year, month, day) = (dice.within(1930, 2024), dice.within(1, 12), dice.within(1, 28));
    let (russian, english, short) = MONTHS[month as usize - 1];
    match (dice.below(20), language) {
        (0..9, _) => format!("{day:02}.{month:02}.{year}"),
        (9..11, _) => format!("{year}-{month:02}-{day:02}"),
        (11, _) => format!("{day:02}/{month:02}/{year}"),
        (12, _) => format!("{day:02}-{month:02}-{year}"),
        (13, _) => format!("{day}.{month}.{year}"),
        (14, _) if is_announced => format!("{day:02}.{month:02}.{:02}", year % 100),
        (15, _) if is_announced => format!("{day:02} {month:02} {year}"),
        (14..18, Language::Russian) => format!("{day} {russian} {year}"),
        (_, Language::Russian) => format!("{day:02}.{month:02}.{year}"),
        (14..16, Language::English) => format!("{day} {english} {year}"),
        (16, Language::English) => format!("{english} {day}, {year}"),
        (17, Language::English) => format!("{day} {short} {year}"),
        (_, Language::English) => format!("{year}-{month:02}-{day:02}"),
    }
}
