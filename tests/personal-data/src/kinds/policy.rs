//! ЕНП: the subject of the federation, the birth date and sex in eight digits, five of a number and one of
//! control, modulus ten. Nobody can tell it from a card without a word.

use super::{Labels, Phrase, modulus_ten};
use crate::dice::Dice;
use crate::spelling::{grouped, separator};
use crate::{Language, Wording};

const LABELS: Labels = Labels {
    open: [
        &[
            "полис #",
            "полис ОМС #",
            "ЕНП #",
            "енп: #",
            "номер полиса #",
            "ОМС № #",
            "по полису #",
            "полис:\n#",
            "# (полис ОМС)",
        ],
        &["policy #", "OMS policy #", "ENP #", "insurance policy number #", "policy no. #", "enp=#", "policy:\n#"],
    ],
    held_out: [
        &["её полис — #", "полиса ОМС №#", "ЕНП пациента #", "единый номер полиса #", "#, ЕНП", "с полисом #", "омс #"],
        &["medical policy: #", "his policy is #", "ENP of the patient: #", "# (policy)", "OMS #"],
    ],
};

pub(super) fn phrase(dice: &mut Dice, wording: Wording, language: Language) -> Phrase {
    let number = format!("{:02}{}", dice.within(1, 99), birth(dice)) + &dice.digits(5);
    let digits = format!("{number}{}", modulus_ten(&number));
    let written = match dice.below(10) {
        0..6 => digits,
        6..9 => grouped(&digits, &[4, 4, 4, 4], &[separator(dice)]),
        _ => grouped(&digits, &[2, 6, 8], &[separator(dice)]),
    };
    LABELS.around(dice, wording, language, written)
}

/// Month and year, the century within the month, and the day, the sex within it; each digit from nine.
fn birth(dice: &mut Dice) -> String {
    let year = dice.within(1930, 2024);
    let century = if year < 1951 {
        20
    } else if year < 2001 {
        40
    } else {
        0
    };
    let backwards: String = year.to_string().chars().rev().collect();
    let sex = if dice.percent(50) { 50 } else { 0 };
    let plain = format!("{:02}{backwards}{:02}", dice.within(1, 12) + century, dice.within(1, 28) + sex);
    plain.bytes().map(|digit| char::from(b'0' + (b'9' - digit))).collect()
}
