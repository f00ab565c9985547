//! The page of an incident as of an event, in the product's language.

use nabat_domain::incident::State;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::{journal, texts};
use nabat_kit::messages::Speaker;
use nabat_kit::port::{PageName, WikiCapabilities, WikiPage};
use nabat_kit::report::{Report, Sources, report};
use nabat_kit::samples::samples;

/// The page; `None` where the journal is empty. What was erased by now is said to be erased.
pub(crate) async fn rendered(
    env: &Env,
    state: &State,
    current: &Current,
    upto: u64,
    can: WikiCapabilities,
) -> Result<Option<WikiPage>, Fault> {
    let head = &state.head;
    let journal = journal(env.table.as_ref(), &head.product, &head.id).await?;
    let texts = texts(env, &head.product, &head.id).await?;
    let pinned = configuration::version(env, &head.product, &head.catalogue).await?;
    let product = &current.version.catalogue.product;
    let speaker = Speaker {
        language: product.language,
        zone: product.zone(),
        catalogue: &pinned.catalogue,
        names: &current.names.people,
        texts: &texts,
    };
    let samples = samples(env, &head.product, &head.id).await?;
    let sources = Sources { speaker: &speaker, incident: &head.id, journal: &journal, upto, samples: &samples };
    let made = report(&sources).map_err(|breach| Fault::unreadable("the journal", breach))?;
    let name = PageName(format!("{}/{}", head.product, head.id));
    let page = |Report { full, redacted }| WikiPage { name, full: can.two_views.then_some(full), redacted };
    Ok(made.map(page))
}
