//! A post in the words and with the buttons people see.

use nabat_domain::ids::{IncidentId, PromptId};
use nabat_domain::incident::{Arg, Post, Slot, State, Wording};
use nabat_domain::time::At;
use nabat_kit::buttons::{self, address};
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
        buttons: match (prompt, &post.slot, state) {
            (Some(prompt), _, _) => buttons::prompt(speaker, incident, prompt),
            (None, Some(Slot::Findings(search)), Some(state)) => buttons::marks(speaker, state, *search),
            (None, Some(Slot::Actions), Some(state)) => buttons::actions(state),
            (None, _, _) => whether(speaker, &post.wording, asked.as_ref()),
        },
        reply_to: prompt.map(|prompt| address(incident, &prompt.id)).or(asked),
    }
}

/// Below a question whether talk was meant as an answer: yes, no.
fn whether(speaker: &Speaker, wording: &Wording, asked: Option<&PromptId>) -> Vec<Button> {
    let Some(prompt) = asked.filter(|_| asks_whether(wording)) else { return Vec::new() };
    ["yes", "no"]
        .map(|answer| Button {
            label: speaker.say(&Wording::new(&format!("button-{answer}"))),
            prompt: prompt.clone(),
            answer: answer.to_owned(),
        })
        .into()
}

fn asks_whether(wording: &Wording) -> bool {
    wording.key == "ask-is-it-the-answer"
        || wording.args.values().any(|arg| matches!(arg, Arg::Message(inner) if asks_whether(inner)))
}

/// The message as far as it fits: what is too long ends in a mark.
pub(crate) fn fitted(message: &Outgoing, longest: usize) -> Outgoing {
    let mut fitted = message.clone();
    if let Some((end, _)) = message.text.char_indices().nth(longest) {
        let cut: String = message.text[..end].chars().take(longest.saturating_sub(1)).collect();
        fitted.text = format!("{cut}…");
    }
    fitted
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
