//! Planned works: announced before they began, or they are no works but failure.

use super::span::Span;
use super::spans::Spans;
use crate::time::At;
use serde::{Deserialize, Serialize};

/// Works on the estate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Works {
    /// When they were announced.
    pub announced: At,
    /// From when to when, as announced: what overran this is failure.
    pub span: Span,
}

/// Whether time under works counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorksPolicy {
    /// Works leave both sides of the share.
    #[default]
    Exclude,
    /// A failure under works counts like any other.
    Count,
}

/// P: the time under works that were announced before they began.
pub fn planned(works: &[Works]) -> Spans {
    Spans::union(works.iter().filter(|works| works.announced < works.span.from).map(|works| works.span))
}

/// What the policy leaves out of the figures.
pub fn left_out(works: &[Works], policy: WorksPolicy) -> Spans {
    match policy {
        WorksPolicy::Exclude => planned(works),
        WorksPolicy::Count => Spans::default(),
    }
}
