//! What an event says to machines that build on it: facts and ids, no typed words and no names of people.
#![deny(clippy::wildcard_enum_match_arm)]

use super::event::{Event, OtherStanding};
use super::problem;
use super::runbook::{Count, Runbook};
use super::state::{Standing, State};
use super::value::{Decided, Scope, Value};
use crate::catalogue::PublicEvent;
use crate::time::At;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// What is to be done about outgoing webhooks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "webhook", rename_all = "snake_case")]
pub enum WebhookJob {
    /// Put a delivery down for each subscription and each of these events.
    Publish {
        /// Number of the first event.
        from: u64,
        /// Number of the last.
        to: u64,
    },
    /// Tell one subscription of the event the job is numbered by.
    Send {
        /// Which.
        hook: crate::ids::HookId,
    },
}

impl WebhookJob {
    /// Short name, part of the job's id.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Publish { .. } => "webhook_publish",
            Self::Send { .. } => "webhook_send",
        }
    }
}

/// What machines are told of an event, given the state it led to; nothing of drills, and of what is
/// nobody's business but ours.
pub fn publication(state: &State, event: &Event) -> Option<PublicEvent> {
    if state.head.drill {
        return None;
    }
    if state.head.as_problem.is_some() {
        return problem::publication(event);
    }
    match event {
        Event::Registered(_) => Some(PublicEvent::Registered),
        Event::ChatOpened { .. } => Some(PublicEvent::ChatOpened),
        Event::Answered { value: Value::Accepted, .. } => Some(PublicEvent::Accepted),
        Event::Answered { value: Value::Word { .. }, .. } => Some(PublicEvent::Updated),
        Event::StagesMoved { .. } => Some(PublicEvent::StageChanged),
        Event::ServiceChanged { .. }
        | Event::ScopeStated { .. }
        | Event::PriorityChanged { .. }
        | Event::RecordOpened { .. } => Some(PublicEvent::Changed),
        Event::Escalated { .. } | Event::CalledOut { .. } => Some(PublicEvent::Escalated),
        Event::BudgetSpent { .. } => Some(PublicEvent::BudgetSpent),
        Event::NeighbourLinked { .. } | Event::OtherLeft { .. } | Event::OtherAnswered { .. } => {
            Some(PublicEvent::Linked)
        }
        Event::OutageRestored { .. } => state.restored_at().is_some().then_some(PublicEvent::Restored),
        Event::OutageReopened { .. } => Some(PublicEvent::Withdrawn),
        Event::Waived { .. } => Some(PublicEvent::Waived),
        Event::Corrected { .. } | Event::OutageBegan { .. } => Some(PublicEvent::Corrected),
        Event::Decided { .. } => Some(PublicEvent::Decided),
        Event::ProblemRecorded { .. } => Some(PublicEvent::ProblemRecorded),
        Event::ReportPublished { .. } => Some(PublicEvent::ReportPublished),
        Event::Runbook(Runbook::Counted { .. }) => Some(PublicEvent::UsersCounted),
        Event::Closed => Some(PublicEvent::Closed),
        Event::Annulled { .. } => Some(PublicEvent::Annulled),
        Event::StandingChanged { standing, .. } => match standing {
            Standing::Open => Some(PublicEvent::Registered),
            Standing::Closed | Standing::Merged { .. } => Some(PublicEvent::Closed),
            Standing::Annulled => Some(PublicEvent::Annulled),
            Standing::Linked { .. } => Some(PublicEvent::Linked),
            Standing::RecordedOnly | Standing::DuplicateOffered { .. } => None,
        },
        Event::Answered { .. }
        | Event::Assembled(_)
        | Event::ChatLost { .. }
        | Event::PeopleInvited { .. }
        | Event::PeopleSentOff { .. }
        | Event::PeopleCalledBack { .. }
        | Event::PeopleLeft { .. }
        | Event::Asked(_)
        | Event::PromptsWithdrawn { .. }
        | Event::Questioned { .. }
        | Event::Restricted { .. }
        | Event::NeighbourSuspected { .. }
        | Event::NeighbourChanged { .. }
        | Event::OtherSaid(_)
        | Event::PersonGone(_)
        | Event::RoleTaken { .. }
        | Event::HandoverOffered { .. }
        | Event::Reminded { .. }
        | Event::Noticed { .. }
        | Event::NoticeWaits { .. }
        | Event::DuplicateOffered { .. }
        | Event::ProblemRefused { .. }
        | Event::DeskClosedByHand { .. }
        | Event::DeskReopened
        | Event::DescriptionChanged { .. }
        | Event::RecordChanged { .. }
        // What stands between us and a contractor is evidence.
        | Event::Contractor(_)
        | Event::NotCovered { .. }
        | Event::MessageMasked { .. }
        | Event::Problem(_)
        // What people posted is theirs and the case's.
        | Event::File(_)
        | Event::Runbook(
            Runbook::Asked { .. }
            | Runbook::Searched { .. }
            | Runbook::Marked { .. }
            | Runbook::Offered { .. }
            | Runbook::ActionAsked { .. }
            | Runbook::ActionCame { .. },
        ) => None,
    }
}

/// The body's `data`: the incident or the problem as of the event, and what the event itself adds. People
/// stand in it by their opaque ids.
pub fn publication_data(state: &State, event: &Event, number: u64) -> Json {
    let head = &state.head;
    if let Some(record) = &head.as_problem {
        return problem::publication_data(state, record, event, number);
    }
    let scope = match &head.scope {
        Scope::All => json!("all"),
        Scope::Organisations(list) => json!(list),
    };
    json!({
        "product": head.product,
        "incident": head.id,
        "number": number,
        "desk_id": head.desk,
        "standing": standing(&head.standing),
        "service": head.service,
        "functions": head.functions,
        "scope": scope,
        "criticality": head.criticality,
        "priority": head.priority,
        "stage": head.stage,
        "registered_at": head.registered_at.to_rfc3339(),
        "began_at": head.began.to_rfc3339(),
        "restored_at": state.restored_at().map(At::to_rfc3339),
        "closed_at": head.closed_at.map(At::to_rfc3339),
        "change": change(event),
    })
}

pub(super) const fn standing(standing: &Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::RecordedOnly => "recorded_only",
        Standing::DuplicateOffered { .. } => "duplicate_offered",
        Standing::Merged { .. } => "merged",
        Standing::Linked { .. } => "linked",
        Standing::Closed => "closed",
        Standing::Annulled => "annulled",
    }
}

/// What the event adds to the incident as it stands; an empty object where it adds nothing.
fn change(event: &Event) -> Json {
    if let Event::Answered { by, value, .. } = event {
        return match value {
            Value::Word { next, .. } => json!({ "by": by, "next_word_at": next.to_rfc3339() }),
            Value::Accepted
            | Value::Began { .. }
            | Value::Restored { .. }
            | Value::Choice { .. }
            | Value::Text { .. }
            | Value::Scope { .. }
            | Value::Fault { .. }
            | Value::Verdict { .. }
            | Value::Person { .. }
            | Value::Day { .. }
            | Value::Fixed { .. }
            | Value::Other { .. } => json!({ "by": by }),
        };
    }
    if let Event::StagesMoved { stage, .. } = event {
        return json!({ "stage": stage });
    }
    if let Event::ServiceChanged { old_service, old_functions, by, .. } = event {
        return json!({ "old_service": old_service, "old_functions": old_functions, "by": by });
    }
    if let Event::PriorityChanged { old, by, .. } = event {
        return json!({ "old_priority": old, "by": by });
    }
    if let Event::RecordOpened { alert, .. } = event {
        return json!({ "old_desk_id": alert });
    }
    if let Event::Escalated { role, level, to, .. } = event {
        return json!({ "role": role, "level": level, "to": to });
    }
    if let Event::CalledOut { role, person, rung, .. } = event {
        return json!({ "role": role, "to": person, "way": rung });
    }
    if let Event::BudgetSpent { stage, percent, .. } = event {
        return json!({ "stage": stage, "percent": percent });
    }
    if let Event::OutageReopened { service, function, anew, .. } = event {
        // Where it failed anew the first interval stands, and a second one begins there.
        let (is, began) = (if anew.is_some() { "second_interval" } else { "never_ended" }, anew.map(At::to_rfc3339));
        return json!({ "service": service, "function": function, "is": is, "began_anew_at": began });
    }
    if let Event::Waived { step, owed_by, by, .. } = event {
        return json!({ "step": step, "owed_by": owed_by, "by": by });
    }
    if let Event::Corrected { instance, by, .. } = event {
        return json!({ "what": instance, "by": by });
    }
    ended(event)
}

fn ended(event: &Event) -> Json {
    if let Event::OutageBegan { at, was } = event {
        return json!({ "what": "began", "at": at.to_rfc3339(), "was": was.map(At::to_rfc3339) });
    }
    if let Event::NeighbourLinked { incident, desk, service, .. } = event {
        return json!({ "incident": incident, "desk_id": desk, "service": service, "is": "linked" });
    }
    if let Event::OtherLeft { incident, desk } = event {
        return json!({ "incident": incident, "desk_id": desk, "is": "separate" });
    }
    if let Event::OtherAnswered { incident, standing } = event {
        let is = match standing {
            OtherStanding::Merged => "merged",
            OtherStanding::Kept => "linked",
            OtherStanding::Separate => "separate",
        };
        return json!({ "incident": incident, "is": is });
    }
    if let Event::StandingChanged {
        standing: Standing::Merged { into: other } | Standing::Linked { to: other }, ..
    } = event
    {
        return json!({ "incident": other });
    }
    if let Event::Decided { decided, by } = event {
        let decision = match decided {
            Decided::NoProblem => "no_problem",
            Decided::KnownProblem { .. } => "known_problem",
            Decided::NewProblem => "new_problem",
        };
        return json!({ "decision": decision, "by": by });
    }
    if let Event::ProblemRecorded { problem, .. } = event {
        return json!({ "problem": problem });
    }
    if let Event::ReportPublished { address, revision, .. } = event {
        return json!({ "address": address, "revision": revision });
    }
    if let Event::Annulled { by, .. } = event {
        return json!({ "by": by });
    }
    if let Event::Runbook(Runbook::Counted { count }) = event {
        return counted(count);
    }
    json!({})
}

/// The last minute counted; `null` where it is unknown.
fn counted(count: &Count) -> Json {
    let last = count.stretch.minutes().last();
    let users = last.and_then(|(_, figure)| figure).map(|figure| {
        let organisations: Vec<Json> =
            count.organisations.iter().map(|(id, users)| json!({ "organisation": id, "users": users })).collect();
        json!({ "users": figure.users, "low": figure.low, "high": figure.high, "organisations": organisations })
    });
    json!({ "minute": last.map(|(at, _)| at.to_rfc3339()), "minutes": count.stretch.figures.len(), "affected": users })
}
