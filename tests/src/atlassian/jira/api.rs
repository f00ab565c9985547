//! The REST API, version 2. Where a rule stands is said beside it, by the resource of the vendor's reference.

use super::jql::Query;
use super::{BOT, Issue, PROJECT, Store, TOKEN, field, key, moment, number, workflow};
use crate::messengers::server::{Call, Reply};
use nabat_domain::time::At;
use serde_json::{Map, Value, json};

/// Issues of one answer, where nobody says more ("How to use the maxResults API parameter", Data Center: 50).
const PAGE: usize = 50;
/// `jira.text.field.character.limit`.
const LONGEST: usize = 32_767;

pub(super) fn answer(store: &mut Store, call: &Call, now: At) -> Reply {
    // "Using personal access tokens": `Authorization: Bearer`; one that expired is answered 401.
    let bearer = call.headers.get("authorization").map(String::as_str);
    let is_known = bearer == Some(&format!("Bearer {TOKEN}")) && !store.odd.token_ended;
    if !is_known && !store.odd.open_to_all {
        return refused(401, &["You do not have the permission to see the specified issue."], Map::new());
    }
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    let ["rest", "api", "2", rest @ ..] = path.as_slice() else { return absent("resource") };
    let mut reply = match is_known {
        true => resource(store, call, rest, now),
        // Nobody sees nothing of this project.
        false => Reply::json(200, &json!({ "issues": [], "total": 0 })),
    };
    reply.headers.push(("x-ausername", if is_known { BOT.to_owned() } else { "anonymous".to_owned() }));
    reply
}

fn resource(store: &mut Store, call: &Call, rest: &[&str], now: At) -> Reply {
    let body = call.json();
    match (call.method.as_str(), rest) {
        ("GET", ["field"]) => Reply::json(200, &field::all()),
        ("GET", ["search"]) => search(store, call),
        ("GET", ["issueLinkType"]) => Reply::json(200, &json!({ "issueLinkTypes": kinds_of_links() })),
        ("POST", ["issueLink"]) => link(store, &body, now),
        ("POST", ["issue"]) => create(store, &body, now),
        ("GET", ["issue", "createmeta", PROJECT, "issuetypes"]) => {
            let kinds = json!([{ "id": "10", "name": "Incident" }, { "id": "20", "name": "Problem" }]);
            values(call, kinds.as_array().cloned().unwrap_or_default())
        }
        ("GET", ["issue", "createmeta", PROJECT, "issuetypes", id]) => match *id {
            "10" => values(call, field::screen(&store.odd, "Incident").into_iter().map(|(_, told)| told).collect()),
            "20" => values(call, field::screen(&store.odd, "Problem").into_iter().map(|(_, told)| told).collect()),
            _ => absent("issue type"),
        },
        (_, ["issue", of, ..]) if number(of).is_none_or(|number| !store.issues.contains_key(&number)) => {
            absent("issue")
        }
        ("GET", ["issue", of]) => Reply::json(200, &issue_json(store, number(of).unwrap_or_default())),
        ("PUT", ["issue", of]) => edit(store, of, &body, now),
        ("GET", ["issue", of, "editmeta"]) => {
            let kind = store.issue(of).map_or("", |issue| issue.kind);
            Reply::json(200, &json!({ "fields": field::screen(&store.odd, kind) }))
        }
        ("GET", ["issue", of, "transitions"]) => {
            let (kind, status) = store.issue(of).map_or(("", ""), |issue| (issue.kind, issue.status));
            let with_screens = call.query.get("expand").is_some_and(|expand| expand == "transitions.fields");
            Reply::json(200, &json!({ "transitions": workflow::offered(&store.odd, kind, status, with_screens) }))
        }
        ("POST", ["issue", of, "transitions"]) => transition(store, of, &body, now),
        ("GET", ["issue", of, "comment"]) => comments(store, of, call),
        ("POST", ["issue", of, "comment"]) => comment(store, of, &body, now),
        ("POST", ["issue", of, "attachments"]) => attach(store, of, call, now),
        _ => absent("resource"),
    }
}

fn kinds_of_links() -> Value {
    json!([
        { "id": "1", "name": "Relates", "inward": "relates to", "outward": "relates to" },
        { "id": "2", "name": "Problem/Incident", "inward": "is caused by", "outward": "causes" },
    ])
}

/// `{"errorMessages": […], "errors": {…}}` (REST, "Error responses").
fn refused(status: u16, messages: &[&str], errors: Map<String, Value>) -> Reply {
    Reply::json(status, &json!({ "errorMessages": messages, "errors": errors }))
}

fn absent(what: &str) -> Reply {
    refused(404, &[&format!("The {what} does not exist or you do not have permission to see it.")], Map::new())
}

/// Lists come in pages (REST, "Pagination").
fn values(call: &Call, all: Vec<Value>) -> Reply {
    let asked = |name: &str, or: usize| call.query.get(name).and_then(|text| text.parse().ok()).unwrap_or(or);
    let (from, most) = (asked("startAt", 0), asked("maxResults", 50).min(5));
    let total = all.len();
    let page: Vec<Value> = all.into_iter().skip(from).take(most).collect();
    let is_last = from + page.len() >= total;
    Reply::json(200, &json!({ "startAt": from, "maxResults": most, "total": total, "isLast": is_last, "values": page }))
}

/// REST, `search`: `startAt`, `maxResults`, which the server may lower, and `total`.
fn search(store: &Store, call: &Call) -> Reply {
    let query = match Query::read(call.query.get("jql").map_or("", String::as_str)) {
        Ok(query) => query,
        Err(why) => return refused(400, &[&why], Map::new()),
    };
    let asked = |name: &str, or: usize| call.query.get(name).and_then(|text| text.parse().ok()).unwrap_or(or);
    let most = asked("maxResults", PAGE).min(store.odd.page.unwrap_or(1_000));
    let found: Vec<u64> =
        store.issues.iter().filter(|(number, issue)| query.finds(**number, issue)).map(|(number, _)| *number).collect();
    let page = found.iter().skip(asked("startAt", 0)).take(most);
    let issues: Vec<Value> = page.map(|number| issue_json(store, *number)).collect();
    Reply::json(200, &json!({ "startAt": 0, "maxResults": most, "total": found.len(), "issues": issues }))
}

pub(super) fn issue_json(store: &Store, number: u64) -> Value {
    let Some(issue) = store.issues.get(&number) else { return Value::Null };
    let mut fields = issue.fields.clone();
    let links = issue.links.iter().map(|(kind, is_outward, other)| {
        let side = if *is_outward { "outwardIssue" } else { "inwardIssue" };
        json!({ "type": { "name": kind }, side: { "key": key(*other) } })
    });
    let told = [
        ("project", json!({ "key": PROJECT })),
        ("issuetype", json!({ "name": issue.kind })),
        ("status", workflow::status(issue.status)),
        ("created", moment(issue.created)),
        ("updated", moment(issue.updated)),
        ("creator", json!({ "name": issue.creator })),
        ("issuelinks", links.collect()),
        (
            "attachment",
            issue.files.iter().map(|(name, content)| json!({ "filename": name, "size": content.len() })).collect(),
        ),
        ("comment", json!({ "comments": issue.comments, "total": issue.comments.len() })),
    ];
    fields.extend(told.map(|(name, value)| (name.to_owned(), value)));
    json!({ "id": number.to_string(), "key": key(number), "fields": fields, "changelog": { "histories": issue.history } })
}

/// REST, `issue: createIssue`: 201 with the key, or 400 by field.
fn create(store: &mut Store, body: &Value, now: At) -> Reply {
    let given = body["fields"].as_object().cloned().unwrap_or_default();
    let kind = match given.get("issuetype").and_then(|kind| kind["name"].as_str()) {
        Some("Incident") => "Incident",
        Some("Problem") => "Problem",
        _ => return refused(400, &[], Map::from_iter([("issuetype".to_owned(), "issue type is required".into())])),
    };
    let screen = field::screen(&store.odd, kind);
    let mut wrong = field::wrong(&screen, &given);
    for (id, told) in screen.iter().filter(|(id, told)| told["required"] == true && !given.contains_key(*id)) {
        wrong.insert(id.clone(), format!("{} is required.", told["name"].as_str().unwrap_or_default()).into());
    }
    if !wrong.is_empty() {
        return refused(400, &[], wrong);
    }
    let number = add(store, kind, given, BOT, now);
    Reply::json(201, &json!({ "id": number.to_string(), "key": key(number) }))
}

pub(super) fn add(store: &mut Store, kind: &'static str, mut given: Map<String, Value>, by: &str, now: At) -> u64 {
    given.retain(|id, _| !matches!(id.as_str(), "project" | "issuetype"));
    store.made += 1;
    let (number, at) = (store.made, store.moment(now));
    let issue = Issue {
        kind,
        status: "Open",
        fields: given,
        comments: Vec::new(),
        links: Vec::new(),
        files: Vec::new(),
        history: Vec::new(),
        created: at,
        updated: at,
        creator: by.to_owned(),
    };
    store.issues.insert(number, issue);
    number
}

/// REST, `issue: editIssue`: 204, or 400 by field.
fn edit(store: &mut Store, of: &str, body: &Value, now: At) -> Reply {
    let given = body["fields"].as_object().cloned().unwrap_or_default();
    let kind = store.issue(of).map_or("", |issue| issue.kind);
    let screen = field::screen(&store.odd, kind);
    let wrong = field::wrong(&screen, &given);
    if !wrong.is_empty() {
        return refused(400, &[], wrong);
    }
    let keeps = store.odd.keeps.clone();
    let kept = |id: &String| screen[id]["name"].as_str().is_some_and(|name| keeps.contains(name));
    let taken: Vec<(String, Value)> = given.into_iter().filter(|(id, _)| !kept(id)).collect();
    changed(store, of, BOT, now, |issue| issue.fields.extend(taken));
    empty(204)
}

/// A change, written into the issue's history with who made it (REST, `issue`: `expand=changelog`).
pub(super) fn changed(store: &mut Store, of: &str, by: &str, now: At, change: impl FnOnce(&mut Issue)) {
    let at = store.moment(now);
    if let Some(issue) = store.issue(of) {
        change(issue);
        issue.updated = at;
        issue.history.push(json!({ "created": moment(at), "author": { "name": by } }));
    }
}

fn empty(status: u16) -> Reply {
    Reply { status, headers: Vec::new(), body: Vec::new() }
}

/// REST, `issue: doTransition`: 204; 400 where the transition is none of this status, or its screen asks for more.
fn transition(store: &mut Store, of: &str, body: &Value, now: At) -> Reply {
    let (kind, status) = store.issue(of).map_or(("", ""), |issue| (issue.kind, issue.status));
    let offered = workflow::offered(&store.odd, kind, status, true);
    let Some(chosen) = offered.iter().find(|one| one["id"] == body["transition"]["id"]) else {
        return refused(
            400,
            &["It seems that you have tried to perform a workflow operation that is not valid."],
            Map::new(),
        );
    };
    let asked = chosen["fields"].as_object().cloned().unwrap_or_default();
    let given = body["fields"].as_object().cloned().unwrap_or_default();
    let may_be = |id: &String| asked[id]["allowedValues"].as_array().is_some_and(|all| all.contains(&given[id]));
    let mut wrong = Map::new();
    for id in asked.keys().filter(|id| !given.contains_key(*id)) {
        wrong.insert(id.clone(), "Resolution is required.".into());
    }
    for id in given.keys().filter(|id| !asked.contains_key(*id) || !may_be(id)) {
        wrong.insert(id.clone(), format!("Field '{id}' cannot be set.").into());
    }
    if !wrong.is_empty() {
        return refused(400, &[], wrong);
    }
    let to = workflow::kept(chosen["to"]["name"].as_str().unwrap_or_default());
    changed(store, of, BOT, now, |issue| {
        issue.status = to.unwrap_or(issue.status);
        issue.fields.extend(given);
    });
    empty(204)
}

/// REST, `issueLink: linkIssues`: 201 without a body; the same link again is no second one.
fn link(store: &mut Store, body: &Value, now: At) -> Reply {
    let kind = body["type"]["name"].as_str().unwrap_or_default().to_owned();
    if !kinds_of_links().as_array().is_some_and(|all| all.iter().any(|one| one["name"] == kind.as_str())) {
        return refused(404, &[&format!("No issue link type with name '{kind}' found.")], Map::new());
    }
    let end =
        |side: &str| body[side]["key"].as_str().and_then(number).filter(|number| store.issues.contains_key(number));
    let (Some(from), Some(to)) = (end("inwardIssue"), end("outwardIssue")) else { return absent("issue") };
    for (of, other, is_outward) in [(from, to, true), (to, from, false)] {
        let link = (kind.clone(), is_outward, other);
        if store.issues.get(&of).is_some_and(|issue| !issue.links.contains(&link)) {
            changed(store, &key(of), BOT, now, |issue| issue.links.push(link));
        }
    }
    empty(201)
}

/// REST, `issue: getComments`: in pages, `expand=properties` for the properties.
fn comments(store: &mut Store, of: &str, call: &Call) -> Reply {
    let asked = |name: &str, or: usize| call.query.get(name).and_then(|text| text.parse().ok()).unwrap_or(or);
    let (from, most) = (asked("startAt", 0), asked("maxResults", 1_000).min(2));
    let mut all = store.issue(of).map(|issue| issue.comments.clone()).unwrap_or_default();
    if call.query.get("expand").is_none_or(|expand| expand != "properties") {
        all.iter_mut().filter_map(Value::as_object_mut).for_each(|comment| drop(comment.remove("properties")));
    }
    if call.query.get("orderBy").is_some_and(|order| order == "-created") {
        all.reverse();
    }
    let total = all.len();
    let page: Vec<Value> = all.into_iter().skip(from).take(most).collect();
    Reply::json(200, &json!({ "startAt": from, "maxResults": most, "total": total, "comments": page }))
}

/// REST, `issue: addComment`: 201, with properties that are kept with it.
fn comment(store: &mut Store, of: &str, body: &Value, now: At) -> Reply {
    let text = body["body"].as_str().unwrap_or_default();
    if text.is_empty() || text.chars().count() > LONGEST {
        let why = "The entered text is too long. It exceeds the allowed limit of 32,767 characters.";
        return refused(400, &[], Map::from_iter([("comment".to_owned(), why.into())]));
    }
    let at = store.moment(now);
    let made = json!({
        "body": text, "properties": body["properties"], "author": { "name": BOT }, "updateAuthor": { "name": BOT },
        "created": moment(at), "updated": moment(at),
    });
    if let Some(issue) = store.issue(of) {
        issue.comments.push(made.clone());
        issue.updated = at;
    }
    Reply::json(201, &made)
}

/// REST, `issue/{issueIdOrKey}/attachments: addAttachment`: "you must submit a header of X-Atlassian-Token: no-check".
fn attach(store: &mut Store, of: &str, call: &Call, now: At) -> Reply {
    if call.headers.get("x-atlassian-token").map(String::as_str) != Some("no-check") {
        return Reply { status: 403, headers: Vec::new(), body: b"XSRF check failed".to_vec() };
    }
    let Some(file) = part(&call.body) else { return absent("file") };
    let name = file.0.clone();
    changed(store, of, BOT, now, |issue| issue.files.push(file));
    Reply::json(200, &json!([{ "filename": name }]))
}

/// The name and the bytes of a form's only part (RFC 7578).
fn part(form: &[u8]) -> Option<(String, Vec<u8>)> {
    let place =
        |what: &[u8], from: usize| form[from..].windows(what.len()).position(|at| at == what).map(|at| from + at);
    let boundary = &form[..place(b"\r\n", 0)?];
    let named = place(b"name=\"file\"; filename=\"", 0)? + b"name=\"file\"; filename=\"".len();
    let name = String::from_utf8(form[named..place(b"\"", named)?].to_vec()).ok()?;
    let begin = place(b"\r\n\r\n", named)? + 4;
    let end = place(&[b"\r\n", boundary].concat(), begin)?;
    Some((name, form[begin..end].to_vec()))
}
