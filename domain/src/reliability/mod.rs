//! Reliability: every figure of a reporting period, exact to the millisecond.
//!
//! Intervals are half-open, lengths integer milliseconds, moments UTC; a zone matters only where a
//! day begins. Nothing is rounded but by [`apportion`](apportion::apportion), once, so that shares sum to the union.

pub mod allowed;
pub mod apportion;
pub mod between;
pub mod calendar;
mod cascade;
mod changes;
pub mod compare;
pub mod fingerprint;
mod fraction;
pub mod group;
pub mod heat;
pub mod history;
pub mod names;
mod packed;
pub mod period;
pub mod pieces;
pub mod ratio;
pub mod repeats;
pub mod report;
pub mod series;
pub mod span;
pub mod spans;
pub mod stages;
pub mod target;
pub mod what_if;
pub mod works;

#[cfg(test)]
mod tests;

pub use allowed::{Allowed, Exhaustion};
pub use calendar::Unit;
pub use compare::Comparison;
pub use group::Group;
pub use history::{Dimension, Fact, History};
pub use period::Period;
pub use ratio::Ratio;
pub use report::Report;
pub use span::Span;
pub use spans::Spans;
pub use target::{Target, Targets};
pub use works::{Works, WorksPolicy};
