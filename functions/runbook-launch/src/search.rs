//! One search: which services, which hours, and what is done when monitoring does not answer.

use crate::found;
use nabat_domain::anomaly::{Question, Series, Tuning, Windows, rank};
use nabat_domain::catalogue::Catalogue;
use nabat_domain::ids::ServiceId;
use nabat_domain::incident::{Found, Search, State};
use nabat_domain::time::Length;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::findings::{Ranked, ranges, unanswered};
use nabat_kit::port::{CallError, Gathered, Monitoring, Recorded, Wanted};
use nabat_kit::table::{Action, Condition};

/// From one sample to the next.
const STEP: Length = Length::minutes(1);

/// So long before the failure is its usual.
const HISTORY: Length = Length::hours(4);

/// Monitoring is waited for so long: shorter than a lease, so that nobody searches beside.
const PATIENCE: Length = Length::seconds(20);

/// Series read at most: beyond that one process would sort for seconds.
const MOST_SERIES: usize = 5_000;

/// Services looked at, the failing one among them.
const MOST_SERVICES: usize = 24;

/// What a search came to; `None` where the product has no monitoring.
pub(crate) async fn found(env: &Env, state: &State, search: &Search, attempts: u32) -> Result<Option<Found>, Fault> {
    let head = &state.head;
    let current = configuration::of(env, &head.product).await?;
    let catalogue = &current.version.catalogue;
    let Some(connection) = &catalogue.product.monitoring else { return Ok(None) };
    let source = match env.monitoring(connection) {
        Ok(source) => source,
        // It may be opened yet; a second time nobody waits for.
        Err(fault @ Fault::Retry(_)) if attempts == 0 => return Err(fault),
        Err(fault) => return Ok(Some(unanswered(search, &fault.to_string()))),
    };
    let wanted = wanted(catalogue, search);
    let gathered = match source.gather(&wanted).await {
        Ok(gathered) => gathered,
        // It may only have stumbled; a second time nobody waits for.
        Err(error @ CallError::Transient(_)) if attempts == 0 => return Err(error.into()),
        Err(error) => return Ok(Some(unanswered(search, &error.to_string()))),
    };
    told(env, state, search, &wanted, &gathered, source.as_ref()).await.map(Some)
}

/// The failing service and its neighbours, and what else may hide behind the nearest of them.
fn wanted(catalogue: &Catalogue, search: &Search) -> Wanted {
    let mut services = vec![search.service.clone()];
    let mut beside: Vec<ServiceId> = Vec::new();
    for near in catalogue.neighbours_of(&search.service) {
        beside.extend(
            catalogue
                .service(&near.id)
                .into_iter()
                .flat_map(|known| known.suppliers.iter().map(|link| link.id.clone())),
        );
        services.push(near.id);
    }
    services.extend(beside);
    let mut seen = std::collections::BTreeSet::new();
    services.retain(|service| seen.insert(service.clone()));
    services.truncate(MOST_SERVICES);
    let own = |service: &ServiceId| Some((service.clone(), catalogue.service(service)?.monitoring.clone()?));
    let matchers = services.iter().filter_map(own).collect();
    let before = Length(HISTORY.0 + windows(search).suspected().0);
    Wanted {
        services,
        ranges: ranges(search.until, before, STEP),
        step: STEP,
        most_series: MOST_SERIES,
        matchers,
        patience: PATIENCE,
    }
}

fn windows(search: &Search) -> Windows {
    Windows::before_registration(search.until, STEP, HISTORY)
}

async fn told(
    env: &Env,
    state: &State,
    search: &Search,
    wanted: &Wanted,
    gathered: &Gathered,
    source: &dyn Monitoring,
) -> Result<Found, Fault> {
    let series: Vec<Series> = gathered.series.iter().map(Recorded::series).collect();
    let windows = Windows::before_registration(wanted.last(), STEP, HISTORY);
    let ranked = rank(&series, &Question { windows, symptom: None, entries: &[] }, &Tuning::default());
    let told = Ranked { search, found: &ranked, gathered, source };
    let samples = told.samples(STEP);
    let mut hash = None;
    // The row is named by what is in it: written before the event that names it, it harms nobody if that never comes.
    if !samples.series.is_empty() {
        let (row, named) = samples.row(&state.head.product, &state.head.id);
        env.table.write(&[Action::Put(row, Condition::Any)]).await?;
        hash = Some(named);
    }
    let mut found = told.told(hash);
    found::remember(env, state, &mut found).await?;
    Ok(found)
}
