//! Loading an incident: the head and the parts it names, its journal, its words.

use crate::env::Env;
use crate::fault::Fault;
use crate::keys;
use crate::table::{Key, Query, Row, Table};
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{Event, Head, Neighbours, Part, SCHEMA, SideText, Standing, State, TextRef};
use nabat_domain::journal::Sealed;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A query is no snapshot: so often is it repeated until head and parts fit together.
const ATTEMPTS: u32 = 8;

/// The incident as it stands; `None` if there is no such incident. One that a newer version wrote is shown as far as it
/// is known here.
///
/// # Errors
/// The table's, or rows this program cannot read; [`Fault::Retry`] if that is because a newer version wrote them.
#[crate::boxed]
pub async fn load(table: &dyn Table, product: &ProductId, id: &IncidentId) -> Result<Option<State>, Fault> {
    for _ in 0..ATTEMPTS {
        let rows = table.query(&Query::prefix(keys::incident(product, id), "S#")).await?;
        if rows.is_empty() {
            return Ok(None);
        }
        let assembled = assemble(&rows).map_err(|fault| newer(product, id, layout(&rows)).unwrap_or(fault));
        if let Some(mut state) = assembled? {
            forget_hidden(table, product, &mut state);
            return Ok(Some(state));
        }
    }
    Err(Fault::Retry(format!("incident {id} of `{product}` is being written all the time")))
}

/// The same for whoever writes it next, or does something outside that is then recorded with it. What a newer version
/// wrote would lose what only that one knows, and nobody would see it: it is left alone until that version goes on.
///
/// # Errors
/// As [`load`]; [`Fault::Retry`] where a newer version wrote it.
#[crate::boxed]
pub async fn load_to_write(table: &dyn Table, product: &ProductId, id: &IncidentId) -> Result<Option<State>, Fault> {
    let state = load(table, product, id).await?;
    let schema = state.as_ref().map_or(SCHEMA, |state| state.head.schema);
    newer(product, id, schema).map_or(Ok(state), Err)
}

/// What is said of an incident of a layout that is not known here yet.
fn newer(product: &ProductId, id: &IncidentId, schema: u32) -> Option<Fault> {
    let told = || {
        Fault::Retry(format!(
            "incident {id} of `{product}` was written by a newer version, schema {schema}, known up to {SCHEMA}: \
             it waits for a program of that version in the place of this one"
        ))
    };
    (schema > SCHEMA).then(told)
}

/// The layout a head says it has, read by itself: of what else it holds this program may know nothing.
fn layout(rows: &[Row]) -> u32 {
    #[derive(Deserialize)]
    struct Layout {
        schema: u32,
    }
    let head = rows.iter().find(|row| row.key.sk == "S#0");
    head.and_then(|head| serde_json::from_str(&head.body).ok()).map_or(SCHEMA, |Layout { schema }| schema)
}

/// To whom the table does not show an incident, no other one names it.
fn forget_hidden(table: &dyn Table, product: &ProductId, state: &mut State) {
    let is_shown = |other: &IncidentId| !table.hides(&keys::incident(product, other));
    state.neighbours.linked.retain(|other, _| is_shown(other));
    state.neighbours.duplicates.retain(|other, _| is_shown(other));
    if let Some(record) = &mut state.head.as_problem {
        record.incidents.retain(|other, _| is_shown(other));
    }
}

/// Head and parts together, unless a part belongs to another head.
fn assemble(rows: &[Row]) -> Result<Option<State>, Fault> {
    let row = |sk: &str| rows.iter().find(|row| row.key.sk == sk);
    let Some(head) = row("S#0") else { return Ok(None) };
    let head: Head = read(head)?;
    let fits = |sk: &str, version: u64| row(sk).filter(|row| row.version == version);
    let (Some(people), Some(steps), Some(neighbours)) = (
        fits("S#people", head.parts.people),
        fits("S#steps", head.parts.steps),
        fits("S#neighbours", head.parts.neighbours),
    ) else {
        return Ok(None);
    };
    let contractors = match head.parts.contractors {
        0 => Part::default(),
        version => match fits("S#contractors", version) {
            Some(row) => read(row)?,
            None => return Ok(None),
        },
    };
    let findings = match head.parts.findings {
        0 => Part::default(),
        version => match fits("S#findings", version) {
            Some(row) => read(row)?,
            None => return Ok(None),
        },
    };
    let files = match head.parts.files {
        0 => Part::default(),
        version => match fits("S#files", version) {
            Some(row) => read(row)?,
            None => return Ok(None),
        },
    };
    let (people, steps, neighbours) = (read(people)?, read(steps)?, read(neighbours)?);
    Ok(Some(State { people, steps, neighbours, contractors, findings, files, head }))
}

fn read<T: DeserializeOwned>(row: &Row) -> Result<T, Fault> {
    serde_json::from_str(&row.body).map_err(|error| Fault::unreadable(&format!("{:?}", row.key), error))
}

/// The journal, oldest first.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn journal(table: &dyn Table, product: &ProductId, id: &IncidentId) -> Result<Vec<Sealed>, Fault> {
    let rows = table.query(&Query::prefix(keys::incident(product, id), "E#")).await?;
    rows.iter().map(read).collect()
}

/// The longer words of an incident's record as they stand: since a change, or from the registration; nothing where
/// there are none, or they were erased.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn description(env: &Env, product: &ProductId, state: &State) -> Result<Option<String>, Fault> {
    let registered = async || -> Result<_, Fault> {
        let key = keys::event(product, &state.head.id, 1);
        let Some(row) = env.table.get(&key).await? else { return Ok(None) };
        let sealed: Sealed = read(&row)?;
        match nabat_domain::incident::read(&sealed) {
            Ok(Event::Registered(facts)) => Ok(facts.description),
            _ => Ok(None),
        }
    };
    let kept = match &state.head.description {
        Some(changed) => Some(changed.clone()),
        None => registered().await?,
    };
    match kept {
        Some(kept) => text(env, product, &state.head.id, &kept).await,
        None => Ok(None),
    }
}

/// The words an incident's events point to: its own, and those that stay where they were said, with the
/// incident a problem began with, with the problems an incident is like.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn texts(env: &Env, product: &ProductId, id: &IncidentId) -> Result<BTreeMap<TextRef, String>, Fault> {
    let table = env.table.as_ref();
    let neighbours = table.get(&keys::part(product, id, "neighbours")).await?;
    let neighbours: Option<Neighbours> = neighbours.as_ref().map(read).transpose()?;
    let head = table.get(&keys::head(product, id)).await?;
    let head: Option<Head> = head.as_ref().map(read).transpose()?;
    with_own_texts(table, product, id, spoken_of(head.as_ref(), neighbours.as_ref())).await
}

/// The same of an incident that was read already.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn texts_of(env: &Env, state: &State) -> Result<BTreeMap<TextRef, String>, Fault> {
    let head = &state.head;
    let spoken_of = spoken_of(Some(head), Some(&state.neighbours));
    with_own_texts(env.table.as_ref(), &head.product, &head.id, spoken_of).await
}

async fn with_own_texts(
    table: &dyn Table,
    product: &ProductId,
    id: &IncidentId,
    others: impl Iterator<Item = &IncidentId> + Send,
) -> Result<BTreeMap<TextRef, String>, Fault> {
    let mut texts = own_texts(table, product, id).await?;
    for other in others {
        texts.extend(own_texts(table, product, other).await?);
    }
    Ok(texts)
}

/// The words kept with an incident itself.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn own_texts(
    table: &dyn Table,
    product: &ProductId,
    id: &IncidentId,
) -> Result<BTreeMap<TextRef, String>, Fault> {
    let rows = table.query(&Query::prefix(keys::incident(product, id), "T#")).await?;
    let one = |row: &Row| read::<SideText>(row).map(|text| (text.hash, text.text));
    rows.iter().map(one).collect()
}

/// Cases whose words this one repeats.
fn spoken_of<'a>(
    head: Option<&'a Head>,
    neighbours: Option<&'a Neighbours>,
) -> impl Iterator<Item = &'a IncidentId> + Send {
    let like = neighbours.into_iter().flat_map(|neighbours| &neighbours.known).map(|like| &like.case);
    // A linked incident passes on what is said in the chat it shares.
    let chat = head.and_then(|head| match &head.standing {
        Standing::Linked { to } => Some(to),
        _ => None,
    });
    let record = head.and_then(|head| head.as_problem.as_ref());
    like.chain(record.map(|record| &record.raised_by)).chain(chat)
}

/// One of the words.
///
/// # Errors
/// The table's, or a row this program cannot read.
#[crate::boxed]
pub async fn text(env: &Env, product: &ProductId, id: &IncidentId, text: &TextRef) -> Result<Option<String>, Fault> {
    let row = env.table.get(&keys::text(product, id, text)).await?;
    row.as_ref().map(|row| read::<SideText>(row).map(|text| text.text)).transpose()
}

/// The product and incident a head's key belongs to.
pub fn of_key(key: &Key) -> Option<(ProductId, IncidentId)> {
    let (product, incident) = key.pk.split_once("#I#")?;
    Some((ProductId::from(product), IncidentId::from(incident)))
}
