//! What of a history lies in a period: each row cut at its edges, by beginning.

use super::cascade::in_order;
use super::history::History;
use super::period::Period;
use super::span::Span;
use super::spans::Spans;

/// A row, or a part of it, within the time counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// From when to when; never empty.
    pub span: Span,
    /// The row of the history.
    pub row: u32,
}

/// The pieces of a period by their beginning.
#[derive(Clone, Debug, Default)]
pub struct Pieces(Vec<Piece>);

/// The union of all outages within the time counted: U ∩ (T∖P). Faster than by way of [`Pieces`]
/// where nothing else is asked.
pub fn union(history: &History, period: &Period) -> Spans {
    let mut cut = Vec::with_capacity(history.len());
    for span in history.spans() {
        for_each_part(*span, period.counted(), |part| cut.push(part));
    }
    Spans::merge(in_order(cut, |span| span.from.0).into_iter())
}

impl Pieces {
    /// What lies in the time counted.
    pub fn of(history: &History, period: &Period) -> Self {
        Self::of_rows(history, period, |_| true)
    }

    /// The same, of some rows only.
    pub fn of_rows(history: &History, period: &Period, wanted: impl Fn(u32) -> bool) -> Self {
        let mut pieces = Vec::with_capacity(history.len());
        for (row, span) in (0..).zip(history.spans()) {
            if wanted(row) {
                for_each_part(*span, period.counted(), |span| pieces.push(Piece { span, row }));
            }
        }
        Self(in_order(pieces, |piece| piece.span.from.0))
    }

    /// The pieces by their beginning.
    pub fn as_slice(&self) -> &[Piece] {
        &self.0
    }

    /// Every moment with a failure.
    pub fn union(&self) -> Spans {
        Spans::merge(self.0.iter().map(|piece| piece.span))
    }
}

/// Most periods are one stretch, and then a row has at most one part.
fn for_each_part(span: Span, counted: &Spans, mut take: impl FnMut(Span)) {
    let windows = match counted.as_slice() {
        [only] => std::slice::from_ref(only),
        _ => counted.touching(span),
    };
    for window in windows {
        let part = span.within(*window);
        if !part.is_empty() {
            take(part);
        }
    }
}
