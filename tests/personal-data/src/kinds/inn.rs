//! ИНН: region and tax office, then a number, then one digit of control for companies and two for persons.

use super::{Labels, Phrase, weighted};
use crate::dice::Dice;
use crate::spelling::{grouped, separator};
use crate::{Language, Wording};

const PERSONS: Labels = Labels {
    open: [
        &["ИНН #", "инн: #", "ИНН физлица #", "#", "ИНН пациента\n#", "с ИНН #", "по инн №#", "ИНН - #"],
        &["INN #", "inn: #", "#", "TIN #", "taxpayer id #", "personal INN:\n#"],
    ],
    held_out: [
        &["её ИНН #", "ИНН заявителя — #", "#, ИНН", "налоговый номер #", "код #", "инн указан #", "ИНН=#"],
        &["his INN is #", "tax number #", "id #", "INN (#)", "taxpayer: #"],
    ],
};

const COMPANIES: Labels = Labels {
    open: [
        &["ИНН #", "ИНН подрядчика #", "инн: #", "ООО «Ромашка», ИНН #", "ИНН/КПП #", "ИНН организации:\n#"],
        &["INN #", "inn: #", "TIN #", "taxpayer id #", "company INN #"],
    ],
    held_out: [
        &["с ИНН #", "ИНН юрлица — #", "# (ИНН)", "налоговый номер #", "ИНН клиники №#", "инн поставщика #"],
        &["INN is #", "the clinic's INN: #", "# (INN)", "INN no. #"],
    ],
};

const LAST_OF_COMPANY: [u32; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const FIRST_OF_PERSON: [u32; 10] = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const SECOND_OF_PERSON: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

pub(super) fn person(dice: &mut Dice, wording: Wording, language: Language) -> Phrase {
    let number = office(dice) + &dice.digits(6);
    let number = format!("{number}{}", weighted(&number, &FIRST_OF_PERSON) % 11 % 10);
    let number = format!("{number}{}", weighted(&number, &SECOND_OF_PERSON) % 11 % 10);
    let written = match dice.below(20) {
        0 => grouped(&number, &[4, 4, 4], &[separator(dice)]),
        1 => grouped(&number, &[4, 6, 2], &[separator(dice)]),
        _ => number,
    };
    PERSONS.around(dice, wording, language, written)
}

pub(super) fn company(dice: &mut Dice, wording: Wording, language: Language) -> Phrase {
    let number = office(dice) + &dice.digits(5);
    let number = format!("{number}{}", weighted(&number, &LAST_OF_COMPANY) % 11 % 10);
    let mut phrase = COMPANIES.around(dice, wording, language, number);
    if phrase.before.contains('/') {
        phrase.behind = format!("/{}01001", &phrase.number[..4]);
    }
    phrase
}

/// Region 01 to 99 and an office of it.
fn office(dice: &mut Dice) -> String {
    format!("{:02}{:02}", dice.within(1, 99), dice.within(1, 99))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_control_digits_are_the_offices() {
        assert_eq!(weighted("770708389", &LAST_OF_COMPANY) % 11 % 10, 3);
        assert_eq!(weighted("5001007322", &FIRST_OF_PERSON) % 11 % 10, 5);
        assert_eq!(weighted("50010073225", &SECOND_OF_PERSON) % 11 % 10, 9);
    }
}
