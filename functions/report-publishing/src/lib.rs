//! Publishes an incident's report: one page an incident, revised as what it says changes.
//!
//! What a job publishes is frozen as of an event's number: its own, or that of the last job waiting
//! beside it, so that a burst makes one revision and a wiki that was down gets one page.

mod page;
mod waiting;

use nabat_domain::incident::{Command, Job};
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::load_to_write;
use nabat_kit::keys;
use nabat_kit::perform::{Leased, done, done_with, failed, lease, renew};
use nabat_kit::port::{Bell, EffectKey, PublishedPage, Wiki, WikiPage};

/// Works on one bell.
///
/// # Errors
/// The table's; the wiki's failure puts the job back to wait.
#[nabat_kit::boxed]
pub async fn handle(env: &Env, bell: &Bell) -> Result<(), Fault> {
    let Bell::Report(key) = bell else {
        return Err(Fault::Permanent(format!("{bell:?} is not for report-publishing")));
    };
    let Some(mut leased) = lease(env, key).await? else { return Ok(()) };
    match perform(env, &mut leased).await {
        Ok(Some(command)) => done_with(env, leased, &command).await,
        Ok(None) => done(env, leased).await,
        Err(fault) => failed(env, leased, &fault).await,
    }
}

async fn perform(env: &Env, leased: &mut Leased) -> Result<Option<Command>, Fault> {
    let Job::PublishReport { upto: own, .. } = leased.body.job else {
        return Err(Fault::Permanent(format!("job {} is not for report-publishing", leased.body.job.kind())));
    };
    let (product, incident) = (&leased.product.clone(), &leased.incident.clone());
    let Some(state) = load_to_write(env.table.as_ref(), product, incident).await? else { return Ok(None) };
    let current = configuration::of(env, product).await?;
    let Some(connection) = &current.version.catalogue.product.wiki else { return Ok(None) };
    // Another job published this too, while this one waited.
    if state.head.report.as_ref().is_some_and(|report| report.upto >= own) {
        return Ok(None);
    }
    let upto = waiting::last(env, product, incident).await?.max(own);
    let wiki = env.wiki(connection).map_err(|fault| fault.about(incident))?;
    let Some(page) = page::rendered(env, &state, &current, upto, wiki.capabilities()).await? else { return Ok(None) };
    let key = EffectKey(format!("{}/report/{upto:08}", keys::incident(product, incident)));
    let PublishedPage { address, revision, .. } = published(env, leased, wiki.as_ref(), &key, &page).await?;
    Ok(Some(Command::ReportPublished { address, revision, upto }))
}

/// Publishes once: a wiki that does not know the key is looked at before anything is repeated. A page that took too long
/// to be written overwrites none that somebody else published meanwhile.
async fn published(
    env: &Env,
    leased: &mut Leased,
    wiki: &dyn Wiki,
    key: &EffectKey,
    page: &WikiPage,
) -> Result<PublishedPage, Fault> {
    renew(env, leased).await?;
    if !wiki.capabilities().keyed
        && let Some(found) = wiki.find(&page.name).await?
        && found.key.as_ref() == Some(&key.0)
    {
        return Ok(found);
    }
    renew(env, leased).await?;
    Ok(wiki.publish(key, page).await?)
}
