//! What people write around it: who called, since when, how many; and how they mistype.

use crate::dice::Dice;
use crate::estate::Function;
use crate::{Language, Wording};

/// `{s}` is what is seen, `{f}` the function, `{t}` a clock time, `{n}` a small number.
const OPEN: [[&str; 8]; 2] = [
    [
        "Коллеги, {s}. Функция: {f}.",
        "С {t} {s} ({f})",
        "{f}: {s}. Жалуются {n} филиала",
        "Звонок из регистратуры: {s}",
        "{f} — {s}, обратились {n} человек",
        "Массовые обращения: {s}; {f}",
        "{s}. Началось около {t}, раньше работало",
        "Снова проблема, {f}: {s}",
    ],
    [
        "Colleagues, {s}. Function: {f}.",
        "Since {t} {s} ({f})",
        "{f}: {s}. {n} branches complain",
        "A call from reception: {s}",
        "{f} - {s}, {n} people turned to us",
        "Mass complaints: {s}; {f}",
        "{s}. Began about {t}, it worked before",
        "A problem again, {f}: {s}",
    ],
];

const HELD_OUT: [[&str; 8]; 2] = [
    [
        "Добрый день! {f}, {s}",
        "[{t}] {s}",
        "Из магазинов сообщают: {s}. Касается: {f}",
        "Не можем работать ({f}): {s}",
        "Заявка от директора, {n} точек: {s}",
        "{s} / {f} / с {t}",
        "Просьба срочно посмотреть. {s}. Раздел: {f}",
        "Тема: {f}. Суть: {s}",
    ],
    [
        "Good day! {f}, {s}",
        "[{t}] {s}",
        "Shops report: {s}. It concerns: {f}",
        "We cannot work ({f}): {s}",
        "Ticket of a director, {n} outlets: {s}",
        "{s} / {f} / from {t}",
        "Please look urgently. {s}. Section: {f}",
        "Subject: {f}. Matter: {s}",
    ],
];

/// A report of what is seen.
pub(crate) fn report(dice: &mut Dice, wording: Wording, language: Language, seen: &str, function: &Function) -> String {
    let sentences = match wording {
        Wording::Open => &OPEN[language as usize],
        Wording::HeldOut => &HELD_OUT[language as usize],
    };
    let called = match language {
        Language::Russian => function.russian,
        Language::English => function.english,
    };
    let time = format!("{:02}:{:02}", dice.below(24), dice.below(60));
    dice.of(sentences)
        .replace("{s}", seen)
        .replace("{f}", dice.of(&called))
        .replace("{t}", &time)
        .replace("{n}", &dice.within(2, 9).to_string())
}

/// The text with two neighbouring letters of one longer word exchanged.
pub(crate) fn mistyped(dice: &mut Dice, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let inner = |at: usize| letters[at - 1..at + 3].iter().all(|c| c.is_alphabetic());
    let places: Vec<usize> = (1..letters.len().saturating_sub(3)).filter(|at| inner(*at)).collect();
    if !places.is_empty() {
        let at = dice.of(&places);
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}
