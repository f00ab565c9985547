//! E-mail addresses by RFC 5321 and, in Cyrillic, RFC 6531.

use super::{Labels, Phrase};
use crate::dice::Dice;
use crate::{Language, Wording};

const LABELS: Labels = Labels {
    open: [
        &["почта #", "e-mail: #", "#", "напишите на #", "её почта — #", "<#>", "(#)", "email\n#", "#, ответа нет"],
        &["mail #", "e-mail: #", "#", "write to #", "<#>", "mailto:#", "email=#"],
    ],
    held_out: [
        &["эл. адрес #", "ящик #", "отправили на #", "логин #", "«#»", "почтой (#)", "адрес:#"],
        &["his address is #", "login #", "sent to #", "[#]", "account \"#\""],
    ],
};

const BOXES_OPEN: [&str; 7] =
    ["ivan.petrov", "m_gromova", "sidorin1980", "anna-s", "o.akhmetov+clinic", "i.petrov.77", "gromova.maria"];
const BOXES_HELD: [&str; 7] =
    ["zykov_g", "elena.orlova", "t.khasanov", "yuliya-e", "efimov85", "n.kuzmina+er", "s.belov.2"];
const HOSTS: [&str; 8] = [
    "mail.example",
    "post.example.org",
    "example.com",
    "box.example.ru",
    "Mail.Example.RU",
    "my-clinic.example.net",
    "xn--e1afmkfd.xn--p1ai",
    "clinic1.example.su",
];
const CYRILLIC: [&str; 3] = ["почта@пример.рф", "иванова.м@больница.рф", "регистратура-2@клиника.рус"];

pub(super) fn phrase(dice: &mut Dice, wording: Wording, language: Language) -> Phrase {
    let address = if dice.percent(8) {
        (dice.of(&CYRILLIC)).to_owned()
    } else {
        let mailbox = match wording {
            Wording::Open => dice.of(&BOXES_OPEN),
            Wording::HeldOut => dice.of(&BOXES_HELD),
        };
        format!("{mailbox}@{}", dice.of(&HOSTS))
    };
    LABELS.around(dice, wording, language, address)
}
