//! One file a kind: its published rule, how people group it, the words they put beside it.

mod birth_date;
mod card;
mod email;
mod inn;
mod passport;
mod phone;
mod policy;
mod snils;

use crate::dice::Dice;
use crate::person::Person;
use crate::{Kind, Language, Wording, spelling};

/// What is said of a number and where it stands in that.
pub(crate) struct Phrase {
    pub before: String,
    pub number: String,
    pub behind: String,
}

/// The words beside a number, `#` in its place, by half and language.
pub(crate) struct Labels {
    pub open: [&'static [&'static str]; 2],
    pub held_out: [&'static [&'static str]; 2],
}

impl Labels {
    fn any(&self, dice: &mut Dice, wording: Wording, language: Language) -> &'static str {
        let halves = match wording {
            Wording::Open => &self.open,
            Wording::HeldOut => &self.held_out,
        };
        match language {
            Language::Russian => dice.of(halves[0]),
            Language::English => dice.of(halves[1]),
        }
    }

    /// The words with the number among them.
    fn around(&self, dice: &mut Dice, wording: Wording, language: Language, number: String) -> Phrase {
        let label = self.any(dice, wording, language);
        let (before, behind) = label.split_once('#').unwrap_or((label, ""));
        Phrase { before: spelling::by_hand(dice, before), number, behind: spelling::by_hand(dice, behind) }
    }
}

/// Somebody's datum of this kind, as it is told of `person`.
pub(crate) fn phrase(dice: &mut Dice, kind: Kind, wording: Wording, person: &Person, language: Language) -> Phrase {
    match kind {
        Kind::Snils => snils::phrase(dice, wording, language),
        Kind::InnPerson => inn::person(dice, wording, language),
        Kind::InnCompany => inn::company(dice, wording, language),
        Kind::Policy => policy::phrase(dice, wording, language),
        Kind::Card => card::phrase(dice, wording, language),
        Kind::Passport => passport::phrase(dice, wording, language),
        Kind::Phone => phone::phrase(dice, wording, language),
        Kind::Email => email::phrase(dice, wording, language),
        Kind::BirthDate => birth_date::phrase(dice, wording, person, language),
    }
}

/// Σ digit × weight over as many digits as there are weights.
fn weighted(digits: &str, weights: &[u32]) -> u32 {
    digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum()
}

/// The digit that makes `digits` pass ISO/IEC 7812-1's modulus ten (Luhn) when it is put behind.
fn modulus_ten(digits: &str) -> char {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, u32::from(digit - b'0')) {
            (0, digit) if digit > 4 => digit * 2 - 9,
            (0, digit) => digit * 2,
            (_, digit) => digit,
        })
        .sum();
    char::from(b'0' + ((10 - sum % 10) % 10) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_modulus_is_the_one_of_the_standard() {
        // The worked example of the standard's annex: 7992739871 takes a 3.
        assert_eq!(modulus_ten("7992739871"), '3');
        assert_eq!(modulus_ten("411111111111111"), '1');
    }
}
