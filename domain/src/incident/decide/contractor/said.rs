//! What a contractor's representative says, and what is said of its report.

use super::super::super::command::Speech;
use super::super::super::contractor::{BackClaim, ContractorEvent, Matter, ReportDue, clock};
use super::super::super::draft::{Draft, Refusal, Reply};
use super::super::super::wording::Wording;
use super::super::rights::{need, refuse};
use super::answers::contract_of;
use super::push;
use crate::answer::{ContractorCommand, ReportPart, clean, doubt_text, lacks};
use crate::catalogue::Right;
use crate::ids::{ContractId, PersonId};
use crate::incident::react::{clock_args, parts_list};

pub(in crate::incident::decide) fn said(
    draft: &mut Draft,
    speech: &Speech,
    command: ContractorCommand,
) -> Result<Reply, Refusal> {
    let person = &speech.person;
    match command {
        ContractorCommand::Request(text) => request(draft, person, &text),
        ContractorCommand::HandBack(text) => hand_back(draft, person, &text),
        ContractorCommand::Object(text) => object(draft, person, &text),
        // In a room others would read it.
        ContractorCommand::Clock if !speech.direct => Ok(Reply::question(Wording::new("clock-ask-directly"))),
        ContractorCommand::Clock => read_clock(draft, person),
        ContractorCommand::Report(text) => report(draft, person, &text),
        ContractorCommand::AcceptReport => look_at(draft, person, None),
        ContractorCommand::RefuseReport(reason) => look_at(draft, person, Some(&reason)),
    }
}

/// The person's own part that fits.
fn own(
    draft: &Draft,
    person: &PersonId,
    fits: impl Fn(&Matter) -> bool,
    else_say: &str,
) -> Result<ContractId, Refusal> {
    let mine = contract_of(draft, |matter| matter.deal.people.contains(person) && fits(matter));
    mine.into_iter().next_back().ok_or_else(|| refuse(else_say))
}

fn request(draft: &mut Draft, person: &PersonId, text: &str) -> Result<Reply, Refusal> {
    let contract = own(draft, person, Matter::is_held, "refused-not-handed-over")?;
    let text = clean(text);
    if doubt_text(&text).is_some() {
        return Ok(Reply::question(Wording::new("ask-text-short")));
    }
    let text = draft.keep(&text);
    push(draft, &contract, ContractorEvent::Requested { by: person.clone(), text });
    Ok(Reply::recorded())
}

fn hand_back(draft: &mut Draft, person: &PersonId, text: &str) -> Result<Reply, Refusal> {
    let contract = own(draft, person, Matter::is_held, "refused-not-handed-over")?;
    if draft.state().contractors.matters[&contract].back.is_some() {
        return Ok(Reply::already_so(Wording::new("already-handed-back")));
    }
    let text = clean(text);
    if doubt_text(&text).is_some() {
        return Ok(Reply::question(Wording::new("ask-hand-back-why")));
    }
    let text = Some(draft.keep(&text));
    let (by, claim) = (person.clone(), BackClaim::Returned);
    push(draft, &contract, ContractorEvent::HandedBack { by, text, claim });
    Ok(Reply::recorded())
}

fn object(draft: &mut Draft, person: &PersonId, text: &str) -> Result<Reply, Refusal> {
    let known = |matter: &Matter| matter.handed.is_some() || matter.opened().is_some();
    let contract = own(draft, person, known, "refused-nothing-of-yours")?;
    let text = clean(text);
    if doubt_text(&text).is_some() {
        return Ok(Reply::question(Wording::new("ask-text-short")));
    }
    let text = draft.keep(&text);
    push(draft, &contract, ContractorEvent::Objected { by: person.clone(), text });
    Ok(Reply::recorded())
}

fn read_clock(draft: &Draft, person: &PersonId) -> Result<Reply, Refusal> {
    let contract = own(draft, person, |matter| matter.handed.is_some(), "refused-nothing-of-yours")?;
    let matter = &draft.state().contractors.matters[&contract];
    let Some(clock) = clock(matter, draft.cx.now) else {
        return Ok(Reply::question(Wording::new("clock-not-delivered")));
    };
    Ok(Reply::question(clock_args(&clock, Wording::new("clock-reply"))))
}

/// A report that lacks parts is questioned once; sent again it stands as it is.
fn report(draft: &mut Draft, person: &PersonId, text: &str) -> Result<Reply, Refusal> {
    let asked = |matter: &Matter| matter.report().is_some();
    let contract = own(draft, person, asked, "refused-no-report-owed")?;
    let owed = draft.state().contractors.matters[&contract].report().cloned();
    let Some(owed) = owed.filter(|owed| owed.accepted.is_none()) else {
        return Ok(Reply::already_so(Wording::new("already-report-accepted")));
    };
    let text = clean(text);
    let lacks = lacks(&text);
    let kept = draft.keep(&text);
    let (by, text) = (person.clone(), kept);
    if !lacks.is_empty() && owed.doubted.is_none() {
        let question = Wording::new("ask-report-lacks").with("parts", parts_list(&lacks));
        push(draft, &contract, ContractorEvent::ReportDoubted { by, text, lacks });
        return Ok(Reply::question(question));
    }
    push(draft, &contract, ContractorEvent::ReportGiven { by, text, lacks });
    Ok(Reply::recorded())
}

/// The contract whose report a file of this person's is, where it is taken as one.
pub(in crate::incident::decide) fn report_of(draft: &Draft, speech: &Speech) -> Option<ContractId> {
    let waits = |matter: &Matter| {
        let report = matter.report().filter(|report| report.accepted.is_none());
        matter.deal.people.contains(&speech.person) && report.is_some()
    };
    contract_of(draft, waits).into_iter().next_back().filter(|_| speech.direct)
}

/// A file: nobody reads it here. Owed a report, it is taken as one and asked about; else it is only kept.
pub(in crate::incident::decide) fn report_file(draft: &mut Draft, speech: &Speech) -> Result<Reply, Refusal> {
    let person = &speech.person;
    let Some(contract) = report_of(draft, speech) else { return Ok(Reply::recorded()) };
    let owed = draft.state().contractors.matters[&contract].report().cloned();
    // Beside words that came before it adds to them.
    let said =
        owed.filter(ReportDue::is_unread).and_then(|report| report.given.last().map(|given| given.lacks.clone()));
    let lacks = said.unwrap_or_else(|| ReportPart::ALL.into_iter().collect());
    let question = Wording::new("ask-report-file").with("parts", parts_list(&lacks));
    let (by, text) = (person.clone(), draft.keep(&speech.text));
    let whole = lacks.is_empty();
    push(draft, &contract, ContractorEvent::ReportGiven { by, text, lacks });
    Ok(if whole { Reply::recorded() } else { Reply::question(question) })
}

/// The closer accepts the report that came last, or refuses it with a reason.
fn look_at(draft: &mut Draft, person: &PersonId, reason: Option<&str>) -> Result<Reply, Refusal> {
    need(draft, person, Right::Closes, "act-look-at-report")?;
    let unread = contract_of(draft, |matter| matter.report().is_some_and(|report| report.is_unread()));
    let Some(contract) = unread.into_iter().next() else {
        let accepted = contract_of(draft, |matter| matter.report().is_some_and(|report| report.accepted.is_some()));
        return match (accepted.is_empty(), reason) {
            (false, None) => Ok(Reply::already_so(Wording::new("already-report-accepted"))),
            _ => Err(refuse("refused-no-report-in")),
        };
    };
    let by = person.clone();
    match reason {
        None => push(draft, &contract, ContractorEvent::ReportAccepted { by }),
        Some(reason) if doubt_text(reason).is_some() => return Ok(Reply::question(Wording::new("ask-reason"))),
        Some(reason) => {
            let reason = draft.keep(reason);
            push(draft, &contract, ContractorEvent::ReportRefused { by, reason });
        }
    }
    Ok(Reply::recorded())
}
