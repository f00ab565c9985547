//! What a search asks for, the same in every test.

use super::history::REGISTERED;
use nabat_connectors::monitoring::prometheus::{Conventions, Prometheus};
use nabat_domain::anomaly::{Question, Series, Symptom, Tuning, Windows, rank};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::Length;
use nabat_kit::findings::ranges;
use nabat_kit::port::{CallError, Gathered, Monitoring, Recorded, Wanted};
use std::collections::BTreeMap;

/// Services, the failing one first.
pub const SERVICES: [&str; 6] = ["booking", "cards", "labs", "letters", "queues", "rooms"];

pub fn wanted(services: &[&str]) -> Wanted {
    let step = Length::minutes(1);
    let ranges = ranges(REGISTERED, Length(Length::hours(4).0 + Length::minutes(5).0), step);
    let services = services.iter().map(|service| ServiceId::from(*service)).collect();
    Wanted { services, ranges, step, most_series: 1_000, matchers: BTreeMap::new(), patience: Length::seconds(45) }
}

pub async fn gathered(base: &str, services: &[&str]) -> Result<Gathered, CallError> {
    let source = Prometheus::new(base, None, Conventions::default())?;
    source.gather(&wanted(services)).await
}

/// Services as ranked, and the first series with how it stands out.
pub fn ranked(gathered: &Gathered, symptom: Option<Symptom>) -> (Vec<String>, Vec<(String, f64)>) {
    let series: Vec<Series> = gathered.series.iter().map(Recorded::series).collect();
    let windows = Windows::before_registration(REGISTERED, Length::minutes(1), Length::hours(4));
    let found = rank(&series, &Question { windows, symptom, entries: &[] }, &Tuning::default());
    let services = found.services.iter().map(|one| one.service.to_string()).collect();
    let standing = found.series.iter().filter(|one| one.stands_out());
    (services, standing.map(|one| (format!("{} {}", one.service, one.metric), one.strength)).collect())
}
