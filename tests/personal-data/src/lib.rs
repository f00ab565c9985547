//! Texts of incidents with invented personal data in them, and where in the text it stands.
//!
//! Written from the published rules of each number and from how people write in chats, without a look at
//! any detector: this crate depends on nothing. Everything is the same for the same seed. The words stand
//! in two halves: a detector is improved on the open one and judged on the one held out.
//!
//! What no reader could tell from a ticket's number is not planted: ten digits of a company or a passport
//! without a word for them, sixteen of a policy without one, a year of birth alone.

mod dice;
mod kinds;
mod lookalike;
mod person;
mod sample;
mod spelling;
mod story;

pub use sample::{Planted, Sample, samples};

/// What is planted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// СНИЛС, the personal insurance account.
    Snils,
    /// ИНН of a person.
    InnPerson,
    /// ИНН of a company.
    InnCompany,
    /// ЕНП of the medical insurance.
    Policy,
    /// A bank card.
    Card,
    /// A Russian passport, the internal one or the one for travel.
    Passport,
    /// A telephone.
    Phone,
    /// An e-mail address.
    Email,
    /// A birth date, beside a name or a word that says so.
    BirthDate,
}

impl Kind {
    /// Every kind.
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

    /// Its name in lower case with underscores.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Snils => "snils",
            Kind::InnPerson => "inn_person",
            Kind::InnCompany => "inn_company",
            Kind::Policy => "policy",
            Kind::Card => "card",
            Kind::Passport => "passport",
            Kind::Phone => "phone",
            Kind::Email => "email",
            Kind::BirthDate => "birth_date",
        }
    }
}

/// Which half of the words a text is made of: labels, names, stories and look-alikes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wording {
    /// May be looked at while a detector is improved.
    Open,
    /// Judges it.
    HeldOut,
}

/// The language of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// Russian.
    Russian,
    /// English, as people in Russia write it.
    English,
}
