//! The AsyncAPI document of the outgoing webhooks, kept true by a test.

mod problem;

use nabat_domain::catalogue::{Criticality, PublicEvent};
use serde_json::{Map, Value, json};

/// What each event tells, and what `data.change` holds.
const fn told(event: PublicEvent) -> (&'static str, &'static [&'static str]) {
    match event {
        PublicEvent::Registered => ("A failure was registered, or a record led elsewhere became one of its own.", &[]),
        PublicEvent::ChatOpened => ("The chat exists and everybody was called.", &[]),
        PublicEvent::Accepted => ("The duty engineer accepted.", &["by"]),
        PublicEvent::Updated => ("The word at the rhythm was given.", &["by", "next_word_at"]),
        PublicEvent::StageChanged => ("Another stage, or other ends of stages.", &["stage"]),
        PublicEvent::Changed => (
            "Service, functions, scope, priority or the desk's record are others now.",
            &["old_service", "old_functions", "old_priority", "old_desk_id", "by"],
        ),
        PublicEvent::Escalated => ("Nobody answered: the next was called.", &["role", "level", "to", "way"]),
        PublicEvent::BudgetSpent => ("A share of a budget was spent.", &["stage", "percent"]),
        PublicEvent::Linked => {
            ("A neighbour's failure shares the chat, or does no more.", &["incident", "desk_id", "service", "is"])
        }
        PublicEvent::Restored => ("The last function is restored, as claimed.", &[]),
        PublicEvent::Withdrawn => (
            "\"Restored\" no longer holds. `is`: `never_ended`, verification failed and the interval goes on; or \
             `second_interval`, it failed anew at `began_anew_at` and the first interval stands as it ended.",
            &["service", "function", "is", "began_anew_at"],
        ),
        PublicEvent::Waived => ("A mandatory step was waived.", &["step", "owed_by", "by"]),
        PublicEvent::Corrected => ("A fact was corrected.", &["what", "at", "was", "by"]),
        PublicEvent::Decided => ("The closing decision was taken.", &["decision", "by"]),
        PublicEvent::ProblemRecorded => ("The desk has the problem.", &["problem"]),
        PublicEvent::ReportPublished => ("The report's page shows more than before.", &["address", "revision"]),
        PublicEvent::UsersCounted => (
            "Users the failure takes away were counted: the last minute, `affected` is null where it is unknown.",
            &["minute", "minutes", "affected"],
        ),
        PublicEvent::Closed => ("It is over; also where it was the same failure as another.", &["incident"]),
        PublicEvent::Annulled => ("It was a false alarm.", &["by"]),
        PublicEvent::ProblemOpened
        | PublicEvent::ProblemAccepted
        | PublicEvent::ProblemStageChanged
        | PublicEvent::ProblemAnswered
        | PublicEvent::ProblemLinked
        | PublicEvent::ProblemReturned
        | PublicEvent::ProblemReopened
        | PublicEvent::ProblemEscalated
        | PublicEvent::ProblemWaived
        | PublicEvent::ProblemCorrected
        | PublicEvent::ProblemOverdue
        | PublicEvent::ProblemCommitteeDecided
        | PublicEvent::ProblemDecisionDone
        | PublicEvent::ProblemWatched
        | PublicEvent::ProblemClosed => problem::told(event),
    }
}

/// The document.
pub fn document() -> Value {
    let mut channels = Map::new();
    let mut operations = Map::new();
    let mut messages = Map::new();
    for event in PublicEvent::ALL {
        let name = event.as_str();
        messages.insert(name.to_owned(), message(event));
        operations.insert(
            format!("send.{name}"),
            json!({
                "action": "send",
                "channel": { "$ref": "#/channels/subscription" },
                "messages": [{ "$ref": format!("#/channels/subscription/messages/{name}") }],
            }),
        );
    }
    let refs: Map<String, Value> = PublicEvent::ALL
        .iter()
        .map(|event| {
            let name = event.as_str().to_owned();
            let reference = json!({ "$ref": format!("#/components/messages/{name}") });
            (name, reference)
        })
        .collect();
    channels.insert("subscription".to_owned(), json!({ "address": "the url of webhooks.yaml", "messages": refs }));
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Nabat: outgoing webhooks",
            "version": "1",
            "description": DESCRIPTION,
        },
        "channels": channels,
        "operations": operations,
        "components": { "messages": messages, "schemas": { "headers": headers(), "data": data(), "problem": problem::data() } },
    })
}

const DESCRIPTION: &str = "One signed POST an event and subscription, by Standard Webhooks. Any 2xx is taken; \
410 turns the subscription off; anything else is tried again at once, after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, \
14 h, 20 h and 24 h, each up to a tenth later, then it is turned off and the product's owner told. Repeats have the \
same webhook-id and the same bytes. Order is not promised: `data.number` is the event's number in its incident's \
or its problem's journal. People stand by their opaque ids; typed words are in no body. Drills are not told.";

fn message(event: PublicEvent) -> Value {
    let (summary, change) = told(event);
    let data = if event.is_of_problem() { "problem" } else { "data" };
    let fields: Map<String, Value> = change.iter().map(|field| ((*field).to_owned(), json!({}))).collect();
    json!({
        "name": event.as_str(),
        "summary": summary,
        "contentType": "application/json",
        "headers": { "$ref": "#/components/schemas/headers" },
        "payload": {
            "type": "object",
            "required": ["type", "timestamp", "data"],
            "properties": {
                "type": { "const": event.as_str() },
                "timestamp": { "type": "string", "format": "date-time", "description": "When it was recorded, UTC." },
                "data": {
                    "allOf": [
                        { "$ref": format!("#/components/schemas/{data}") },
                        { "properties": { "change": { "type": "object", "properties": fields, "additionalProperties": false } } },
                    ],
                },
            },
        },
    })
}

fn headers() -> Value {
    json!({
        "type": "object",
        "required": ["webhook-id", "webhook-timestamp", "webhook-signature"],
        "properties": {
            "webhook-id": { "type": "string", "description": "The same at every attempt and every replay." },
            "webhook-timestamp": { "type": "string", "description": "Seconds since 1970, UTC, of this attempt." },
            "webhook-signature": { "type": "string", "description": "`v1,` and base64, several parted by spaces." },
        },
    })
}

fn time(what: &str) -> Value {
    json!({ "type": ["string", "null"], "format": "date-time", "description": what })
}

/// What every body says of its incident.
fn data() -> Value {
    let classes = [
        Criticality::MissionCritical,
        Criticality::BusinessCritical,
        Criticality::BusinessOperational,
        Criticality::OfficeProductivity,
    ];
    json!({
        "type": "object",
        "required": DATA,
        "properties": {
            "product": { "type": "string" },
            "incident": { "type": "string", "description": "Nabat's id." },
            "number": { "type": "integer", "description": "The event's number in the incident's journal, from 1." },
            "desk_id": { "type": "string", "description": "The desk's record." },
            "standing": { "enum": ["open", "recorded_only", "duplicate_offered", "merged", "linked", "closed", "annulled"] },
            "service": { "type": "string" },
            "functions": { "type": "array", "items": { "type": "string" } },
            "scope": { "description": "`all`, or ids of organisations." },
            "criticality": { "enum": classes.map(Criticality::as_str) },
            "priority": { "enum": ["P1", "P2", "P3", "P4"] },
            "stage": { "type": "string" },
            "registered_at": time("When it was registered."),
            "began_at": time("When the failure began, as stated by then."),
            "restored_at": time("When the last function was restored, as claimed by then."),
            "closed_at": time("When it was closed."),
            "change": { "type": "object", "description": "What the event itself adds." },
        },
    })
}

/// The keys every body has.
pub const DATA: [&str; 16] = [
    "product",
    "incident",
    "number",
    "desk_id",
    "standing",
    "service",
    "functions",
    "scope",
    "criticality",
    "priority",
    "stage",
    "registered_at",
    "began_at",
    "restored_at",
    "closed_at",
    "change",
];
