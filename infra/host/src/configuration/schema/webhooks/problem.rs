//! What is told of problems.

use super::time;
use nabat_domain::catalogue::{Criticality, PublicEvent};
use serde_json::{Value, json};

/// What each event of a problem tells, and what `data.change` holds.
pub(super) const fn told(event: PublicEvent) -> (&'static str, &'static [&'static str]) {
    match event {
        PublicEvent::ProblemOpened => ("A problem begins: incidents were closed with it.", &[]),
        PublicEvent::ProblemAccepted => ("Somebody accepted to lead it.", &["by"]),
        PublicEvent::ProblemStageChanged => ("It reached another stage, or ends of stages lie elsewhere.", &["stage"]),
        PublicEvent::ProblemAnswered => (
            "A mandatory step was answered: `choice` (the course, or that the root cause is found), `person` (whose fix it \
             is), `before` (the day it is promised for ends then), `fixed_at`. Typed words are not told.",
            &["step", "by", "choice", "person", "before", "fixed_at"],
        ),
        PublicEvent::ProblemLinked => ("Incidents belong to it: the first ones, or repeats.", &["incidents"]),
        PublicEvent::ProblemReturned => {
            ("A like failure came while the fix was watched: what was promised is asked anew.", &["incident"])
        }
        PublicEvent::ProblemReopened => {
            ("It was closed and is sought anew: an incident was linked to it, or the desk opened it.", &["incident"])
        }
        PublicEvent::ProblemEscalated => ("Nobody answered: the next was called.", &["role", "level", "to", "way"]),
        PublicEvent::ProblemWaived => ("A mandatory step was waived.", &["step", "owed_by", "by"]),
        PublicEvent::ProblemCorrected => ("A fact was corrected.", &["what", "by"]),
        PublicEvent::ProblemOverdue => (
            "`what` takes longer than promised or allowed: `fix`, `decision` of a committee (its place from 0), `stage`.",
            &["what", "before", "owner", "decision", "stage", "percent"],
        ),
        PublicEvent::ProblemCommitteeDecided => {
            ("A committee decided something of it.", &["committee", "decision", "owner", "before", "by"])
        }
        PublicEvent::ProblemDecisionDone => ("What a committee decided was done.", &["decision", "by"]),
        PublicEvent::ProblemWatched => ("The watch ended without a like failure.", &["at"]),
        PublicEvent::ProblemClosed => ("It is over, by `data.exit`.", &[]),
        _ => ("", &[]),
    }
}

/// What every body says of its problem.
pub(super) fn data() -> Value {
    let classes = [
        Criticality::MissionCritical,
        Criticality::BusinessCritical,
        Criticality::BusinessOperational,
        Criticality::OfficeProductivity,
    ];
    let exits = json!(["fixed_and_watched", "known_error", "cause_not_found", "duplicate", null]);
    json!({
        "type": "object",
        "required": DATA,
        "properties": {
            "product": { "type": "string" },
            "problem": { "type": "string", "description": "Nabat's id." },
            "number": { "type": "integer", "description": "The event's number in the problem's journal, from 1." },
            "desk_id": { "type": "string", "description": "The desk's number." },
            "standing": { "enum": ["open", "closed"] },
            "service": { "type": "string" },
            "functions": { "type": "array", "items": { "type": "string" } },
            "criticality": { "enum": classes.map(Criticality::as_str) },
            "priority": { "enum": ["P1", "P2", "P3", "P4"] },
            "stage": { "type": "string" },
            "opened_at": time("When it was raised."),
            "raised_by": { "type": "string", "description": "The incident whose closing raised it." },
            "incidents": { "type": "array", "items": { "type": "string" }, "description": "Incidents of it." },
            "repeats": { "type": "integer", "description": "Incidents after the first." },
            "returns": { "type": "integer", "description": "How often a like failure came although it was fixed." },
            "overdue_since": time("Since when its fix is overdue, where it is."),
            "exit": { "enum": exits, "description": "How it ended." },
            "closed_at": time("When it was closed."),
            "change": { "type": "object", "description": "What the event itself adds." },
        },
    })
}

/// The keys every body has.
const DATA: [&str; 19] = [
    "product",
    "problem",
    "number",
    "desk_id",
    "standing",
    "service",
    "functions",
    "criticality",
    "priority",
    "stage",
    "opened_at",
    "raised_by",
    "incidents",
    "repeats",
    "returns",
    "overdue_since",
    "exit",
    "closed_at",
    "change",
];
