//! A notice in words, as its recipient reads it.

use nabat_domain::catalogue::Language;
use nabat_domain::incident::Wording;
use nabat_kit::configuration::Current;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::texts;
use nabat_kit::messages::{Speaker, addressed};
use nabat_kit::perform::Leased;

/// The wordings in one language, one after another.
pub(crate) async fn said(
    env: &Env,
    leased: &Leased,
    current: &Current,
    language: Language,
    wordings: &[&Wording],
) -> Result<Vec<String>, Fault> {
    let texts = texts(env, &leased.product, &leased.incident).await?;
    let catalogue = &current.version.catalogue;
    let (zone, names) = (catalogue.product.zone(), &current.names.people);
    let speaker = Speaker { language, zone, catalogue, names, texts: &texts };
    Ok(wordings.iter().map(|wording| speaker.say(&addressed(wording, &env.base))).collect())
}
