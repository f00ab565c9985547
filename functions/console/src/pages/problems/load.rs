//! Reading problems for their pages.

use super::view::{OneProblem, Problems};
use super::{list, one, read};
use crate::pages::counters::count;
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::pages::incident::{in_chat, view_of};
use crate::pages::{notices, sees};
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::ids::{IncidentId, ProductId, StepId};
use nabat_domain::incident::{Arg, State};
use nabat_domain::procedure::Kind;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::{journal, load as load_case, texts_of};
use nabat_kit::messages::Speaker;
use nabat_kit::problems::heads;
use std::collections::BTreeMap;

/// The page of all problems.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load(env: &Env, viewer: &Viewer) -> Result<Markup, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    if !sees(viewer, &current) {
        return Ok(notices::only_chats(viewer));
    }
    let eyes = eyes(env, viewer, &current);
    let none = BTreeMap::new();
    let speaker = speaker(&eyes, &current, &current.version.catalogue, &none);
    let mut lines = Vec::new();
    for state in all(env, &viewer.product).await? {
        if let Some(record) = &state.head.as_problem {
            lines.push(read::line(&eyes, &speaker, &state, record));
        }
    }
    lines.sort_by_key(|line| line.urgency);
    let title = eyes.say("problems-title", &[]);
    framed(env, viewer, &eyes, &title, &list::page(&eyes, &Problems { lines })).await
}

/// Every problem as it stands: the list is an index and may lag.
pub(in crate::pages) async fn all(env: &Env, product: &ProductId) -> Result<Vec<State>, Fault> {
    let mut states = Vec::new();
    for head in heads(env.table.as_ref(), product).await? {
        states.extend(load_case(env.table.as_ref(), product, &head.id).await?);
    }
    Ok(states)
}

/// The page of one problem; `None` if there is no such problem, or not for this viewer.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load_one(
    env: &Env,
    viewer: &Viewer,
    product: &ProductId,
    case: &IncidentId,
) -> Result<Option<Markup>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    if *product != viewer.product || !sees(viewer, &current) {
        return Ok(None);
    }
    let Some(state) = load_case(env.table.as_ref(), product, case).await? else { return Ok(None) };
    let Some(record) = state.head.as_problem.clone() else { return Ok(None) };
    let mut events = journal(env.table.as_ref(), product, case).await?;
    events.retain(|event| event.number <= state.head.version);
    let texts = texts_of(env, &state).await?;
    let pinned = configuration::version(env, product, &state.head.catalogue).await?;
    let eyes = eyes(env, viewer, &current);
    let speaker = speaker(&eyes, &current, &pinned.catalogue, &texts);
    let procedure = pinned.catalogue.procedures.get("problem");
    let steps: Vec<(StepId, Kind)> =
        procedure.into_iter().flat_map(|procedure| &procedure.steps).map(|step| (step.id.clone(), step.kind)).collect();
    let mut whole = view_of(&eyes, &speaker, &state, &events);
    whole.head.chat = whole.head.chat.filter(|_| in_chat(&state, viewer));
    let view = OneProblem {
        case: whole,
        words: speaker.arg(&Arg::Text(state.head.summary.clone())),
        exit: record.exit.map(|exit| eyes.say(&format!("problem-exit-{}", exit.as_str()), &[])),
        overdue: nabat_domain::incident::problem::overdue(&state, eyes.now),
        causes: read::causes(&speaker, &state, &steps),
        evidence: read::said(&speaker, &state, "evidence"),
        workaround: read::said(&speaker, &state, "meanwhile"),
        fix: read::fix(&speaker, &state, &record),
        returns: record.returns,
        incidents: read::incidents(&speaker, &state, &record),
        decisions: read::decisions(&eyes, &speaker, &record),
    };
    let title = format!("{} · {}", view.case.head.desk, view.case.head.service);
    framed(env, viewer, &eyes, &title, &one::page(&eyes, &view)).await.map(Some)
}

pub(in crate::pages) fn eyes(env: &Env, viewer: &Viewer, current: &Current) -> Eyes {
    Eyes { language: viewer.language, zone: current.version.catalogue.product.zone(), now: env.now() }
}

fn speaker<'a>(
    eyes: &Eyes,
    current: &'a Current,
    catalogue: &'a nabat_domain::catalogue::Catalogue,
    texts: &'a BTreeMap<nabat_domain::incident::TextRef, String>,
) -> Speaker<'a> {
    Speaker { language: eyes.language, zone: eyes.zone, catalogue, names: &current.names.people, texts }
}

async fn framed(env: &Env, viewer: &Viewer, eyes: &Eyes, title: &str, body: &Markup) -> Result<Markup, Fault> {
    let counters = count(env, viewer).await?;
    let (here, refresh) = (Here::Problems, Refresh::Off);
    Ok(page(&Frame::of(viewer, eyes, here, title, counters, refresh), body))
}
