//! The runbook's side of an incident: searches asked for again, their results, marks.

use super::super::command::Speech;
use super::super::draft::{Draft, Refusal, Reply};
use super::super::event::Event;
use super::super::runbook::{Count, Finding, Mark, Runbook, RunbookReport, of_prompt};
use super::super::state::State;
use super::super::wording::{Arg, Wording};
use super::rights::{need, need_open, refuse};
use crate::answer::{Mentions, Named, TimeDoubt, TimeFrame, TimeReading, mentions, read_time};
use crate::catalogue::Right;
use crate::ids::{PersonId, PromptId, ServiceId};
use crate::time::{At, Length};

/// Monitoring is searched this far back at most: it forgets, and so does whoever asks.
const FARTHEST: Length = Length::hours(24 * 30);

/// What a function reports; the same search is recorded once.
pub(super) fn reported(draft: &mut Draft, report: &RunbookReport) -> Reply {
    let state = draft.state();
    let did = match report {
        RunbookReport::Searched { found } => {
            let known = state.findings.found.iter().any(|one| one.search.number == found.search.number);
            (!known).then(|| Runbook::Searched { found: found.clone() })
        }
        RunbookReport::Counted { count } => {
            is_owed(state, count, draft.cx.now).then(|| Runbook::Counted { count: count.clone() })
        }
        RunbookReport::ActionCame { result } => {
            let waits = state.findings.actions.asked.iter().any(|(number, _, _)| *number == result.number);
            (waits && state.is_open()).then(|| Runbook::ActionCame { result: result.clone() })
        }
    };
    if let Some(did) = did {
        draft.push(Event::Runbook(did));
    }
    Reply::recorded()
}

/// Minutes are recorded once, unknown ones until they are known, those of the service that fails now, while it is led.
fn is_owed(state: &State, count: &Count, now: At) -> bool {
    let stretch = &count.stretch;
    state.users_wanted(stretch, now)
        && state.is_open()
        && count.service == state.head.service
        && !stretch.figures.is_empty()
}

/// "Once more", perhaps for another service or up to another moment.
pub(super) fn again(draft: &mut Draft, person: &PersonId, what: &str) -> Result<Reply, Refusal> {
    need_open(draft)?;
    need(draft, person, Right::Answers, "act-search")?;
    if draft.cx.catalogue.product.monitoring.is_none() {
        return Err(refuse("refused-no-monitoring"));
    }
    let Some((service, rest)) = service_named(draft, what) else {
        return Err(Refusal(Wording::new("refused-no-such-service").with("word", Arg::Word(what.to_owned()))));
    };
    let until = match moment_named(draft, &rest) {
        Ok(until) => until,
        Err(question) => return Ok(Reply::question(question)),
    };
    draft.push(Event::Runbook(Runbook::Asked { service: service.clone(), until, by: person.clone() }));
    let told = Wording::new("reply-search").with("service", Arg::Service(service)).with("until", Arg::Moment(until));
    Ok(Reply::recorded_saying(told))
}

/// The one service a text names, the failing one where it names none, and what it says besides; `None`
/// where it names several, or something that is no service.
fn service_named(draft: &Draft, what: &str) -> Option<(ServiceId, String)> {
    let catalogue = draft.cx.catalogue;
    let names: Vec<(&str, Vec<String>)> = catalogue
        .services
        .values()
        .map(|service| {
            let words = std::iter::once(&service.name).chain(&service.aliases).cloned().collect();
            (service.id.as_str(), words)
        })
        .collect();
    let things: Vec<Named> = names.iter().map(|(id, names)| Named { id, names }).collect();
    let Mentions { ids, rest } = mentions(what, &things);
    let rest_text = rest.join(" ");
    match ids.as_slice() {
        [] if rest.is_empty() || says_time(draft, what) => Some((draft.state().head.service.clone(), what.to_owned())),
        [one] => Some((ServiceId::from(one.as_str()), without(what, &rest_text))),
        _ => None,
    }
}

/// The words that named no service, as they were typed where they still are: folding loses colons.
fn without(what: &str, rest: &str) -> String {
    let typed: Vec<&str> = what.split_whitespace().filter(|word| word.contains(|c: char| c.is_ascii_digit())).collect();
    if typed.is_empty() { rest.to_owned() } else { typed.join(" ") }
}

fn says_time(draft: &Draft, what: &str) -> bool {
    !matches!(read_time(what, &frame(draft)), TimeReading::Silent)
}

fn frame<'a>(draft: &Draft<'a>) -> TimeFrame {
    let (now, zone) = (draft.cx.now, draft.cx.catalogue.product.zone());
    TimeFrame { now, zone, not_before: None }
}

/// The moment up to which is searched: now, where none is named.
fn moment_named(draft: &Draft, what: &str) -> Result<At, Wording> {
    let now = draft.cx.now;
    let at = match read_time(what, &frame(draft)) {
        TimeReading::Silent => now,
        TimeReading::Stated { at, .. } | TimeReading::Range { to: at, .. } => at,
        // Whoever asks for a search means the moment they typed, however long ago.
        TimeReading::Doubt(TimeDoubt::TooLongAgo { at }) => at,
        TimeReading::Doubt(_) => return Err(Wording::new("ask-search-moment")),
    };
    if now.since(at) > FARTHEST { Err(Wording::new("ask-search-moment")) } else { Ok(at) }
}

/// A button below the findings was pressed; `None` if the prompt is none of theirs.
pub(super) fn pressed(draft: &mut Draft, speech: &Speech, prompt: &PromptId) -> Option<Result<Reply, Refusal>> {
    let (search, place) = of_prompt(prompt)?;
    let Some(mark) = Mark::read(speech.text.trim()) else { return Some(Ok(Reply::question(Wording::new("ask-mark")))) };
    Some(mark_finding(draft, &speech.person, Some(search), place, mark))
}

/// Somebody says what a finding is.
pub(super) fn mark_finding(
    draft: &mut Draft,
    person: &PersonId,
    search: Option<u64>,
    place: usize,
    mark: Mark,
) -> Result<Reply, Refusal> {
    need_open(draft)?;
    need(draft, person, Right::Answers, "act-mark")?;
    let findings = &draft.state().findings;
    let found = match search {
        Some(number) => findings.search(number),
        None => findings.last(),
    };
    let Some(found) = found else { return Err(refuse("refused-no-finding")) };
    let finding: Option<&Finding> = place.checked_sub(1).and_then(|place| found.findings.get(place));
    let Some(finding) = finding else { return Err(refuse("refused-no-finding")) };
    let (series, search) = (finding.series.clone(), found.search.number);
    let already = findings.marks.get(&series.to_string()).is_some_and(|marked| marked.mark == mark);
    if already {
        return Ok(Reply::already_so(Wording::new("already-done")));
    }
    draft.push(Event::Runbook(Runbook::Marked { series, search, mark, by: person.clone() }));
    Ok(Reply::recorded())
}
