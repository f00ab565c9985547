//! Requests: Function URL and HTTP API events of payload 2.0 in, their answer out.

use crate::Foreign;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use http::header::{COOKIE, SET_COOKIE};
use nabat_domain::catalogue::Language;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, Request, error};
use nabat_kit::messages::say;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    raw_path: String,
    #[serde(default)]
    raw_query_string: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    cookies: Vec<String>,
    request_context: Context,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

#[derive(Deserialize)]
struct Context {
    http: Http,
    #[serde(default)]
    stage: Option<String>,
}

#[derive(Deserialize)]
struct Http {
    method: String,
}

/// The stage whose name does not stand before the path.
const PLAIN_STAGE: &str = "$default";

/// The request an event carries, its body the bytes that were signed.
///
/// # Errors
/// [`Foreign`]: another event, or one whose parts are no request.
pub fn read(event: Value) -> Result<Request, Foreign> {
    let foreign = |why: &dyn std::fmt::Display| Foreign::new("request of payload 2.0", why);
    let event: Event = serde_json::from_value(event).map_err(|why| foreign(&why))?;
    let path = match event.request_context.stage.as_deref() {
        Some(stage) if stage != PLAIN_STAGE => without_stage(stage, &event.raw_path),
        Some(_) | None => &event.raw_path,
    };
    let uri = match event.raw_query_string.as_str() {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    };
    let text = event.body.unwrap_or_default();
    let body = match event.is_base64_encoded {
        true => STANDARD.decode(text).map_err(|why| foreign(&why))?,
        false => text.into_bytes(),
    };
    let mut request = http::Request::builder().method(event.request_context.http.method.as_str()).uri(uri);
    for (name, value) in &event.headers {
        request = request.header(name, value);
    }
    if !event.cookies.is_empty() {
        request = request.header(COOKIE, event.cookies.join("; "));
    }
    request.body(body).map_err(|why| foreign(&why))
}

fn without_stage<'p>(stage: &str, path: &'p str) -> &'p str {
    let rest = path.strip_prefix('/').and_then(|path| path.strip_prefix(stage));
    rest.filter(|rest| rest.starts_with('/')).unwrap_or(path)
}

/// The answer as both kinds of sender want it: text where it is text, base64 where it is not.
pub fn write(answer: &Answer) -> Value {
    let mut headers = Map::new();
    for name in answer.headers().keys().filter(|name| **name != SET_COOKIE) {
        let values = answer.headers().get_all(name).iter().filter_map(|value| value.to_str().ok());
        headers.insert(name.to_string(), values.collect::<Vec<_>>().join(",").into());
    }
    let cookies = answer.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let (body, is_base64) = match std::str::from_utf8(answer.body()) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (STANDARD.encode(answer.body()), true),
    };
    json!({
        "statusCode": answer.status().as_u16(),
        "headers": headers,
        "cookies": cookies.collect::<Vec<_>>(),
        "body": body,
        "isBase64Encoded": is_base64,
    })
}

/// The answer to a path that leads nowhere.
pub fn not_found() -> Answer {
    error(StatusCode::NOT_FOUND, &say(Language::En, "api-error-not-found", &[]), None)
}

/// The answer where a function could not even begin: whoever sent it has to send it again.
pub fn later(fault: &Fault) -> Answer {
    tracing::error!("a request was not taken: {fault}");
    error(StatusCode::SERVICE_UNAVAILABLE, &say(Language::En, "desk-error-later", &[]), None)
}

/// What stands in a path after this, up to the next slash, and what stands after that.
pub fn below(request: &Request, before: &str) -> Option<(String, String)> {
    let rest = request.uri().path().strip_prefix(before)?;
    let (id, rest) = rest.split_once('/').unwrap_or((rest, ""));
    (!id.is_empty()).then(|| (id.to_owned(), rest.to_owned()))
}

/// What stands in a path between these two, if that is all there is: an id.
pub fn between<'r>(request: &'r Request, before: &str, after: &str) -> Option<&'r str> {
    let id = request.uri().path().strip_prefix(before)?.strip_suffix(after)?;
    (!id.is_empty() && !id.contains('/')).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_kit::http::header;

    fn sample(name: &str) -> Value {
        let path = format!("{}/../../events/aws/{name}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(&path).expect(&path)).expect("JSON")
    }

    #[test]
    fn a_signed_webhook_arrives_with_the_bytes_that_were_signed() {
        let request = read(sample("desk-webhook")).expect("a request");
        assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/desk/clinics/generic"));
        assert_eq!(header(&request, "webhook-id"), Some("msg_1"));
        let body: Value = serde_json::from_slice(request.body()).expect("JSON");
        assert_eq!(body["type"], "incident.registered");
        assert_eq!(between(&request, "/desk/", "/generic"), Some("clinics"));
        assert_eq!(between(&request, "/chat/", ""), None);
    }

    #[test]
    fn a_question_of_a_machines_has_no_body() {
        let request = read(sample("console")).expect("a request");
        assert_eq!((request.method().as_str(), request.uri().path()), ("GET", "/api/clinics/incidents"));
        assert!(header(&request, "authorization").is_some() && request.body().is_empty());
        assert_eq!(below(&request, "/api/"), Some(("clinics".to_owned(), "incidents".to_owned())));
        assert_eq!((below(&request, "/chat/"), below(&request, "/api/clinics/incidents")), (None, None));
    }

    #[test]
    fn a_form_comes_in_base64_and_cookies_and_stage_find_their_place() {
        let request = read(sample("chat-webhook")).expect("a request");
        assert_eq!(request.uri().path_and_query().map(|all| all.as_str()), Some("/chat/builtin?a=1&a=2"));
        assert_eq!(request.body(), b"payload=%7B%22text%22%3A%22%D0%BF%D1%80%D0%B8%D0%BD%D1%8F%D0%BB%22%7D");
        assert_eq!(header(&request, "cookie"), Some("one=1; two=2"));
        assert_eq!(between(&request, "/chat/", ""), Some("builtin"));
    }

    #[test]
    fn what_is_no_request_is_told_apart() {
        let mut broken = sample("chat-webhook");
        broken["body"] = "not base64!".into();
        let mut methodless = sample("desk-webhook");
        methodless["requestContext"]["http"]["method"] = "G ET".into();
        for event in [json!({}), json!([]), json!({ "Records": [] }), broken, methodless] {
            let told = read(event).map_err(|foreign| foreign.to_string());
            assert!(told.is_err_and(|told| told.starts_with("this event is no request of payload 2.0: ")));
        }
    }

    #[test]
    fn an_answer_keeps_its_bytes_headers_and_cookies() {
        let mut answer = nabat_kit::http::json_answer(http::StatusCode::ACCEPTED, &json!({ "outcome": "accepted" }));
        for cookie in ["a=1", "b=2"] {
            answer.headers_mut().append(SET_COOKIE, cookie.parse().expect("a header"));
        }
        let expected = json!({
            "statusCode": 202,
            "headers": { "content-type": "application/json" },
            "cookies": ["a=1", "b=2"],
            "body": "{\"outcome\":\"accepted\"}",
            "isBase64Encoded": false,
        });
        assert_eq!(write(&answer), expected);
        let picture = write(&Answer::new(vec![0x89, 0x50, 0xff]));
        assert_eq!((&picture["body"], &picture["isBase64Encoded"]), (&json!("iVD/"), &json!(true)));
    }
}
