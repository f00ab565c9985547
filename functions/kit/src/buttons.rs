//! What can be pressed below a message of the bot's, and what a press means where a messenger names no button.

use crate::messages::Speaker;
use crate::port::Button;
use nabat_domain::ids::{IncidentId, PromptId};
use nabat_domain::incident::{
    ActionName, Arg, FindingWords, Mark, Prompt, Slot, State, Wording, action_prompt, finding_prompt,
};
use std::collections::BTreeSet;

/// Below a question: one each of its answers.
pub fn prompt(speaker: &Speaker, incident: &IncidentId, prompt: &Prompt) -> Vec<Button> {
    let button = |choice: &String| Button {
        label: speaker.choice_label(&prompt.step, choice),
        prompt: address(incident, &prompt.id),
        answer: choice.clone(),
    };
    prompt.choices.iter().map(button).collect()
}

/// Below findings: for the first series of each service what it may be. What was said is said no more.
pub fn marks(speaker: &Speaker, state: &State, search: u64) -> Vec<Button> {
    let is_said = |series: &str| state.findings.marks.contains_key(series);
    if state.is_open() { markable(speaker, state, search, is_said) } else { Vec::new() }
}

fn markable(speaker: &Speaker, state: &State, search: u64, is_said: impl Fn(&str) -> bool) -> Vec<Button> {
    let Some(found) = state.findings.search(search) else { return Vec::new() };
    let mut services = BTreeSet::new();
    let first = found.findings.iter().enumerate().filter(|(_, finding)| services.insert(&finding.series.service));
    let open = first.filter(|(_, finding)| !is_said(&finding.series.to_string()));
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
pub fn actions(state: &State) -> Vec<Button> {
    let offered = state.findings.actions.offered.iter().filter(|_| state.is_open());
    let button = |action: &ActionName| Button {
        label: action.name.clone(),
        prompt: address(&state.head.id, &action_prompt(&action.id)),
        answer: action.id.to_string(),
    };
    offered.map(button).collect()
}

/// The button below a message with such words on it, pressed or typed in answer. What was said of a series
/// before can be said otherwise: its button may be gone, the reaction that stands for it is not.
pub fn labelled(speaker: &Speaker, state: &State, slot: &Slot, label: &str) -> Option<Button> {
    let below = match slot {
        Slot::Findings(search) => markable(speaker, state, *search, |_| false),
        Slot::Actions => actions(state),
        Slot::Prompt(asked) => {
            let open = state.steps.open.values().find(|open| open.id == *asked);
            open.map_or_else(Vec::new, |open| prompt(speaker, &state.head.id, open))
        }
        Slot::Rules | Slot::Card => Vec::new(),
    };
    below.into_iter().find(|button| button.label == label.trim())
}

/// A prompt's name with its incident's, so that a button in a direct chat finds it.
pub fn address(incident: &IncidentId, prompt: &PromptId) -> PromptId {
    PromptId::new(format!("{incident}/{prompt}"))
}

/// The incident and the prompt of such a name.
pub fn addressed(name: &PromptId) -> Option<(IncidentId, PromptId)> {
    let (incident, prompt) = name.as_str().split_once('/')?;
    Some((IncidentId::from(incident), PromptId::from(prompt)))
}
