//! Reading the contractors' parts of the newest incidents.

use super::{Contractors, contractors, parts};
use crate::pages::counters::count;
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::pages::sees;
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::incident::Head;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::{load as load_incident, texts_of};
use nabat_kit::keys;
use nabat_kit::messages::Speaker;
use nabat_kit::table::Order;

/// So many of a product's newest incidents are looked through.
const NEWEST: usize = 500;

/// The page of contractors; `None` for whoever does not see incidents.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load(env: &Env, viewer: &Viewer) -> Result<Option<Markup>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    if !sees(viewer, &current) {
        return Ok(None);
    }
    let eyes = Eyes { language: viewer.language, zone: current.version.catalogue.product.zone(), now: env.now() };
    let mut view = Contractors::default();
    let newest = env.table.list(&keys::incidents_list(&viewer.product), Order::Descending, None, NEWEST).await?;
    for row in newest.rows {
        let head: Head = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("head", error))?;
        // Only what a contractor has a part in is read whole.
        if head.parts.contractors == 0 || head.drill {
            continue;
        }
        let Some(state) = load_incident(env.table.as_ref(), &viewer.product, &head.id).await? else { continue };
        let texts = texts_of(env, &state).await?;
        let pinned = configuration::version(env, &viewer.product, &head.catalogue).await?;
        let speaker = Speaker {
            language: eyes.language,
            zone: eyes.zone,
            catalogue: &pinned.catalogue,
            names: &current.names.people,
            texts: &texts,
        };
        view.parts.extend(parts(&eyes, &speaker, &state));
    }
    let title = eyes.say("pages-contractors-title", &[]);
    let frame = Frame::of(viewer, &eyes, Here::Contractors, &title, count(env, viewer).await?, Refresh::Off);
    Ok(Some(page(&frame, &contractors(&eyes, &view))))
}
