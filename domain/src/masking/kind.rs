//! The kinds of identifier and the mark that stands in place of each.

use serde::{Deserialize, Serialize};

/// What sort of identifier was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// СНИЛС: number of the personal insurance account.
    Snils,
    /// ИНН of a person: 12 digits.
    InnPerson,
    /// ИНН of a company: 10 digits.
    InnCompany,
    /// ЕНП: number of the compulsory medical insurance policy, 16 digits.
    Policy,
    /// Bank card.
    Card,
    /// Russian passport: series and number.
    Passport,
    /// Telephone.
    Phone,
    /// E-mail address.
    Email,
    /// Birth date.
    BirthDate,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Kind; 9] = [
        Kind::Snils,
        Kind::InnPerson,
        Kind::InnCompany,
        Kind::Policy,
        Kind::Card,
        Kind::Passport,
        Kind::Phone,
        Kind::Email,
        Kind::BirthDate,
    ];

    /// What is written in place of a finding: the same in every language.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Kind::Snils => "[snils ***]",
            Kind::InnPerson => "[inn_person ***]",
            Kind::InnCompany => "[inn_company ***]",
            Kind::Policy => "[policy ***]",
            Kind::Card => "[card ***]",
            Kind::Passport => "[passport ***]",
            Kind::Phone => "[phone ***]",
            Kind::Email => "[email ***]",
            Kind::BirthDate => "[birth_date ***]",
        }
    }
}

/// Length of the mark `text` begins with, if it begins with one.
pub(super) fn mark_length(text: &str) -> Option<usize> {
    if !text.starts_with('[') {
        return None;
    }
    Kind::ALL.iter().map(|kind| kind.mark()).find(|mark| text.starts_with(mark)).map(str::len)
}
