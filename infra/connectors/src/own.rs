//! A system's own answer, told from whatever says 200 in its place: a proxy with JSON of its own, a gateway's word of its
//! health. What a call is documented to give back has to be there; where it is not, nobody knows that anything was done.

use crate::http::said;
use nabat_kit::port::CallError;
use serde_json::Value;

/// A text of an answer.
pub(crate) fn text<'a>(answer: &'a Value, field: &str) -> Result<&'a str, CallError> {
    answer[field].as_str().ok_or_else(|| without(field, answer))
}

/// A list of an answer: one that is not told is not an empty one.
pub(crate) fn list<'a>(answer: &'a Value, field: &str) -> Result<&'a [Value], CallError> {
    answer[field].as_array().map(Vec::as_slice).ok_or_else(|| without(field, answer))
}

/// A call that gives nothing more than that it was done; `lacking` is what its answer has not where this does not hold.
pub(crate) fn only_if(is_own: bool, lacking: &str, answer: &Value) -> Result<(), CallError> {
    if is_own { Ok(()) } else { Err(without(lacking, answer)) }
}

/// An answer that lacks what that system always says. Whether anything was done is not known, and a gateway's page goes away
/// again: it is worth another try.
pub(crate) fn without(what: &str, answer: &Value) -> CallError {
    CallError::Transient(format!("an answer without {what}: {}", said(&answer.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_told_is_neither_nothing_nor_done() {
        for other in [json!({ "proxy": [1, null, "ok"] }), json!({}), json!([]), json!("ok"), Value::Null] {
            assert!(text(&other, "id").is_err() && list(&other, "results").is_err(), "{other}");
            assert!(only_if(other["status"] == "OK", "status OK", &other).is_err(), "{other}");
        }
        let own = json!({ "id": "a", "results": [], "status": "OK" });
        assert_eq!(text(&own, "id"), Ok("a"));
        assert_eq!(list(&own, "results").map(<[Value]>::len), Ok(0));
        assert_eq!(only_if(own["status"] == "OK", "status OK", &own), Ok(()));
    }

    #[test]
    fn what_it_says_instead_is_shown_masked() {
        let told = without("id", &json!({ "by": "112-233-445 95" })).to_string();
        assert!(told.starts_with("an answer without id: ") && !told.contains("112"), "{told}");
    }
}
