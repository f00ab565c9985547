//! Reading what is owed late from incidents and problems as they stand.

use super::owed::late;
use super::{Late, overdue};
use crate::pages::counters::count;
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::pages::open::{Window, led};
use crate::pages::problems::{all, eyes};
use crate::pages::sees;
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::incident::State;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::{load as load_case, texts_of};
use nabat_kit::messages::Speaker;

/// The page; `None` if the viewer may not see incidents.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load(env: &Env, viewer: &Viewer) -> Result<Option<Markup>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    if !sees(viewer, &current) {
        return Ok(None);
    }
    let eyes = eyes(env, viewer, &current);
    let mut owed = Vec::new();
    for state in states(env, viewer).await? {
        owed.extend(read(env, &current, &eyes, &state).await?);
    }
    let counters = count(env, viewer).await?;
    let title = eyes.say("overdue-title", &[]);
    let (here, refresh) = (Here::Overdue, Refresh::Off);
    let frame = Frame::of(viewer, &eyes, here, &title, counters, refresh);
    Ok(Some(page(&frame, &overdue(&eyes, &owed))))
}

/// What may owe something: what is led, what a contractor had a part in, every problem.
async fn states(env: &Env, viewer: &Viewer) -> Result<Vec<State>, Fault> {
    let led = led(env, viewer, Window::ALL).await?;
    let mut states = led.open;
    // What a contractor owes goes on after the incident is closed.
    for head in led.others.iter().filter(|head| head.parts.contractors > 0) {
        states.extend(load_case(env.table.as_ref(), &viewer.product, &head.id).await?);
    }
    states.extend(all(env, &viewer.product).await?);
    Ok(states)
}

async fn read(env: &Env, current: &Current, eyes: &Eyes, state: &State) -> Result<Vec<Late>, Fault> {
    let head = &state.head;
    let pinned = configuration::version(env, &head.product, &head.catalogue).await?;
    let texts = texts_of(env, state).await?;
    let speaker = Speaker {
        language: eyes.language,
        zone: eyes.zone,
        catalogue: &pinned.catalogue,
        names: &current.names.people,
        texts: &texts,
    };
    Ok(late(eyes, &speaker, state))
}
