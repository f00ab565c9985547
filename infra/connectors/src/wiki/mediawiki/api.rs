//! The action API: one call as one session, and what a refusal means. Refusals come with status 200.

use crate::http;
use nabat_kit::port::CallError;
use reqwest::header::{COOKIE, HeaderMap, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Url};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Bytes of an answer at most: a page is 2 MB at most by default (`$wgMaxArticleSize`), more once it is JSON.
const LONGEST: usize = 16 * 1024 * 1024;
/// What says that the session, or its token, is none any more.
const GONE: [&str; 5] = ["badtoken", "assertuserfailed", "assertnameduserfailed", "notloggedin", "readapidenied"];
/// What asks to come again later.
const BUSY: [&str; 4] = ["ratelimited", "maxlag", "readonly", "readonlytext"];

/// A refusal the wiki gave a code for.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The code and the wiki's words.
    Said(String, String),
    /// Anything else that went wrong.
    Call(CallError),
}

impl From<CallError> for Refusal {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

impl From<Refusal> for CallError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Said(code, info) => Self::Permanent(format!("MediaWiki says {code}: {info}")),
            Refusal::Call(error) => error,
        }
    }
}

impl Refusal {
    /// Whether the wiki gave one of these codes.
    pub(super) fn is(&self, codes: &[&str]) -> bool {
        matches!(self, Self::Said(code, _) if codes.contains(&code.as_str()))
    }
}

/// A login that holds until the wiki forgets it.
struct Session {
    cookies: String,
    token: String,
}

/// Calls of one bot.
pub(super) struct Api {
    client: Client,
    endpoint: Url,
    user: String,
    password: String,
    session: Mutex<Option<Arc<Session>>>,
}

/// Names with what they are.
pub(super) type Form<'a> = [(&'a str, &'a str)];

impl Api {
    pub(super) fn new(base: &str, user: &str, password: &str) -> Result<Self, CallError> {
        let base = Url::parse(base).ok().filter(|url| !url.cannot_be_a_base());
        let mut endpoint = base.ok_or_else(|| CallError::Permanent("the wiki's address is none".to_owned()))?;
        if let Ok(mut segments) = endpoint.path_segments_mut() {
            segments.pop_if_empty().push("api.php");
        }
        let (user, password) = (user.to_owned(), password.trim().to_owned());
        Ok(Self { client: http::client()?, endpoint, user, password, session: Mutex::default() })
    }

    /// A call as the bot; a session that is gone is made anew once.
    pub(super) async fn call(&self, form: &Form<'_>) -> Result<Value, Refusal> {
        self.twice(|session| {
            let form = form.iter().copied().chain([("token", session.token.as_str())]);
            self.form(form.chain(common()))
        })
        .await
    }

    /// The same with a file.
    pub(super) async fn upload(&self, form: &Form<'_>, file: (&str, &[u8])) -> Result<Value, Refusal> {
        let boundary = format!("nabat-{}", &nabat_domain::journal::sha256_hex(file.1)[..24]);
        self.twice(|session| {
            let form = form.iter().copied().chain([("token", session.token.as_str())]).chain(common());
            let body = parts(&boundary, form, file);
            self.request().header("content-type", format!("multipart/form-data; boundary={boundary}")).body(body)
        })
        .await
    }

    async fn twice(&self, request: impl Fn(&Session) -> RequestBuilder) -> Result<Value, Refusal> {
        let session = self.session().await?;
        let send = async |session: &Session| {
            self.answer(request(session).header(COOKIE, &session.cookies)).await.map(|(answer, _)| answer)
        };
        match send(&session).await {
            Err(refusal) if refusal.is(&GONE) => {
                self.forget(&session).await;
                send(self.session().await?.as_ref()).await
            }
            other => other,
        }
    }

    async fn forget(&self, gone: &Arc<Session>) {
        let mut held = self.session.lock().await;
        if held.as_ref().is_some_and(|session| Arc::ptr_eq(session, gone)) {
            *held = None;
        }
    }

    async fn session(&self) -> Result<Arc<Session>, Refusal> {
        let mut held = self.session.lock().await;
        if let Some(session) = held.as_ref() {
            return Ok(Arc::clone(session));
        }
        let session = Arc::new(self.log_in().await?);
        *held = Some(Arc::clone(&session));
        Ok(session)
    }

    async fn log_in(&self) -> Result<Session, Refusal> {
        let mut jar = Jar::default();
        let (asked, headers) = self.answer(self.tokens("login", &jar)).await?;
        jar.take(&headers);
        let token = asked["query"]["tokens"]["logintoken"].as_str().unwrap_or_default();
        let form =
            [("action", "login"), ("lgname", self.user.as_str()), ("lgpassword", &self.password), ("lgtoken", token)];
        let request = self.form(form.into_iter().chain(format()));
        let (answer, headers) = self.answer(request.header(COOKIE, jar.header())).await?;
        if answer["login"]["result"] != "Success" {
            let reason = http::said(&answer["login"]["reason"].to_string());
            let told = format!("MediaWiki does not let {} in: {} {reason}", self.user, answer["login"]["result"]);
            return Err(CallError::Permanent(told).into());
        }
        jar.take(&headers);
        let (asked, headers) = self.answer(self.tokens("csrf", &jar)).await?;
        jar.take(&headers);
        let token = asked["query"]["tokens"]["csrftoken"].as_str().unwrap_or_default().to_owned();
        Ok(Session { cookies: jar.header(), token })
    }

    fn request(&self) -> RequestBuilder {
        self.client.post(self.endpoint.clone())
    }

    fn form<'f>(&self, fields: impl Iterator<Item = (&'f str, &'f str)>) -> RequestBuilder {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.request().header("content-type", "application/x-www-form-urlencoded").body(body)
    }

    fn tokens(&self, kind: &str, jar: &Jar) -> RequestBuilder {
        let form = [("action", "query"), ("meta", "tokens"), ("type", kind)];
        self.form(form.into_iter().chain(format())).header(COOKIE, jar.header())
    }

    async fn answer(&self, request: RequestBuilder) -> Result<(Value, HeaderMap), Refusal> {
        let (status, headers, bytes) = http::headed_answer(request, LONGEST).await?;
        let Ok(answer) = serde_json::from_slice::<Value>(&bytes) else {
            return Err(http::not_understood(status, &bytes).into());
        };
        let Some(code) = answer["error"]["code"].as_str() else {
            // Something before the wiki speaks: its own failures have a code.
            let failed = status.is_server_error();
            return if failed { Err(http::not_understood(status, &bytes).into()) } else { Ok((answer, headers)) };
        };
        if BUSY.contains(&code) {
            return Err(CallError::Throttled { retry_after: None }.into());
        }
        let info = http::said(answer["error"]["info"].as_str().unwrap_or_default());
        if code.starts_with("internal_api_error") {
            return Err(CallError::Transient(format!("{code}: {info}")).into());
        }
        Err(Refusal::Said(code.to_owned(), info))
    }
}

const fn format() -> [(&'static str, &'static str); 2] {
    [("format", "json"), ("formatversion", "2")]
}

/// What every call as the bot says: a session that ended must not write as nobody.
const fn common() -> [(&'static str, &'static str); 4] {
    [("format", "json"), ("formatversion", "2"), ("assert", "user"), ("maxlag", "10")]
}

/// A form of several parts: fields, and one file.
fn parts<'f>(boundary: &str, fields: impl Iterator<Item = (&'f str, &'f str)>, file: (&str, &[u8])) -> Vec<u8> {
    let mut form = Vec::new();
    for (field, value) in fields {
        let head = format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        form.extend(head.bytes());
    }
    let head = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\
         content-type: image/png\r\n\r\n",
        file.0
    );
    form.extend(head.bytes());
    form.extend(file.1);
    form.extend(format!("\r\n--{boundary}--\r\n").bytes());
    form
}

/// Cookies of one server, all of which go back to it.
#[derive(Default)]
struct Jar(BTreeMap<String, String>);

impl Jar {
    fn take(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let pair = cookie.split(';').next().and_then(|pair| pair.split_once('='));
            if let Some((name, value)) = pair {
                self.0.insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
    }

    fn header(&self) -> String {
        self.0.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }
}
