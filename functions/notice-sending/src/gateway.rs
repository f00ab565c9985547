//! A notice, or a call, through a gateway: a webhook signed by Standard Webhooks.

use nabat_domain::catalogue::{Contact, Language};
use nabat_domain::ids::{GatewayId, PersonId};
use nabat_domain::journal::sha256_hex;
use nabat_kit::configuration::Current;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::perform::Leased;
use nabat_kit::port::{Taken, WebhookCall};
use nabat_kit::signature::sign_by_all;
use serde_json::json;

/// What is to be said.
pub(crate) struct Said<'a> {
    /// The type of the call, such as `notice.began`.
    pub(crate) kind: &'a str,
    /// The words.
    pub(crate) text: &'a str,
}

/// Tells a gateway to reach a person.
pub(crate) async fn call(
    env: &Env,
    leased: &Leased,
    current: &Current,
    gateway: &GatewayId,
    person: &PersonId,
    language: Language,
    said: &Said<'_>,
) -> Result<(), Fault> {
    let known = current.version.catalogue.notices.gateways.get(gateway);
    let known = known.ok_or_else(|| Fault::Permanent(format!("notices.yaml has no gateway `{gateway}`")))?;
    let secrets = &env.outward.secrets;
    let unset = || Fault::Permanent(format!("secret `{}` is not set: {}", known.secret, secrets.cure(&known.secret)));
    let secret = secrets.secret(&known.secret).ok_or_else(unset)?;
    let body = json!({
        "type": said.kind,
        "timestamp": leased.body.at.to_rfc3339(),
        "data": {
            "to": { "person": person, "phone": phone_of(current, person)? },
            "text": said.text,
            "language": language,
            "product": leased.product,
            "incident": leased.incident,
        },
    });
    let body = serde_json::to_vec(&body).expect("a JSON value");
    let id = format!("msg_{}", &sha256_hex(leased.effect().0.as_bytes())[..32]);
    let timestamp = env.now().0.div_euclid(1_000);
    let signature = sign_by_all(&secret, &id, timestamp, &body)
        .map_err(|error| Fault::Permanent(format!("secret `{}` cannot sign: {error}", known.secret)))?;
    let call = WebhookCall { url: known.url.clone(), private: known.private, id, timestamp, signature, body };
    match env.outward.webhooks.call(&call).await? {
        Taken::Yes => Ok(()),
        Taken::Refused(status) => Err(Fault::Permanent(format!("gateway `{gateway}` answered {status}"))),
        Taken::Gone => Err(Fault::Permanent(format!("gateway `{gateway}` answered 410: it takes nothing any more"))),
    }
}

fn phone_of(current: &Current, person: &PersonId) -> Result<String, Fault> {
    let contacts = current.names.people.get(person).into_iter().flat_map(|name| name.contacts.iter());
    let mut phones = contacts.filter_map(|contact| match contact {
        Contact::Phone(phone) => Some(phone.clone()),
        Contact::Email(_) | Contact::Messenger { .. } => None,
    });
    phones.next().ok_or_else(|| Fault::Permanent(format!("{person} has no telephone in people.yaml")))
}
