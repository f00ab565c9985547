//! What an event of a problem says to machines that build on it: facts and ids, no typed words.
#![deny(clippy::wildcard_enum_match_arm)]

use super::event::ProblemEvent;
use super::record::ProblemRecord;
use crate::catalogue::PublicEvent;
use crate::incident::publication::standing;
use crate::incident::{Event, State, Value};
use crate::time::At;
use serde_json::{Value as Json, json};

/// What machines are told of an event of a problem.
pub(in super::super) fn publication(event: &Event) -> Option<PublicEvent> {
    match event {
        Event::Registered(_) => Some(PublicEvent::ProblemOpened),
        Event::Answered { value: Value::Accepted, .. } => Some(PublicEvent::ProblemAccepted),
        Event::Answered { .. } => Some(PublicEvent::ProblemAnswered),
        Event::StagesMoved { .. } => Some(PublicEvent::ProblemStageChanged),
        Event::Escalated { .. } | Event::CalledOut { .. } => Some(PublicEvent::ProblemEscalated),
        Event::BudgetSpent { percent, .. } => (*percent >= 100).then_some(PublicEvent::ProblemOverdue),
        Event::Waived { .. } => Some(PublicEvent::ProblemWaived),
        Event::Corrected { .. } => Some(PublicEvent::ProblemCorrected),
        Event::Closed => Some(PublicEvent::ProblemClosed),
        Event::Problem(event) => of_problem(event),
        Event::Assembled(_)
        | Event::ChatOpened { .. }
        | Event::ChatLost { .. }
        | Event::PeopleInvited { .. }
        | Event::PeopleSentOff { .. }
        | Event::PeopleCalledBack { .. }
        | Event::PeopleLeft { .. }
        | Event::Asked(_)
        | Event::PromptsWithdrawn { .. }
        | Event::Questioned { .. }
        | Event::OutageBegan { .. }
        | Event::OutageRestored { .. }
        | Event::OutageReopened { .. }
        | Event::ScopeStated { .. }
        | Event::ServiceChanged { .. }
        | Event::PriorityChanged { .. }
        | Event::Restricted { .. }
        | Event::NeighbourSuspected { .. }
        | Event::OtherSaid(_)
        | Event::PersonGone(_)
        | Event::RoleTaken { .. }
        | Event::HandoverOffered { .. }
        | Event::Reminded { .. }
        | Event::Noticed { .. }
        | Event::NoticeWaits { .. }
        | Event::DuplicateOffered { .. }
        | Event::NeighbourLinked { .. }
        | Event::OtherAnswered { .. }
        | Event::NeighbourChanged { .. }
        | Event::OtherLeft { .. }
        | Event::StandingChanged { .. }
        | Event::Decided { .. }
        | Event::ProblemRecorded { .. }
        | Event::ProblemRefused { .. }
        | Event::DeskClosedByHand { .. }
        | Event::DeskReopened
        | Event::DescriptionChanged { .. }
        | Event::RecordChanged { .. }
        | Event::RecordOpened { .. }
        | Event::MessageMasked { .. }
        | Event::Annulled { .. }
        | Event::ReportPublished { .. }
        | Event::Contractor(_)
        | Event::NotCovered { .. }
        | Event::File(_)
        | Event::Runbook(_) => None,
    }
}

const fn of_problem(event: &ProblemEvent) -> Option<PublicEvent> {
    match event {
        ProblemEvent::Attached { .. } => Some(PublicEvent::ProblemLinked),
        ProblemEvent::Returned { .. } => Some(PublicEvent::ProblemReturned),
        ProblemEvent::Reopened { .. } | ProblemEvent::ReopenedInDesk { .. } => Some(PublicEvent::ProblemReopened),
        ProblemEvent::FixOverdue { .. } | ProblemEvent::DecisionOverdue { .. } => Some(PublicEvent::ProblemOverdue),
        ProblemEvent::CommitteeDecided { .. } => Some(PublicEvent::ProblemCommitteeDecided),
        ProblemEvent::DecisionDone { .. } => Some(PublicEvent::ProblemDecisionDone),
        ProblemEvent::Watched { .. } => Some(PublicEvent::ProblemWatched),
        // The answer that names somebody was told; the exit is told with the end.
        ProblemEvent::Like { .. } | ProblemEvent::FixerNamed { .. } | ProblemEvent::Exited { .. } => None,
    }
}

/// The body's `data`: the problem as of the event, and what the event itself adds.
pub(in super::super) fn publication_data(state: &State, record: &ProblemRecord, event: &Event, number: u64) -> Json {
    let head = &state.head;
    json!({
        "product": head.product,
        "problem": head.id,
        "number": number,
        "desk_id": record.number,
        "standing": standing(&head.standing),
        "service": head.service,
        "functions": head.functions,
        "criticality": head.criticality,
        "priority": head.priority,
        "stage": head.stage,
        "opened_at": head.registered_at.to_rfc3339(),
        "raised_by": record.raised_by,
        "incidents": record.incidents.keys().collect::<Vec<_>>(),
        "repeats": record.repeats(),
        "returns": record.returns,
        "overdue_since": record.overdue_since.map(At::to_rfc3339),
        "exit": record.exit,
        "closed_at": head.closed_at.map(At::to_rfc3339),
        "change": change(record, event),
    })
}

fn change(record: &ProblemRecord, event: &Event) -> Json {
    if let Event::Answered { step, by, value, .. } = event {
        return answered(step.as_str(), by.as_str(), value);
    }
    if let Event::StagesMoved { stage, .. } = event {
        return json!({ "stage": stage });
    }
    if let Event::Escalated { role, level, to, .. } = event {
        return json!({ "role": role, "level": level, "to": to });
    }
    if let Event::CalledOut { role, person, rung, .. } = event {
        return json!({ "role": role, "to": person, "way": rung });
    }
    if let Event::BudgetSpent { stage, percent, to } = event {
        return json!({ "what": "stage", "stage": stage, "percent": percent, "owner": to });
    }
    if let Event::Waived { step, owed_by, by, .. } = event {
        return json!({ "step": step, "owed_by": owed_by, "by": by });
    }
    if let Event::Corrected { instance, by, .. } = event {
        return json!({ "what": instance, "by": by });
    }
    if let Event::Problem(event) = event {
        return happened(record, event);
    }
    json!({})
}

/// What was said, where it is no typed word.
fn answered(step: &str, by: &str, value: &Value) -> Json {
    match value {
        Value::Choice { choice } => json!({ "step": step, "by": by, "choice": choice }),
        Value::Person { person } => json!({ "step": step, "by": by, "person": person }),
        Value::Day { at } => json!({ "step": step, "by": by, "before": at.to_rfc3339() }),
        Value::Fixed { at } => json!({ "step": step, "by": by, "fixed_at": at.to_rfc3339() }),
        Value::Accepted => json!({ "by": by }),
        Value::Began { .. }
        | Value::Restored { .. }
        | Value::Text { .. }
        | Value::Scope { .. }
        | Value::Fault { .. }
        | Value::Word { .. }
        | Value::Verdict { .. }
        | Value::Other { .. } => json!({ "step": step, "by": by }),
    }
}

fn happened(record: &ProblemRecord, event: &ProblemEvent) -> Json {
    match event {
        ProblemEvent::Attached { incidents } => json!({ "incidents": incidents.keys().collect::<Vec<_>>() }),
        ProblemEvent::Returned { incident, .. } | ProblemEvent::Reopened { incident, .. } => {
            json!({ "incident": incident })
        }
        ProblemEvent::FixOverdue { day, owner } => json!({ "what": "fix", "before": day.to_rfc3339(), "owner": owner }),
        ProblemEvent::DecisionOverdue { place, owner } => {
            let before = record.decisions.get(*place).map(|decision| decision.due.to_rfc3339());
            json!({ "what": "decision", "decision": place, "before": before, "owner": owner })
        }
        ProblemEvent::CommitteeDecided { committee, owner, due, by, .. } => {
            // The one just recorded is the last.
            let decision = record.decisions.len().saturating_sub(1);
            let before = due.to_rfc3339();
            json!({ "committee": committee, "decision": decision, "owner": owner, "before": before, "by": by })
        }
        ProblemEvent::DecisionDone { place, by } => json!({ "decision": place, "by": by }),
        ProblemEvent::Watched { at } => json!({ "at": at.to_rfc3339() }),
        ProblemEvent::Like { .. }
        | ProblemEvent::ReopenedInDesk { .. }
        | ProblemEvent::FixerNamed { .. }
        | ProblemEvent::Exited { .. } => json!({}),
    }
}
