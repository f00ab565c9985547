//! What a word says about the number beside it: "паспорт", "ИНН", "born".

use super::{digit, slip, twins};

/// What words of a text announce, as a set.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Senses(u16);

impl Senses {
    /// Takes one in.
    pub fn insert(&mut self, sense: Sense) {
        self.0 |= 1 << sense as u16;
    }

    /// Whether it is in.
    pub fn contains(self, sense: Sense) -> bool {
        self.0 & (1 << sense as u16) != 0
    }
}

/// What a word announces.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Sense {
    Snils,
    Inn,
    Policy,
    Card,
    Passport,
    Phone,
    Birth,
    /// A moment written as one number, which no card is.
    Moment,
}

/// What a word is to the recognisers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// Announces an identifier.
    Announces(Sense),
    /// May stand inside an identifier ("серия 4509 номер 123456", "12 мая 1980"). Never counted, or
    /// the distance between two other words would shrink when that identifier is masked.
    Filler,
    /// Any other word.
    Plain,
}

/// Longest word worth looking at, in bytes; "налогоплательщиками" has 38.
const LONGEST: usize = 48;

/// What `word` (letters only) is. `scratch` is only there to save an allocation per word.
pub(super) fn role(word: &str, scratch: &mut String) -> Role {
    if word.len() > LONGEST {
        return Role::Plain;
    }
    let humps = fold(word, scratch);
    known(scratch)
        .or_else(|| (humps != 0).then(|| part_announced(scratch, humps)).flatten().map(Role::Announces))
        .or_else(|| twins::settle(scratch).then(|| known(scratch)).flatten())
        .or_else(|| slip::announced(scratch).map(Role::Announces))
        .unwrap_or(Role::Plain)
}

/// What a word in lower case is, if it is more than plain.
fn known(word: &str) -> Option<Role> {
    announced(word).map(Role::Announces).or_else(|| is_filler(word).then_some(Role::Filler))
}

/// Whether `word` stands between a series and a number: only words that are never counted.
pub(super) fn is_number_word(word: &str) -> bool {
    let mut folded = word.to_lowercase();
    let is_known = |word: &str| matches!(word, "номер" | "ном" | "number" | "no" | "n" | "num");
    is_known(&folded) || (twins::settle(&mut folded) && is_known(&folded))
}

/// Writes `word` in lower case into `folded`. The bits of the answer say at which bytes of it the
/// later parts of a camel-cased name ("patientInn") begin.
fn fold(word: &str, folded: &mut String) -> u64 {
    folded.clear();
    let mut humps = 0;
    let mut after_lower = false;
    for c in word.chars() {
        let lower = digit::lower(c);
        // A few letters grow in lower case; past the mask a hump is not worth knowing.
        if after_lower && lower != c && folded.len() < 64 {
            humps |= 1 << folded.len();
        }
        after_lower = lower == c;
        folded.push(lower);
    }
    humps
}

/// The first part of a camel-cased name that announces something.
fn part_announced(folded: &str, mut humps: u64) -> Option<Sense> {
    let mut from = 0;
    while humps != 0 {
        let hump = humps.trailing_zeros() as usize;
        if let Some(sense) = announced(&folded[from..hump]) {
            return Some(sense);
        }
        from = hump;
        humps &= humps - 1;
    }
    announced(&folded[from..])
}

/// Words that announce as they are, by first letter: most words of a text leave at the letter.
const fn whole_words(first: char) -> &'static [(&'static str, Sense)] {
    match first {
        'и' => &[("инн", Sense::Inn)],
        'i' => &[("inn", Sense::Inn)],
        'п' => &[("пасп", Sense::Passport)],
        'о' => &[("омс", Sense::Policy)],
        'е' => &[("енп", Sense::Policy)],
        'o' => &[("oms", Sense::Policy)],
        'e' => &[("enp", Sense::Policy)],
        'к' => &[
            ("карта", Sense::Card),
            ("карты", Sense::Card),
            ("карте", Sense::Card),
            ("карту", Sense::Card),
            ("картой", Sense::Card),
            ("карт", Sense::Card),
        ],
        'c' => &[("card", Sense::Card), ("cards", Sense::Card), ("cell", Sense::Phone)],
        'v' => &[("visa", Sense::Card)],
        'p' => &[("policy", Sense::Policy), ("policies", Sense::Policy), ("pan", Sense::Card)],
        'с' => &[
            ("серия", Sense::Passport),
            ("серии", Sense::Passport),
            ("серию", Sense::Passport),
            ("серией", Sense::Passport),
            ("сот", Sense::Phone),
        ],
        's' => &[("series", Sense::Passport)],
        'т' => &[("тел", Sense::Phone)],
        'м' => &[("моб", Sense::Phone)],
        'ф' => &[("факс", Sense::Phone)],
        't' => &[
            ("tel", Sense::Phone),
            ("telephone", Sense::Phone),
            ("tin", Sense::Inn),
            ("tax", Sense::Inn),
            ("ts", Sense::Moment),
            ("time", Sense::Moment),
            ("timestamp", Sense::Moment),
        ],
        'р' => &[("рожд", Sense::Birth)],
        'm' => &[("mobile", Sense::Phone), ("msisdn", Sense::Phone)],
        'f' => &[("fax", Sense::Phone)],
        'д' => &[("дмс", Sense::Policy), ("др", Sense::Birth)],
        'd' => &[("dob", Sense::Birth)],
        'b' => &[("born", Sense::Birth)],
        _ => &[],
    }
}

/// Beginnings of words that change their endings, by first letter.
const fn stems(first: char) -> &'static [(&'static str, Sense)] {
    match first {
        'с' => &[("снилс", Sense::Snils), ("сотов", Sense::Phone)],
        's' => &[("snils", Sense::Snils)],
        'н' => &[("налогоплательщик", Sense::Inn), ("налогов", Sense::Inn)],
        't' => &[("taxpayer", Sense::Inn)],
        'п' => &[("полис", Sense::Policy), ("паспорт", Sense::Passport), ("позвон", Sense::Phone)],
        'p' => &[("passport", Sense::Passport), ("phone", Sense::Phone)],
        'к' => &[("карточк", Sense::Card)],
        'т' => &[("телефон", Sense::Phone)],
        'м' => &[("мобильн", Sense::Phone)],
        'з' => &[("звони", Sense::Phone)],
        'w' => &[("whatsapp", Sense::Phone)],
        'р' => {
            &[("родил", Sense::Birth), ("родивш", Sense::Birth), ("рожден", Sense::Birth), ("рождён", Sense::Birth)]
        }
        'b' => &[("birth", Sense::Birth)],
        _ => &[],
    }
}

/// The identifier a word in lower case announces.
fn announced(word: &str) -> Option<Sense> {
    // When a file was made.
    if word.starts_with("birthtime") {
        return Some(Sense::Moment);
    }
    let first = word.chars().next()?;
    let whole = whole_words(first).iter().find(|(known, _)| word == *known);
    let known = whole.or_else(|| stems(first).iter().find(|(stem, _)| word.starts_with(stem)));
    known.map(|(_, sense)| *sense)
}

/// Words that may stand inside an identifier, and "date", which says nothing by itself.
fn is_filler(word: &str) -> bool {
    matches!(word, "n" | "no" | "nr" | "num" | "number" | "ном" | "date" | "дата" | "дату" | "даты")
        || word.starts_with("номер")
        || month(word).is_some()
}

/// The month (1-12) a Russian genitive, an English name or what is usual in short means.
pub(super) fn month(word: &str) -> Option<u8> {
    let known = months(word.chars().next()?).iter().find(|(_, short, name)| word == *short || word == *name);
    known.map(|(number, ..)| *number)
}

/// Months in short and in whole, by first letter.
const fn months(first: char) -> &'static [(u8, &'static str, &'static str)] {
    match first {
        'я' => &[(1, "янв", "января")],
        'ф' => &[(2, "фев", "февраля")],
        'м' => &[(3, "мар", "марта"), (5, "мая", "мая")],
        'а' => &[(4, "апр", "апреля"), (8, "авг", "августа")],
        'и' => &[(6, "июн", "июня"), (7, "июл", "июля")],
        'с' => &[(9, "сен", "сентября")],
        'о' => &[(10, "окт", "октября")],
        'н' => &[(11, "ноя", "ноября")],
        'д' => &[(12, "дек", "декабря")],
        'j' => &[(1, "jan", "january"), (6, "jun", "june"), (7, "jul", "july")],
        'f' => &[(2, "feb", "february")],
        'm' => &[(3, "mar", "march"), (5, "may", "may")],
        'a' => &[(4, "apr", "april"), (8, "aug", "august")],
        's' => &[(9, "sep", "september")],
        'o' => &[(10, "oct", "october")],
        'n' => &[(11, "nov", "november")],
        'd' => &[(12, "dec", "december")],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_announce_what_they_name() {
        let mut scratch = String::new();
        for (word, wanted) in [
            ("ИНН", Role::Announces(Sense::Inn)),
            ("ИHН", Role::Announces(Sense::Inn)),
            ("паспрот", Role::Announces(Sense::Passport)),
            ("birthtimeMs", Role::Announces(Sense::Moment)),
            ("налоговый", Role::Announces(Sense::Inn)),
            ("patientInn", Role::Announces(Sense::Inn)),
            ("Паспортные", Role::Announces(Sense::Passport)),
            ("policyNumber", Role::Announces(Sense::Policy)),
            ("birthDate", Role::Announces(Sense::Birth)),
            ("Рождения", Role::Announces(Sense::Birth)),
            ("Рождества", Role::Plain),
            ("СНИЛСа", Role::Announces(Sense::Snils)),
            ("homePhone", Role::Announces(Sense::Phone)),
            ("Номера", Role::Filler),
            ("Мая", Role::Filler),
            ("картина", Role::Plain),
            ("Winner", Role::Plain),
            ("innings", Role::Plain),
        ] {
            assert_eq!(role(word, &mut scratch), wanted, "{word}");
        }
    }
}
