//! Problems of a product: which are known now, with what they can be recognised by.

use crate::env::Env;
use crate::fault::Fault;
use crate::incident::{load, own_texts};
use crate::keys;
use crate::restricted::all;
use crate::table::{Order, Table};
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::problem::{Exit, Known, Phase, ProblemRecord, watched_until};
use nabat_domain::incident::{Head, State, TextRef, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Problems looked through, newest first.
const LOOKED_THROUGH: usize = 200;

/// Known problems compared with a failure, newest first.
const COMPARED: usize = 50;

/// The step that states what helps meanwhile.
const WORKAROUND: &str = "meanwhile";

/// Heads of a product's problems, newest first.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn heads(table: &dyn Table, product: &ProductId) -> Result<Vec<Head>, Fault> {
    let list = keys::problems_list(product);
    let page = table.list(&list, Order::Descending, None, LOOKED_THROUGH).await?;
    let read = |row: &crate::table::Row| {
        serde_json::from_str::<Head>(&row.body).map_err(|error| Fault::unreadable("head", error))
    };
    page.rows.iter().map(read).collect()
}

/// Problems that are sought, fixed, watched or accepted now.
///
/// # Errors
/// As [`heads`].
#[crate::boxed]
pub async fn known(env: &Env, product: &ProductId) -> Result<Vec<Known>, Fault> {
    let table = env.table.as_ref();
    let mut known = Vec::new();
    // Words of what is restricted are proposed in nobody else's chat.
    let restricted: BTreeSet<IncidentId> = all(table, product).await?.into_iter().map(|one| one.case).collect();
    let is_known = |head: &Head| {
        let record = head.as_problem.as_ref().filter(|record| !restricted.contains(&record.raised_by));
        record.is_some_and(|record| phase(record, head).is_some()) && !restricted.contains(&head.id)
    };
    for head in heads(table, product).await?.into_iter().filter(is_known).take(COMPARED) {
        let Some(state) = load(table, product, &head.id).await? else { continue };
        let Some(record) = &state.head.as_problem else { continue };
        let mut texts = own_texts(table, product, &head.id).await?;
        let raised = own_texts(table, product, &record.raised_by).await?;
        texts.extend(raised.into_iter().filter(|(hash, _)| *hash == state.head.summary));
        known.extend(one(&state, record, &texts));
    }
    Ok(known)
}

fn phase(record: &ProblemRecord, head: &Head) -> Option<Phase> {
    match record.exit {
        None if head.closed_at.is_none() => Some(Phase::Open),
        Some(Exit::KnownError) => Some(Phase::KnownError),
        None | Some(Exit::FixedAndWatched | Exit::CauseNotFound | Exit::Duplicate) => None,
    }
}

fn one(state: &State, record: &ProblemRecord, texts: &BTreeMap<TextRef, String>) -> Option<Known> {
    let phase = match phase(record, &state.head)? {
        Phase::Open if watched_until(state).is_some() => Phase::Watched,
        phase => phase,
    };
    let workaround = state.answer(WORKAROUND).and_then(|answer| match &answer.value {
        Value::Text { text } => Some(text.clone()),
        _ => None,
    });
    Some(Known {
        case: state.head.id.clone(),
        number: record.number.clone(),
        service: state.head.service.clone(),
        also: record.incidents.values().map(|incident| incident.service.clone()).collect(),
        functions: state.head.functions.clone(),
        words: texts.values().cloned().collect::<Vec<_>>().join(" "),
        workaround,
        phase,
        drill: state.head.drill,
    })
}
