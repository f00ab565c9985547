//! One delivery: made from the journal, signed, sent; and what the receiver's answer means.

use nabat_domain::catalogue::Webhook;
use nabat_domain::ids::HookId;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::journal;
use nabat_kit::perform::{Leased, renew};
use nabat_kit::port::{CallError, Taken, WebhookCall};
use nabat_kit::schedule;
use nabat_kit::signature::sign_by_all;
use nabat_kit::webhooks::{Off, events, off, switch_off, webhook_id};

pub(crate) async fn send(env: &Env, leased: &mut Leased, id: &HookId) -> Result<(), Fault> {
    let current = configuration::of(env, &leased.product).await?;
    // Nobody asks for it any more.
    let Some(hook) = current.version.catalogue.webhooks.get(id) else { return Ok(()) };
    if let Some(off) = off(env.table.as_ref(), &leased.product, id, &hook.url).await? {
        return Err(Fault::Permanent(format!("webhook `{id}` is off: {}", off.why)));
    }
    let Some(call) = call(env, leased, id, hook).await? else { return Ok(()) };
    renew(env, leased).await?;
    let last = leased.body.attempts + 1 >= schedule::ATTEMPTS;
    match env.outward.webhooks.call(&call).await {
        Ok(Taken::Yes) => Ok(()),
        Ok(Taken::Gone) => Err(Fault::Permanent(turn_off(env, leased, id, hook, "it answered 410").await?)),
        // The schedule is for every answer but 2xx: a receiver that is being deployed answers 404, too.
        Ok(Taken::Refused(status)) if !last => Err(Fault::Retry(format!("it answered {status}"))),
        Ok(Taken::Refused(status)) => {
            let why = format!("it answered {status} for three days");
            Err(Fault::Permanent(turn_off(env, leased, id, hook, &why).await?))
        }
        Err(CallError::Transient(why)) if last => {
            let why = format!("it could not be reached for three days: {why}");
            Err(Fault::Permanent(turn_off(env, leased, id, hook, &why).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// The signed call; nothing where the event is not public any more.
async fn call(env: &Env, leased: &Leased, id: &HookId, hook: &Webhook) -> Result<Option<WebhookCall>, Fault> {
    let (product, incident, number) = (&leased.product, &leased.incident, leased.event_number());
    let journal = journal(env.table.as_ref(), product, incident).await?;
    let happened = events(&journal, product, incident, number, number)?;
    let Some(body) = happened.first().and_then(|one| one.body()) else { return Ok(None) };
    let body = serde_json::to_vec(&body).expect("a JSON value");
    let secrets = &env.outward.secrets;
    let unset = || Fault::Permanent(format!("secret `{}` is not set: {}", hook.secret, secrets.cure(&hook.secret)));
    let secret = secrets.secret(&hook.secret).ok_or_else(unset)?;
    let timestamp = env.now().0.div_euclid(1_000);
    let webhook_id = webhook_id(product, incident, number, id);
    let signature = sign_by_all(&secret, &webhook_id, timestamp, &body)
        .map_err(|why| Fault::Permanent(format!("secret `{}` cannot sign: {why}", hook.secret)))?;
    let (url, private) = (hook.url.clone(), hook.private);
    Ok(Some(WebhookCall { url, private, id: webhook_id, timestamp, signature, body }))
}

async fn turn_off(env: &Env, leased: &Leased, id: &HookId, hook: &Webhook, why: &str) -> Result<String, Fault> {
    tracing::error!(product = %leased.product, webhook = %id, "webhook turned off: {why}");
    let off = Off { url: hook.url.clone(), at: env.now(), why: why.to_owned() };
    switch_off(env.table.as_ref(), &leased.product, id, &off).await?;
    Ok(format!(
        "webhook `{id}` is off from now on: {why}. Mend it, then `nabat webhooks on` and `nabat webhooks replay`"
    ))
}
