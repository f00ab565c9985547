//! A caller of the API: bearer token in, status and JSON out.

use crate::until::until_within;
use serde_json::{Value, json};
use std::time::Duration;

/// Who asked too much is let in again within a minute.
const PATIENCE: Duration = Duration::from_secs(90);

/// What a token is made for.
#[derive(Clone, Copy)]
pub struct Grant {
    pub product: &'static str,
    pub role: &'static str,
    pub act_as: bool,
}

impl Grant {
    /// Reads everything of a product.
    pub const fn admin(product: &'static str) -> Self {
        Self { product, role: "admin", act_as: false }
    }

    /// Reads everything of a product and speaks for its people.
    pub const fn acting(product: &'static str) -> Self {
        Self { product, role: "admin", act_as: true }
    }
}

/// An answer as it came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    pub status: u16,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body, which has to be JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|_| panic!("{} with no JSON: {}", self.status, String::from_utf8_lossy(&self.bytes)))
    }

    /// The body's text in this field.
    pub fn text(&self, field: &str) -> String {
        let body = self.json();
        body[field].as_str().unwrap_or_else(|| panic!("no text `{field}` in {body}")).to_owned()
    }

    /// Fails unless the status is this one; gives the body.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        self.json()
    }
}

/// Asks again where too much was asked, as a caller does who checks thousands of things at once.
pub async fn patiently(ask: impl AsyncFn() -> Answer) -> Answer {
    let heard = async || Some(ask().await).filter(|answer| answer.status != 429);
    until_within(PATIENCE, "somebody who asked too much is let in again", heard).await
}

/// Sends a request and reads the whole answer.
pub async fn answer(request: reqwest::RequestBuilder) -> reqwest::Result<Answer> {
    let got = request.send().await?;
    let status = got.status().as_u16();
    Ok(Answer { status, bytes: got.bytes().await?.to_vec() })
}

/// The API of a running program.
#[derive(Clone)]
pub struct Api {
    address: String,
    token: Option<String>,
    client: reqwest::Client,
}

impl Api {
    pub fn new(address: &str, token: Option<String>) -> Self {
        let client = nabat_connectors::http::loopback().build().expect("a client");
        Self { address: address.to_owned(), token, client }
    }

    /// Calls an endpoint with a method and perhaps a body.
    pub async fn call(&self, method: reqwest::Method, path: &str, body: Option<&Value>) -> reqwest::Result<Answer> {
        let mut request = self.client.request(method, format!("{}{path}", self.address));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        answer(request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(reqwest::Method::GET, path, None).await.expect("the program answers")
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(reqwest::Method::POST, path, Some(body)).await.expect("the program answers")
    }

    /// One incident as it stands.
    pub async fn incident(&self, product: &str, id: &str) -> Value {
        self.get(&format!("/api/{product}/incidents/{id}")).await.expect(200)
    }

    /// Everything under `items`, page after page.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let mut found = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut url = reqwest::Url::parse("http://any").expect("a URL").join(path).expect("a path");
            if let Some(after) = &after {
                url.query_pairs_mut().append_pair("after", after);
            }
            let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
            let page = patiently(async || self.get(&format!("{}{query}", url.path())).await).await.expect(200);
            found.extend(page["items"].as_array().expect("items").iter().cloned());
            match page["next"].as_str() {
                Some(next) => after = Some(next.to_owned()),
                None => return found,
            }
        }
    }

    /// Says something for a person.
    pub async fn says(&self, product: &str, incident: &str, person: &str, text: &str) -> Answer {
        self.post(&format!("/api/{product}/incidents/{incident}/messages"), &json!({ "as": person, "text": text }))
            .await
    }

    /// Answers a prompt for a person.
    pub async fn answers(&self, product: &str, incident: &str, person: &str, prompt: &str, text: &str) -> Answer {
        let body = json!({ "as": person, "prompt": prompt, "answer": text });
        self.post(&format!("/api/{product}/incidents/{incident}/messages"), &body).await
    }
}
