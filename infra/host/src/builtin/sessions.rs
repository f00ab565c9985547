//! Users of the invented estate, as the built-in monitoring has recorded them: one question it answers.

use super::monitoring::{Planted, hash, splitmix, unit};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::{At, Length};
use nabat_kit::port::{Labelled, OwnQuery};
use std::collections::BTreeMap;

/// The metric it answers for: `active_users{service="appointments",function="book"}`, and
/// `sum by (organisation) (active_users{…,organisation=~"clinic-1|clinic-2"})` a series for each.
pub const USERS: &str = "active_users{service=\"…\"}";

/// What is left of the users of a service that fails.
const LEFT: f64 = 0.25;

/// What is asked.
pub struct Users {
    service: ServiceId,
    function: String,
    organisations: Vec<String>,
}

impl Users {
    /// The question in a query; nothing where it asks for something else.
    pub fn read(query: &str) -> Option<Self> {
        let (_, rest) = query.split_once("active_users{")?;
        let (matchers, _) = rest.split_once('}')?;
        let named = |name: &str| {
            let value = matchers.split(',').find_map(|one| one.trim().strip_prefix(name)?.strip_prefix(['=']));
            value.map(|value| value.trim_start_matches('~').trim_matches('"').to_owned())
        };
        let organisations = named("organisation").map(|list| list.split('|').map(str::to_owned).collect());
        let service = ServiceId::from(named("service")?.as_str());
        Some(Self {
            service,
            function: named("function").unwrap_or_default(),
            organisations: organisations.unwrap_or_default(),
        })
    }

    /// The answer: the same for the same seed.
    pub fn series(&self, seed: u64, planted: &[Planted], asked: &OwnQuery) -> Vec<Labelled> {
        if self.organisations.is_empty() {
            return vec![self.one(seed, planted, asked, None)];
        }
        self.organisations.iter().map(|one| self.one(seed, planted, asked, Some(one))).collect()
    }

    fn one(&self, seed: u64, planted: &[Planted], asked: &OwnQuery, organisation: Option<&String>) -> Labelled {
        let name = format!("{}|{}|{}", self.service, self.function, organisation.map_or("", String::as_str));
        let own = hash(seed, name.bytes());
        let level = 400.0 + 1_600.0 * unit(own);
        let mut samples = Vec::new();
        for (from, until) in &asked.ranges {
            let mut at = *from;
            while at <= *until {
                let fails = planted.iter().any(|failure| failure.holds(at) && failure.takes_users_of(&self.service));
                let users = level * day(at) * (0.97 + 0.06 * unit(splitmix(own ^ at.0.unsigned_abs())));
                samples.push((at, (users * if fails { LEFT } else { 1.0 }).round()));
                at = at.plus(Length(asked.step.0.max(1)));
            }
        }
        let labels = organisation.map(|id| ("organisation".to_owned(), id.clone()));
        Labelled { labels: labels.into_iter().collect::<BTreeMap<_, _>>(), samples }
    }
}

/// Busiest at ten in the morning, UTC, quiet at night.
fn day(at: At) -> f64 {
    let hour = at.0.rem_euclid(86_400_000) as f64 / 3_600_000.0;
    0.55 + 0.45 * ((hour - 10.0) / 24.0 * std::f64::consts::TAU).cos()
}
