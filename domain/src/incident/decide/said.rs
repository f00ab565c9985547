//! Something a person said: an answer to a prompt, a command, a plain sentence, or just talk.

use super::super::advance::{Missing, missing};
use super::super::command::Speech;
use super::super::draft::{Draft, Outcome, Refusal, Reply};
use super::super::event::Event;
use super::super::job::Target;
use super::super::prompt::Prompt;
use super::super::react::{reports_owed, step_named};
use super::super::runbook::action_of_prompt;
use super::super::state::State;
use super::super::wording::{Arg, Wording};
use super::rights::{by_role, is_for, may, refuse};
use super::{action, annul, answer, change, contractor, correct, handover, plain, restrict, runbook, waive};
use crate::answer::{ChatCommand, SameOrDifferent, read_command};
use crate::catalogue::{Right, Role};
use crate::ids::PersonId;
use crate::procedure::Kind;

pub(super) fn said(draft: &mut Draft, speech: &Speech) -> Result<Reply, Refusal> {
    heard(draft, speech, understood)
}

/// Something from a person of the catalogue, with what had to be masked in it.
pub(super) fn heard(
    draft: &mut Draft,
    speech: &Speech,
    understood: impl Fn(&mut Draft, &Speech) -> Result<Reply, Refusal>,
) -> Result<Reply, Refusal> {
    if !draft.cx.catalogue.people.contains_key(&speech.person) {
        return Err(refuse("refused-not-known"));
    }
    if speech.masked.is_empty() {
        return understood(draft, speech);
    }
    let before = draft.state().clone();
    masked(draft, speech);
    understood(draft, speech).or_else(|Refusal(wording)| {
        // What was said is refused; that the message has to go is a fact all the same.
        *draft = Draft::new(Some(before), draft.cx);
        masked(draft, speech);
        Ok(Reply { outcome: Outcome::Refused, wording: Some(wording) })
    })
}

fn masked(draft: &mut Draft, speech: &Speech) {
    let place = if speech.direct { Target::Person(speech.person.clone()) } else { Target::Room };
    draft.push(Event::MessageMasked {
        place,
        by: speech.person.clone(),
        message: speech.message.clone(),
        found: speech.masked.clone(),
    });
}

fn understood(draft: &mut Draft, speech: &Speech) -> Result<Reply, Refusal> {
    if let Some(prompt) = &speech.prompt {
        if let Some(reply) = runbook::pressed(draft, speech, prompt) {
            return reply;
        }
        if let Some(wanted) = action_of_prompt(prompt) {
            return action::act(draft, &speech.person, wanted.as_str());
        }
        return answer::to_prompt(draft, &speech.person, prompt, &speech.text);
    }
    match read_command(&speech.text) {
        Some(command) => commanded(draft, speech, command),
        None => plain::sentence(draft, speech),
    }
}

fn commanded(draft: &mut Draft, speech: &Speech, command: ChatCommand) -> Result<Reply, Refusal> {
    let person = &speech.person;
    match command {
        ChatCommand::Help => Ok(Reply::question(help(draft, person))),
        ChatCommand::Status => Ok(Reply::recorded_saying(status(draft, person))),
        ChatCommand::Answer { step, answer } => answer::to_step(draft, person, &step, &answer),
        ChatCommand::OnBehalf { step, answer } => answer::on_behalf(draft, person, &step, &answer),
        ChatCommand::Waive { step, reason } => waive::waive(draft, person, &step, &reason),
        ChatCommand::Correct { step, value, reason } => correct::correct(draft, person, &step, &value, &reason),
        ChatCommand::HandOver { role, to } => handover::offer(draft, person, role.as_deref(), &to),
        ChatCommand::TakeOver => handover::take(draft, person),
        ChatCommand::Change { what } => change::change(draft, person, &what),
        ChatCommand::Lower { priority, reason } => change::priority(draft, person, &priority, &reason),
        ChatCommand::Duplicate { same } => {
            let choice = match same {
                SameOrDifferent::Same => "same",
                SameOrDifferent::Different => "different",
            };
            answer::to_kind(draft, person, Kind::Duplicate, choice)
        }
        ChatCommand::Keep => answer::to_kind(draft, person, Kind::Linked, "keep"),
        ChatCommand::Separate => answer::to_kind(draft, person, Kind::Linked, "separate"),
        ChatCommand::Annul { reason } => annul::annul(draft, person, &reason),
        ChatCommand::Restrict { restricted, reason } => restrict::restrict(draft, person, restricted, &reason),
        ChatCommand::Link { problem } => answer::to_kind(draft, person, Kind::Problem, &problem),
        ChatCommand::Contractor(command) => contractor::said(draft, speech, command),
        ChatCommand::Act { what } => action::act(draft, person, &what),
        ChatCommand::Again { what } => runbook::again(draft, person, &what),
        ChatCommand::Mark { place, mark } => runbook::mark_finding(draft, person, None, place, mark),
        ChatCommand::Incomplete { command } => {
            let command = Arg::Word(command.to_owned());
            Ok(Reply::question(Wording::new("ask-command-incomplete").with("command", command)))
        }
        ChatCommand::Unknown { word, did_you_mean } => {
            let wording = Wording::new("refused-unknown-command").with("word", Arg::Word(word));
            let hint = did_you_mean.map_or_else(
                || Wording::new("hint-help"),
                |meant| Wording::new("hint-did-you-mean").with("word", Arg::Word(meant.to_owned())),
            );
            Err(Refusal(wording.with("hint", Arg::Message(Box::new(hint)))))
        }
    }
}

/// The card for those who may see it, or have it before them in the chat; others hear the stage. Whoever
/// left the chat before the report is none of the former.
fn status(draft: &Draft, person: &PersonId) -> Wording {
    let state = draft.state();
    if sees(draft, person) {
        return Wording::new("status");
    }
    Wording::new("status-stage")
        .with("desk", Arg::Desk(state.head.desk.clone()))
        .with("stage", Arg::Stage(state.head.stage.clone()))
}

fn sees(draft: &Draft, person: &PersonId) -> bool {
    let member = draft.state().people.members.get(person);
    let in_chat = member.is_some_and(|member| member.is_in() && member.sent_off_at.is_none());
    in_chat || may(draft, person, Right::Sees) && is_for(draft, person)
}

/// Prompts of others that help names at most: one screen.
const OTHERS_NAMED: usize = 5;

/// What is expected of this person now.
fn help(draft: &Draft, person: &PersonId) -> Wording {
    let state = draft.state();
    let asked: Vec<&Prompt> = prompts_of(draft, person);
    let mut mine: Vec<Arg> = asked.iter().map(|prompt| named(state, prompt)).collect();
    let is_open =
        |owed: &Missing| asked.iter().any(|prompt| prompt.step == owed.step && prompt.subject == owed.subject);
    let owed = missing(state, draft.cx.procedure).into_iter();
    let later = owed.filter(|owed| owed.holder.as_ref() == Some(person) && !is_open(owed));
    mine.extend(later.map(|owed| step_named(state, &owed.step, owed.kind, owed.subject.as_deref())));
    mine.extend(reports_owed(state, person));
    let offered = state.people.offered.iter().find(|(_, to)| *to == person).map(|(role, _)| Arg::Role(*role));
    let others = if sees(draft, person) { asked_of_others(state, &asked) } else { Vec::new() };
    let key = match (mine.is_empty(), offered.is_some()) {
        (true, false) if others.is_empty() => "help-nothing-owed",
        (true, false) => "help-others-owe",
        (false, false) => "help-owed",
        (_, true) => "help-offered",
    };
    Wording::new(key)
        .with("prompts", Arg::List(mine))
        .with("others", Arg::List(others))
        .with("stage", Arg::Stage(state.head.stage.clone()))
        .with("role", offered.unwrap_or_else(|| Arg::Word(String::new())))
}

/// Whom it waits for, where it is not the one who asks.
fn asked_of_others(state: &State, own: &[&Prompt]) -> Vec<Arg> {
    let others = state.steps.open.values().filter(|prompt| own.iter().all(|own| own.id != prompt.id));
    // What the whole incident waits for comes before single services.
    let (services, whole): (Vec<&Prompt>, Vec<&Prompt>) = others.partition(|prompt| prompt.subject.is_some());
    let one = |prompt: &Prompt| {
        let who = prompt.holder.clone().map_or(Arg::Role(prompt.role), Arg::Person);
        Arg::Message(Box::new(Wording::new("missing-step").with("step", named(state, prompt)).with("who", who)))
    };
    whole.into_iter().chain(services).take(OTHERS_NAMED).map(one).collect()
}

/// Open prompts this person holds, or whose role is theirs while nobody holds it.
pub(super) fn prompts_of<'d>(draft: &'d Draft, person: &PersonId) -> Vec<&'d Prompt> {
    let open = draft.state().steps.open.values();
    open.filter(|prompt| is_asked(draft, prompt, person)).collect()
}

fn is_asked(draft: &Draft, prompt: &Prompt, person: &PersonId) -> bool {
    match &prompt.holder {
        Some(holder) if holder == person => true,
        // Whoever accepts first has it.
        _ => {
            prompt.kind == Kind::Accept && prompt.role != Role::Contractor && by_role(draft, person, prompt.role)
                || prompt.holder.is_none() && by_role(draft, person, prompt.role)
        }
    }
}

/// A prompt as people name it: the step, and what it is about.
pub(super) fn named(state: &State, prompt: &Prompt) -> Arg {
    step_named(state, &prompt.step, prompt.kind, prompt.subject.as_deref())
}
