//! Zabbix, by the JSON-RPC interface of its front end.
//!
//! Items of a service's hosts are read from the history by their value type, in the hours of other
//! days that are out of it from the hourly trends; how many problems are open is a series too. Nothing
//! is changed there, so everything may be repeated.

mod items;
mod rpc;
mod samples;

use crate::http;
use async_trait::async_trait;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt};
use items::{Item, Known};
use nabat_domain::anomaly::{Kind, Metric};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::At;
use nabat_kit::port::{CallError, Gathered, Missing, Monitoring, Recorded, Wanted};
use rpc::{Rpc, Scheme};
use samples::{Brought, Rows};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Calls under way at once: the front end is PHP, and people look at it during a failure too.
const AT_ONCE: usize = 4;
/// Items of one call: four hours of them, collected every ten seconds, stay below the limit of rows.
const TOGETHER: usize = 30;

/// A Zabbix, by its front end.
pub struct Zabbix {
    rpc: Rpc,
    tags: Vec<String>,
}

/// Tags of hosts in common use for the service they serve.
pub fn common_tags() -> Vec<String> {
    ["service", "app", "application"].map(str::to_owned).to_vec()
}

/// Some items of one value type, in one range.
struct Batch<'a> {
    items: Vec<&'a Item>,
    value_type: &'a str,
    range: (At, At),
}

impl Zabbix {
    /// `base` is the front end's address; `token` an API token; `tags` those of hosts that name the service.
    ///
    /// # Errors
    /// The address is none, or no client can be made on this machine.
    pub fn new(base: &str, token: &str, tags: Vec<String>) -> Result<Self, CallError> {
        Ok(Self { rpc: Rpc::new(base, token, http::client()?)?, tags })
    }

    /// What there is of every service, within the limit of series.
    async fn known(
        &self,
        scheme: Scheme,
        wanted: &Wanted,
        by: Instant,
        gathered: &mut Gathered,
    ) -> Result<Vec<(ServiceId, Known)>, CallError> {
        let asked: Vec<BoxFuture<'_, Result<Known, CallError>>> = wanted
            .services
            .iter()
            .map(|service| {
                let own = wanted.matchers.get(service).map(String::as_str);
                in_time(by, items::known(&self.rpc, scheme, service, &self.tags, own)).boxed()
            })
            .collect();
        let answers: Vec<_> = futures_util::stream::iter(asked).buffered(AT_ONCE).collect().await;
        let (mut all, mut left, mut over, mut last) = (Vec::new(), wanted.most_series, 0, None);
        for (service, known) in wanted.services.iter().zip(answers) {
            match known {
                Ok(known) if known.items.is_empty() => gathered.missing.push(Missing::Unknown(service.clone())),
                Ok(mut known) => {
                    over += known.over + known.items.len().saturating_sub(left);
                    known.items.truncate(left);
                    left -= known.items.len();
                    all.push((service.clone(), known));
                }
                Err(error) => {
                    let query = format!("items of {service}");
                    gathered.missing.push(Missing::Query { query, reason: error.to_string() });
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

    /// Samples of a batch: its history, and trends of what has none in hours of other days.
    async fn brought(&self, scheme: Scheme, batch: &Batch<'_>, wanted: &Wanted) -> Result<Brought, CallError> {
        let mut brought = samples::history(&self.rpc, scheme, &batch.items, batch.value_type, batch.range).await?;
        let is_old = batch.range.1 < wanted.last();
        let gone: Vec<&Item> =
            batch.items.iter().copied().filter(|item| !brought.rows.contains_key(&item.itemid)).collect();
        if is_old && !gone.is_empty() && !brought.cut {
            let trends = samples::trends(&self.rpc, scheme, &gone, batch.range).await?;
            brought.cut |= trends.cut;
            brought.rows.extend(trends.rows);
        }
        Ok(brought)
    }

    /// Samples of all batches, by item.
    async fn samples(
        &self,
        scheme: Scheme,
        batches: &[Batch<'_>],
        (wanted, by): (&Wanted, Instant),
        gathered: &mut Gathered,
    ) -> Result<BTreeMap<String, Rows>, CallError> {
        let asked: Vec<BoxFuture<'_, Result<Brought, CallError>>> =
            batches.iter().map(|batch| in_time(by, self.brought(scheme, batch, wanted)).boxed()).collect();
        let answers: Vec<_> = futures_util::stream::iter(asked).buffered(AT_ONCE).collect().await;
        let (mut rows, mut last): (BTreeMap<String, Rows>, _) = (BTreeMap::new(), None);
        for (batch, brought) in batches.iter().zip(answers) {
            let query = || {
                let keys: Vec<&str> = batch.items.iter().map(|item| item.key_.as_str()).take(3).collect();
                format!("history of {} items: {}", batch.items.len(), keys.join(", "))
            };
            match brought {
                Ok(brought) => {
                    if brought.cut {
                        let reason = "more rows than one answer takes; the latest are missing".to_owned();
                        gathered.missing.push(Missing::Query { query: query(), reason });
                    }
                    brought.rows.into_iter().for_each(|(item, new)| rows.entry(item).or_default().extend(new));
                }
                Err(error) => {
                    gathered.missing.push(Missing::Query { query: query(), reason: error.to_string() });
                    last = Some(error);
                }
            }
        }
        match last {
            Some(error) if rows.is_empty() => Err(error),
            _ => Ok(rows),
        }
    }

    /// How many problems of a service's hosts were open, in the hours before the failure.
    async fn problems(&self, scheme: Scheme, known: &Known, wanted: &Wanted) -> Result<Option<Vec<f64>>, CallError> {
        let Some(range) = wanted.ranges.last() else { return Ok(None) };
        let hosts: Vec<&str> = known.hosts.keys().map(String::as_str).collect();
        let problems = samples::problems(&self.rpc, scheme, &hosts, *range).await?;
        if problems.is_empty() {
            return Ok(None);
        }
        let open = |at: &At| {
            let open = problems.iter().filter(|(begun, over)| begun <= at && over.is_none_or(|over| *at < over));
            if *at < range.0 { f64::NAN } else { open.count() as f64 }
        };
        Ok(Some(wanted.grid().iter().map(open).collect()))
    }
}

/// Batches of items of the same type, for every range.
fn batches<'a>(all: &'a [(ServiceId, Known)], wanted: &Wanted) -> Vec<Batch<'a>> {
    let mut by_type: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in all.iter().flat_map(|(_, known)| &known.items) {
        by_type.entry(&item.value_type).or_default().push(item);
    }
    let mut batches = Vec::new();
    for (value_type, items) in by_type {
        for items in items.chunks(TOGETHER) {
            let of_range = |range: &(At, At)| Batch { items: items.to_vec(), value_type, range: *range };
            batches.extend(wanted.ranges.iter().map(of_range));
        }
    }
    batches
}

async fn in_time<T>(by: Instant, asked: impl Future<Output = Result<T, CallError>>) -> Result<T, CallError> {
    let out_of_time = |_| Err(CallError::Transient("no time was left".to_owned()));
    timeout_at(by, asked).await.unwrap_or_else(out_of_time)
}

#[async_trait]
impl Monitoring for Zabbix {
    async fn gather(&self, wanted: &Wanted) -> Result<Gathered, CallError> {
        let by = Instant::now() + Duration::from_millis(u64::try_from(wanted.patience.0).unwrap_or(0));
        let mut gathered = Gathered::default();
        let scheme = in_time(by, self.rpc.scheme()).await?;
        let all = self.known(scheme, wanted, by, &mut gathered).await?;
        let mut rows = self.samples(scheme, &batches(&all, wanted), (wanted, by), &mut gathered).await?;
        let times = wanted.grid();
        for (service, known) in &all {
            for item in &known.items {
                let Some(rows) = rows.remove(&item.itemid) else { continue };
                let (mut ordered, metric) = (rows, Metric(known.name(item)));
                ordered.sort_by_key(|row| row.0);
                let values = samples::laid(&times, &ordered);
                let mut one = Recorded::named(service.clone(), metric, times.clone(), values);
                (one.kind, one.query) = (items::kind(item), Some(item.itemid.clone()));
                gathered.series.push(one);
            }
            match in_time(by, self.problems(scheme, known, wanted)).await {
                Ok(None) => {}
                Ok(Some(values)) if gathered.series.len() < wanted.most_series => {
                    let mut one =
                        Recorded::named(service.clone(), Metric("problems".to_owned()), times.clone(), values);
                    one.kind = Kind::Errors;
                    gathered.series.push(one);
                }
                Ok(Some(_)) => gathered.missing.push(Missing::OverLimit { series: 1 }),
                Err(error) => {
                    let query = format!("problems of {service}");
                    gathered.missing.push(Missing::Query { query, reason: error.to_string() });
                }
            }
        }
        gathered.series.sort_by(|one, other| (&one.service, &one.metric).cmp(&(&other.service, &other.metric)));
        Ok(gathered)
    }

    /// The front end's graph of an item; the times are read in the zone of whoever looks.
    fn link(&self, query: &str, from: At, until: At) -> Option<String> {
        let mut url = self.rpc.page("history.php");
        let told = |at: At| at.in_utc().format("%Y-%m-%d %H:%M:%S").to_string();
        let asked = [("action", "showgraph"), ("itemids[]", query), ("from", &told(from)), ("to", &told(until))];
        url.query_pairs_mut().extend_pairs(asked);
        Some(url.into())
    }
}
