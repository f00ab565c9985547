//! The runbook: monitoring is searched, and what was found is posted with its charts.

use super::super::job::{Job, Post, Slot, Target};
use super::super::runbook::{Changed, Earlier, Finding, Found, Lacking, Mark, Runbook, Search, Way};
use super::super::state::State;
use super::super::wording::{Arg, Wording};
use super::{action, has_room, users};
use crate::ids::{PersonId, ServiceId, StepId};
use crate::time::At;

/// What marks are the choices of: findings are no step, their buttons are named like one's.
const FINDING: &str = "finding";

/// Findings in words, for whoever shows them elsewhere.
pub struct FindingWords;

impl FindingWords {
    /// One series, and what people said of it.
    pub fn finding(state: &State, finding: &Finding) -> Wording {
        Wording::new("finding-plain")
            .with("finding", message(finding_wording(finding)))
            .with("marked", marked(state, finding))
    }

    /// One series by itself.
    pub fn series(finding: &Finding) -> Wording {
        finding_wording(finding)
    }

    /// What came and went, what was looked at, what is lacking.
    pub fn rest(found: &Found) -> Vec<Wording> {
        rest(found)
    }

    /// A mark's name.
    pub fn mark(mark: Mark) -> Arg {
        mark_name(mark)
    }
}

/// A failing service nobody has searched around yet: at the registration, and when the service was changed.
pub(super) fn assembled(state: &State) -> Vec<Job> {
    let service = &state.head.service;
    let searched = state.findings.found.iter().any(|found| found.search.service == *service);
    // A problem is led for weeks: what monitoring showed stands with its incidents.
    if !state.is_open() || state.head.as_problem.is_some() {
        return Vec::new();
    }
    let search = (!searched).then(|| Job::Search(search(state, service, state.head.registered_at, None)));
    let count = users::next(state).filter(|_| state.findings.users.is_empty());
    count.into_iter().chain(search).collect()
}

fn search(state: &State, service: &ServiceId, until: At, by: Option<&PersonId>) -> Search {
    Search { number: state.head.version, service: service.clone(), until, by: by.cloned() }
}

pub(super) fn did(state: &State, did: &Runbook) -> Vec<Job> {
    match did {
        Runbook::Asked { service, until, by } => vec![Job::Search(search(state, service, *until, Some(by)))],
        Runbook::Searched { found } if has_room(state) => posted(state, found),
        // Before there is a room its opening posts them.
        Runbook::Searched { .. } => Vec::new(),
        Runbook::Counted { count } => users::counted(state, count),
        Runbook::Offered { .. } => action::offered(state),
        Runbook::ActionAsked { action, by } => action::asked(state, action, by.as_ref()),
        Runbook::ActionCame { result } => action::done(state, result),
        Runbook::Marked { search, .. } => {
            let found = state.findings.search(*search).filter(|_| has_room(state));
            found.map(|found| post(state, found)).into_iter().collect()
        }
    }
}

/// The findings with their charts.
pub(super) fn posted(state: &State, found: &Found) -> Vec<Job> {
    let charts = found.samples.clone().map(|samples| Job::Charts { samples });
    std::iter::once(post(state, found)).chain(charts).collect()
}

pub(super) fn post(state: &State, found: &Found) -> Job {
    let slot = Some(Slot::Findings(found.search.number));
    Job::Post(Box::new(Post { to: Target::Room, wording: wording(state, found), slot, prompt: None }))
}

/// The findings in words, numbered so that people can speak of them.
fn wording(state: &State, found: &Found) -> Wording {
    let stands_out = !found.findings.is_empty();
    let key = match (stands_out, unasked(found)) {
        (true, _) => "findings",
        (false, false) => "findings-none",
        (false, true) => "findings-unasked",
    };
    let list = |lines: Vec<Wording>| Arg::List(lines.into_iter().map(message).collect());
    let lines = found.findings.iter().enumerate().map(|(at, one)| numbered(state, at + 1, one)).collect();
    // Told once, with the first findings; the card has them minute by minute.
    let is_first = state.findings.found.first().is_some_and(|first| first.search.number == found.search.number);
    let told = Wording::new(key)
        .with("service", Arg::Service(found.search.service.clone()))
        .with("until", Arg::Moment(found.search.until))
        .with("findings", list(lines))
        .with("rest", list(rest(found)));
    if is_first { users::below(told, state) } else { told }
}

/// The source could not be asked at all.
fn unasked(found: &Found) -> bool {
    found.lacking.iter().any(|lacking| matches!(lacking, Lacking::Source { .. }))
}

fn rest(found: &Found) -> Vec<Wording> {
    let mut rest: Vec<Wording> = found.changed.iter().map(changed).collect();
    let symptom = |service: &ServiceId| Wording::new("finding-symptom").with("service", Arg::Service(service.clone()));
    rest.extend(found.symptoms.iter().map(symptom));
    if !unasked(found) {
        rest.push(looked(found));
    }
    rest.extend(found.lacking.iter().map(lacking));
    if found.more_lacking > 0 {
        rest.push(Wording::new("finding-missing-more").with("count", Arg::Number(found.more_lacking.into())));
    }
    rest
}

fn numbered(state: &State, place: usize, finding: &Finding) -> Wording {
    let number = i64::try_from(place).unwrap_or(i64::MAX);
    Wording::new("finding-numbered")
        .with("number", Arg::Number(number))
        .with("finding", message(finding_wording(finding)))
        .with("marked", marked(state, finding))
        .with("address", address(finding))
}

/// One series in words: where it is, where it usually is, since when.
fn finding_wording(finding: &Finding) -> Wording {
    let key = match finding.way {
        Way::Up => "finding-up",
        Way::Down => "finding-down",
    };
    let mut notes = Vec::new();
    notes.extend(finding.season.map(|season| Wording::new(&format!("finding-season-{}", season.as_str()))));
    let before = finding.before.as_ref();
    notes.extend(before.map(|before| Wording::new("finding-before").with("before", Arg::Word(before.clone()))));
    notes.extend(finding.earlier.as_ref().map(earlier));
    let said = Wording::new(key)
        .with("service", Arg::Service(finding.series.service.clone()))
        .with("series", Arg::Word(finding.series.metric.0.clone()))
        .with("now", Arg::Word(finding.now.clone()))
        .with("usual", Arg::Word(finding.usual.clone()))
        .with("far", Arg::Word(finding.far.clone()))
        .with("since", Arg::Moment(finding.since));
    notes.into_iter().fold(said, |said, note| {
        Wording::new("finding-with").with("finding", message(said)).with("note", message(note))
    })
}

fn earlier(earlier: &Earlier) -> Wording {
    Wording::new("finding-earlier")
        .with("mark", mark_name(earlier.mark))
        .with("desk", Arg::Desk(earlier.desk.clone()))
        .with("at", Arg::Moment(earlier.at))
}

/// What somebody said of it; nothing, where nobody did.
fn marked(state: &State, finding: &Finding) -> Arg {
    match state.findings.marks.get(&finding.series.to_string()) {
        None => Arg::Word(String::new()),
        Some(marked) => message(
            Wording::new("finding-marked")
                .with("mark", mark_name(marked.mark))
                .with("who", Arg::Person(marked.by.clone())),
        ),
    }
}

fn mark_name(mark: Mark) -> Arg {
    Arg::Choice(StepId::from(FINDING), mark.as_str().to_owned())
}

fn address(finding: &Finding) -> Arg {
    match &finding.address {
        None => Arg::Word(String::new()),
        Some(address) => message(Wording::new("finding-address").with("address", Arg::Page(address.clone()))),
    }
}

/// A series that came or went.
fn changed(changed: &Changed) -> Wording {
    let (key, series, at): (_, _, &At) = match changed {
        Changed::Vanished { series, at } => ("finding-vanished", series, at),
        Changed::New { series, at } => ("finding-new", series, at),
    };
    Wording::new(key)
        .with("service", Arg::Service(series.service.clone()))
        .with("series", Arg::Word(series.metric.0.clone()))
        .with("since", Arg::Moment(*at))
}

/// What was looked at.
fn looked(found: &Found) -> Wording {
    let looked = found.looked;
    let number = |count: u32| Arg::Number(count.into());
    Wording::new("finding-coverage")
        .with("series", number(looked.series))
        .with("measured", number(looked.measured))
        .with("sparse", number(looked.sparse))
        .with("vanished", number(looked.vanished))
        .with("new", number(looked.new))
}

/// What could not be had.
fn lacking(lacking: &Lacking) -> Wording {
    let word = |text: &str| Arg::Word(text.to_owned());
    match lacking {
        Lacking::Source { reason } => Wording::new("finding-missing-source").with("reason", word(reason)),
        Lacking::Query { query, reason } => {
            Wording::new("finding-missing-query").with("query", word(query)).with("reason", word(reason))
        }
        Lacking::OverLimit { series } => {
            Wording::new("finding-missing-limit").with("series", Arg::Number((*series).into()))
        }
        Lacking::Unknown { service } => {
            Wording::new("finding-missing-service").with("service", Arg::Service(service.clone()))
        }
        Lacking::Warned { reason } => Wording::new("finding-missing-warning").with("reason", word(reason)),
    }
}

pub(super) fn message(wording: Wording) -> Arg {
    Arg::Message(Box::new(wording))
}
