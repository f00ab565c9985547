//! Whether a person's name stands beside a token.

use super::digit;
use super::edge::is_made_of;
use super::text::Text;

/// How a word of a name is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// "Иван".
    Capitalised,
    /// "И." in "Иванов И.И.".
    Initial,
    /// "ИВАНОВИЧ", "иванович": so are abbreviations and all other words written, hence only with a
    /// patronymic in the row.
    Level { is_patronymic: bool },
    /// "ИВАНОВ": capitals that end as a surname does.
    Surname,
}

/// Which way a name is read, from the token beside it.
#[derive(Clone, Copy)]
enum Direction {
    Back,
    Forth,
}

/// Most words of a name that are read.
const LONGEST: usize = 3;

/// Whether two or three words of a name in a row end right before token `first` or begin right
/// behind token `last`.
pub(super) fn is_beside(text: &Text, first: usize, last: usize) -> bool {
    let before = first.checked_sub(1).is_some_and(|end| {
        let behind_initial = shape(text, end) == Some(Shape::Initial);
        keeps_beside(text.gap_before(first), behind_initial) && is_name(&row(text, end, Direction::Back))
    });
    before || (keeps_beside(text.gap_after(last), false) && is_name(&row(text, last + 1, Direction::Forth)))
}

/// The shapes of the words in a row from token `from` on.
fn row(text: &Text, from: usize, direction: Direction) -> Vec<Shape> {
    let mut shapes = Vec::with_capacity(LONGEST);
    let mut index = from;
    while let Some(shape) = shape(text, index) {
        shapes.push(shape);
        let (left, next) = match direction {
            Direction::Back if index == 0 => break,
            Direction::Back => (index - 1, index - 1),
            Direction::Forth => (index, index + 1),
        };
        if shapes.len() == LONGEST || !joins(text, left) {
            break;
        }
        index = next;
    }
    shapes
}

/// Whether a row is a name: two capitalised words at least, initials among them, or capitals with a
/// patronymic.
fn is_name(row: &[Shape]) -> bool {
    let [one, two, ..] = row else { return false };
    let is_plain = |shape: &Shape| matches!(shape, Shape::Capitalised | Shape::Initial | Shape::Surname);
    let is_full = |shape: &Shape| *shape == Shape::Capitalised;
    (is_plain(one) && is_plain(two) && row.iter().any(is_full)) || row.contains(&Shape::Level { is_patronymic: true })
}

fn shape(text: &Text, index: usize) -> Option<Shape> {
    let word = text.word(index)?;
    let mut letters = word.chars();
    let begins_lower = letters.next()?.is_lowercase();
    match (letters.as_str().is_empty(), letters.clone().all(char::is_lowercase)) {
        (true, _) => (!begins_lower).then_some(Shape::Initial),
        (false, true) if begins_lower => Some(Shape::Level { is_patronymic: is_patronymic(word) }),
        (false, true) => Some(Shape::Capitalised),
        (false, false) => {
            let is_level = !begins_lower && letters.all(char::is_uppercase);
            is_level.then(|| in_capitals(&word.to_lowercase()))
        }
    }
}

fn in_capitals(lower: &str) -> Shape {
    const ENDINGS: [&str; 8] = ["ов", "ова", "ев", "ева", "ov", "ova", "ev", "eva"];
    let is_surname = lower.chars().count() > 4 && ENDINGS.iter().any(|ending| lower.ends_with(ending));
    if is_surname { Shape::Surname } else { Shape::Level { is_patronymic: is_patronymic(lower) } }
}

/// Whether a word in lower case is somebody's son or daughter, in any case of theirs but the one that
/// adjectives share ("основной").
fn is_patronymic(word: &str) -> bool {
    const ENDINGS: [&str; 16] = [
        "вич",
        "вича",
        "вичу",
        "вичем",
        "виче",
        "овна",
        "овны",
        "овне",
        "овну",
        "евна",
        "евны",
        "евне",
        "ична",
        "ичны",
        "оглы",
        "кызы",
    ];
    ENDINGS.iter().any(|ending| word.len() > ending.len() && word.ends_with(ending))
}

/// Whether the gap behind token `left` joins two words of one name: blanks, the hyphen of a double
/// surname, the dot behind an initial, in Latin letters the comma of "Petrov, Ivan".
fn joins(text: &Text, left: usize) -> bool {
    let gap = text.gap_after(left);
    let behind_initial = shape(text, left) == Some(Shape::Initial);
    gap == "-"
        || is_made_of(gap, 3, |c| digit::is_space(c) || (behind_initial && c == '.'))
        || (gap == ", " && [left, left + 1].iter().all(|index| is_latin(text, *index)))
}

fn is_latin(text: &Text, index: usize) -> bool {
    text.word(index).is_some_and(|word| word.is_ascii())
}

/// Whether a gap keeps a date beside a name.
fn keeps_beside(gap: &str, behind_initial: bool) -> bool {
    is_made_of(gap, 4, |c| {
        digit::is_space(c)
            || c == '\n'
            || digit::is_dash(c)
            || matches!(c, ',' | ';' | ':' | '(' | ')' | '|' | '"' | '\'' | '[' | ']' | '«' | '»')
            || (behind_initial && c == '.')
    })
}
