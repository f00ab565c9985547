//! JSON-RPC 2.0 of a Zabbix front end (Zabbix manual, "API").

use crate::http::{answer, not_understood, said};
use nabat_kit::port::CallError;
use reqwest::{Client, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Longest answer of one call.
const LONGEST: usize = 64 * 1024 * 1024;

/// Where the token goes: the header since 6.4, before it a member of the body (Zabbix manual, "API changes in 6.4").
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// `Authorization: Bearer`.
    Header,
    /// `"auth"` in the body.
    Body,
    /// None: `apiinfo.version` refuses to be called with one (Zabbix manual, "apiinfo.version").
    Nowhere,
}

/// The front end.
pub struct Rpc {
    base: Url,
    token: String,
    client: Client,
}

#[derive(Deserialize)]
struct Envelope {
    result: Option<Value>,
    error: Option<Refused>,
}

#[derive(Deserialize)]
struct Refused {
    code: i64,
    #[serde(default)]
    message: String,
    #[serde(default)]
    data: String,
}

impl Rpc {
    pub fn new(base: &str, token: &str, client: Client) -> Result<Self, CallError> {
        let mut base =
            Url::parse(base).map_err(|error| CallError::Permanent(format!("`{base}` is no address: {error}")))?;
        if !matches!(base.scheme(), "http" | "https") {
            return Err(CallError::Permanent(format!("`{base}` is no http:// or https:// address")));
        }
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        Ok(Self { base, token: token.to_owned(), client })
    }

    /// Where this front end wants the token, by its version.
    pub async fn scheme(&self) -> Result<Scheme, CallError> {
        let version: String = self.call(Scheme::Nowhere, "apiinfo.version", &json!([])).await?;
        let mut numbers = version.split('.').map(|part| part.parse::<u32>().unwrap_or_default());
        let known = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
        Ok(if known < (6, 4) { Scheme::Body } else { Scheme::Header })
    }

    /// Calls a method.
    pub async fn call<T: DeserializeOwned>(
        &self,
        scheme: Scheme,
        method: &str,
        params: &Value,
    ) -> Result<T, CallError> {
        let mut body = json!({ "jsonrpc": "2.0", "method": method, "params": params, "id": 1 });
        let mut request = self.client.post(self.page("api_jsonrpc.php"));
        match scheme {
            Scheme::Header => request = request.bearer_auth(&self.token),
            Scheme::Body => body["auth"] = json!(self.token),
            Scheme::Nowhere => {}
        }
        let request = request.header("content-type", "application/json-rpc").body(body.to_string());
        let (status, body) = answer(request, LONGEST).await?;
        let read: Envelope = serde_json::from_slice(&body).map_err(|_| not_understood(status, &body))?;
        match (read.result, read.error) {
            (_, Some(error)) => Err(refused(method, &error)),
            (Some(result), None) => serde_json::from_value(result).map_err(|_| not_understood(status, &body)),
            (None, None) => Err(not_understood(status, &body)),
        }
    }

    /// A page of the front end.
    pub fn page(&self, path: &str) -> Url {
        self.base.join(path).expect("a path can be joined to an http address")
    }
}

/// What the front end says, by the codes of JSON-RPC and its own (Zabbix manual, "API", "Error handling").
fn refused(method: &str, error: &Refused) -> CallError {
    let told = format!("{method}: {}", said(&format!("{} {}", error.message, error.data)));
    match error.code {
        -32603 | -32400 | -32300 => CallError::Transient(told),
        _ => CallError::Permanent(told),
    }
}
