//! Puts stories, data and look-alikes together.

use crate::dice::Dice;
use crate::person::{Case, Person};
use crate::{Kind, Language, Wording, kinds, lookalike, story};

/// A datum in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planted {
    /// What it is.
    pub kind: Kind,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// A text and what is planted in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sample {
    /// As somebody would send it.
    pub text: String,
    /// In order, none overlapping another.
    pub planted: Vec<Planted>,
}

/// So many texts, the same for the same seed.
#[must_use]
pub fn samples(seed: u64, wording: Wording, count: usize) -> Vec<Sample> {
    let mut dice = Dice::new(seed);
    (0..count).map(|_| sample(&mut dice, wording)).collect()
}

/// One to three stories in one language.
fn sample(dice: &mut Dice, wording: Wording) -> Sample {
    let language = if dice.percent(65) { Language::Russian } else { Language::English };
    let mut sample = Sample { text: String::new(), planted: Vec::new() };
    for number in 0..dice.within(1, 3) {
        if number > 0 {
            sample.text += dice.of(&[" ", "\n", " \n", ". ", "\n\n"]);
        }
        let person = Person::any(dice, wording, language);
        let story = story::any(dice, wording, language);
        tell(dice, &mut sample, story, wording, &person, language);
    }
    sample
}

fn tell(dice: &mut Dice, sample: &mut Sample, story: &str, wording: Wording, person: &Person, language: Language) {
    let mut characters = story.chars();
    while let Some(c) = characters.next() {
        match c {
            '@' => plant(dice, sample, wording, person, language),
            '%' => sample.text += &lookalike::any(dice, wording, language),
            '{' => {
                let case = match characters.next() {
                    Some('G') => Case::Genitive,
                    Some('D') => Case::Dative,
                    Some('I') => Case::Instrumental,
                    _ => Case::Nominative,
                };
                characters.next();
                sample.text += &person.name(case);
            }
            c => sample.text.push(c),
        }
    }
}

fn plant(dice: &mut Dice, sample: &mut Sample, wording: Wording, person: &Person, language: Language) {
    let kind = dice.of(&Kind::ALL);
    let phrase = kinds::phrase(dice, kind, wording, person, language);
    sample.text += &phrase.before;
    let start = sample.text.len();
    sample.text += &phrase.number;
    sample.planted.push(Planted { kind, start, end: sample.text.len() });
    sample.text += &phrase.behind;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_planted_and_stands_where_it_is_said_to() {
        for wording in [Wording::Open, Wording::HeldOut] {
            let samples = samples(1, wording, 2_000);
            for kind in Kind::ALL {
                let count = samples.iter().flat_map(|sample| &sample.planted).filter(|one| one.kind == kind).count();
                assert!(count > 100, "{kind:?}: {count}");
            }
            for Sample { text, planted } in &samples {
                for one in planted {
                    let written = &text[one.start..one.end];
                    assert!(written.contains(|c: char| c.is_ascii_digit() || c == '@'), "{written}");
                }
            }
        }
    }
}
