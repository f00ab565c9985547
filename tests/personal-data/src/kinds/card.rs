//! Bank cards by ISO/IEC 7812: the issuer's beginning, the account, modulus ten. Sixteen digits are known
//! without a word, other lengths with one.

use super::{Labels, Phrase, modulus_ten};
use crate::dice::Dice;
use crate::spelling::{grouped, separator};
use crate::{Language, Wording};

const LABELS: Labels = Labels {
    open: [
        &[
            "карта #",
            "номер карты #",
            "#",
            "по карте #",
            "оплата картой #",
            "карточка #",
            "карта:\n#",
            "банковская карта #",
        ],
        &["card #", "card number: #", "#", "paid by card #", "cards #", "card:\n#"],
    ],
    held_out: [
        &["с карты #", "банк. карта №#", "платёж # не прошёл", "# (карта)", "картой Мир #", "его карточки #"],
        &["her card is #", "bank card #", "payment from # failed", "Visa #", "credit card no. #"],
    ],
};

/// Beginnings of issuers, from the schemes' public ranges: Мир, Visa, Mastercard, UnionPay.
const BEGINNINGS: [&str; 9] = ["2200", "2202", "2204", "4276", "4111", "5469", "5213", "2221", "6221"];

pub(super) fn phrase(dice: &mut Dice, wording: Wording, language: Language) -> Phrase {
    let label_needed = dice.percent(6);
    let digits = match label_needed {
        true if dice.percent(50) => whole(dice, "37", 15),
        true => whole(dice, "2200", 19),
        false => {
            let beginning = dice.of(&BEGINNINGS);
            whole(dice, beginning, 16)
        }
    };
    let written = match (digits.len(), dice.below(10)) {
        (16, 0..6) => grouped(&digits, &[4, 4, 4, 4], &[separator(dice)]),
        (15, 0..6) => grouped(&digits, &[4, 6, 5], &[separator(dice)]),
        (19, 0..6) => grouped(&digits, &[4, 4, 4, 4, 3], &[separator(dice)]),
        _ => digits,
    };
    let mut phrase = LABELS.around(dice, wording, language, written);
    let is_silent = ["карт", "card", "visa"].iter().all(|word| !phrase.before.to_lowercase().contains(word));
    if label_needed && is_silent {
        phrase.before = match language {
            Language::Russian => "карта ".to_owned(),
            Language::English => "card ".to_owned(),
        };
    }
    phrase
}

fn whole(dice: &mut Dice, beginning: &str, length: usize) -> String {
    let number = beginning.to_owned() + &dice.digits(length - 1 - beginning.len());
    format!("{number}{}", modulus_ten(&number))
}
