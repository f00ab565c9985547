//! `GET /api/{product}/problems` and one of them: newest first, as it stands.

use super::incident::{prompt, stages};
use super::{Call, items, refuse};
use http::StatusCode;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::State;
use nabat_domain::incident::problem::{ProblemRecord, fix_day, fixed_at, overdue, watched_until};
use nabat_domain::time::At;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, json_answer};
use nabat_kit::incident::{load, of_key};
use nabat_kit::keys;
use serde_json::{Value, json};

pub(super) async fn list(call: &Call<'_>) -> Result<Answer, Fault> {
    let page = match call.page(&keys::problems_list(&call.product)).await? {
        Ok(page) => page,
        Err(answer) => return Ok(answer),
    };
    let mut shown = Vec::with_capacity(page.rows.len());
    for row in page.rows {
        // The list is an index and may lag: what it names is read anew.
        let id: Option<IncidentId> = of_key(&row.key).map(|(_, id)| id);
        let Some(id) = id else { continue };
        let state = load(call.env.table.as_ref(), &call.product, &id).await?;
        shown.extend(state.and_then(|state| body(&state, call.env.now())));
    }
    Ok(items(shown, page.next))
}

pub(super) fn show(call: &Call<'_>, state: &State) -> Answer {
    match body(state, call.env.now()) {
        Some(body) => json_answer(StatusCode::OK, &body),
        None => refuse(StatusCode::NOT_FOUND, "api-error-not-found"),
    }
}

/// The problem as machines see it, if it is one; moments in RFC 3339, UTC.
fn body(state: &State, now: At) -> Option<Value> {
    let head = &state.head;
    let record = head.as_problem.as_ref()?;
    Some(json!({
        "id": head.id,
        "number": record.number,
        "product": head.product,
        "service": head.service,
        "functions": head.functions,
        "priority": head.priority,
        "drill": head.drill,
        "stage": head.stage,
        "version": head.version,
        "raised_at": head.registered_at.to_rfc3339(),
        "closed_at": head.closed_at.map(At::to_rfc3339),
        "exit": record.exit,
        "overdue_since": overdue(state, now).map(At::to_rfc3339),
        "fix": fix(state, record),
        "repeats": record.repeats(),
        "returns": record.returns,
        "room": head.room,
        "incidents": record.incidents.iter().map(|(id, incident)| json!({
            "id": id,
            "desk_id": incident.desk,
            "service": incident.service,
            "began": incident.began.to_rfc3339(),
        })).collect::<Vec<_>>(),
        "decisions": record.decisions.iter().map(|decision| json!({
            "committee": decision.committee,
            "owner": decision.owner,
            "due": decision.due.to_rfc3339(),
            "done_at": decision.done_at.map(At::to_rfc3339),
        })).collect::<Vec<_>>(),
        "prompts": state.steps.open.values().map(prompt).collect::<Vec<_>>(),
        "stages": stages(state, now),
        "procedure": head.procedure,
    }))
}

fn fix(state: &State, record: &ProblemRecord) -> Value {
    json!({
        "owner": record.fixer,
        "due": fix_day(state).map(At::to_rfc3339),
        "done_at": fixed_at(state).map(At::to_rfc3339),
        "watched_until": watched_until(state).map(At::to_rfc3339),
        "watched_at": record.watched_at.map(At::to_rfc3339),
    })
}
