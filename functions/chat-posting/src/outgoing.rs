//! A post in the words and with the buttons people see.

use nabat_domain::ids::{IncidentId, PromptId};
use nabat_domain::incident::{
    ActionName, Arg, FindingWords, Mark, Post, Prompt, Slot, State, Wording, action_prompt, finding_prompt,
};
use nabat_domain::time::At;
use nabat_kit::card;
use nabat_kit::messages::Speaker;
use nabat_kit::port::{Button, Outgoing};
use std::collections::BTreeSet;

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
            (Some(prompt), _, _) => buttons(speaker, incident, prompt),
            (None, Some(Slot::Findings(search)), Some(state)) => marks(speaker, state, *search),
            (None, Some(Slot::Actions), Some(state)) => actions(state),
            (None, _, _) => whether(speaker, &post.wording, asked.as_ref()),
        },
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

/// Below findings: for the first series of each service what it may be. What was said is said no more.
fn marks(speaker: &Speaker, state: &State, search: u64) -> Vec<Button> {
    let Some(found) = state.findings.search(search).filter(|_| state.is_open()) else { return Vec::new() };
    let mut services = BTreeSet::new();
    let first = found.findings.iter().enumerate().filter(|(_, finding)| services.insert(&finding.series.service));
    let open = first.filter(|(_, finding)| !state.findings.marks.contains_key(&finding.series.to_string()));
    let button = |place: usize, mark: Mark| Button {
        label: speaker.say(
            &Wording::new("findings-button")
                .with("number", Arg::Number(i64::try_from(place).unwrap_or(i64::MAX)))
                .with("mark", FindingWords::mark(mark)),
        ),
        prompt: address(&state.head.id, &finding_prompt(search, place)),
        answer: mark.as_str().to_owned(),
    };
    open.flat_map(|(at, _)| Mark::ALL.map(|mark| button(at + 1, mark))).collect()
}

/// Below the actions that can be asked for: one each, under the name people gave it.
fn actions(state: &State) -> Vec<Button> {
    let offered = state.findings.actions.offered.iter().filter(|_| state.is_open());
    let button = |action: &ActionName| Button {
        label: action.name.clone(),
        prompt: address(&state.head.id, &action_prompt(&action.id)),
        answer: action.id.to_string(),
    };
    offered.map(button).collect()
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

/// A prompt's name with its incident's, so that a button in a direct chat finds it.
fn address(incident: &IncidentId, prompt: &PromptId) -> PromptId {
    PromptId::new(format!("{incident}/{prompt}"))
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
