//! Words of a message: folded for comparing, with their place in the text and what stands before.

use super::text::is_invisible;

/// Bytes of what somebody states at most, some four thousand letters: a longer text is a log somebody has pasted. The
/// readers look back and forth between its words.
const LONGEST_STATED: usize = 8 * 1024;

/// What stands between a word and the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Joint {
    /// Nothing but space, or the beginning of the text.
    Blank,
    /// A comma, a full stop, a bracket, a new line.
    Mark,
    /// A dash.
    Dash,
}

/// A word without the marks around it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Word {
    /// Lower case, `ё` as `е`.
    pub text: String,
    /// First byte of it in the message.
    pub from: usize,
    /// The byte after it.
    pub to: usize,
    /// What stands before it.
    pub joint: Joint,
    /// Number of the stretch between two marks it belongs to.
    pub clause: usize,
    /// Number of its sentence.
    pub sentence: usize,
    /// Its sentence ends with a question mark.
    pub asked: Asked,
}

/// Whether a sentence is a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Asked {
    /// It ends with `?`.
    Yes,
    /// It does not.
    No,
}

/// Splits a message into words. A number keeps its inner marks (`14:32`, `1.5`, `23.11.2026`), a path
/// or a version stays one word, so that no part of it is taken for something else.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut cutter = Cutter { words: Vec::new(), joint: Joint::Blank, clause: 0, sentence: 0 };
    let mut start = None;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            if let Some(from) = start.take() {
                cutter.chunk(text, from, at);
            }
            if c == '\n' {
                cutter.mark(c);
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        cutter.chunk(text, from, text.len());
    }
    cutter.words
}

/// Whether a text is too long to be an answer: half of it might say the opposite of the whole.
pub fn is_too_long(text: &str) -> bool {
    text.len() > LONGEST_STATED
}

/// Words of the sentences that are not questions. A text too long to be an answer states nothing.
pub(super) fn stated_words(text: &str) -> Vec<Word> {
    if is_too_long(text) {
        return Vec::new();
    }
    words(text).into_iter().filter(|word| word.asked == Asked::No).collect()
}

struct Cutter {
    words: Vec<Word>,
    joint: Joint,
    clause: usize,
    sentence: usize,
}

impl Cutter {
    fn chunk(&mut self, text: &str, from: usize, to: usize) {
        let chunk = &text[from..to];
        if is_one_word(chunk) {
            return self.piece(text, from, to);
        }
        let mut begin = from;
        let clock = Clock::of(chunk);
        for (at, c) in chunk.char_indices() {
            if is_separator(chunk, at, c, clock.as_ref()) {
                self.piece(text, begin, from + at);
                self.mark(c);
                begin = from + at + c.len_utf8();
            }
        }
        self.piece(text, begin, to);
    }

    /// A piece that holds at most one word, perhaps with marks at its edges.
    fn piece(&mut self, text: &str, from: usize, to: usize) {
        let piece = &text[from..to];
        let tail = piece.trim_end_matches(is_edge);
        if !tail.trim_start_matches(is_edge).is_empty() {
            let head = tail.trim_start_matches(is_edge);
            let from = from + tail.len() - head.len();
            self.words.push(Word {
                text: fold(head),
                from,
                to: from + head.len(),
                joint: self.joint,
                clause: self.clause,
                sentence: self.sentence,
                asked: Asked::No,
            });
            self.joint = Joint::Blank;
        } else if !piece.is_empty() && piece.chars().all(is_dash) {
            self.mark('—');
        }
        if let Some(c) = piece[tail.len()..].chars().find(|&c| matches!(c, '.' | ':' | '?')) {
            self.mark(c);
        }
    }

    fn mark(&mut self, c: char) {
        self.joint = if is_dash(c) { Joint::Dash } else { Joint::Mark };
        self.clause += 1;
        if c == '?' {
            let sentence = self.sentence;
            self.words.iter_mut().rev().take_while(|word| word.sentence == sentence).for_each(|word| {
                word.asked = Asked::Yes;
            });
        }
        if matches!(c, '.' | '!' | '?' | ';' | '\n' | '…') {
            self.sentence += 1;
        }
    }
}

/// Addresses, paths, assignments.
fn is_one_word(chunk: &str) -> bool {
    let body = chunk.trim_end_matches(['?', '!', '.', ',', ';', ')']);
    body.len() == chunk.len() && (chunk.contains("://") || chunk.contains('=') || chunk.contains('\\'))
}

/// Where a clock time may be in a chunk.
struct Clock {
    /// The first digit; where there is none, as `colon`.
    digit: usize,
    /// The last colon.
    colon: usize,
}

impl Clock {
    fn of(chunk: &str) -> Option<Self> {
        let colon = chunk.rfind(':')?;
        Some(Self { digit: chunk.find(|c: char| c.is_ascii_digit()).unwrap_or(colon), colon })
    }

    /// Whether one stands right before a place, and another may stand behind it.
    fn is_before(&self, chunk: &str, at: usize) -> bool {
        self.colon > at && chunk.get(self.digit..at).is_some_and(is_clock)
    }
}

fn is_separator(chunk: &str, at: usize, c: char, clock: Option<&Clock>) -> bool {
    let digit_before = chunk[..at].chars().next_back().is_some_and(|c| c.is_ascii_digit());
    let digit_after = chunk[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    match c {
        ',' => clock.is_some() || !(digit_before && digit_after),
        '—' | '–' => true,
        // `14:00-14:30` is two times; `14:00-03:00` cannot be told from it and is not written so.
        '-' => clock.is_some_and(|clock| clock.is_before(chunk, at)),
        ';' | '!' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '"' | '«' | '»' | '“' | '”' | '„' | '…' | '|' => {
            true
        }
        _ => false,
    }
}

/// `14:32` or `14:32:10`.
fn is_clock(text: &str) -> bool {
    text.len() <= "14:32:10".len()
        && text.contains(':')
        && text.split(':').all(|part| matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit()))
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '−')
}

const fn is_edge(c: char) -> bool {
    matches!(c, '.' | ':' | '\'' | '`' | '*' | '_' | '~' | '#' | '№' | '<' | '>' | ',' | '?' | '’' | '‘') || is_dash(c)
}

/// Lower case, `ё` as `е`, one apostrophe, one minus, nothing invisible; letters written as two code
/// points (as macOS does) become one.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ё' => folded.push('е'),
            '’' | '‘' | 'ʼ' => folded.push('\''),
            '−' => folded.push('-'),
            '\u{306}' if folded.ends_with('и') => {
                folded.pop();
                folded.push('й');
            }
            '\u{308}' | '\u{fe0f}' => {}
            c if is_invisible(c) => {}
            c => folded.push(c),
        }
    }
    folded
}

/// Whether the words from `at` on are these.
pub(super) fn says(words: &[Word], at: usize, phrase: &[&str]) -> bool {
    words.len() >= at + phrase.len() && words[at..].iter().zip(phrase).all(|(word, wanted)| word.text == *wanted)
}

/// The text without these stretches of bytes, tidied: no space before marks, no empty brackets, no
/// marks left hanging at the edges.
pub(super) fn without(text: &str, stretches: &[(usize, usize)]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut begin = 0;
    let mut stretches = stretches.to_vec();
    stretches.sort_unstable();
    for (from, to) in stretches {
        if from >= begin {
            kept.push_str(&text[begin..from]);
        }
        begin = begin.max(to);
    }
    kept.push_str(&text[begin.min(text.len())..]);
    tidy(&kept)
}

/// One space between words, no space before marks, no empty brackets, no marks hanging at the edges.
pub(super) fn tidy(text: &str) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.matches('(').count() != line.matches(')').count() {
        line = line.replace(['(', ')'], " ");
    }
    for (ragged, neat) in [("( ", "("), (" )", ")"), ("()", ""), (" ,", ","), (" .", "."), (" ;", ";"), (" :", ":")] {
        line = line.replace(ragged, neat);
    }
    while line.contains(",,") || line.contains("  ") {
        line = line.replace(",,", ",").replace("  ", " ");
    }
    let hanging = |c: char| c.is_whitespace() || is_dash(c) || matches!(c, ',' | ';' | ':');
    let line = line
        .trim_start_matches(|c| hanging(c) || matches!(c, '.' | '!' | ')'))
        .trim_end_matches(|c| hanging(c) || c == '(');
    if line.chars().any(char::is_alphanumeric) { line.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = words(text).into_iter().map(|word| word.text).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn cutting() {
        check("Работает, но медленно!", &["работает", "но", "медленно"]);
        check("работает,но медленно", &["работает", "но", "медленно"]);
        check("Всё (почти) хорошо…", &["все", "почти", "хорошо"]);
        check("14:00-14:30", &["14:00", "14:30"]);
        check("с 14:00 – 14:30", &["с", "14:00", "14:30"]);
        check("(14:32)", &["14:32"]);
        check("~14:30, 1,5 часа", &["14:30", "1,5", "часа"]);
        check("v1.14.32 10.0.14.32 INC-1432 99.98%", &["v1.14.32", "10.0.14.32", "inc-1432", "99.98%"]);
        check("https://host/a,14:32", &["https://host/a,14:32"]);
        check("2026-11-23T14:00-03:00", &["2026-11-23t14:00-03:00"]);
        check("+ — -", &["+"]);
        check("doesn’t work", &["doesn't", "work"]);
        check("at 2 p.m.", &["at", "2", "p.m"]);
        check("при\u{438}\u{306}ти", &["прийти"]);
        check("", &[]);
    }

    #[test]
    fn questions_are_not_statements() {
        let stated = |text| stated_words(text).into_iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
        assert_eq!(stated("Работает? Да, работает."), "да работает");
        assert_eq!(stated("когда восстановите?"), "");
        assert_eq!(stated("Не работает! почему?!"), "не работает");
    }

    #[test]
    fn a_text_of_any_length_is_cut_and_a_very_long_one_states_nothing() {
        assert!(words(&format!("{}:", "-".repeat(300_000))).is_empty());
        assert_eq!(words(&format!("1{}:", "-1".repeat(150_000))).len(), 1);
        let long = "работает ".repeat(1_000);
        assert_eq!((words(&long).len(), stated_words(&long).len()), (1_000, 0));
        assert_eq!(stated_words(&long[..LONGEST_STATED / 2]).len(), LONGEST_STATED / 2 / "работает ".len() + 1);
    }

    #[test]
    fn tidying() {
        for (text, expected) in [
            ("готово , ", "готово"),
            (" ( ) всё хорошо.", "всё хорошо."),
            ("— перезапустили,  , узел", "перезапустили, узел"),
            (" , . ", ""),
        ] {
            assert_eq!(tidy(text), expected, "{text:?}");
        }
        assert_eq!(without("готово в 14:32, да", &[(13, 21)]), "готово, да");
    }

    proptest! {
        #[test]
        fn places_are_true(text in "[\\s\\S]*|[а-яёa-z0-9 :.,?!()+/-]*") {
            for word in words(&text) {
                prop_assert_eq!(fold(&text[word.from..word.to]), word.text);
            }
        }
    }
}
