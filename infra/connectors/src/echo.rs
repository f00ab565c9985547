//! Secrets of a question that its answer repeats. A partner that is being debugged, or what stands in its place, sends back
//! what came, and an error shows how an answer begins: without this a token would stand in the log, the dead list, a pack.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Request, StatusCode};
use serde_json::Value;

/// Longer answers are none whose beginning is shown.
const LOOKED_THROUGH: usize = 64 * 1024;
/// Whatever is shorter is no secret, and would be found by chance.
const SHORTEST: usize = 6;
/// A piece of an address as long as this may be a secret: a calendar's hidden name.
const PIECE: usize = 16;
/// What names of headers that hold one have in them.
const HEADERS: [&str; 4] = ["authorization", "token", "secret", "cookie"];
/// What names of fields that hold one end in.
const FIELDS: [&str; 4] = ["password", "token", "secret", "auth"];
/// What stands in its place.
const TAKEN_OUT: &[u8] = b"***";

/// What a request holds that nobody else is to see, in every form it may come back in; the longest first.
pub(crate) struct Secrets {
    /// In whatever comes back.
    proofs: Vec<Vec<u8>>,
    /// In a refusal: where things went well the address may be told for a reason.
    address: Vec<Vec<u8>>,
}

impl Secrets {
    /// Those of a request.
    pub(crate) fn of(request: &Request) -> Self {
        let mut found = of_body(request);
        for (name, value) in request.headers() {
            if value.is_sensitive() || HEADERS.iter().any(|part| name.as_str().contains(part)) {
                found.extend(of_header(&String::from_utf8_lossy(value.as_bytes())));
            }
        }
        // Where a bot's token is a piece of the address.
        let pieces = request.url().path().split('/');
        found.extend(pieces.filter_map(|piece| piece.strip_prefix("bot")).map(str::to_owned));
        Self { proofs: forms(found), address: forms(of_address(request)) }
    }

    /// The answer without them.
    pub(crate) fn taken_out(&self, status: StatusCode, answer: Vec<u8>) -> Vec<u8> {
        if answer.len() > LOOKED_THROUGH {
            return answer;
        }
        let address = if status.is_success() { &[] } else { self.address.as_slice() };
        self.proofs.iter().chain(address).fold(answer, |answer, secret| without(answer, secret))
    }
}

fn forms(secrets: Vec<String>) -> Vec<Vec<u8>> {
    let secrets = secrets.into_iter().filter(|secret| secret.len() >= SHORTEST);
    let mut forms: Vec<Vec<u8>> = secrets
        .flat_map(|secret| {
            let encoded: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            [STANDARD.encode(&secret), encoded, secret].map(String::into_bytes)
        })
        .collect();
    forms.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    forms.dedup();
    forms
}

fn of_address(request: &Request) -> Vec<String> {
    let url = request.url();
    let whole = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let pieces = url.path().split('/').chain(url.query()).map(str::to_owned);
    [url.to_string(), whole].into_iter().chain(pieces).filter(|piece| piece.len() >= PIECE).collect()
}

/// As it stands, without the word for its sort, and a user's password by itself.
fn of_header(value: &str) -> Vec<String> {
    let bare = value.split_once(' ').map_or(value, |(_, bare)| bare);
    let pair = STANDARD.decode(bare).ok().and_then(|pair| String::from_utf8(pair).ok());
    let password = pair.as_deref().and_then(|pair| pair.split_once(':')).map(|(_, password)| password.to_owned());
    [Some(value.to_owned()), Some(bare.to_owned()), password].into_iter().flatten().collect()
}

fn is_secret(field: &str) -> bool {
    let field = field.to_ascii_lowercase();
    FIELDS.iter().any(|ending| field.ends_with(ending))
}

/// Values of fields whose names say it.
fn of_body(request: &Request) -> Vec<String> {
    let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default();
    let kind = request.headers().get(CONTENT_TYPE).map(|kind| kind.as_bytes()).unwrap_or_default();
    if kind.starts_with(b"application/x-www-form-urlencoded") {
        let fields = form_urlencoded::parse(body).into_owned();
        return fields.filter(|(name, _)| is_secret(name)).map(|(_, value)| value).collect();
    }
    let mut found = Vec::new();
    if let Ok(json) = serde_json::from_slice(body) {
        of_json(&json, &mut found);
    }
    found
}

fn of_json(json: &Value, found: &mut Vec<String>) {
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if is_secret(name) => found.push(text.clone()),
                    value => of_json(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| of_json(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn without(text: Vec<u8>, secret: &[u8]) -> Vec<u8> {
    let Some(first) = at(&text, secret) else { return text };
    let (mut out, mut rest) = (Vec::with_capacity(text.len()), text.as_slice());
    let mut next = Some(first);
    while let Some(at_now) = next {
        out.extend_from_slice(&rest[..at_now]);
        out.extend_from_slice(TAKEN_OUT);
        rest = &rest[at_now + secret.len()..];
        next = at(rest, secret);
    }
    out.extend_from_slice(rest);
    out
}

fn at(text: &[u8], secret: &[u8]) -> Option<usize> {
    text.windows(secret.len()).position(|window| window == secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::Client;
    use serde_json::json;

    fn client() -> Client {
        crate::http::loopback().build().expect("a client")
    }

    fn left(request: reqwest::RequestBuilder, answer: &str) -> String {
        let secrets = Secrets::of(&request.build().expect("a request"));
        let left = |status| {
            let left = secrets.taken_out(status, answer.as_bytes().to_vec());
            String::from_utf8(left).expect("text")
        };
        assert!(left(StatusCode::OK).len() >= left(StatusCode::BAD_REQUEST).len());
        left(StatusCode::BAD_REQUEST)
    }

    #[test]
    fn what_opens_a_door_does_not_come_back_in_any_coat() {
        let bearer = client().get("https://x.example/a").bearer_auth("tok-5e1d-very-secret");
        assert_eq!(left(bearer, "no: Bearer tok-5e1d-very-secret, dG9rLTVlMWQtdmVyeS1zZWNyZXQ="), "no: ***, ***");
        let basic = || client().get("https://x.example/a").basic_auth("nabat", Some("pass+word 5e1d"));
        assert_eq!(left(basic(), "user nabat, word pass+word 5e1d or pass%2Bword+5e1d"), "user nabat, word *** or ***");
        assert_eq!(left(basic(), "Basic bmFiYXQ6cGFzcyt3b3JkIDVlMWQ="), "***");
        let bot = client().get("https://x.example/bot12345:AAE-5e1d-secret/getMe");
        assert_eq!(left(bot, "no /bot12345:AAE-5e1d-secret/getMe here"), "no /bot***/getMe here");
        let form = client().post("https://x.example/a").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        assert_eq!(left(form.body("lgpassword=pass5e1d&title=Failure"), "pass5e1d, Failure"), "***, Failure");
        let nested = json!({ "params": [{ "auth": "zabbix-5e1d", "title": "Failure" }] });
        assert_eq!(
            left(client().post("https://x.example/a").body(nested.to_string()), "zabbix-5e1d, Failure"),
            "***, Failure"
        );
    }

    #[test]
    fn where_things_went_well_an_address_stays_and_a_proof_does_not() {
        let asked =
            client().get("https://x.example/rooms/!abc5e1d:example.org/state").bearer_auth("tok-5e1d-very-secret");
        let secrets = Secrets::of(&asked.build().expect("a request"));
        let answer = b"{\"room\": \"/rooms/!abc5e1d:example.org/state\", \"t\": \"tok-5e1d-very-secret\"}".to_vec();
        let left = String::from_utf8(secrets.taken_out(StatusCode::OK, answer)).expect("text");
        assert_eq!(left, "{\"room\": \"/rooms/!abc5e1d:example.org/state\", \"t\": \"***\"}");
    }

    #[test]
    fn an_answer_of_something_else_stays_as_it_is() {
        let asked = || client().get("https://x.example/a").bearer_auth("tok-5e1d-very-secret");
        assert_eq!(left(asked(), "{\"a\": \"tok\"}"), "{\"a\": \"tok\"}");
        let long = "x".repeat(LOOKED_THROUGH + 1);
        assert_eq!(left(asked(), &long), long);
    }
}
