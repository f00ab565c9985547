//! What the buttons beside findings do: the same as those in the chat, under the same rights.

use crate::viewer::Viewer;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Command, Mark, Speech, finding_prompt};
use nabat_kit::access::secret;
use nabat_kit::env::Env;
use nabat_kit::execute::{Inbox, Order, execute};
use nabat_kit::fault::Fault;
use nabat_kit::incident::load;
use nabat_kit::keys;

/// Marks a finding for the viewer; `false` if there is no such incident. What the rules refuse changes nothing.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn mark(
    env: &Env,
    viewer: &Viewer,
    incident: &IncidentId,
    (search, place): (u64, usize),
    mark: Mark,
) -> Result<bool, Fault> {
    let product = &viewer.product;
    if load(env.table.as_ref(), product, incident).await?.is_none() {
        return Ok(false);
    }
    let env = &env.whole();
    let command = Command::Say(Speech {
        person: viewer.person.clone(),
        text: mark.as_str().to_owned(),
        prompt: Some(finding_prompt(search, place)),
        direct: false,
        message: None,
        masked: Default::default(),
    });
    let id = format!("page-{}", secret(env.chance.bytes()));
    let inbox = Inbox::New { key: keys::desk_delivery(product, &id), body_hash: String::new() };
    execute(env, Order { product, incident, command: &command, inbox, spoken: None }).await?;
    Ok(true)
}
