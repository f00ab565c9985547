//! The page of an incident as of an event, in the product's language.

use nabat_domain::incident::State;
use nabat_kit::configuration::{self, Current};
use nabat_kit::document::{Block, Document};
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
    let page = |Report { full, redacted }| {
        let read_at = |document| if can.elsewhere { whole(document, &env.base) } else { document };
        WikiPage { name, full: can.two_views.then_some(full).map(read_at), redacted: read_at(redacted) }
    };
    Ok(made.map(page))
}

/// The document with Nabat's own pages under their whole addresses.
fn whole(mut document: Document, base: &str) -> Document {
    for block in &mut document.blocks {
        if let Block::Link { address, .. } = block
            && address.starts_with('/')
        {
            address.insert_str(0, base.trim_end_matches('/'));
        }
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_domain::catalogue::Language;

    #[test]
    fn pages_of_nabats_own_are_found_from_elsewhere() {
        let link = |address: &str| Block::Link { text: "record".to_owned(), address: address.to_owned() };
        let blocks = vec![link("/desk/SD-1"), link("https://desk.example/1")];
        let document = Document { language: Language::En, title: String::new(), changes: Vec::new(), blocks };
        let expected = vec![link("https://nabat.example/desk/SD-1"), link("https://desk.example/1")];
        assert_eq!(whole(document, "https://nabat.example/").blocks, expected);
    }
}
