//! Reading one incident: its state, its journal, its words, and the incident whose chat it shares.

use super::findings::monitored;
use super::one_incident;
use super::read::{Sources, view};
use super::told::lines;
use crate::pages::counters::count;
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::pages::sees;
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{Member, State};
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::{journal, load as load_incident, texts_of};
use nabat_kit::keys;
use nabat_kit::messages::Speaker;
use nabat_kit::notices::told;
use nabat_kit::samples::samples;

/// The page of one incident; `None` if there is no such incident, or not for this viewer.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load(
    env: &Env,
    viewer: &Viewer,
    product: &ProductId,
    incident: &IncidentId,
) -> Result<Option<Markup>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    if *product != viewer.product || !sees(viewer, &current) {
        return Ok(None);
    }
    let Some(state) = load_incident(env.table.as_ref(), product, incident).await? else { return Ok(None) };
    let mut events = journal(env.table.as_ref(), product, incident).await?;
    // The journal is read after the state: what was recorded in between is for the next look.
    events.retain(|event| event.number <= state.head.version);
    let texts = texts_of(env, &state).await?;
    let pinned = configuration::version(env, product, &state.head.catalogue).await?;
    let eyes = Eyes { language: viewer.language, zone: current.version.catalogue.product.zone(), now: env.now() };
    let speaker = Speaker {
        language: eyes.language,
        zone: eyes.zone,
        catalogue: &pinned.catalogue,
        names: &current.names.people,
        texts: &texts,
    };
    let owner = owner(env, &state).await?;
    let hides = |other: &IncidentId| env.table.hides(&keys::incident(product, other));
    let (state, events, owner) = (&state, &events, owner.as_ref());
    let mut view = view(&Sources { eyes: &eyes, speaker: &speaker, state, events, owner, hides: &hides });
    // The chat is a page of those in it alone.
    view.head.chat = view.head.chat.filter(|_| in_chat(owner.unwrap_or(state), viewer));
    let told = told(env.table.as_ref(), product, incident).await?;
    let rights = &current.version.catalogue.product.rights;
    let samples = samples(env, product, incident).await?;
    view.monitored = monitored(viewer, rights, &speaker, (state, env.now()), &samples);
    view.told = lines(&eyes, &speaker, &current.version.catalogue, &told);
    let title = format!("{} · {}", view.head.desk, view.head.service);
    let counters = count(env, viewer).await?;
    let (here, refresh) = (Here::Incidents, Refresh::Off);
    let frame = Frame::of(viewer, &eyes, here, &title, counters, refresh);
    Ok(Some(page(&frame, &one_incident(&eyes, &view))))
}

/// Whether the viewer is in the chat of this case.
pub(in crate::pages) fn in_chat(state: &State, viewer: &Viewer) -> bool {
    state.people.members.get(&viewer.person).is_some_and(Member::is_in)
}

/// The incident whose chat this one shares, if it shares one.
async fn owner(env: &Env, state: &State) -> Result<Option<State>, Fault> {
    let owner = state.chat_owner();
    if *owner == state.head.id {
        return Ok(None);
    }
    load_incident(env.table.as_ref(), &state.head.product, owner).await
}
