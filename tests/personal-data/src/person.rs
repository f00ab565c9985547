//! Invented people, named in every case as Russian declines them.

use crate::dice::Dice;
use crate::{Language, Wording};

/// The cases a story asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Case {
    Nominative,
    Genitive,
    Dative,
    Instrumental,
}

/// A name in its parts.
pub(crate) struct Person {
    language: Language,
    is_woman: bool,
    /// Without its ending.
    surname: &'static str,
    given: Given,
    /// Of the father's name, to "-ович" or "-овна".
    father: &'static str,
    shape: u64,
}

type Given = [&'static str; 4];

const MEN_OPEN: [Given; 6] = [
    ["Иван", "Ивана", "Ивану", "Иваном"],
    ["Пётр", "Петра", "Петру", "Петром"],
    ["Алексей", "Алексея", "Алексею", "Алексеем"],
    ["Руслан", "Руслана", "Руслану", "Русланом"],
    ["Дмитрий", "Дмитрия", "Дмитрию", "Дмитрием"],
    ["Олег", "Олега", "Олегу", "Олегом"],
];
const MEN_HELD: [Given; 6] = [
    ["Сергей", "Сергея", "Сергею", "Сергеем"],
    ["Тимур", "Тимура", "Тимуру", "Тимуром"],
    ["Николай", "Николая", "Николаю", "Николаем"],
    ["Глеб", "Глеба", "Глебу", "Глебом"],
    ["Юрий", "Юрия", "Юрию", "Юрием"],
    ["Артём", "Артёма", "Артёму", "Артёмом"],
];
const WOMEN_OPEN: [Given; 5] = [
    ["Мария", "Марии", "Марии", "Марией"],
    ["Анна", "Анны", "Анне", "Анной"],
    ["Ольга", "Ольги", "Ольге", "Ольгой"],
    ["Гульнара", "Гульнары", "Гульнаре", "Гульнарой"],
    ["Любовь", "Любови", "Любови", "Любовью"],
];
const WOMEN_HELD: [Given; 5] = [
    ["Елена", "Елены", "Елене", "Еленой"],
    ["Наталья", "Натальи", "Наталье", "Натальей"],
    ["Зоя", "Зои", "Зое", "Зоей"],
    ["Алсу", "Алсу", "Алсу", "Алсу"],
    ["Юлия", "Юлии", "Юлии", "Юлией"],
];
const SURNAMES_OPEN: [&str; 8] =
    ["Иванов", "Сидорин", "Петров", "Ясеньев", "Громов", "Лопухин", "Ахметов", "Мартынов-Берёзов"];
const SURNAMES_HELD: [&str; 8] = ["Кузьмин", "Орлов", "Хасанов", "Щукин", "Ефимов", "Зыков", "Белов-Ручьёв", "Цветков"];
const FATHERS_OPEN: [&str; 5] = ["Иван", "Петр", "Александр", "Руслан", "Семён"];
const FATHERS_HELD: [&str; 5] = ["Михайл", "Фёдор", "Степан", "Тимур", "Антон"];
const ENGLISH_OPEN: [(&str, &str); 5] =
    [("Ivan", "Petrov"), ("Maria", "Gromova"), ("John", "Ashwood"), ("Anna", "Sidorina"), ("Oleg", "Akhmetov")];
const ENGLISH_HELD: [(&str, &str); 5] =
    [("Yulia", "Orlova"), ("Sergey", "Khasanov"), ("Emma", "Brookfield"), ("Gleb", "Zykov"), ("Elena", "Tsvetkova")];

impl Person {
    pub fn any(dice: &mut Dice, wording: Wording, language: Language) -> Self {
        let half = |open: &'static [Given], held: &'static [Given]| match wording {
            Wording::Open => open,
            Wording::HeldOut => held,
        };
        let is_woman = dice.percent(50);
        let given = if is_woman { half(&WOMEN_OPEN, &WOMEN_HELD) } else { half(&MEN_OPEN, &MEN_HELD) };
        let (surnames, fathers) = match wording {
            Wording::Open => (&SURNAMES_OPEN, &FATHERS_OPEN),
            Wording::HeldOut => (&SURNAMES_HELD, &FATHERS_HELD),
        };
        let mut person = Self {
            language,
            is_woman,
            surname: dice.of(surnames),
            given: dice.of(given),
            father: dice.of(fathers),
            shape: dice.below(20),
        };
        if language == Language::English {
            let (given, surname) = match wording {
                Wording::Open => dice.of(&ENGLISH_OPEN),
                Wording::HeldOut => dice.of(&ENGLISH_HELD),
            };
            (person.father, person.surname) = (given, surname);
        }
        person
    }

    /// The name in one of the ways people write it.
    pub fn name(&self, case: Case) -> String {
        if self.language == Language::English {
            return self.english();
        }
        let surname = self.surname(case);
        let given = self.given[case as usize];
        let father = self.patronymic(case);
        let initials = (&given[..initial(given)], &father[..initial(&father)]);
        match self.shape {
            0..8 => format!("{surname} {given} {father}"),
            8..11 => format!("{surname} {}. {}.", initials.0, initials.1),
            11..13 => format!("{surname} {}.{}.", initials.0, initials.1),
            13 => format!("{}.{}. {surname}", initials.0, initials.1),
            14..16 => format!("{given} {surname}"),
            16 => format!("{given} {father} {surname}"),
            17 => format!("{surname} {given} {father}").to_uppercase(),
            18 => format!("{surname} {given} {father}").to_lowercase(),
            _ => format!("{} {given} {father}", surname.to_uppercase()),
        }
    }

    fn english(&self) -> String {
        let (given, surname) = (self.father, self.surname);
        match self.shape {
            0..12 => format!("{given} {surname}"),
            12..15 => format!("{surname} {given}"),
            15..17 => format!("{surname}, {given}"),
            17 => format!("{}. {surname}", &given[..1]),
            18 => format!("{given} {}", surname.to_uppercase()),
            _ => format!("{given} M. {surname}"),
        }
    }

    /// "-ов", "-ин" and both halves of a double one.
    fn surname(&self, case: Case) -> String {
        let ending = match (self.is_woman, case) {
            (false, Case::Nominative) => "",
            (false, Case::Genitive) | (true, Case::Nominative) => "а",
            (false, Case::Dative) => "у",
            (false, Case::Instrumental) => "ым",
            (true, Case::Genitive | Case::Dative | Case::Instrumental) => "ой",
        };
        self.surname.split('-').map(|half| format!("{half}{ending}")).collect::<Vec<_>>().join("-")
    }

    fn patronymic(&self, case: Case) -> String {
        let ending = match (self.is_woman, case) {
            (false, Case::Nominative) => "ович",
            (false, Case::Genitive) => "овича",
            (false, Case::Dative) => "овичу",
            (false, Case::Instrumental) => "овичем",
            (true, Case::Nominative) => "овна",
            (true, Case::Genitive) => "овны",
            (true, Case::Dative) => "овне",
            (true, Case::Instrumental) => "овной",
        };
        format!("{}{ending}", self.father)
    }
}

/// Length of the first letter, bytes.
fn initial(name: &str) -> usize {
    name.chars().next().map_or(0, char::len_utf8)
}
