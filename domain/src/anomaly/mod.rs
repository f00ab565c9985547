//! What is abnormal: series of a failing service and its neighbours, ranked and explained.
//!
//! The last minutes before the registration are held against the hours before them. No change
//! point is sought: what stayed away from its usual for longest and farthest comes first. The
//! ranking is pure and deterministic; floats stay inside it and are never stored.

mod chart;
mod coverage;
mod deviation;
mod finding;
mod kind;
mod quantile;
mod rank;
mod readings;
mod season;
mod series;
mod spread;
mod sustained;
mod tuning;
mod window;

pub use chart::{Chart, Words, short};
pub use coverage::Coverage;
pub use finding::{Change, Findings, SeriesFinding, ServiceFinding};
pub use kind::{Kind, Symptom};
pub(crate) use quantile::{median_distance, quantile, sort};
pub use rank::{Question, rank};
pub use season::Season;
pub use series::{Metric, Series, Shape};
pub use tuning::Tuning;
pub use window::Windows;

#[cfg(test)]
mod tests;
