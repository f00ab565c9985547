//! A played story as one JSON object: the same seed gives the same bytes.

use super::story::Played;
use nabat_domain::ids::{IncidentId, StepId};
use nabat_domain::incident::{
    Answer, Decided, Done, Hand, State, Value as Said, clock, overruns, stage_spans, union_length,
};
use nabat_domain::journal::verify;
use nabat_domain::time::{At, Length};
use nabat_kit::env::Env;
use nabat_kit::execute::MessageRow;
use nabat_kit::incident::{journal, load};
use nabat_kit::keys;
use nabat_kit::notices::told;
use nabat_kit::port::{PageName, Wiki};
use nabat_kit::table::{Query, Table};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The story in figures.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn outcome(env: &Env, wiki: &dyn Wiki, played: &Played, case: Option<&IncidentId>) -> anyhow::Result<Value> {
    let table = env.table.as_ref();
    let state = load(table, &played.product, &played.incident).await?;
    let Some(state) = state else { anyhow::bail!("the incident is gone") };
    let events = journal(table, &played.product, &played.incident).await?;
    let verified = verify(&events, state.head.version, &state.head.hash).is_ok();
    Ok(json!({
        "incident": incident(&state),
        "messages": messages(table, played).await?,
        "notices": notices(table, played).await?,
        "problem": problem(table, played, case).await?,
        "report": report(wiki, &state).await?,
        "contractor": contractor(&state),
        "journal": { "events": events.len(), "head": state.head.hash, "verified": verified },
    }))
}

/// The incident's problem: its stages, how it ended, further incidents of it; nothing where there is none.
async fn problem(table: &dyn Table, played: &Played, case: Option<&IncidentId>) -> anyhow::Result<Value> {
    let Some(case) = case else { return Ok(Value::Null) };
    let Some(state) = load(table, &played.product, case).await? else { anyhow::bail!("the problem is gone") };
    let events = journal(table, &played.product, case).await?;
    let Some(record) = &state.head.as_problem else { anyhow::bail!("the problem is none") };
    Ok(json!({
        "id": record.number,
        "case": case,
        "stages": stages(&state, state.head.closed_at.unwrap_or(state.head.at)),
        "exit": record.exit,
        "repeats": record.repeats(),
        "journal": { "events": events.len(), "verified": verify(&events, state.head.version, &state.head.hash).is_ok() },
    }))
}

/// The report's page as the wiki has it, and as of which event; nothing where none was published.
async fn report(wiki: &dyn Wiki, state: &State) -> anyhow::Result<Value> {
    let name = PageName(format!("{}/{}", state.head.product, state.head.id));
    let Some(page) = wiki.find(&name).await? else { return Ok(Value::Null) };
    let upto = state.head.report.as_ref().map(|report| report.upto);
    Ok(json!({ "address": page.address, "revisions": page.revision, "upto": upto }))
}

/// The contractor's part, lengths in milliseconds as of the last event; nothing where there was none.
fn contractor(state: &State) -> Value {
    let matters = state.contractors.matters.values();
    let Some(matter) = matters.max_by_key(|matter| (matter.opened().is_some(), matter.handed.is_some())) else {
        return Value::Null;
    };
    let now = state.head.at;
    let clock = clock(matter, now).map(|clock| {
        let of = |hand: Hand| clock.of(hand).0;
        json!({ "held": of(Hand::Held), "paused": of(Hand::Paused), "waiting": of(Hand::Waiting) })
    });
    let record = matter.on.as_ref().and_then(|on| on.record.as_ref()).map(|record| &record.desk);
    let received = matter.report().and_then(|report| report.given.last()).map(|given| given.at.to_rfc3339());
    json!({
        "incident": record,
        "clock": clock,
        "overrun": overruns(matter, now).total().0,
        "report_received": received,
    })
}

fn incident(state: &State) -> Value {
    let head = &state.head;
    let until = head.closed_at.unwrap_or(head.at);
    json!({
        "id": head.id,
        "desk_id": head.desk,
        "service": head.service,
        "functions": head.functions,
        "priority": head.priority,
        "stages": stages(state, until),
        "steps": steps(state),
        "people": people(state),
        "related": related(state),
        "decision": decision(state),
        "team_called_seconds": head.called_at.map(|at| at.since(head.registered_at).in_seconds()),
        "team_answered_seconds": state.answer("accept").map(|answer| answer.stated_at.since(head.registered_at).in_seconds()),
        "outage_seconds": union_length(&head.outages, until).in_seconds(),
    })
}

fn stages(state: &State, until: At) -> Vec<Value> {
    let one = |span: nabat_domain::incident::StageSpan| {
        json!({
            "stage": span.stage,
            "began": span.began.to_rfc3339(),
            "ended": span.ended.map(At::to_rfc3339),
            "actual_seconds": span.actual(until).in_seconds(),
            "budget_seconds": span.budget.map(Length::in_seconds),
        })
    };
    stage_spans(state).into_iter().map(one).collect()
}

fn steps(state: &State) -> Vec<Value> {
    let subject = |instance: &str, step: &StepId| {
        instance.strip_prefix(step.as_str()).and_then(|rest| rest.strip_prefix('.')).map(str::to_owned)
    };
    let answered = |instance: &String, answer: &Answer| {
        json!({
            "step": answer.step,
            "subject": subject(instance, &answer.step),
            "role": answer.role,
            "person": answer.by,
            "answered_at": answer.recorded_at.to_rfc3339(),
            "stated_at": answer.stated_at.to_rfc3339(),
            "waived": false,
        })
    };
    let one = |(instance, done): (&String, &Done)| match done {
        Done::Answered(answer) => answered(instance, answer),
        Done::Waived(waiver) => json!({
            "step": waiver.step,
            "subject": subject(instance, &waiver.step),
            "role": waiver.role,
            "person": waiver.by,
            "answered_at": waiver.at.to_rfc3339(),
            "stated_at": null,
            "waived": true,
        }),
    };
    state.steps.done.iter().map(one).collect()
}

fn people(state: &State) -> Vec<Value> {
    let members = state.people.members.iter();
    members
        .map(|(person, member)| {
            json!({
                "person": person,
                "roles": member.roles,
                "invited_at": member.invited_at.map(At::to_rfc3339),
                "acted": member.acted,
            })
        })
        .collect()
}

fn related(state: &State) -> Vec<Value> {
    let said = |step: &str, service: &str| {
        let answer = state.answer(&format!("{step}.{service}"))?;
        match &answer.value {
            Said::Verdict { verdict, .. } => serde_json::to_value(verdict).ok(),
            _ => None,
        }
    };
    let asked = state.neighbours.related.iter().filter(|(_, neighbour)| neighbour.asked);
    asked
        .map(|(service, neighbour)| {
            json!({
                "service": service,
                "owner": neighbour.owner,
                "impact": said("impact", service.as_str()),
                "recovered": said("recovered", service.as_str()),
            })
        })
        .collect()
}

fn decision(state: &State) -> Value {
    let kind = match &state.head.decided {
        Some(Decided::NoProblem) => "no_problem",
        Some(Decided::KnownProblem { .. }) => "known_problem",
        Some(Decided::NewProblem) => "new_problem",
        None => return Value::Null,
    };
    json!({ "kind": kind, "by": state.head.decided_by, "problem": state.head.problem })
}

/// How many notices went out, by kind and way.
async fn notices(table: &dyn Table, played: &Played) -> anyhow::Result<BTreeMap<String, BTreeMap<String, u64>>> {
    let mut count: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for told in told(table, &played.product, &played.incident).await? {
        let by_way = count.entry(told.kind.as_str().to_owned()).or_default();
        *by_way.entry(told.to.way().to_owned()).or_default() += 1;
    }
    Ok(count)
}

async fn messages(table: &dyn Table, played: &Played) -> anyhow::Result<BTreeMap<String, u64>> {
    let mut count = BTreeMap::new();
    for row in table.query(&Query::prefix(keys::incident(&played.product, &played.incident), "M#")).await? {
        let message: MessageRow = serde_json::from_str(&row.body)?;
        *count.entry(message.kind).or_default() += 1;
    }
    Ok(count)
}
