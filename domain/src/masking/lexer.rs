//! Cuts a text into tokens in one walk.

use super::context::{self, Role, Sense, Senses};
use super::text::{Text, Token, TokenKind, Word};
use super::{digit, email, kind};

/// Cuts `raw` into tokens.
pub(super) fn lex(raw: &str) -> Text<'_> {
    let addresses = email::addresses(raw);
    let mut lexer = Lexer {
        text: Text {
            raw,
            // What a dense text needs: growing costs more than room that stays empty.
            tokens: Vec::with_capacity(raw.len() / 5 + 4),
            words: Vec::with_capacity(raw.len() / 10 + 4),
            values: Vec::with_capacity(raw.len() / 4 + 4),
            senses: Senses::default(),
            addresses,
        },
        line: 0,
        chunk: Chunk::default(),
        scratch: String::with_capacity(64),
    };
    let mut next_address = 0;
    let mut at = 0;
    while at < raw.len() {
        at = match lexer.text.addresses.get(next_address) {
            Some(address) if address.start == at => {
                next_address += 1;
                let end = address.end;
                lexer.atom(at, end)
            }
            _ => lexer.step(at),
        };
    }
    lexer.close_chunk();
    lexer.text
}

/// What is known of the run of characters between two white spaces.
#[derive(Default)]
struct Chunk {
    first_token: usize,
    /// Those not between two digits.
    slashes: usize,
    has_letters: bool,
    begins_with_slash: bool,
    has_double_slash: bool,
}

impl Chunk {
    /// "https://…", "/var/log/…", "api/v1/…"; not "12/05/1980".
    fn is_path(&self) -> bool {
        self.has_double_slash || self.begins_with_slash || (self.slashes >= 2 && self.has_letters)
    }
}

struct Lexer<'t> {
    text: Text<'t>,
    line: usize,
    chunk: Chunk,
    scratch: String,
}

impl Lexer<'_> {
    /// Takes what begins at byte `at`; the byte after it.
    fn step(&mut self, at: usize) -> usize {
        let rest = &self.text.raw[at..];
        let Some(c) = rest.chars().next() else { return at + 1 };
        let after = at + c.len_utf8();
        if digit::value(c).is_some() {
            return self.number(at);
        }
        if digit::is_letter(c) {
            return self.word(at);
        }
        match c {
            '[' => match kind::mark_length(rest) {
                Some(length) => return self.atom(at, at + length),
                None => return after,
            },
            '/' => self.slash(at),
            '\n' => {
                self.close_chunk();
                self.line += 1;
            }
            c if c.is_whitespace() => self.close_chunk(),
            _ => {}
        }
        after
    }

    fn number(&mut self, start: usize) -> usize {
        let values_at = self.text.values.len();
        let mut end = start;
        for (offset, c) in self.text.raw[start..].char_indices() {
            if let Some(value) = digit::value(c) {
                self.text.values.push(value);
                end = start + offset + c.len_utf8();
            } else if !digit::is_invisible(c) {
                break;
            }
        }
        let length = self.text.values.len() - values_at;
        self.push(TokenKind::Number { values_at, length }, start, end);
        end
    }

    fn word(&mut self, start: usize) -> usize {
        let rest = &self.text.raw[start..];
        let word = &rest[..rest.find(|c: char| !digit::is_letter(c)).unwrap_or(rest.len())];
        let end = start + word.len();
        let sense = match context::role(word, &mut self.scratch) {
            Role::Announces(sense) => Some(sense),
            Role::Plain => self.ends_birth_abbreviation(start, word).then_some(Sense::Birth),
            Role::Filler => {
                self.push(TokenKind::Word, start, end);
                if let Some(filler) = self.text.tokens.last_mut() {
                    filler.is_filler = true;
                }
                return end;
            }
        };
        let token = self.text.tokens.len();
        self.push(TokenKind::Word, start, end);
        if let Some(sense) = sense {
            self.text.senses.insert(sense);
        }
        self.text.words.push(Word { token, sense, line: self.line });
        end
    }

    /// "д.р.", "г. р.", "д/р".
    fn ends_birth_abbreviation(&self, start: usize, word: &str) -> bool {
        if !matches!(word, "р" | "Р" | "p" | "P") {
            return false;
        }
        let Some(previous) = self.text.tokens.last() else { return false };
        let before = &self.text.raw[previous.start..previous.end];
        let gap = &self.text.raw[previous.end..start];
        matches!(before, "д" | "Д" | "г" | "Г") && matches!(gap, "." | ". " | "/")
    }

    fn atom(&mut self, start: usize, end: usize) -> usize {
        self.push(TokenKind::Atom, start, end);
        end
    }

    fn slash(&mut self, at: usize) {
        let (before, rest) = self.text.raw.split_at(at);
        let is_digit = |c: Option<char>| c.and_then(digit::value).is_some();
        // The slashes of a date vanish when it is masked, so they must not make a path.
        if !(is_digit(before.chars().next_back()) && is_digit(rest.chars().nth(1))) {
            self.chunk.slashes += 1;
        }
        self.chunk.begins_with_slash |= self.chunk.first_token == self.text.tokens.len();
        self.chunk.has_double_slash |= rest.starts_with("//");
    }

    fn push(&mut self, kind: TokenKind, start: usize, end: usize) {
        self.chunk.has_letters |= !matches!(kind, TokenKind::Number { .. });
        let words_before = self.text.words.len();
        self.text.tokens.push(Token {
            kind,
            start,
            end,
            words_before,
            line: self.line,
            in_path: false,
            is_filler: false,
        });
    }

    fn close_chunk(&mut self) {
        let from = self.chunk.first_token;
        if self.chunk.is_path() {
            for token in &mut self.text.tokens[from..] {
                token.in_path = true;
            }
        }
        self.chunk = Chunk { first_token: self.text.tokens.len(), ..Chunk::default() };
    }
}
