//! The desk's record of what began as an alert: opened once, with what is known. What else is to be done there waits.

use crate::words;
use nabat_domain::ids::IncidentId;
use nabat_domain::ids::{DeskId, ProductId};
use nabat_domain::incident::{Arg, Command, Job, State, Wording};
use nabat_kit::configuration::Current;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::{description, load, text};
use nabat_kit::keys;
use nabat_kit::perform::{Leased, renew};
use nabat_kit::port::{Desk, NewDeskIncident};
use nabat_kit::timeline::functions;

/// Opens it; nothing where the desk has it already.
pub(crate) async fn open(
    env: &Env,
    leased: &mut Leased,
    state: &State,
    current: &Current,
    desk: &dyn Desk,
) -> Result<Option<Command>, Fault> {
    if !state.lacks_record() {
        return Ok(None);
    }
    let head = &state.head;
    let titled = text(env, &leased.product, &leased.incident, &head.summary).await?;
    let title = match titled.filter(|words| !words.trim().is_empty()) {
        Some(words) => words,
        // Erased since.
        None => words(env, leased, current, &named(state, "record-title")).await?,
    };
    let incident = NewDeskIncident {
        product: leased.product.clone(),
        service: head.service.clone(),
        functions: head.functions.clone(),
        priority: head.priority,
        began: head.began,
        title,
        text: told(env, leased, state, current).await?,
    };
    renew(env, leased).await?;
    let made = desk.open_incident(&leased.effect(), &incident).await?;
    let url = if made.url.starts_with('/') { format!("{}{}", env.base, made.url) } else { made.url };
    Ok(Some(Command::RecordOpened { desk: made.id, url }))
}

fn named(state: &State, key: &str) -> Wording {
    Wording::new(key).with("service", Arg::Service(state.head.service.clone()))
}

/// What fails since when, where it is led, the alert and its own words.
async fn told(env: &Env, leased: &Leased, state: &State, current: &Current) -> Result<String, Fault> {
    let head = &state.head;
    let wording = named(state, "record-text")
        .with("functions", functions(&head.service, &head.functions))
        .with("began", Arg::Moment(head.began))
        .with("registered", Arg::Moment(head.registered_at))
        .with("priority", Arg::Word(head.priority.as_str().to_owned()))
        .with("incident", Arg::Desk(head.desk.clone()))
        .with("address", Arg::Page(format!("/incidents/{}/{}", head.product, head.id)));
    let mut told = vec![words(env, leased, current, &wording).await?];
    if let Some(alert) = &head.url {
        let wording = Wording::new("record-alert").with("alert", Arg::Page(alert.clone()));
        told.push(words(env, leased, current, &wording).await?);
    }
    told.extend(description(env, &leased.product, state).await?);
    Ok(told.join("\n"))
}

/// Whether the record is still to come: then nothing else is done in the desk. One that was discarded never comes.
pub(crate) async fn awaited(env: &Env, state: &State) -> Result<bool, Fault> {
    if !state.lacks_record() {
        return Ok(false);
    }
    // It is the first thing that follows from the registration.
    let key = keys::job(&state.head.product, &state.head.id, 1, 0, Job::OpenRecord.kind());
    if env.table.get(&key).await?.is_some() {
        return Ok(true);
    }
    // Opened since the incident was read, and by another name now: whoever asks begins anew with that.
    let now = load(env.table.as_ref(), &state.head.product, &state.head.id).await?;
    Ok(now.is_some_and(|now| !now.lacks_record()))
}

/// The number a record goes by now: it may have been linked to when it was the name of an alert.
pub(crate) async fn number(env: &Env, product: &ProductId, desk: &DeskId) -> Result<DeskId, Fault> {
    let incident = IncidentId::of_desk_record(product, desk);
    let Some(state) = load(env.table.as_ref(), product, &incident).await? else { return Ok(desk.clone()) };
    if awaited(env, &state).await? {
        return Err(waits(desk));
    }
    Ok(state.head.desk)
}

/// Something waits for a record.
pub(crate) fn waits(desk: &DeskId) -> Fault {
    Fault::Retry(format!("the desk has no record of {desk} yet"))
}
