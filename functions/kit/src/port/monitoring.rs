//! Monitoring: where samples of services come from.

use super::{CallError, Labelled, OwnQuery};
use async_trait::async_trait;
use nabat_domain::anomaly::{Kind, Metric, Series, Shape};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::{At, Length};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which samples are asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// Services, the failing one first: where something has to be left out, the last goes first.
    pub services: Vec<ServiceId>,
    /// Stretches of time, earliest first, both ends included: the hours before the failure, and the
    /// same hours of other days where a rhythm is to be seen.
    pub ranges: Vec<(At, At)>,
    /// From one sample to the next.
    pub step: Length,
    /// At most so many series in all.
    pub most_series: usize,
    /// Services found by matchers of their own, in the source's language.
    pub matchers: BTreeMap<ServiceId, String>,
    /// Everything is had by then, or told as missing: people wait for it.
    pub patience: Length,
}

/// A series as it was recorded.
#[derive(Clone, PartialEq, Debug)]
pub struct Recorded {
    /// Whose.
    pub service: ServiceId,
    /// Its name.
    pub metric: Metric,
    /// What it measures.
    pub kind: Kind,
    /// How its numbers are read.
    pub shape: Shape,
    /// When; shared by the series of one grid. NaN stands where there was no sample.
    pub times: Arc<[At]>,
    /// The samples.
    pub values: Vec<f64>,
    /// What to ask the source to see it, in its own language.
    pub query: Option<String>,
}

impl Wanted {
    /// Every moment a sample is asked for, in time order.
    pub fn grid(&self) -> Arc<[At]> {
        let of_range = |(from, until): &(At, At)| {
            let steps = until.since(*from).0.max(0) / self.step.0.max(1);
            let (from, step) = (*from, self.step.0.max(1));
            (0..=steps).map(move |n| from.plus(Length(n * step)))
        };
        self.ranges.iter().flat_map(of_range).collect()
    }

    /// The last moment asked for.
    pub fn last(&self) -> At {
        self.ranges.iter().map(|range| range.1).max().unwrap_or_default()
    }
}

impl Recorded {
    /// A series whose kind and shape are read from its name.
    pub fn named(service: ServiceId, metric: Metric, times: Arc<[At]>, values: Vec<f64>) -> Self {
        let (kind, shape) = {
            let read = Series::named(&service, &metric, &times, &values);
            (read.kind, read.shape)
        };
        Self { service, metric, kind, shape, times, values, query: None }
    }

    /// As the ranking takes it.
    pub fn series(&self) -> Series<'_> {
        Series {
            service: &self.service,
            metric: &self.metric,
            kind: self.kind,
            shape: self.shape,
            times: &self.times,
            values: &self.values,
        }
    }
}

/// Something that was asked for and did not come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Missing {
    /// A query failed: what it was, and what the source said.
    Query {
        /// The query.
        query: String,
        /// The source's words, or the network's.
        reason: String,
    },
    /// There was more than may be read: so many series were left out.
    OverLimit {
        /// How many, as far as known.
        series: usize,
    },
    /// The source has nothing of this service under the labels it was looked for.
    Unknown(ServiceId),
    /// The source itself warns that its answer is not whole.
    Warned(String),
}

/// What came.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Gathered {
    /// The series; by service and name, no two of one name.
    pub series: Vec<Recorded>,
    /// What did not come.
    pub missing: Vec<Missing>,
}

/// A monitoring system.
#[async_trait]
pub trait Monitoring: Send + Sync {
    /// Samples of services, within [`Wanted::patience`]. What fails in part is told in [`Gathered::missing`].
    ///
    /// # Errors
    /// Nothing at all could be had.
    async fn gather(&self, wanted: &Wanted) -> Result<Gathered, CallError>;

    /// Samples of a query the product's people wrote, as they come: within [`OwnQuery::patience`].
    ///
    /// # Errors
    /// It was not answered, or this system answers no queries.
    async fn ask(&self, _: &OwnQuery) -> Result<Vec<Labelled>, CallError> {
        Err(CallError::Permanent("this monitoring system answers no queries of one's own".to_owned()))
    }

    /// Where a person sees what a query gives, where the system has such a place.
    fn link(&self, query: &str, from: At, until: At) -> Option<String>;
}
