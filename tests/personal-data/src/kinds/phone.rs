//! Telephones by the numbering plan: +7 or 8, mobile codes 9xx, towns' codes 3xx, 4xx and 8xx of three to
//! five digits; a few of other countries.

use super::{Labels, Phrase};
use crate::dice::Dice;
use crate::spelling::grouped;
use crate::{Language, Wording};

const LABELS: Labels = Labels {
    open: [
        &[
            "тел. #",
            "телефон #",
            "#",
            "звоните #",
            "перезвонить на #",
            "тел.:#",
            "моб. #",
            "телефон:\n#",
            "его номер #",
            "сот. #",
        ],
        &["phone #", "tel. #", "#", "call #", "mobile: #", "phone:\n#", "call back on #"],
    ],
    held_out: [
        &[
            "мой телефон #",
            "т. #",
            "контактный телефон — #",
            "позвоните ей: #",
            "номер # недоступен",
            "WhatsApp #",
            "телефона #",
        ],
        &["her phone is #", "reach him at #", "contact phone: #", "cell #", "number # is busy"],
    ],
};

/// Towns' codes, each with how many digits follow.
const TOWNS: [(&str, usize); 7] =
    [("495", 7), ("499", 7), ("812", 7), ("343", 7), ("4852", 6), ("8442", 6), ("48439", 5)];

pub(super) fn phrase(dice: &mut Dice, wording: Wording, language: Language) -> Phrase {
    let number = match dice.below(20) {
        0..14 => mobile(dice),
        14..18 => town(dice),
        _ => abroad(dice),
    };
    let mut phrase = LABELS.around(dice, wording, language, number);
    if phrase.number.len() == 13 && !phrase.before.to_lowercase().contains("тел") {
        // Ten digits in groups without a trunk prefix are a telephone where a word says so.
        phrase.before = match language {
            Language::Russian => "тел. ".to_owned(),
            Language::English => "phone ".to_owned(),
        };
    }
    phrase
}

fn mobile(dice: &mut Dice) -> String {
    let code = format!("9{}", dice.digits(2));
    let rest = dice.digits(7);
    let prefix = dice.of(&["+7", "8", "7", "+7", "8"]);
    let digits = format!("{code}{rest}");
    match dice.below(12) {
        0..3 => format!("{prefix}{digits}"),
        3 => format!("{prefix} ({code}) {}", grouped(&rest, &[3, 2, 2], &["-"])),
        4 => format!("{prefix}({code}){}", grouped(&rest, &[3, 2, 2], &["-"])),
        5 => format!("{prefix}-{code}-{}", grouped(&rest, &[3, 2, 2], &["-"])),
        6 => format!("{prefix} {code} {}", grouped(&rest, &[3, 2, 2], &[" "])),
        7 => format!("{prefix} {code} {}", grouped(&rest, &[3, 4], &["-"])),
        8 => format!("{prefix} {code} {}", grouped(&rest, &[3, 2, 2], &["-"])),
        9 => format!("{prefix}{code} {}", grouped(&rest, &[3, 4], &[" "])),
        10 => format!("{prefix} {code} {rest}"),
        _ => format!("{code} {}", grouped(&rest, &[3, 2, 2], &["-"])),
    }
}

fn town(dice: &mut Dice) -> String {
    let (code, length) = dice.of(&TOWNS);
    let rest = dice.digits(length);
    let lengths: &[usize] = match length {
        7 => &[3, 2, 2],
        6 => &[2, 2, 2],
        _ => &[1, 2, 2],
    };
    let prefix = dice.of(&["+7", "8", "8"]);
    format!("{prefix} ({code}) {}", grouped(&rest, lengths, &["-"]))
}

/// Belarus, Kazakhstan, Uzbekistan, Armenia, Germany.
fn abroad(dice: &mut Dice) -> String {
    match dice.below(5) {
        0 => format!("+375 29 {}", grouped(&dice.digits(7), &[3, 2, 2], &["-"])),
        1 => format!("+7 7{} {}", dice.digits(2), grouped(&dice.digits(7), &[3, 2, 2], &[" "])),
        2 => format!("+998 9{} {}", dice.digits(1), grouped(&dice.digits(7), &[3, 2, 2], &["-"])),
        3 => format!("+374 9{} {}", dice.digits(1), dice.digits(6)),
        _ => format!("+49 1{} {}", dice.digits(2), dice.digits(7)),
    }
}
