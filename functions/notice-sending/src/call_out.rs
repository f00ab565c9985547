//! Calling somebody who does not answer in the chat, by the product's other ways.

use crate::{gateway, mail, words};
use nabat_domain::catalogue::CallOutBy;
use nabat_domain::ids::PersonId;
use nabat_domain::incident::Wording;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::perform::{Leased, renew};

pub(crate) async fn call(
    env: &Env,
    leased: &mut Leased,
    person: &PersonId,
    rung: u32,
    wording: &Wording,
) -> Result<(), Fault> {
    let current = configuration::of(env, &leased.product).await?;
    let catalogue = &current.version.catalogue;
    // There were more ways when it was decided.
    let Some(by) = catalogue.notices.call_out.get(rung as usize) else { return Ok(()) };
    let own = catalogue.people.get(person).and_then(|person| person.language);
    let language = own.unwrap_or(catalogue.product.language);
    let said = words::said(
        env,
        leased,
        &current,
        language,
        &[&Wording { key: "called-out-subject".to_owned(), ..wording.clone() }, wording],
    )
    .await?;
    renew(env, leased).await?;
    match by {
        CallOutBy::Mail => {
            let to = mail::address_of(&current, person)?;
            mail::send(env, leased, &current, &to, &said[0], &said[1]).await
        }
        CallOutBy::Gateway(id) => {
            let what = gateway::Said { kind: "call_out", text: &said[1] };
            gateway::call(env, leased, &current, id, person, language, &what).await
        }
    }
}
