//! A set of moments: stretches in order, none empty, none touching the next.

use super::span::Span;
use crate::time::{At, Length};

/// Disjoint stretches in order of time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Spans(Vec<Span>);

impl Spans {
    /// Every moment that lies in at least one of these. Order and overlaps do not matter.
    pub fn union(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
        spans.sort_unstable();
        Self::merge(spans.into_iter())
    }

    /// The union of stretches that already come by their beginning, none of them empty.
    pub(super) fn merge(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans = spans;
        let mut merged: Vec<Span> = Vec::with_capacity(spans.size_hint().0 / 2);
        let Some(mut last) = spans.next() else { return Self(merged) };
        for span in spans {
            if span.from > last.to {
                merged.push(last);
                last = span;
            } else if span.to > last.to {
                last.to = span.to;
            }
        }
        merged.push(last);
        Self(merged)
    }

    /// The stretches, in order.
    pub fn iter(&self) -> impl Iterator<Item = Span> + '_ {
        self.0.iter().copied()
    }

    /// The stretches, in order.
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// No moment belongs to it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How long all of it is.
    pub fn length(&self) -> Length {
        Length(self.iter().map(|span| span.length().0).sum())
    }

    /// What lies in `span` too.
    pub fn clip(&self, span: Span) -> Self {
        Self(self.touching(span).iter().map(|own| own.within(span)).filter(|own| !own.is_empty()).collect())
    }

    /// The stretches that reach into `span`, whole.
    pub fn touching(&self, span: Span) -> &[Span] {
        let first = self.0.partition_point(|own| own.to <= span.from);
        let end = self.0.partition_point(|own| own.from < span.to);
        &self.0[first..end.max(first)]
    }

    /// How much of `span` belongs to it.
    pub fn length_within(&self, span: Span) -> Length {
        Length(self.touching(span).iter().map(|own| own.within(span).length().0).sum())
    }

    /// What lies in both.
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut own, mut others) = (self.0.iter().copied().peekable(), other.0.iter().copied().peekable());
        let mut both = Vec::new();
        while let (Some(one), Some(two)) = (own.peek(), others.peek()) {
            let common = one.within(*two);
            if !common.is_empty() {
                both.push(common);
            }
            if one.to <= two.to {
                own.next()
            } else {
                others.next()
            };
        }
        Self(both)
    }

    /// What lies in this and not in `other`.
    pub fn minus(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        for own in self.iter() {
            let mut from = own.from;
            for taken in other.touching(own) {
                left.push(Span::new(from, taken.from));
                from = taken.to;
            }
            left.push(Span::new(from, own.to));
        }
        left.retain(|span| !span.is_empty());
        Self(left)
    }

    /// The moment at which so much of it has passed, if there is so much of it.
    pub fn reached(&self, length: Length) -> Option<At> {
        let mut left = length;
        for span in self.iter() {
            if span.length() >= left {
                return Some(span.from.plus(left));
            }
            left = Length(left.0 - span.length().0);
        }
        None
    }
}

impl From<Span> for Spans {
    fn from(span: Span) -> Self {
        Self(if span.is_empty() { Vec::new() } else { vec![span] })
    }
}
