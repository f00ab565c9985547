//! The REST API. Where a rule stands is said beside it, by the resource of the vendor's reference.

use super::{Page, SPACE, Store, TOKEN, storage};
use crate::messengers::server::{Call, Reply};
use serde_json::{Value, json};

pub(super) fn answer(store: &mut Store, call: &Call) -> Reply {
    if let Some(status) = store.down {
        return Reply { status, headers: Vec::new(), body: b"<html>Confluence is starting up</html>".to_vec() };
    }
    // "Using personal access tokens": `Authorization: Bearer`; one that expired is answered 401.
    let bearer = call.headers.get("authorization").map(String::as_str);
    if bearer != Some(&format!("Bearer {TOKEN}")) || store.token_ended {
        return refused(401, "User not authenticated");
    }
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    let ["rest", "api", "content", rest @ ..] = path.as_slice() else { return refused(404, "no such resource") };
    if call.method != "GET" {
        if let Some(deed) = store.quicker.take_if(|_| call.method == "PUT" || rest.is_empty()) {
            deed(store);
        }
        store.done.push(format!("{} {}", call.method, rest.join("/")));
    }
    let id = rest.first().and_then(|id| id.parse::<u64>().ok());
    match (call.method.as_str(), rest, id) {
        ("GET", [], _) => listed(store, call),
        ("POST", [], _) => create(store, &call.json()),
        ("GET", ["search"], _) => search(store, call),
        ("GET", [_], Some(id)) => match store.pages.get(&id).filter(|page| !page.trashed) {
            Some(page) => Reply::json(200, &told(id, page)),
            None => refused(404, "No content found with id"),
        },
        ("PUT", [_], Some(id)) => update(store, id, &call.json()),
        ("POST", [_, "label"], Some(id)) => label(store, id, &call.json()),
        ("GET", [_, "child", "attachment"], Some(id)) => files(store, id, call),
        ("POST", [_, "child", "attachment"], Some(id)) => attach(store, id, call),
        _ => refused(404, "no such resource"),
    }
}

fn refused(status: u16, message: &str) -> Reply {
    Reply::json(status, &json!({ "statusCode": status, "message": message }))
}

fn told(id: u64, page: &Page) -> Value {
    let labels: Vec<Value> = page.labels.iter().map(|name| json!({ "prefix": "global", "name": name })).collect();
    json!({
        "id": id.to_string(), "type": "page", "title": page.title,
        "status": if page.trashed { "trashed" } else { "current" },
        "version": { "number": page.version }, "metadata": { "labels": { "results": labels } },
        "body": { "storage": { "value": page.text, "representation": "storage" } },
    })
}

fn results(pages: &[(&u64, &Page)], call: &Call) -> Reply {
    let asked = |name: &str, or: usize| call.query.get(name).and_then(|text| text.parse().ok()).unwrap_or(or);
    // REST, "Pagination": `start`, `limit`, which the server may lower.
    let page = pages.iter().skip(asked("start", 0)).take(asked("limit", 25).min(2));
    let found: Vec<Value> = page.map(|(id, page)| told(**id, page)).collect();
    Reply::json(200, &json!({ "size": found.len(), "results": found }))
}

/// REST, `content: getContent`: by space, title and status; `current` unless said.
fn listed(store: &Store, call: &Call) -> Reply {
    let asked = |name: &str| call.query.get(name).map(String::as_str);
    if asked("spaceKey") != Some(SPACE) {
        return refused(404, "No space found with key");
    }
    let trashed = asked("status") == Some("trashed");
    let fits = |page: &Page| page.trashed == trashed && asked("title").is_none_or(|title| title == page.title);
    let found: Vec<(&u64, &Page)> = store.pages.iter().filter(|(_, page)| fits(page)).collect();
    results(&found, call)
}

/// REST, `content/search`: CQL over what is not in the trash.
fn search(store: &Store, call: &Call) -> Reply {
    let cql = call.query.get("cql").map_or("", String::as_str);
    let label = cql.strip_prefix("type = page and label = \"").and_then(|rest| rest.strip_suffix('"'));
    let Some(label) = label else { return refused(400, "Could not parse cql") };
    let fits = |page: &Page| !page.trashed && page.labels.contains(label);
    let found: Vec<(&u64, &Page)> = store.pages.iter().filter(|(_, page)| fits(page)).collect();
    results(&found, call)
}

/// REST, `content: createContent`. A title is one page's in its space, those in the trash aside.
fn create(store: &mut Store, body: &Value) -> Reply {
    let title = body["title"].as_str().unwrap_or_default().to_owned();
    if body["type"] != "page" || body["space"]["key"] != SPACE || title.is_empty() || title.chars().count() > 255 {
        return refused(400, "type, title and space are required");
    }
    if store.pages.values().any(|page| !page.trashed && page.title == title) {
        let why = format!(
            "A page with this title already exists: A page already exists with the title {title} in the space with key {SPACE}"
        );
        return refused(400, &why);
    }
    let parent = body["ancestors"][0]["id"].as_str().and_then(|id| id.parse().ok());
    if parent.is_some_and(|id| store.pages.get(&id).is_none_or(|page| page.trashed)) {
        return refused(400, "The parent page does not exist");
    }
    match text(body) {
        Ok(text) => {
            store.made += 1;
            let page = Page { title, parent, text, version: 1, messages: vec![String::new()], ..Page::default() };
            let told = told(store.made, &page);
            store.pages.insert(store.made, page);
            Reply::json(200, &told)
        }
        Err(why) => refused(400, &why),
    }
}

fn text(body: &Value) -> Result<String, String> {
    if body["body"]["storage"]["representation"] != "storage" {
        return Err("a representation is required".to_owned());
    }
    storage::kept(body["body"]["storage"]["value"].as_str().unwrap_or_default())
}

/// REST, `content: update`: "Must include the version, type and title"; 409 unless the version is the next one.
fn update(store: &mut Store, id: u64, body: &Value) -> Reply {
    let Some(page) = store.pages.get_mut(&id).filter(|page| !page.trashed) else {
        return refused(404, "No content found with id");
    };
    if body["type"] != "page" || body["title"].as_str().is_none_or(str::is_empty) {
        return refused(400, "type and title are required");
    }
    if body["version"]["number"].as_u64() != Some(page.version + 1) {
        let why = format!("Version must be incremented on update. Current version is: {}", page.version);
        return refused(409, &why);
    }
    match text(body) {
        Ok(text) => {
            page.version += 1;
            body["title"].as_str().unwrap_or_default().clone_into(&mut page.title);
            page.messages.push(body["version"]["message"].as_str().unwrap_or_default().to_owned());
            page.text = text;
            Reply::json(200, &told(id, page))
        }
        Err(why) => refused(400, &why),
    }
}

/// REST, `content/{id}/label: addLabels`; a label has no spaces, and none of these ("Add, Remove and Search for
/// Labels": `( ) ! # & @ * + , / : ; < > = ? [ ] ^ ~`, and capitals are made small).
fn label(store: &mut Store, id: u64, body: &Value) -> Reply {
    let Some(page) = store.pages.get_mut(&id) else { return refused(404, "No content found with id") };
    for label in body.as_array().into_iter().flatten() {
        let name = label["name"].as_str().unwrap_or_default();
        if name.is_empty() || name.contains(|c: char| c.is_whitespace() || "()!#&@*+,/:;<>=?[]^~".contains(c)) {
            return refused(400, "the label has characters that are not allowed");
        }
        page.labels.insert(name.to_lowercase());
    }
    Reply::json(200, &json!({ "results": [] }))
}

fn files(store: &Store, id: u64, call: &Call) -> Reply {
    let Some(page) = store.pages.get(&id) else { return refused(404, "No content found with id") };
    let named = |name: &&String| call.query.get("filename").is_none_or(|asked| asked == *name);
    let found: Vec<Value> = page.files.keys().filter(named).map(|name| json!({ "title": name })).collect();
    Reply::json(200, &json!({ "results": found }))
}

/// REST, `content/{id}/child/attachment: createAttachments`: "you must submit a header of X-Atlassian-Token: nocheck";
/// a name is one file's.
fn attach(store: &mut Store, id: u64, call: &Call) -> Reply {
    if call.headers.get("x-atlassian-token").map(String::as_str) != Some("nocheck") {
        return Reply { status: 403, headers: Vec::new(), body: b"XSRF check failed".to_vec() };
    }
    if store.takes_no_files {
        return refused(403, "You do not have permission to attach files");
    }
    let Some(page) = store.pages.get_mut(&id) else { return refused(404, "No content found with id") };
    let text = String::from_utf8_lossy(&call.body).into_owned();
    let name = text.split_once("name=\"file\"; filename=\"").and_then(|(_, rest)| rest.split_once('"'));
    let Some((name, _)) = name else { return refused(400, "no file") };
    if page.files.contains_key(name) {
        return refused(400, "Cannot add a new attachment with same file name as an existing attachment");
    }
    page.files.insert(name.to_owned(), call.body.clone());
    Reply::json(200, &json!({ "results": [{ "title": name }] }))
}
