//! Properties: what holds for every text.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Instant;

/// What a wily text is put together from: identifiers whole and in pieces, words that announce
/// them, names, dates, marks and every join.
const PIECES: [&str; 86] = [
    "112-233-445 95",
    "11223344595",
    "112",
    "233",
    "445",
    "95",
    "500100732259",
    "7707083893",
    "7736050003",
    "7751123400001232",
    "4111 1111 1111 1111",
    "4111",
    "1111",
    "4509 123456",
    "45",
    "09",
    "123456",
    "4509123456",
    "+7 (916) 123-45-67",
    "89161234567",
    "79161234567",
    "+44 20 7946 0958",
    "8",
    "916",
    "9161234567",
    "+",
    "+7",
    "84951234567",
    "a@b.ru",
    "duty@example.org",
    "@",
    "x@c.org",
    "12.05.1980",
    "1980-05-12",
    "12/05/1980",
    "12.05.80",
    "1980",
    "12",
    "05",
    "10:12",
    "00:00",
    "мая",
    "снилс",
    "ИНН",
    "inn",
    "полис",
    "ОМС",
    "карта",
    "card",
    "паспорт",
    "серия",
    "номер",
    "тел",
    "phone",
    "родился",
    "д.р.",
    "г.р.",
    "г",
    "р",
    "born",
    "Иванов",
    "Иван",
    "И.",
    "ИВАНОВИЧ",
    "слово",
    "T",
    "в",
    "[snils ***]",
    "[phone ***]",
    "[birth_date ***]",
    "[",
    "]",
    "_",
    "/",
    "//",
    "http://",
    "№",
    ":",
    "%",
    "\n",
    "\u{200b}",
    "\u{a0}",
    "１２",
    "٣",
    "é",
    "🚑",
];

const JOINS: [&str; 14] = ["", "", " ", " ", " ", "-", "-", ".", ",", ", ", "/", ":", "–", "\n"];

fn wily_text() -> impl Strategy<Value = String> {
    let piece = (prop::sample::select(PIECES.as_slice()), prop::sample::select(JOINS.as_slice()));
    prop::collection::vec(piece, 0..24)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, join)| [piece, join]).collect())
}

fn check_sound(text: &str) -> Result<(), TestCaseError> {
    let contacts = BTreeSet::from(["74951234567".to_owned(), "duty@example.org".to_owned()]);
    let allowed = Allowed { contacts: &contacts };
    let mut from = 0;
    for Finding { start, end, .. } in find(text, &allowed) {
        prop_assert!(from <= start && start < end && end <= text.len());
        prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
        from = end;
    }
    let once = mask(text, &allowed);
    let twice = mask(&once.text, &allowed);
    prop_assert!(twice.found.is_empty(), "{text:?} → {:?} → {:?}", once.text, twice.text);
    prop_assert_eq!(twice.text, once.text);
    Ok(())
}

/// The digits as somebody groups them.
fn grouped(digits: &str, lengths: &[usize], separator: &str) -> String {
    let mut rest = digits;
    let mut groups = Vec::new();
    for length in lengths {
        let (group, behind) = rest.split_at(*length);
        groups.push(group);
        rest = behind;
    }
    groups.join(separator)
}

/// One finding covers `identifier` put into a sentence behind `word`.
fn check_found(word: &str, identifier: &str) -> Result<(), TestCaseError> {
    let contacts = BTreeSet::new();
    let text = format!("У пациента не открылась запись, {word} {identifier}, проверьте.");
    let start = text.find(identifier).unwrap_or_default();
    let is_found = find(&text, &Allowed { contacts: &contacts })
        .iter()
        .any(|finding| finding.start <= start && finding.end >= start + identifier.len());
    prop_assert!(is_found, "{text}");
    Ok(())
}

fn weighted(digits: &str, weights: &[u32]) -> u32 {
    digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum()
}

fn separator() -> impl Strategy<Value = &'static str> {
    prop::sample::select(["-", " ", "\u{a0}", "–", "\u{2011}"].as_slice())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn any_text_is_masked_once_and_for_all(text in any::<String>()) {
        check_sound(&text)?;
    }

    #[test]
    fn a_wily_text_is_masked_once_and_for_all(text in wily_text()) {
        check_sound(&text)?;
    }

    #[test]
    fn a_text_of_figures_is_masked_once_and_for_all(text in "[0-9 .,:/+@а-яёA-Z()-]{0,60}") {
        check_sound(&text)?;
    }

    #[test]
    fn a_valid_snils_is_found(number in 1_001_999_u32..1_000_000_000, separator in separator()) {
        let number = format!("{number:09}");
        let check = weighted(&number, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100;
        let digits = format!("{number}{check:02}");
        check_found("номер", &digits)?;
        check_found("номер", &grouped(&digits, &[3, 3, 3, 2], separator))?;
    }

    #[test]
    fn a_valid_inn_is_found(number in 100_000_000_u64..10_000_000_000) {
        let person = format!("{number:010}");
        prop_assume!(!person.starts_with("00"));
        let first = weighted(&person, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
        let person = format!("{person}{first}");
        let second = weighted(&person, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
        let person = format!("{person}{second}");
        check_found("код", &person)?;
        let company = &person[..9];
        let company = format!("{company}{}", weighted(company, &[2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10);
        check_found("ИНН", &company)?;
    }

    #[test]
    fn a_valid_policy_or_card_is_found(number in 1_u64..1_000_000_000_000_000, separator in separator()) {
        let number = format!("{number:015}");
        let doubled = weighted(&number, &[2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);
        // A digit above four carries when doubled: both figures of 14 count 1 + 4, nine less.
        let carries = number.bytes().step_by(2).filter(|digit| *digit > b'4').map(|_| 9).sum::<u32>();
        let digits = format!("{number}{}", (10 - (doubled - carries) % 10) % 10);
        check_found("код", &digits)?;
        check_found("код", &grouped(&digits, &[4, 4, 4, 4], separator))?;
        check_found("полис", &grouped(&digits, &[2, 6, 8], separator))?;
    }

    #[test]
    fn a_telephone_is_found(number in 9_000_000_000_u64..10_000_000_000, trunk in prop::sample::select(["7", "8"].as_slice())) {
        let number = number.to_string();
        check_found("это", &format!("{trunk}{number}"))?;
        check_found("это", &format!("{trunk}-{}", grouped(&number, &[3, 3, 2, 2], "-")))?;
        check_found("это", &format!("{trunk} ({}) {}", &number[..3], grouped(&number[3..], &[3, 2, 2], "-")))?;
        check_found("это", &format!("+7{number}"))?;
    }

    #[test]
    fn a_birth_date_and_a_passport_are_found(day in 1..=28, month in 1..=12, year in 1920..2026, number in 0..1_000_000) {
        check_found("родился", &format!("{day:02}.{month:02}.{year}"))?;
        check_found("Иванов Иван", &format!("{year}-{month:02}-{day:02}"))?;
        check_found("паспорт", &format!("45{:02} {number:06}", day))?;
    }
}

/// A sanity figure, printed and not asserted: machines differ.
#[test]
fn a_kilobyte_takes_microseconds() {
    let contacts = BTreeSet::from(["74951234567".to_owned()]);
    let allowed = Allowed { contacts: &contacts };
    let chat = "Иванов Иван Иванович, 12.05.1980, СНИЛС 112-233-445 95, тел. +7 (916) 123-45-67: запись к врачу не \
        открывается с 14:32, ошибка 503 на 10.0.0.1:8080, см. https://desk.example/incidents/1042, ivan@mail.example. ";
    let mut log = String::new();
    for line in 0..12 {
        let _ = writeln!(
            log,
            "2026-05-12T14:32:{line:02}.123Z srv-{line} GET /api/v1/slots/17{line:02} 503 took=1532 ms trace=4bf92f3577b34da6"
        );
    }
    for (name, sample) in [
        ("chat", chat),
        ("log", &log),
        ("figures", "8 916 123 4111 1111 45 09 "),
        ("words", "запись к врачу не открывается "),
    ] {
        let text = sample.repeat(4 * 1024 / sample.len() + 1);
        // The best of many: the first runs pay for cold memory.
        let mut best = f64::INFINITY;
        let mut found = 0;
        for _ in 0..50 {
            #[expect(clippy::disallowed_methods, reason = "prints how long it took")]
            let began = Instant::now();
            found = find(&text, &allowed).len();
            best = best.min(began.elapsed().as_secs_f64());
        }
        let taken = best * 1e6 / (text.len() as f64 / 1024.0);
        println!("masking {name}: {taken:.1} µs per KB, {found} findings in {} bytes", text.len());
    }
}
