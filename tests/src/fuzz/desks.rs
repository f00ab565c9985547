//! What service desks answer when they are asked what changed, and what Jira pushes, rightly signed.

use super::partner::{asked, input, parts};
use hmac::{Hmac, KeyInit as _, Mac as _};
use nabat_connectors::desk::Fields;
use nabat_connectors::desk::jira::{self, Jira};
use nabat_connectors::desk::roundup::{self, Roundup};
use nabat_connectors::desk::rt::{self, RequestTracker};
use nabat_domain::time::At;
use nabat_kit::port::{CallError, Desk as _, DeskListener, DeskNews, Pushed};
use serde_json::json;
use sha2::Sha256;
use std::fmt::Write as _;

const SINCE: At = At(1_795_000_000_000);
const SECRET: &str = "secret-of-the-fuzzers";

fn jira_at(base: String) -> Jira {
    let (bot, project, fields) = ("nabat".to_owned(), "OPS".to_owned(), Fields::of_jira());
    let settings = jira::Settings { base, bot, project, fields, resolution: None, public: false };
    Jira::new(settings, "token", Some(SECRET)).expect("an address")
}

/// The first part is pushed; it answers with the others.
pub(super) fn jira(bytes: &[u8]) -> Vec<String> {
    let all = parts(bytes);
    let (pushed, says) = all.split_first().expect("there is always one");
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length will do");
    mac.update(pushed);
    let mut signature = "sha256=".to_owned();
    for byte in mac.finalize().into_bytes() {
        write!(signature, "{byte:02x}").expect("a string takes all");
    }
    let request = http::Request::post("/desk/clinics/webhook").header("x-hub-signature", signature);
    let request = request.body(pushed.clone()).expect("a request");
    let heard = asked(says, async |base| jira_at(base).pushed(&request).await);
    let mut said = refused(heard.map(|heard| match heard {
        Pushed::News(news) => news.iter().for_each(kept),
        Pushed::Unproved => panic!("what is rightly signed is proved"),
        Pushed::Nothing => {}
    }));
    said.extend(asked(says, async |base| changes(&jira_at(base)).await));
    said
}

pub(super) fn rt(bytes: &[u8]) -> Vec<String> {
    asked(&parts(bytes), async |base| {
        let settings = rt::Settings { base, bot: "nabat".to_owned(), fields: Fields::of_rt() };
        changes(&RequestTracker::new(settings, "token").expect("an address")).await
    })
}

pub(super) fn roundup(bytes: &[u8]) -> Vec<String> {
    asked(&parts(bytes), async |base| {
        let settings = roundup::Settings { base, bot: "nabat".to_owned(), fields: Fields::of_roundup() };
        changes(&Roundup::new(settings, "password").expect("an address")).await
    })
}

/// What is listed, and the first of it read.
async fn changes(desk: &impl DeskListener) -> Vec<String> {
    let listed = match desk.listed(SINCE).await {
        Ok(listed) => listed,
        Err(error) => return vec![error.to_string()],
    };
    let Some(first) = listed.first() else { return Vec::new() };
    refused(desk.read(first).await.map(|news| news.iter().for_each(kept)))
}

/// News has to go through JSON, as it is kept.
fn kept(news: &DeskNews) {
    let fields = serde_json::to_string(&news.fields).expect("fields are JSON");
    assert_eq!(serde_json::from_str::<serde_json::Map<_, _>>(&fields).expect("and are read again"), news.fields);
}

fn refused(asked: Result<(), CallError>) -> Vec<String> {
    asked.err().map(|error| error.to_string()).into_iter().collect()
}

pub(super) fn jira_seeds() -> Vec<Vec<u8>> {
    let fields = json!([{ "id": "customfield_1", "name": "Service" }, { "id": "customfield_2", "name": "Functions" },
                        { "id": "customfield_3", "name": "Started" }, { "id": "priority", "name": "Priority" }]);
    let issue = json!({
        "key": "OPS-7", "id": "10007",
        "fields": {
            "issuetype": { "name": "Incident" }, "project": { "key": "OPS" }, "summary": "Запись не открывается",
            "updated": "2026-11-23T10:00:00.000+0300", "created": "2026-11-23T09:58:00.000+0300",
            "creator": { "name": "dispatcher" }, "status": { "name": "Open", "statusCategory": { "key": "new" } },
            "customfield_1": { "value": "appointments" }, "customfield_2": [{ "value": "book" }],
            "customfield_3": "2026-11-23T09:50:00.000+0300", "priority": { "name": "Highest" },
            "comment": { "comments": [{ "updated": "2026-11-23T10:00:00.000+0300", "updateAuthor": { "name": "nabat" } }] },
        },
        "changelog": { "histories": [{ "created": "2026-11-23T09:59:00.000+0300", "author": { "name": "dispatcher" } }] },
    });
    let pushed = json!({ "webhookEvent": "jira:issue_updated", "issue": { "key": "OPS-7" } });
    let found = json!({ "issues": [{ "key": "OPS-7", "fields": { "updated": "2026-11-23T10:00:00.000+0300" } }] });
    let none = json!({ "issues": [] });
    let one = |parts: &[&serde_json::Value]| input(&parts.iter().map(ToString::to_string).collect::<Vec<_>>());
    vec![
        one(&[&pushed, &issue, &fields]),
        one(&[&json!({}), &found, &none, &none, &issue, &fields]),
        one(&[&pushed, &found]),
    ]
}

pub(super) fn rt_seeds() -> Vec<Vec<u8>> {
    let page = json!({ "items": [{ "id": "7", "type": "ticket", "LastUpdated": "2026-11-23T07:00:00Z" }], "count": 1, "total": 1, "pages": 1 });
    let none = json!({ "items": [], "count": 0, "total": 0 });
    let ticket = json!({
        "id": 7, "Subject": "Запись не открывается", "Status": "open", "LastUpdated": "2026-11-23T07:00:00Z",
        "Created": "2026-11-23T06:58:00Z", "Creator": { "id": "dispatcher" }, "LastUpdatedBy": { "id": "dispatcher" },
        "Queue": { "Name": "Incidents" },
        "CustomFields": [{ "name": "Service", "values": ["appointments"] }, { "name": "Functions", "values": ["book"] }],
    });
    vec![
        input(&[page.to_string(), none.to_string(), none.to_string(), ticket.to_string()]),
        // The same page for ever.
        input(&[page.to_string()]),
    ]
}

pub(super) fn roundup_seeds() -> Vec<Vec<u8>> {
    let collection =
        json!({ "data": { "collection": [{ "id": "7", "activity": "2026-11-23.07:00:00" }], "@total_size": 1 } });
    let none = json!({ "data": { "collection": [], "@total_size": 0 } });
    let record = json!({ "data": {
        "id": "7", "type": "incident", "link": "http://partner.test/incident7", "@etag": "\"abc\"",
        "attributes": { "title": "Запись не открывается", "activity": "2026-11-23.07:00:00", "creation": "2026-11-23.06:58:00.120",
                        "creator": { "id": "4", "username": "dispatcher" }, "actor": { "id": "4", "username": "dispatcher" },
                        "service": { "id": "1", "name": "appointments" }, "functions": [{ "id": "3", "name": "book" }],
                        "priority": { "id": "1", "name": "P1" }, "status": { "id": "1", "name": "open" }, "started": null },
    } });
    vec![
        input(&[
            collection.to_string(),
            record.to_string(),
            none.to_string(),
            collection.to_string(),
            none.to_string(),
            record.to_string(),
        ]),
        input(&[collection.to_string()]),
    ]
}
