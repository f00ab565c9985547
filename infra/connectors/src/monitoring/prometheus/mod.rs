//! Prometheus and what speaks its query API (VictoriaMetrics, Thanos, Mimir).
//!
//! Series of a service are found by the labels it is known under, queried by metric name, several
//! at once, and laid on one grid of moments. Queries change nothing, so they may be repeated.

mod api;
mod conventions;
mod grid;
mod plan;

pub use api::Dialect;
pub use conventions::Conventions;

use crate::http;
use api::Api;
use async_trait::async_trait;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt};
use grid::{Grid, Part};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::At;
use nabat_kit::port::{CallError, Gathered, Labelled, Missing, Monitoring, OwnQuery, Wanted};
use plan::{Planned, plan};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Queries under way at once: a monitoring system serves others during a failure too.
const AT_ONCE: usize = 8;

/// Warnings of a source that are told; each is compared with those told before.
const MOST_WARNED: usize = 20;

/// Series of one's own question at most: they are lines of a chart, each looked through by itself.
const MOST_OWN: usize = 5_000;

/// A Prometheus, by its address.
pub struct Prometheus {
    api: Api,
    conventions: Conventions,
}

/// Queries of a service, and what the source warned of when it told which there are.
type Queries = (Vec<Planned>, Vec<String>);

/// What one query brought.
struct Brought<'a> {
    planned: &'a Planned,
    range: (At, At),
    parts: Result<(Vec<Part>, Vec<String>), CallError>,
}

impl Prometheus {
    /// `base` is the address without `/api/v1`, with the prefix a proxy or a cluster wants; `bearer`
    /// a token, where one is asked for.
    ///
    /// # Errors
    /// The address is none, or no client can be made on this machine.
    pub fn new(base: &str, bearer: Option<String>, conventions: Conventions) -> Result<Self, CallError> {
        Self::speaking(Dialect::Prometheus, base, bearer, conventions)
    }

    /// The same, in a dialect of the query API.
    ///
    /// # Errors
    /// The address is none, or no client can be made on this machine.
    pub fn speaking(
        dialect: Dialect,
        base: &str,
        bearer: Option<String>,
        conventions: Conventions,
    ) -> Result<Self, CallError> {
        Ok(Self { api: Api::new(dialect, base, bearer, http::client()?)?, conventions })
    }

    /// What there is of one service, as queries.
    async fn planned(&self, service: &ServiceId, wanted: &Wanted, by: Instant) -> Result<Queries, CallError> {
        let (from, until) = wanted.ranges.last().copied().unwrap_or_default();
        let conventions = match wanted.matchers.get(service) {
            Some(matchers) => &self.conventions.clone().with(service.clone(), matchers.clone()),
            None => &self.conventions,
        };
        let matches = conventions.matches(service);
        let asked = timeout_at(by, self.api.series(&matches, from, until)).await;
        let (known, warnings) = asked.unwrap_or_else(|_| Err(out_of_time()))?;
        Ok((plan(service, conventions, &known, wanted.step), warnings))
    }

    /// Queries of every service, and how many series were left out for the limit.
    async fn all_planned(
        &self,
        wanted: &Wanted,
        by: Instant,
        gathered: &mut Gathered,
    ) -> Result<Vec<Planned>, CallError> {
        let (mut all, mut taken, mut over, mut last) = (Vec::new(), 0, 0, None);
        let asked: Vec<BoxFuture<'_, Result<Queries, CallError>>> =
            wanted.services.iter().map(|service| self.planned(service, wanted, by).boxed()).collect();
        let answers: Vec<_> = futures_util::stream::iter(asked).buffered(AT_ONCE).collect().await;
        for (service, planned) in wanted.services.iter().zip(answers) {
            match planned {
                Ok((planned, _)) if planned.is_empty() => gathered.missing.push(Missing::Unknown(service.clone())),
                Ok((planned, warned)) => {
                    told(gathered, warned);
                    for one in planned {
                        if taken + one.expected > wanted.most_series {
                            over += one.expected;
                        } else {
                            taken += one.expected;
                            all.push(one);
                        }
                    }
                }
                Err(error) => {
                    gathered
                        .missing
                        .push(Missing::Query { query: format!("series of {service}"), reason: error.to_string() });
                    last = Some(error);
                }
            }
        }
        if over > 0 {
            gathered.missing.push(Missing::OverLimit { series: over });
        }
        match last {
            Some(error) if all.is_empty() => Err(error),
            _ => Ok(all),
        }
    }

    async fn brought<'a>(&self, planned: &'a Planned, range: (At, At), wanted: &Wanted, until: Instant) -> Brought<'a> {
        let asked = self.api.range(&planned.query, range, wanted.step);
        let parts = timeout_at(until, asked).await;
        let parts = parts.unwrap_or_else(|_| Err(out_of_time()));
        Brought { planned, range, parts }
    }
}

/// A warning is told once, however many answers carry it.
fn told(gathered: &mut Gathered, warnings: Vec<String>) {
    let mut told = gathered.missing.iter().filter(|one| matches!(one, Missing::Warned(_))).count();
    for warned in warnings.into_iter().take(MOST_WARNED).map(Missing::Warned) {
        if told < MOST_WARNED && !gathered.missing.contains(&warned) {
            gathered.missing.push(warned);
            told += 1;
        }
    }
}

fn out_of_time() -> CallError {
    CallError::Transient("no time was left".to_owned())
}

#[async_trait]
impl Monitoring for Prometheus {
    async fn gather(&self, wanted: &Wanted) -> Result<Gathered, CallError> {
        let until = Instant::now() + Duration::from_millis(u64::try_from(wanted.patience.0).unwrap_or(0));
        let mut gathered = Gathered::default();
        let planned = self.all_planned(wanted, until, &mut gathered).await?;
        let ranges: Vec<(At, At)> =
            wanted.ranges.iter().flat_map(|range| api::within_limit(*range, wanted.step)).collect();
        let mut asked: Vec<BoxFuture<'_, Brought<'_>>> = Vec::new();
        for planned in &planned {
            asked.extend(ranges.iter().map(|range| self.brought(planned, *range, wanted, until).boxed()));
        }
        let mut answers = futures_util::stream::iter(asked).buffer_unordered(AT_ONCE);
        let mut grid = Grid::new(wanted);
        let mut last = None;
        while let Some(brought) = answers.next().await {
            match brought.parts {
                Ok((parts, warnings)) => {
                    told(&mut gathered, warnings);
                    grid.lay(brought.planned, brought.range, parts);
                }
                Err(error) => {
                    let query = brought.planned.query.clone();
                    gathered.missing.push(Missing::Query { query, reason: error.to_string() });
                    last = Some(error);
                }
            }
        }
        if grid.over() > 0 {
            gathered.missing.push(Missing::OverLimit { series: grid.over() });
        }
        gathered.series = grid.into_series();
        match last {
            Some(error) if gathered.series.is_empty() => Err(error),
            _ => Ok(gathered),
        }
    }

    async fn ask(&self, asked: &OwnQuery) -> Result<Vec<Labelled>, CallError> {
        let by = Instant::now() + Duration::from_millis(u64::try_from(asked.patience.0).unwrap_or(0));
        let mut laid: BTreeMap<api::Labels, Vec<(At, f64)>> = BTreeMap::new();
        for range in asked.ranges.iter().flat_map(|range| api::within_limit(*range, asked.step)) {
            let answer = timeout_at(by, self.api.range(&asked.query, range, asked.step)).await;
            let (parts, _) = answer.unwrap_or_else(|_| Err(out_of_time()))?;
            for part in parts {
                laid.entry(part.labels).or_default().extend(part.samples);
            }
            if laid.len() > MOST_OWN {
                return Err(CallError::Permanent(format!("more than {MOST_OWN} series answer {}", asked.query)));
            }
        }
        Ok(laid.into_iter().map(|(labels, samples)| Labelled { labels, samples }).collect())
    }

    fn link(&self, query: &str, from: At, until: At) -> Option<String> {
        Some(self.api.graph(query, from, until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_warnings_is_not_told_whole() {
        let mut gathered = Gathered::default();
        told(&mut gathered, vec!["slow".to_owned(), "slow".to_owned(), "partial".to_owned()]);
        assert_eq!(gathered.missing.len(), 2);
        for first in [0, 200_000] {
            told(&mut gathered, (first..first + 200_000).map(|place: u32| place.to_string()).collect());
        }
        assert_eq!(gathered.missing.len(), MOST_WARNED);
    }
}
