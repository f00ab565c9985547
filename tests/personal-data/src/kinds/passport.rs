//! The passport: a series of four (region, year of the blank), a number of six; the one for travel two and
//! seven. No control digit, so a word stands beside it.

use super::{Labels, Phrase};
use crate::dice::Dice;
use crate::spelling::{grouped, separator};
use crate::{Language, Wording};

const LABELS: Labels = Labels {
    open: [
        &[
            "паспорт #",
            "паспорт РФ #",
            "паспорт: #",
            "по паспорту #",
            "серия и номер паспорта #",
            "паспортные данные: #",
            "паспорт гражданина РФ\n#",
            "# (паспорт)",
            "с паспортом #",
            "паспорт серия #",
        ],
        &[
            "passport #",
            "passport no. #",
            "Russian passport: #",
            "with passport #",
            "passport:\n#",
            "passport series #",
        ],
    ],
    held_out: [
        &[
            "её паспорт — #",
            "паспорта №#",
            "документ: паспорт #",
            "#, паспорт РФ",
            "предъявила паспорт #",
            "пасп. #",
            "паспорт, серия #",
        ],
        &["her passport is #", "# (passport)", "passport details: #", "Passport RF #", "passport number #"],
    ],
};

pub(super) fn phrase(dice: &mut Dice, wording: Wording, language: Language) -> Phrase {
    let year = dice.of(&[97, 98, 99, 0, 1, 2, 4, 5, 8, 10, 12, 14, 16, 18, 20, 22, 24]);
    let digits = format!("{:02}{year:02}{:06}", dice.within(1, 99), dice.within(101, 999_999));
    let written = match dice.below(20) {
        0..6 => grouped(&digits, &[4, 6], &[separator(dice)]),
        6..9 => grouped(&digits, &[2, 2, 6], &[" "]),
        9..11 => grouped(&digits, &[4, 6], &[dice.of(&[" № ", " №", " N ", ", ", "/"])]),
        11..13 => grouped(&digits, &[2, 2, 6], &[" ", " № "]),
        13 => grouped(&digits, &[2, 2, 3, 3], &[" "]),
        14..16 => grouped(&digits, &[4, 6], &[numbered(dice, language)]),
        16 => grouped(&digits[..9], &[2, 7], &[" "]),
        _ => digits,
    };
    LABELS.around(dice, wording, language, written)
}

fn numbered(dice: &mut Dice, language: Language) -> &'static str {
    match language {
        Language::Russian => dice.of(&[" номер ", ", номер ", " ном. "]),
        Language::English => dice.of(&[" number ", ", number ", " no. "]),
    }
}
