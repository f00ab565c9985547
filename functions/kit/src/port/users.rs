//! A query of the product's own, as people configure it: samples as they come, series by series.

use nabat_domain::time::{At, Length};
use std::collections::BTreeMap;

/// A query to be answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnQuery {
    /// In the language of the source.
    pub query: String,
    /// Stretches of time, earliest first, both ends included.
    pub ranges: Vec<(At, At)>,
    /// From one sample to the next.
    pub step: Length,
    /// Everything is had by then: people wait for it.
    pub patience: Length,
}

/// One series of the answer.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Labelled {
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// Its samples in time order.
    pub samples: Vec<(At, f64)>,
}
