//! A notice as a mail.

use nabat_domain::catalogue::{Contact, MailServer};
use nabat_domain::ids::PersonId;
use nabat_kit::configuration::Current;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::perform::Leased;
use nabat_kit::port::Mail;

/// A person's work address. Told without it where there is none: it would stand in the dead list.
pub(crate) fn address_of(current: &Current, person: &PersonId) -> Result<String, Fault> {
    let contacts = current.names.people.get(person).into_iter().flat_map(|name| name.contacts.iter());
    let mut addresses = contacts.filter_map(|contact| match contact {
        Contact::Email(address) => Some(address.clone()),
        Contact::Phone(_) | Contact::Messenger { .. } => None,
    });
    addresses.next().ok_or_else(|| Fault::Permanent(format!("{person} has no mail address in people.yaml")))
}

/// Hands it to the product's mail server.
pub(crate) async fn send(
    env: &Env,
    leased: &Leased,
    current: &Current,
    to: &str,
    subject: &str,
    text: &str,
) -> Result<(), Fault> {
    let server = current.version.catalogue.notices.mail.as_ref();
    let server = server.ok_or_else(|| Fault::Permanent("notices.yaml names no mail server".to_owned()))?;
    let password = password(env, server)?;
    // A subject is one line, whatever was filled in.
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    let mail = Mail { to: to.to_owned(), subject, text: text.to_owned(), at: leased.body.at };
    Ok(env.outward.mailer.send(&leased.effect(), server, password.as_deref(), &mail).await?)
}

fn password(env: &Env, server: &MailServer) -> Result<Option<Vec<u8>>, Fault> {
    let Some(name) = &server.password else { return Ok(None) };
    let secrets = &env.outward.secrets;
    let unset = || Fault::Permanent(format!("secret `{name}` is not set: {}", secrets.cure(name)));
    secrets.secret(name).ok_or_else(unset).map(Some)
}
