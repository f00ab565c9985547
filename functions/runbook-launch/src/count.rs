//! Affected users: the minutes nobody has counted yet, by the queries of the functions lost.
//!
//! A person may use several functions at once: of several counts the largest stands, never their sum.

use nabat_domain::catalogue::{Catalogue, Counters, UsersQuery};
use nabat_domain::ids::OrganisationId;
use nabat_domain::incident::{Count, RunbookReport, State, Unknown};
use nabat_domain::time::{At, Length};
use nabat_domain::users::{AROUND, Estimate, Line, MINUTE, Stretch, WEEKS, estimate, floor, weeks_before};
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::findings::words;
use nabat_kit::port::{CallError, Labelled, Monitoring, OwnQuery};

/// Monitoring is waited for so long by all queries of a count: shorter than a lease.
const PATIENCE: Length = Length::seconds(20);

/// Minutes counted at once; what is left follows at once.
const MOST_MINUTES: i64 = 360;

/// Organisations named.
const MOST_NAMED: usize = 5;

/// What is counted now; nothing where nobody configured how, or where it is counted already.
pub(crate) async fn counted(
    env: &Env,
    state: &State,
    upto: Option<At>,
    attempts: u32,
) -> Result<Option<RunbookReport>, Fault> {
    let head = &state.head;
    // Somebody has counted on since: their count has asked for the next.
    if !state.is_open() || state.findings.users.end() != upto {
        return Ok(None);
    }
    let current = configuration::of(env, &head.product).await?;
    let catalogue = &current.version.catalogue;
    let counters = catalogue.counters(&head.service, &head.functions);
    let Some((connection, (from, until))) = catalogue.product.monitoring.as_ref().zip(state.users_asked(env.now()))
    else {
        return Ok(None);
    };
    if counters.ask.is_empty() {
        return Ok(None);
    }
    let until = until.min(from.plus(Length(MOST_MINUTES * MINUTE.0)));
    let asked = match env.monitoring(connection) {
        Ok(source) => asked(source.as_ref(), catalogue, &counters, (from, until)).await,
        Err(fault @ Fault::Retry(_)) => Err(CallError::Transient(fault.to_string())),
        Err(fault) => Err(CallError::Permanent(fault.to_string())),
    };
    let count = match asked {
        Ok(answers) => told(state, catalogue, &counters, &answers, (from, until)),
        // It may only have stumbled; a second time nobody waits for.
        Err(error @ CallError::Transient(_)) if attempts == 0 => return Err(error.into()),
        Err(error) => unanswered(state, &counters, (from, until), &error.to_string()),
    };
    Ok(Some(RunbookReport::Counted { count: Box::new(count) }))
}

/// Series of each query that was answered.
async fn asked(
    source: &dyn Monitoring,
    catalogue: &Catalogue,
    counters: &Counters<'_>,
    (from, until): (At, At),
) -> Result<Vec<Vec<Line>>, CallError> {
    let zone = catalogue.product.zone();
    let last = until.minus(MINUTE);
    let ago = |weeks| {
        let range = |at: At| weeks_before(at, weeks, zone);
        (range(from).minus(AROUND), range(last).plus(AROUND))
    };
    let mut ranges: Vec<(At, At)> = (1..=WEEKS).rev().map(ago).collect();
    ranges.push((from, last));
    let patience = Length(PATIENCE.0 / i64::try_from(counters.ask.len()).unwrap_or(1).max(1));
    let (mut answers, mut failed) = (Vec::new(), None);
    for query in &counters.ask {
        let own = OwnQuery { query: query.query.clone(), ranges: ranges.clone(), step: MINUTE, patience };
        match source.ask(&own).await {
            Ok(series) => answers.push(series.into_iter().map(|one| line(one, query)).collect()),
            Err(error) => failed = Some(error),
        }
    }
    match failed {
        // Half of the functions would pass for all of them.
        Some(error) => Err(error),
        None => Ok(answers),
    }
}

fn line(series: Labelled, query: &UsersQuery) -> Line {
    let organisation = query.organisation.as_ref().and_then(|label| series.labels.get(label)).cloned();
    Line { organisation, samples: series.samples }
}

fn told(
    state: &State,
    catalogue: &Catalogue,
    counters: &Counters,
    answers: &[Vec<Line>],
    (from, until): (At, At),
) -> Count {
    let zone = catalogue.product.zone();
    let mut stretch = Stretch { from, figures: Vec::new() };
    let mut last = Estimate::default();
    let mut minute = floor(from);
    while minute < until {
        let all = answers.iter().map(|lines| estimate(lines, minute, zone)).collect::<Vec<_>>();
        last = largest(all);
        stretch.figures.push(last.figure);
        minute = minute.plus(MINUTE);
    }
    let unknown = last.figure.is_none().then_some(match last.without_history {
        0 => Unknown::NoSample,
        _ => Unknown::NoHistory,
    });
    Count {
        service: state.head.service.clone(),
        stretch,
        organisations: named(catalogue, &last),
        silent: if last.figure.is_some() { last.silent + last.without_history } else { 0 },
        uncounted: counters.uncounted.clone(),
        unknown,
    }
}

/// The count that misses most; unknown as soon as one of them is.
fn largest(all: Vec<Estimate>) -> Estimate {
    let key = |told: &Estimate| (told.figure.is_none(), told.figure);
    all.into_iter().reduce(|one, other| if key(&other) > key(&one) { other } else { one }).unwrap_or_default()
}

/// Organisations of the catalogue, by the id or the name the source uses.
fn named(catalogue: &Catalogue, told: &Estimate) -> Vec<(OrganisationId, u32)> {
    let of = |word: &str| {
        let known = catalogue.organisations.values();
        known.into_iter().find(|one| one.id.as_str() == word || one.name == word).map(|one| one.id.clone())
    };
    let found = told.organisations.iter().filter_map(|(word, users)| Some((of(word)?, *users)));
    found.take(MOST_NAMED).collect()
}

fn unanswered(state: &State, counters: &Counters, (from, until): (At, At), reason: &str) -> Count {
    let minutes = usize::try_from(until.since(from).0 / MINUTE.0).unwrap_or(0);
    Count {
        service: state.head.service.clone(),
        stretch: Stretch { from, figures: vec![None; minutes] },
        organisations: Vec::new(),
        silent: 0,
        uncounted: counters.uncounted.clone(),
        unknown: Some(Unknown::Source { reason: words(reason) }),
    }
}
