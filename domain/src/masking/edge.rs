//! What touches a candidate: free, joined to a word, or part of something longer.

use super::digit;
use super::text::{Text, TokenKind};

/// How the outside touches a candidate. Both neighbours judge a join alike: were one number glued
/// while the other is free, masking the second would free the first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Edge {
    /// Nothing touches it.
    Free,
    /// Hangs on a word by a dash ("SD-1042") or stands in a path: only an announcement makes it an
    /// identifier.
    Loose,
    /// Embedded in a word or a longer number.
    Glued,
}

/// The worse of both edges of tokens `first..=last`.
pub(super) fn edges(text: &Text, first: usize, last: usize) -> Edge {
    left(text, first).max(right(text, last))
}

/// Whether tokens `first..=last` may be an identifier, given whether one is announced.
pub(super) fn permits(edge: Edge, announced: impl FnOnce() -> bool) -> bool {
    match edge {
        Edge::Free => true,
        Edge::Loose => announced(),
        Edge::Glued => false,
    }
}

/// How the outside touches token `first` from the left.
pub(super) fn left(text: &Text, first: usize) -> Edge {
    let gap = text.gap_before(first);
    if gap.ends_with('_') {
        return Edge::Glued;
    }
    if gap.ends_with('/') && text.tokens[first].in_path {
        return Edge::Loose;
    }
    match first.checked_sub(1) {
        Some(previous) => join(gap, text.tokens[previous].kind),
        None => Edge::Free,
    }
}

/// How the outside touches token `last` from the right.
pub(super) fn right(text: &Text, last: usize) -> Edge {
    let gap = text.gap_after(last);
    if gap.starts_with(['_', '%']) {
        return Edge::Glued;
    }
    if gap.starts_with('/') && text.tokens[last].in_path {
        return Edge::Loose;
    }
    match text.tokens.get(last + 1) {
        Some(next) => join(gap, next.kind),
        None => Edge::Free,
    }
}

/// How a gap joins a number to a neighbour.
fn join(gap: &str, neighbour: TokenKind) -> Edge {
    let is_number = matches!(neighbour, TokenKind::Number { .. });
    let mut characters = gap.chars();
    match (characters.next(), characters.next()) {
        (None, _) => Edge::Glued,
        (Some('.'), None) if is_number => Edge::Glued,
        (Some(dash), None) if digit::is_dash(dash) && is_number => Edge::Glued,
        (Some(dash), None) if digit::is_dash(dash) => Edge::Loose,
        _ => Edge::Free,
    }
}

/// Whether a gap may stand inside a grouped number: up to three spaces and dashes on one line.
pub(super) fn is_separator(gap: &str) -> bool {
    is_made_of(gap, 3, |c| digit::is_space(c) || digit::is_dash(c))
}

/// Whether a gap is one to `most` characters that `accepts` knows, the unseen ones aside.
pub(super) fn is_made_of(gap: &str, most: usize, accepts: impl Fn(char) -> bool) -> bool {
    let mut seen = 0;
    for c in gap.chars().filter(|c| !digit::is_invisible(*c)) {
        seen += 1;
        if seen > most || !accepts(c) {
            return false;
        }
    }
    seen > 0
}
