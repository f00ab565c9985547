//! The HTTP shape of a function: a request with its raw body in, an answer out.

use http::{Response, StatusCode, header};
use serde::Serialize;
use serde_json::json;

/// A request with its body as it came over the wire.
pub type Request = http::Request<Vec<u8>>;

/// An answer.
pub type Answer = Response<Vec<u8>>;

/// A JSON answer.
pub fn json_answer(status: StatusCode, body: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(body).expect("answers have only string keys");
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    answer
}

/// An error a machine can read: what is wrong, and with which field.
pub fn error(status: StatusCode, text: &str, field: Option<&str>) -> Answer {
    let body = match field {
        Some(field) => json!({ "error": text, "field": field }),
        None => json!({ "error": text }),
    };
    json_answer(status, &body)
}

/// A header by its name in lower case.
pub fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    request.headers().get(name)?.to_str().ok()
}

/// Deepest nesting of brackets in JSON bytes, strings aside.
pub fn depth(json: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match (in_string, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (true, b'"') => in_string = false,
            (true, _) => {}
            (false, b'"') => in_string = true,
            (false, b'{' | b'[') => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (false, b'}' | b']') => depth = depth.saturating_sub(1),
            (false, _) => {}
        }
    }
    deepest
}
