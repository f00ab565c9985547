//! A text cut into tokens, and what recognisers ask about them.

use super::context::{Sense, Senses};
use super::digit;
use std::ops::{Range, RangeInclusive};

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenKind {
    /// A run of digits: its values are `length` bytes from `values_at`.
    Number { values_at: usize, length: usize },
    /// A run of letters.
    Word,
    /// An e-mail address, a mark, or a part of what has been found already: opaque.
    Atom,
}

/// A piece of the text. What lies between two tokens is their gap.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// How many counted words stand before.
    pub words_before: usize,
    /// Line, from 0.
    pub line: usize,
    /// Stands in a path or an address of a page.
    pub in_path: bool,
    /// A word that is never counted.
    pub is_filler: bool,
}

/// A counted word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Its token.
    pub token: usize,
    /// What it announces, if anything.
    pub sense: Option<Sense>,
    /// Line, from 0.
    pub line: usize,
}

/// A run of number tokens that may be one identifier.
#[derive(Clone, Debug)]
pub(super) struct Match {
    /// The tokens, first to last.
    pub tokens: RangeInclusive<usize>,
    /// The bytes.
    pub span: Range<usize>,
}

/// The text and its tokens.
pub(super) struct Text<'t> {
    pub raw: &'t str,
    pub tokens: Vec<Token>,
    pub words: Vec<Word>,
    /// Values of all digits in order, so neighbouring numbers can be read as one.
    pub values: Vec<u8>,
    /// What the words of the whole text announce: mostly nothing, and then no search is needed.
    pub senses: Senses,
    /// The e-mail addresses.
    pub addresses: Vec<Range<usize>>,
}

/// Words on either side within which an announcement counts.
pub(super) const WINDOW: usize = 5;

/// Digits of a number that a word right before it speaks of and of no other.
const SHORTEST_INTRODUCED: usize = 4;

/// Words that are never counted between a word and the number it introduces at most: a message of nothing else would
/// be walked through for each of its numbers.
const MOST_FILLERS: usize = 8;

/// Bytes that lead from a word to its number at most, for the same reason.
const LONGEST_GAP: usize = 64;

/// How many words further a word is that has another number of its own.
const IN_A_ROW: usize = WINDOW;

/// How many words nearer a word before is than one behind.
const BEHIND: usize = 3;

impl Text<'_> {
    /// How many digits token `index` has; none if it is no number.
    pub fn length(&self, index: usize) -> Option<usize> {
        match self.tokens.get(index)?.kind {
            TokenKind::Number { length, .. } => Some(length),
            TokenKind::Word | TokenKind::Atom => None,
        }
    }

    /// Values of the digits from token `first` to token `last`, both numbers. Words between them
    /// add nothing.
    pub fn values(&self, first: usize, last: usize) -> &[u8] {
        match (self.tokens[first].kind, self.tokens[last].kind) {
            (TokenKind::Number { values_at: from, .. }, TokenKind::Number { values_at, length }) => {
                &self.values[from..values_at + length]
            }
            _ => &[],
        }
    }

    /// The number a short token means.
    pub fn amount(&self, index: usize) -> u32 {
        self.values(index, index).iter().take(9).fold(0, |sum, digit| sum * 10 + u32::from(*digit))
    }

    /// What stands before token `index`, from the token before it; behind the last token, the rest.
    pub fn gap_before(&self, index: usize) -> &str {
        let from = index.checked_sub(1).map_or(0, |previous| self.tokens[previous].end);
        let to = self.tokens.get(index).map_or(self.raw.len(), |token| token.start);
        &self.raw[from..to]
    }

    /// What stands after token `index`, up to the token after it.
    pub fn gap_after(&self, index: usize) -> &str {
        self.gap_before(index + 1)
    }

    /// The text of token `index`, if it is a word.
    pub fn word(&self, index: usize) -> Option<&str> {
        let token = self.tokens.get(index)?;
        (token.kind == TokenKind::Word).then(|| &self.raw[token.start..token.end])
    }

    /// Whether numbers of just these lengths begin at `first`, joined by gaps `joins` accepts; the
    /// last token if so.
    pub fn run(&self, first: usize, lengths: &[usize], joins: fn(&str) -> bool) -> Option<usize> {
        let fits = lengths.iter().enumerate().all(|(step, length)| {
            self.length(first + step) == Some(*length) && (step == 0 || joins(self.gap_before(first + step)))
        });
        (fits && !lengths.is_empty()).then(|| first + lengths.len() - 1)
    }

    /// Whether one of the `before` words before token `first`, or of the `after` words behind token
    /// `last`, on the same line or the next to it, announces `sense`.
    pub fn announced(&self, sense: Sense, tokens: (usize, usize), reach: (usize, usize)) -> bool {
        if !self.senses.contains(sense) {
            return false;
        }
        let here = self.tokens[tokens.0];
        let from = here.words_before.saturating_sub(reach.0);
        let to = (self.tokens[tokens.1].words_before + reach.1).min(self.words.len());
        self.words[from..to].iter().any(|word| word.sense == Some(sense) && word.line.abs_diff(here.line) <= 1)
    }

    /// How near the nearest word is that announces `sense` to tokens `first..=last`: the words between,
    /// none being nearest. What stands behind belongs rather to the next number, unless in brackets.
    pub fn nearness(&self, sense: Sense, (first, last): (usize, usize)) -> Option<usize> {
        if !self.senses.contains(sense) {
            return None;
        }
        let line = self.tokens[first].line;
        let says = |word: &Word| word.sense == Some(sense) && word.line.abs_diff(line) <= 1;
        let (before, behind) = (self.tokens[first].words_before, self.tokens[last].words_before);
        let near = self.words[before.saturating_sub(WINDOW)..before].iter().rev().enumerate();
        let near = near.filter(|(_, word)| says(word)).filter_map(|(words, word)| match self.introduced(word) {
            Some(other) if other != first => (words <= 1).then_some(words + IN_A_ROW),
            Some(_) | None => Some(words),
        });
        let after = self.words[behind..(behind + WINDOW).min(self.words.len())].iter().enumerate();
        let after = after.filter(|(_, word)| says(word) && self.introduced(word).is_none()).map(|(words, _)| words);
        let is_bracketed = self.gap_after(last).trim_start().starts_with('(');
        let after = after.map(|words| if words == 0 && is_bracketed { 0 } else { words + BEHIND });
        near.chain(after).min()
    }

    /// The number, or what was one, right behind a word: the word speaks of that one, and of others only
    /// in a row with it. A short number may be a count ("паспорт 2 из 3").
    fn introduced(&self, word: &Word) -> Option<usize> {
        for next in word.token + 1..=word.token + 1 + MOST_FILLERS {
            if !is_introducing(self.gap_before(next)) {
                return None;
            }
            match self.tokens.get(next).map(|token| (token.kind, token.is_filler)) {
                Some((TokenKind::Word, true)) => {}
                Some((TokenKind::Number { length, .. }, _)) => return (length >= SHORTEST_INTRODUCED).then_some(next),
                Some((TokenKind::Atom, _)) => return Some(next),
                Some((TokenKind::Word, false)) | None => return None,
            }
        }
        None
    }

    /// Tokens `first..=last` as a match with the bytes they cover.
    pub fn matched(&self, first: usize, last: usize) -> Match {
        Match { tokens: first..=last, span: self.tokens[first].start..self.tokens[last].end }
    }
}

/// Whether a gap leads from a word to its number: "полис: ", "№", "=", a new line.
fn is_introducing(gap: &str) -> bool {
    let leads = |c: char| digit::is_space(c) || digit::is_dash(c) || matches!(c, ':' | '№' | '#' | '=' | '\n' | '.');
    gap.len() <= LONGEST_GAP && gap.chars().all(leads)
}

#[cfg(test)]
mod tests {
    use crate::masking::{Allowed, mask};
    use std::collections::BTreeSet;

    #[test]
    fn a_word_far_from_its_numbers_is_not_walked_from_for_each_of_them() {
        let contacts = BTreeSet::new();
        for between in ["n ", " "] {
            let text = format!("полис {}{}", between.repeat(100_000), "1234 ".repeat(40_000));
            assert!(mask(&text, &Allowed { contacts: &contacts }).found.is_empty(), "{between:?}");
        }
    }
}
