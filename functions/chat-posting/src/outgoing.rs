//! A post in the words and with the buttons people see.

use nabat_domain::ids::{IncidentId, PromptId};
use nabat_domain::incident::{Arg, Post, Prompt, State, Wording};
use nabat_domain::time::At;
use nabat_kit::card;
use nabat_kit::messages::Speaker;
use nabat_kit::port::{Button, Outgoing};

/// The status card as it is now.
pub(crate) fn card(speaker: &Speaker, state: &State, now: At) -> Outgoing {
    Outgoing { text: card::text(speaker, state, now), buttons: Vec::new(), reply_to: None }
}

/// A post, with its prompt's buttons.
pub(crate) fn post(speaker: &Speaker, incident: &IncidentId, state: Option<&State>, post: &Post, now: At) -> Outgoing {
    let text = match (asks_status(&post.wording), state) {
        (true, Some(state)) => card::text(speaker, state, now),
        _ => speaker.say(&post.wording),
    };
    let prompt = post.prompt.as_ref();
    let asked = asked_about(&post.wording).map(|prompt| address(incident, prompt));
    Outgoing {
        text,
        buttons: prompt.map_or_else(Vec::new, |prompt| buttons(speaker, incident, prompt)),
        reply_to: prompt.map(|prompt| address(incident, &prompt.id)).or(asked),
    }
}

fn buttons(speaker: &Speaker, incident: &IncidentId, prompt: &Prompt) -> Vec<Button> {
    let button = |choice: &String| Button {
        label: speaker.choice_label(&prompt.step, choice),
        prompt: address(incident, &prompt.id),
        answer: choice.clone(),
    };
    prompt.choices.iter().map(button).collect()
}

/// A prompt's name with its incident's, so that a button in a direct chat finds it.
fn address(incident: &IncidentId, prompt: &PromptId) -> PromptId {
    PromptId::new(format!("{incident}/{prompt}"))
}

/// A question back names its prompt: a reply to it answers that prompt.
pub(crate) fn asked_about(wording: &Wording) -> Option<&PromptId> {
    wording.args.values().find_map(|arg| match arg {
        Arg::Prompt(prompt) => Some(prompt),
        Arg::Message(inner) => asked_about(inner),
        _ => None,
    })
}

/// "Status" is answered with the card itself.
fn asks_status(wording: &Wording) -> bool {
    matches!(wording.args.get("message"), Some(Arg::Message(inner)) if inner.key == "status")
}
