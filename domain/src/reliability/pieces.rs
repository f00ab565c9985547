//! What of a history lies in a period: each row cut at its edges, by beginning.

use super::cascade::in_order;
use super::history::{Dimension, History};
use super::period::Period;
use super::span::Span;
use super::spans::Spans;

/// A row, or a part of it, within the time counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Piece {
    /// From when to when; never empty.
    pub span: Span,
    /// Its groups: beside it, since looking them up by row would leave the order of memory.
    groups: [u32; 4],
}

impl Piece {
    /// The number of its group.
    pub const fn group(&self, by: Dimension) -> u32 {
        self.groups[by.place()]
    }
}

/// The pieces of a period by their beginning.
#[derive(Clone, Debug, Default)]
pub struct Pieces(Vec<Piece>);

/// The union of all outages within the time counted: U ∩ (T∖P). Faster than by way of [`Pieces`]
/// where nothing else is asked.
pub fn union(history: &History, period: &Period) -> Spans {
    union_of(history.spans(), period)
}

/// The same of any outages.
pub fn union_of(outages: &[Span], period: &Period) -> Spans {
    let spans = outages.iter();
    let (within, from) = (period.edges(), |span: &Span| span.from.0);
    let cut = match period.counted().as_slice() {
        // Most periods are one stretch, and then a row has at most one part.
        [only] => in_order(spans.map(|span| span.within(*only)).filter(|part| !part.is_empty()), from, within),
        _ => in_order(spans.flat_map(|span| parts(*span, period.counted())), from, within),
    };
    Spans::merge(cut.into_iter())
}

impl Pieces {
    /// What lies in the time counted.
    pub fn of(history: &History, period: &Period) -> Self {
        Self::of_rows(history, period, |_| true)
    }

    /// The same, of some rows only.
    pub fn of_rows(history: &History, period: &Period, wanted: impl Fn(u32) -> bool) -> Self {
        let columns = Dimension::ALL.map(|by| history.column(by));
        let rows = (0..).zip(history.spans()).filter(|(row, _)| wanted(*row));
        let piece = |row: u32, span| Piece { span, groups: columns.map(|column| column[row as usize]) };
        let (within, from) = (period.edges(), |piece: &Piece| piece.span.from.0);
        Self(match period.counted().as_slice() {
            [only] => {
                let cut = rows.map(|(row, span)| (row, span.within(*only))).filter(|(_, span)| !span.is_empty());
                in_order(cut.map(|(row, span)| piece(row, span)), from, within)
            }
            _ => {
                let cut = rows.flat_map(|(row, span)| parts(*span, period.counted()).map(move |span| (row, span)));
                in_order(cut.map(|(row, span)| piece(row, span)), from, within)
            }
        })
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

/// What of a row lies in each stretch of the time counted.
fn parts(span: Span, counted: &Spans) -> impl Iterator<Item = Span> + Clone {
    counted.touching(span).iter().map(move |window| span.within(*window)).filter(|part| !part.is_empty())
}
