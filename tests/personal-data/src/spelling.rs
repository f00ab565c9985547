//! How a hand writes: digits in groups, a letter of the other alphabet, a slip.

use crate::dice::Dice;

/// Letters that look the same in both alphabets, Cyrillic first.
const TWINS: [(char, char); 17] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('х', 'x'),
    ('у', 'y'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
];

/// `digits` in groups of these lengths with `separators` between them, the last one repeated.
pub(crate) fn grouped(digits: &str, lengths: &[usize], separators: &[&str]) -> String {
    let mut written = String::new();
    let mut from = 0;
    for (number, length) in lengths.iter().enumerate() {
        if number > 0 {
            written += separators[(number - 1).min(separators.len() - 1)];
        }
        written += &digits[from..from + length];
        from += length;
    }
    written
}

/// A blank or dash as keyboards, office programs and telephones put it between groups.
pub(crate) fn separator(dice: &mut Dice) -> &'static str {
    dice.of(&[" ", " ", " ", "-", "-", "\u{a0}", "–", "\u{2011}", "—", "\u{2009}"])
}

/// The words with slips: now and then letters of the other alphabet, now and then two letters
/// swapped, one lost, one doubled, all capitals or none.
pub(crate) fn by_hand(dice: &mut Dice, words: &str) -> String {
    match dice.below(100) {
        0..6 => twins(dice, words),
        6..8 => slip(dice, words),
        8..12 => words.to_uppercase(),
        12..20 => words.to_lowercase(),
        _ => words.to_owned(),
    }
}

fn twins(dice: &mut Dice, words: &str) -> String {
    let twin = |c: char| {
        TWINS.iter().find_map(|(one, other)| match c {
            c if c == *one => Some(*other),
            c if c == *other => Some(*one),
            _ => None,
        })
    };
    words.chars().map(|c| twin(c).filter(|_| dice.percent(50)).unwrap_or(c)).collect()
}

/// One slip in a word of five letters or more: whoever slips in a shorter one writes another word.
fn slip(dice: &mut Dice, words: &str) -> String {
    let mut letters: Vec<char> = words.chars().collect();
    let inner: Vec<usize> = (1..letters.len().saturating_sub(2)).filter(|at| inside_long_word(&letters, *at)).collect();
    if inner.is_empty() {
        return words.to_owned();
    }
    let at = dice.of(&inner);
    match dice.below(3) {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}

fn inside_long_word(letters: &[char], at: usize) -> bool {
    let is_letter = |at: usize| letters.get(at).is_some_and(|c| c.is_alphabetic());
    let before = (0..at).rev().take_while(|at| is_letter(*at)).count();
    let behind = (at + 1..letters.len()).take_while(|at| is_letter(*at)).count();
    is_letter(at) && before >= 1 && behind >= 2 && before + behind >= 4
}
