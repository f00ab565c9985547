//! People at their Jira: what they do there, what they see, and the webhooks that follow.

use super::api::{add, changed, issue_json};
use super::{JiraModel, SECRET, key, moment, number, workflow};
use hmac::{Hmac, KeyInit, Mac};
use nabat_domain::time::At;
use nabat_kit::http::Request;
use serde_json::{Map, Value, json};
use sha2::Sha256;
use std::fmt::Write as _;

const DISPATCHER: &str = "dispatcher";

impl JiraModel {
    /// The dispatcher registers a failure; its key.
    pub fn register(&self, title: &str, service: &str, functions: &[&str], now: At) -> String {
        let options: Value = functions.iter().map(|function| json!({ "value": function })).collect();
        let fields = json!({
            "summary": title, "description": "as told by callers", "priority": { "name": "Highest" },
            "customfield_10001": { "value": service }, "customfield_10002": options,
            "customfield_10003": "2026-11-23T13:00:00.000+0300",
        });
        key(add(&mut self.store(), "Incident", fields.as_object().cloned().unwrap_or_default(), DISPATCHER, now))
    }

    /// Somebody of any name registers an incident with these fields; its key.
    pub fn registers(&self, by: &str, fields: &Value, now: At) -> String {
        let fields = fields.as_object().cloned().unwrap_or_default();
        key(add(&mut self.store(), "Incident", fields, by, now))
    }

    /// Somebody of any name comments on an issue.
    pub fn comments(&self, of: &str, by: &str, words: &str, now: At) {
        let person = json!({ "name": by, "displayName": by });
        let said = json!({
            "body": words, "author": person, "updateAuthor": person, "created": moment(now), "updated": moment(now),
        });
        changed(&mut self.store(), of, by, now, |issue| issue.comments.push(said));
    }

    /// The dispatcher changes a field.
    pub fn set(&self, of: &str, fields: &Value, now: At) {
        let fields = fields.as_object().cloned().unwrap_or_default();
        changed(&mut self.store(), of, DISPATCHER, now, |issue| issue.fields.extend(fields));
    }

    /// Somebody carries an issue to a status by hand.
    ///
    /// # Panics
    /// There is no such status.
    pub fn carry(&self, of: &str, status: &str, now: At) {
        let status = workflow::kept(status).expect("a status of these workflows");
        changed(&mut self.store(), of, DISPATCHER, now, |issue| issue.status = status);
    }

    /// The name of its status.
    pub fn status(&self, of: &str) -> &'static str {
        self.store().issue(of).map_or("", |issue| issue.status)
    }

    /// An issue as the REST API tells it.
    pub fn issue(&self, of: &str) -> Value {
        issue_json(&self.store(), number(of).unwrap_or_default())
    }

    /// Keys of a type of issue.
    pub fn keys(&self, kind: &str) -> Vec<String> {
        let store = self.store();
        store.issues.iter().filter(|(_, issue)| issue.kind == kind).map(|(number, _)| key(*number)).collect()
    }

    /// Files of an issue.
    pub fn files(&self, of: &str) -> Vec<(String, Vec<u8>)> {
        self.store().issue(of).map(|issue| issue.files.clone()).unwrap_or_default()
    }

    /// The webhook Jira sends of an issue, once ("Managing webhooks", adminjiraserver 938846912: signed with
    /// HMAC-SHA256 in `X-Hub-Signature`).
    ///
    /// # Panics
    /// Never: the parts of the request are whole.
    pub fn webhook(&self, event: &str, of: &str) -> Request {
        let body = json!({ "timestamp": 1_795_431_600_000_i64, "webhookEvent": event, "issue": self.issue(of) });
        let body = body.to_string().into_bytes();
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("HMAC takes a key of any length");
        mac.update(&body);
        let mut signature = "sha256=".to_owned();
        for byte in mac.finalize().into_bytes() {
            write!(signature, "{byte:02x}").expect("a string takes everything");
        }
        let request = http::Request::builder().method("POST").uri("/desk/clinics/webhook");
        request.header("x-hub-signature", signature).body(body).expect("a request")
    }

    /// Words of every comment and of the description, as people read them.
    pub fn words(&self, of: &str) -> Vec<String> {
        let issue = self.issue(of);
        let comments = issue["fields"]["comment"]["comments"].as_array().cloned().unwrap_or_default();
        let bodies = comments.iter().map(|comment| comment["body"].clone());
        let all = std::iter::once(issue["fields"]["description"].clone()).chain(bodies);
        all.filter_map(|text| text.as_str().map(shown)).collect()
    }

    /// Whether customers see a comment ("How to add an internal comment via REST": `sd.public.comment`).
    pub fn is_internal(&self, of: &str, place: usize) -> bool {
        let comment = &self.issue(of)["fields"]["comment"]["comments"][place];
        let properties: Vec<Map<String, Value>> =
            serde_json::from_value(comment["properties"].clone()).unwrap_or_default();
        properties.iter().any(|one| one["key"] == "sd.public.comment" && one["value"]["internal"] == true)
    }
}

/// Wiki markup as the renderer shows it ("Text Formatting Notation Help"): a backslash takes a mark's meaning away,
/// two end a line, numbered characters are those characters; marks that still mean something are not seen.
pub fn shown(text: &str) -> String {
    let mut seen = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c == '&' && rest.starts_with('#') {
            let numbered = rest[1..]
                .split_once(';')
                .and_then(|(number, after)| Some((char::from_u32(number.parse().ok()?)?, after)));
            if let Some((letter, after)) = numbered {
                seen.push(letter);
                rest = after;
                continue;
            }
        }
        match c {
            '\\' => match rest.chars().next() {
                Some('\\') => {
                    seen.push('\n');
                    rest = &rest[1..];
                }
                Some(next) if next.is_ascii_punctuation() => {
                    seen.push(next);
                    rest = &rest[next.len_utf8()..];
                }
                _ => seen.push('\\'),
            },
            // Macros, links, mentions, tables.
            '{' | '}' | '[' | ']' | '|' | '^' | '~' => {}
            '*' | '+' if !rest.starts_with(' ') => {}
            c => seen.push(c),
        }
    }
    seen
}
