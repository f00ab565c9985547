//! Reading waived steps of the newest incidents and problems.

use super::{Waived, waivers};
use crate::pages::address;
use crate::pages::counters::count;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::pages::problems::eyes;
use crate::pages::sees;
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Arg, Done, State, Waiver};
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::{load as load_case, of_key, own_texts};
use nabat_kit::keys;
use nabat_kit::messages::Speaker;
use nabat_kit::table::Order;
use nabat_kit::timeline::Narrator;

/// Incidents, and problems, looked through, newest first.
const LOOKED_THROUGH: usize = 200;

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
    let mut waived = Vec::new();
    for list in [keys::incidents_list(&viewer.product), keys::problems_list(&viewer.product)] {
        let listed = env.table.list(&list, Order::Descending, None, LOOKED_THROUGH).await?;
        for (product, case) in listed.rows.iter().filter_map(|row| of_key(&row.key)) {
            let state = load_case(env.table.as_ref(), &product, &case).await?;
            if let Some(state) = state.filter(|state| waivers_of(state).next().is_some()) {
                waived.extend(told(env, viewer, &current, &state).await?);
            }
        }
    }
    waived.sort_by_key(|one| std::cmp::Reverse(one.at));
    let counters = count(env, viewer).await?;
    let title = eyes.say("waivers-title", &[]);
    let (here, refresh) = (Here::Elsewhere, Refresh::Off);
    let frame = Frame::of(viewer, &eyes, here, &title, counters, refresh);
    Ok(Some(page(&frame, &waivers(&eyes, &waived))))
}

fn waivers_of(state: &State) -> impl Iterator<Item = (&String, &Waiver)> {
    state.steps.done.iter().filter_map(|(instance, done)| match done {
        Done::Waived(waiver) => Some((instance, waiver)),
        Done::Answered(_) => None,
    })
}

async fn told(env: &Env, viewer: &Viewer, current: &Current, state: &State) -> Result<Vec<Waived>, Fault> {
    let head = &state.head;
    let texts = own_texts(env.table.as_ref(), &head.product, &head.id).await?;
    let catalogue = &current.version.catalogue;
    let speaker = Speaker {
        language: viewer.language,
        zone: catalogue.product.zone(),
        catalogue,
        names: &current.names.people,
        texts: &texts,
    };
    let desks = |(id, linked): (&IncidentId, &nabat_domain::incident::Linked)| (id.clone(), linked.desk.clone());
    let narrator = Narrator::new(state.neighbours.linked.iter().map(desks).collect());
    let page = if head.as_problem.is_some() { address::problem } else { address::incident };
    let one = |(instance, waiver): (&String, &Waiver)| Waived {
        number: head.desk.to_string(),
        address: page(&head.product, &head.id),
        step: speaker.arg(&narrator.instance(&waiver.step, instance)),
        by: speaker.arg(&Arg::Person(waiver.by.clone())),
        at: waiver.at,
        reason: speaker.arg(&Arg::Text(waiver.reason.clone())),
        drill: head.drill,
    };
    Ok(waivers_of(state).map(one).collect())
}
