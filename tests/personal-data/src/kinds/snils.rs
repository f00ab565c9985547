//! СНИЛС: nine digits above 001-001-998 and two of control: Σ digit × (9…1), 100 and 101 written 00.

use super::{Labels, Phrase, weighted};
use crate::dice::Dice;
use crate::spelling::{grouped, separator};
use crate::{Language, Wording};

const LABELS: Labels = Labels {
    open: [
        &[
            "СНИЛС #",
            "снилс: #",
            "СНИЛС пациента #",
            "#",
            "со СНИЛСом #",
            "страховой номер #",
            "по СНИЛС №#",
            "СНИЛС:\n#",
            "# (СНИЛС)",
            "снилс - #",
            "в поле СНИЛС введено «#»",
        ],
        &["SNILS #", "snils: #", "#", "with SNILS #", "insurance account no. #", "snils=#", "SNILS of the patient:\n#"],
    ],
    held_out: [
        &[
            "номер СНИЛС — #",
            "СНИЛС указан #",
            "её снилс #",
            "#, это СНИЛС",
            "ПФР #",
            "страховое свидетельство #",
            "снилса #",
            "поиск по «#» ничего не даёт",
            "СНИЛС\n№ #",
        ],
        &["his SNILS is #", "SNILS no #", "patient #", "search for #", "SNILS (#)", "pension insurance number: #"],
    ],
};

pub(super) fn phrase(dice: &mut Dice, wording: Wording, language: Language) -> Phrase {
    let number = format!("{:09}", dice.within(1_001_999, 999_999_999));
    let control = weighted(&number, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100;
    let digits = format!("{number}{control:02}");
    let written = match dice.below(12) {
        0..5 => grouped(&digits, &[3, 3, 3, 2], &["-", "-", " "]),
        5..8 => digits,
        8..10 => grouped(&digits, &[3, 3, 3, 2], &[separator(dice)]),
        10 => grouped(&digits, &[9, 2], &[separator(dice)]),
        _ => grouped(&digits, &[3, 3, 5], &["-"]),
    };
    LABELS.around(dice, wording, language, written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_control_number_is_the_funds() {
        // The example of the fund's own explanation: 112-233-445 95.
        assert_eq!(weighted("112233445", &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100, 95);
    }
}
