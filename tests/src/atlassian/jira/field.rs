//! Fields of the project: what each takes, and what Jira says to what it does not.

use super::Oddities;
use serde_json::{Map, Value, json};

/// Id, name, type, type of its items, what may be chosen.
type Known = (&'static str, &'static str, &'static str, Option<&'static str>, Option<&'static [&'static str]>);

const GROUPS: [&str; 3] = ["vendor-1", "vendor-2", "vendor-3"];
const KNOWN: [Known; 12] = [
    ("project", "Project", "project", None, None),
    ("issuetype", "Issue Type", "issuetype", None, None),
    ("summary", "Summary", "string", None, None),
    ("description", "Description", "string", None, None),
    ("labels", "Labels", "array", Some("string"), None),
    ("priority", "Priority", "priority", None, Some(&["Highest", "High", "Medium", "Low"])),
    ("customfield_10001", "Service", "option", None, Some(&["dispatch", "appointments", "records"])),
    ("customfield_10002", "Functions", "array", Some("option"), Some(&["assign-crew", "crew-status", "book"])),
    ("customfield_10003", "Started", "datetime", None, None),
    ("customfield_10004", "Work group", "group", None, None),
    ("customfield_10005", "Due by", "datetime", None, None),
    ("customfield_10006", "Impact", "string", None, None),
];

/// REST, `field: getFields`.
pub(super) fn all() -> Value {
    let one = |(id, name, ..): Known| json!({ "id": id, "name": name, "custom": id.starts_with("customfield") });
    KNOWN.into_iter().map(one).collect()
}

/// The fields of a screen with what each takes (REST, `issue: getEditIssueMeta`, `getCreateIssueMetaFields`).
pub(super) fn screen(odd: &Oddities, kind: &str) -> Map<String, Value> {
    let on = |(id, name, ..): &Known| {
        let for_incidents = id.starts_with("customfield") && *name != "Impact";
        !odd.off_screen.contains(*name) && (kind == "Incident" || !for_incidents)
    };
    let one = |(id, name, kind, items, choices): Known| {
        let is_needed = matches!(id, "project" | "issuetype" | "summary") || odd.asked.contains(name);
        let mut told = json!({
            "fieldId": id, "name": name, "required": is_needed, "hasDefaultValue": false, "operations": ["set"],
            "schema": { "type": kind, "items": items },
        });
        if let Some(choices) = choices {
            let named = if id == "priority" { "name" } else { "value" };
            told["allowedValues"] = choices.iter().map(|choice| json!({ named: choice })).collect();
        }
        (id.to_owned(), told)
    };
    KNOWN.into_iter().filter(on).map(one).collect()
}

/// What is wrong with values for a screen, by field: the body of a 400 (REST, `issue: editIssue`).
pub(super) fn wrong(screen: &Map<String, Value>, given: &Map<String, Value>) -> Map<String, Value> {
    let one = |(id, value): (&String, &Value)| {
        let Some(told) = screen.get(id) else {
            let why = format!("Field '{id}' cannot be set. It is not on the appropriate screen, or unknown.");
            return Some((id.clone(), why.into()));
        };
        bad(id, told, value).map(|why| (id.clone(), why.into()))
    };
    given.iter().filter_map(one).collect()
}

fn bad(id: &str, told: &Value, value: &Value) -> Option<String> {
    if id == "summary" {
        let text = value.as_str().unwrap_or_default();
        return if text.contains(['\n', '\r']) {
            Some("The summary is invalid because it contains newline characters.".to_owned())
        } else if text.chars().count() > 255 {
            Some("Summary must be less than 255 characters.".to_owned())
        } else {
            text.is_empty().then(|| "You must specify a summary of the issue.".to_owned())
        };
    }
    let is_date = |value: &Value| {
        let text = value.as_str().unwrap_or_default();
        chrono::DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.3f%z").is_ok()
    };
    match told["schema"]["type"].as_str() {
        Some("datetime") if !value.is_null() && !is_date(value) => {
            Some("Operation value must be a string in format \"yyyy-MM-dd'T'HH:mm:ss.SSSZ\"".to_owned())
        }
        Some("group") => {
            let name = value["name"].as_str().unwrap_or_default();
            (!GROUPS.contains(&name)).then(|| format!("Could not find group with name '{name}'"))
        }
        // A label has no spaces.
        Some("array") if id == "labels" => {
            let spaced = |label: &Value| label.as_str().is_none_or(|label| label.contains(' '));
            let any = value.as_array().is_none_or(|labels| labels.iter().any(spaced));
            any.then(|| "The label contains spaces which is invalid.".to_owned())
        }
        Some("array") => {
            let values = value.as_array().map(Vec::as_slice);
            let unknown = values.is_none_or(|values| values.iter().any(|one| !may_be(told, one)));
            unknown.then(|| "Option value is not valid".to_owned())
        }
        Some("option" | "priority") => (!may_be(told, value)).then(|| "Option value is not valid".to_owned()),
        _ => None,
    }
}

fn may_be(told: &Value, value: &Value) -> bool {
    told["allowedValues"].as_array().is_some_and(|choices| choices.contains(value))
}
