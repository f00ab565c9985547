//! The reporting period: what of it is over, and what of it is counted.

use super::span::Span;
use super::spans::Spans;
use crate::time::At;

/// A reporting period seen at a moment, with the works that are left out of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Period {
    /// All of it.
    pub whole: Span,
    /// When it is looked at: what lasts is cut here.
    pub now: At,
    /// Time on neither side of any figure.
    left_out: Spans,
    counted: Spans,
}

impl Period {
    /// A period with nothing left out.
    pub fn new(whole: Span, now: At) -> Self {
        Self::without(whole, now, Spans::default())
    }

    /// A period without these moments: 1 − |(U∖P) ∩ T| / |T∖P|.
    pub fn without(whole: Span, now: At, left_out: Spans) -> Self {
        let over = Span::new(whole.from, whole.to.min(now));
        let counted = Spans::from(over).minus(&left_out);
        Self { whole, now, left_out, counted }
    }

    /// T cut at now.
    pub fn over(&self) -> Span {
        Span::new(self.whole.from, self.whole.to.min(self.now))
    }

    /// T∖P: what the figures are over.
    pub const fn counted(&self) -> &Spans {
        &self.counted
    }

    /// The part of it in which moments are counted, in one stretch.
    pub(super) fn edges(&self) -> Span {
        match (self.counted.as_slice().first(), self.counted.as_slice().last()) {
            (Some(first), Some(last)) => Span::new(first.from, last.to),
            _ => Span::new(self.whole.from, self.whole.from),
        }
    }

    /// The whole of it without what is left out, the part to come included.
    pub fn all_counted(&self) -> Spans {
        Spans::from(self.whole).minus(&self.left_out)
    }

    /// A part of it, under the same rules.
    pub fn part(&self, part: Span) -> Self {
        Self::without(part.within(self.whole), self.now, self.left_out.clone())
    }

    /// Another period, looked at in the same moment under the same rules.
    pub fn like(&self, other: Span) -> Self {
        Self::without(other, self.now, self.left_out.clone())
    }
}
