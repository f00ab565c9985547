//! Workflows: another one for each type of issue, with ids of its own.

use super::Oddities;
use serde_json::{Value, json};

/// Id, name, from, to.
type Transition = (&'static str, &'static str, &'static str, &'static str);

const INCIDENTS: [Transition; 4] = [
    ("11", "Start", "Open", "In progress"),
    ("21", "Resolve", "Open", "Closed"),
    ("21", "Resolve", "In progress", "Closed"),
    ("31", "Reopen", "Closed", "Open"),
];
const PROBLEMS: [Transition; 3] = [
    ("101", "Investigate", "Open", "Under investigation"),
    ("111", "Complete", "Open", "Completed"),
    ("121", "Back to open", "Completed", "Open"),
];

/// A status with the category that says whether it is an end (REST, `status: getStatuses`).
pub(super) fn status(name: &str) -> Value {
    let category = match name {
        "Closed" | "Completed" => "done",
        "In progress" | "Under investigation" => "indeterminate",
        _ => "new",
    };
    json!({ "name": name, "statusCategory": { "key": category } })
}

/// Where an issue can be carried from where it stands; with its screens if asked for them (REST, `issue:
/// getTransitions`: "Fields will only be returned if expand=transitions.fields").
pub(super) fn offered(odd: &Oddities, kind: &str, from: &str, with_screens: bool) -> Vec<Value> {
    let all: &[Transition] = if kind == "Problem" { &PROBLEMS } else { &INCIDENTS };
    let is_end = |to: &str| status(to)["statusCategory"]["key"] == "done";
    let here = all.iter().filter(|(_, _, at, to)| *at == from && !(odd.closes_nothing && is_end(to)));
    let one = |(id, name, _, to): &Transition| {
        let mut told = json!({ "id": id, "name": name, "to": status(to) });
        if with_screens {
            told["fields"] = match is_end(to) && odd.asks_resolution {
                true => json!({ "resolution": { "name": "Resolution", "required": true, "hasDefaultValue": false,
                    "schema": { "type": "resolution" }, "allowedValues": [{ "name": "Done" }, { "name": "Duplicate" }] } }),
                false => json!({}),
            };
        }
        told
    };
    here.map(one).collect()
}

/// The name of a status as it is kept.
pub(super) fn kept(name: &str) -> Option<&'static str> {
    let all = INCIDENTS.iter().chain(&PROBLEMS).flat_map(|(_, _, from, to)| [*from, *to]);
    all.into_iter().find(|one| *one == name)
}
