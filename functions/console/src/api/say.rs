//! `POST …/messages`: something said for a person, under that person's rights.

use super::{Call, refuse};
use http::StatusCode;
use nabat_domain::answer::clean;
use nabat_domain::ids::{PersonId, PromptId};
use nabat_domain::incident::{Command, Speech, State, Target};
use nabat_domain::masking::{Allowed, mask};
use nabat_kit::access::secret;
use nabat_kit::execute::{Inbox, Order, Spoken, execute};
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, json_answer};
use nabat_kit::keys;
use nabat_kit::table::Key;
use serde::Deserialize;

/// Largest body taken, bytes.
const LARGEST: usize = 256 * 1024;

#[derive(Deserialize)]
struct Body {
    #[serde(rename = "as")]
    person: PersonId,
    text: Option<String>,
    prompt: Option<PromptId>,
    answer: Option<String>,
}

pub(super) async fn say(call: &Call<'_>, state: &State) -> Result<Answer, Fault> {
    if call.request.body().len() > LARGEST {
        return Ok(refuse(StatusCode::PAYLOAD_TOO_LARGE, "desk-error-size"));
    }
    let Ok(body) = serde_json::from_slice::<Body>(call.request.body()) else {
        return Ok(refuse(StatusCode::BAD_REQUEST, "api-error-answer"));
    };
    let prompt = body.prompt.map(bare);
    let Some(words) = body.answer.or(body.text) else {
        return Ok(refuse(StatusCode::BAD_REQUEST, "api-error-answer"));
    };
    let masked = mask(&clean(&words), &Allowed { contacts: &call.current.names.contacts });
    let id = format!("api-{}", secret(call.env.chance.bytes()));
    let speech = Speech {
        person: body.person.clone(),
        text: masked.text.clone(),
        prompt: prompt.clone(),
        direct: false,
        message: None,
        masked: masked.found,
    };
    let spoken = Spoken {
        id: id.clone(),
        person: body.person,
        text: masked.text,
        prompt,
        kind: "said".to_owned(),
        reply_to: Target::Room,
        elsewhere: true,
    };
    let command = Command::Say(speech);
    let inbox = Inbox::Said(Key::new(keys::desk_delivery(&call.product, "").pk, id));
    let order =
        Order { product: &call.product, incident: &state.head.id, command: &command, inbox, spoken: Some(spoken) };
    let verdict = execute(&call.env.whole(), order).await?;
    Ok(json_answer(StatusCode::ACCEPTED, &verdict.answer))
}

/// Prompts are named with their incident in messengers and without it here.
fn bare(prompt: PromptId) -> PromptId {
    match prompt.as_str().split_once('/') {
        Some((_, bare)) => PromptId::from(bare),
        None => prompt,
    }
}
