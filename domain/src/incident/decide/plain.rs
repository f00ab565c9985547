//! Plain sentences without a prompt: taken as an answer where it is plain which one is meant.

use super::super::command::Speech;
use super::super::draft::{Draft, Refusal, Reply};
use super::super::event::Event;
use super::super::prompt::Prompt;
use super::super::value::{Scope, Value};
use super::super::wording::{Arg, Wording};
use super::answer;
use super::said::{named, prompts_of};
use crate::answer::{TimeFrame, TimeReading, read_time, read_verdict, reads_as_accepted, reads_as_restored};
use crate::procedure::Kind;
use crate::step::{Ask, Reading, Said, read};

/// Words enough to be an answer to a question that wants words.
const WORDS_OF_AN_ANSWER: usize = 4;

pub(super) fn sentence(draft: &mut Draft, speech: &Speech) -> Result<Reply, Refusal> {
    let (person, text) = (&speech.person, speech.text.as_str());
    if !draft.state().is_open() {
        return Ok(talk());
    }
    if reads_as_restored(text) {
        return answer::to_kind(draft, person, Kind::Restored, text);
    }
    let mine: Vec<Prompt> = prompts_of(draft, person).into_iter().cloned().collect();
    if reads_as_accepted(text) && mine.iter().any(|prompt| prompt.kind == Kind::Accept) {
        return answer::to_kind(draft, person, Kind::Accept, text);
    }
    let verdicts: Vec<&Prompt> =
        mine.iter().filter(|p| matches!(p.kind, Kind::Works | Kind::Impact | Kind::Recovered)).collect();
    if !verdicts.is_empty() && read_verdict(text, &frame(draft)).is_some() {
        return match verdicts.as_slice() {
            [one] => answer::to_prompt(draft, person, &one.id, text),
            several => Ok(which(draft, several)),
        };
    }
    let plain: Vec<&Prompt> = mine.iter().filter(|prompt| understood(draft, prompt, text)).collect();
    match plain.as_slice() {
        [one] => answer::to_prompt(draft, person, &one.id, text),
        [] => Ok(perhaps_words(draft, speech, &mine)),
        several => Ok(which(draft, several)),
    }
}

fn frame(draft: &Draft) -> TimeFrame {
    let cx = draft.cx;
    TimeFrame { now: cx.now, zone: cx.catalogue.product.zone(), not_before: None }
}

/// The sentence can be read as an answer to this prompt, and as hardly anything else.
fn understood(draft: &Draft, prompt: &Prompt, text: &str) -> bool {
    let Some(step) = draft.cx.procedure.step(&prompt.step) else { return false };
    let ask = Ask { cx: &draft.cx, state: draft.state(), step, subject: prompt.subject.as_deref() };
    match prompt.kind {
        Kind::Began => {
            matches!(read_time(text, &frame(draft)), TimeReading::Stated { ref rest, .. } if rest.split_whitespace().count() <= 2)
        }
        Kind::Choice
        | Kind::Decision
        | Kind::Exit
        | Kind::Duplicate
        | Kind::Linked
        | Kind::HandBack
        | Kind::OnContractor => {
            matches!(read(&ask, text), Reading::Says(..))
        }
        Kind::Fault => crate::answer::read_certainty(text).is_some() && matches!(read(&ask, text), Reading::Says(..)),
        // "Everything" alone is said of much else.
        Kind::Scope => {
            matches!(read(&ask, text), Reading::Says(Said::Plain(Value::Scope { scope: Scope::Organisations(_) }), _))
        }
        Kind::Problem => is_number(text) && matches!(read_time(text, &frame(draft)), TimeReading::Silent),
        Kind::Cause
        | Kind::Person
        | Kind::Day
        | Kind::Fixed
        | Kind::Accept
        | Kind::Restored
        | Kind::Text
        | Kind::Provided
        | Kind::Word
        | Kind::Works
        | Kind::Impact
        | Kind::Recovered => false,
    }
}

/// One word with a digit in it, as records are numbered.
fn is_number(text: &str) -> bool {
    let word = text.trim();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '#' | '/' | '_');
    word.chars().all(fits) && word.chars().any(|c| c.is_ascii_digit())
}

/// Talk that may be the words a prompt waits for: asked about once, then left alone.
fn perhaps_words(draft: &mut Draft, speech: &Speech, mine: &[Prompt]) -> Reply {
    let text = speech.text.as_str();
    let words = |kind: Kind| matches!(kind, Kind::Text | Kind::Word | Kind::Cause | Kind::Provided);
    let waiting = mine.iter().find(|prompt| words(prompt.kind));
    let enough = text.split_whitespace().count() >= WORDS_OF_AN_ANSWER;
    let Some(prompt) = waiting.filter(|prompt| enough && !draft.state().steps.questioned.contains_key(&prompt.id))
    else {
        return talk();
    };
    let said = draft.keep(text);
    draft.push(Event::Questioned { prompt: prompt.id.clone(), by: speech.person.clone(), said: Some(said) });
    let wording = Wording::new("ask-is-it-the-answer")
        .with("step", named(draft.state(), prompt))
        .with("prompt", Arg::Prompt(prompt.id.clone()));
    Reply::question(wording)
}

fn which(draft: &Draft, prompts: &[&Prompt]) -> Reply {
    let list = prompts.iter().map(|prompt| named(draft.state(), prompt)).collect();
    Reply::question(Wording::new("ask-which").with("prompts", Arg::List(list)))
}

/// Kept with the incident, no step.
fn talk() -> Reply {
    Reply::recorded()
}
