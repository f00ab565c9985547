//! `GET /api/{product}/incidents/{id}`: one incident as it stands.

use super::Call;
use http::StatusCode;
use nabat_domain::incident::{Done, Prompt, State, stage_spans};
use nabat_domain::time::At;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, json_answer};
use serde_json::{Value, json};

pub(super) async fn show(call: &Call<'_>, state: &State) -> Result<Answer, Fault> {
    Ok(json_answer(StatusCode::OK, &body(state, call.env.now())))
}

/// The incident as machines see it; moments in RFC 3339, UTC.
pub fn body(state: &State, now: At) -> Value {
    let head = &state.head;
    json!({
        "id": head.id,
        "desk_id": head.desk,
        "product": head.product,
        "service": head.service,
        "functions": head.functions,
        "scope": head.scope,
        "stage": head.stage,
        "standing": head.standing,
        "version": head.version,
        "criticality": head.criticality,
        "priority": head.priority,
        "drill": head.drill,
        "restricted": head.restricted,
        "began": head.began.to_rfc3339(),
        "registered_at": head.registered_at.to_rfc3339(),
        "called_at": head.called_at.map(At::to_rfc3339),
        "restored_at": state.restored_at().map(At::to_rfc3339),
        "closed_at": head.closed_at.map(At::to_rfc3339),
        "room": head.room,
        "decision": head.decided,
        "decided_by": head.decided_by,
        "problem": head.problem,
        "report": head.report.as_ref().map(|report| json!({ "address": report.address, "revision": report.revision })),
        "prompts": state.steps.open.values().map(prompt).collect::<Vec<_>>(),
        "stages": stages(state, now),
        "outages": outages(state),
        "people": state.people.members.iter().map(|(person, member)| json!({
            "person": person,
            "roles": member.roles,
            "invited_at": member.invited_at.map(At::to_rfc3339),
            "acted": member.acted,
        })).collect::<Vec<_>>(),
        "related": state.neighbours.related.iter().map(|(service, related)| json!({
            "service": service,
            "direction": related.direction,
            "owner": related.owner,
            "asked": related.asked,
        })).collect::<Vec<_>>(),
        "linked": state.neighbours.linked.keys().collect::<Vec<_>>(),
        "waived": waived(state),
        "procedure": head.procedure,
        "catalogue": head.catalogue,
    })
}

pub(super) fn prompt(prompt: &Prompt) -> Value {
    json!({
        "id": prompt.id,
        "step": prompt.step,
        "subject": prompt.subject,
        "role": prompt.role,
        "holder": prompt.holder,
        "kind": prompt.kind,
        "choices": prompt.choices,
        "mandatory": prompt.mandatory,
        "asked_at": prompt.asked_at.to_rfc3339(),
    })
}

pub(super) fn stages(state: &State, now: At) -> Vec<Value> {
    let spans = stage_spans(state).into_iter().map(|span| {
        json!({
            "stage": span.stage,
            "began": span.began.to_rfc3339(),
            "ended": span.ended.map(At::to_rfc3339),
            "actual_seconds": span.actual(now).in_seconds(),
            "budget_seconds": span.budget.map(nabat_domain::time::Length::in_seconds),
        })
    });
    spans.collect()
}

fn outages(state: &State) -> Vec<Value> {
    let outages = state.head.outages.iter().map(|outage| {
        json!({
            "service": outage.service,
            "function": outage.function,
            "began": outage.began.to_rfc3339(),
            "restored": outage.restored.map(At::to_rfc3339),
        })
    });
    outages.collect()
}

fn waived(state: &State) -> Vec<&String> {
    state.steps.done.iter().filter(|(_, done)| matches!(done, Done::Waived(_))).map(|(instance, _)| instance).collect()
}
