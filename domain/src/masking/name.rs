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
    /// "ИВАНОВИЧ": so are abbreviations written, hence only with a patronymic in the row.
    Capitals { is_patronymic: bool },
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
    let is_plain = |shape: &Shape| matches!(shape, Shape::Capitalised | Shape::Initial);
    let is_full = |shape: &Shape| *shape == Shape::Capitalised;
    (is_plain(one) && is_plain(two) && row.iter().any(is_full))
        || row.contains(&Shape::Capitals { is_patronymic: true })
}

fn shape(text: &Text, index: usize) -> Option<Shape> {
    let word = text.word(index)?;
    let mut letters = word.chars();
    if !letters.next()?.is_uppercase() {
        return None;
    }
    if letters.as_str().is_empty() {
        return Some(Shape::Initial);
    }
    if letters.clone().all(char::is_lowercase) {
        return Some(Shape::Capitalised);
    }
    let is_patronymic = ["ВИЧ", "ВНА", "ИЧНА", "ОГЛЫ", "КЫЗЫ"].iter().any(|ending| word.ends_with(ending));
    letters.all(char::is_uppercase).then_some(Shape::Capitals { is_patronymic })
}

/// Whether the gap behind token `left` joins two words of one name: blanks, the hyphen of a double
/// surname, the dot behind an initial.
fn joins(text: &Text, left: usize) -> bool {
    let gap = text.gap_after(left);
    let behind_initial = shape(text, left) == Some(Shape::Initial);
    gap == "-" || is_made_of(gap, 3, |c| digit::is_space(c) || (behind_initial && c == '.'))
}

/// Whether a gap keeps a date beside a name.
fn keeps_beside(gap: &str, behind_initial: bool) -> bool {
    is_made_of(gap, 4, |c| {
        digit::is_space(c)
            || digit::is_dash(c)
            || matches!(c, ',' | ';' | ':' | '(' | ')' | '|' | '"' | '\'' | '[' | ']' | '«' | '»')
            || (behind_initial && c == '.')
    })
}
