//! A server on this machine: each call is answered by a function, some are lost or told to wait.

use super::limits::{Limit, Past};
use crate::rig::{Crashes, Dead};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use nabat_domain::time::At;
use nabat_kit::port::Clock;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// A call as it came.
pub struct Call {
    /// `GET`, `POST`, …
    pub method: String,
    /// Parts of the path, unescaped.
    pub path: Vec<String>,
    /// What stands behind the question mark.
    pub query: BTreeMap<String, String>,
    /// Headers by lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The bytes.
    pub body: Vec<u8>,
}

impl Call {
    /// The body as JSON, null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The body as a form.
    pub fn form(&self) -> BTreeMap<String, String> {
        pairs(&String::from_utf8_lossy(&self.body))
    }
}

/// An answer.
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: Vec<(&'static str, String)>,
    /// Its bytes.
    pub body: Vec<u8>,
}

impl Reply {
    /// A file.
    pub fn file(content: &[u8]) -> Self {
        let headers = vec![("content-type", "application/octet-stream".to_owned())];
        Self { status: 200, headers, body: content.to_vec() }
    }

    /// An answer in JSON.
    pub fn json(status: u16, body: &Value) -> Self {
        Self { status, headers: vec![("content-type", "application/json".to_owned())], body: body.to_string().into() }
    }
}

/// What goes wrong on request.
#[derive(Default)]
pub struct Trouble {
    calls: AtomicU64,
    told_to_wait: AtomicU64,
    lost: AtomicU32,
    wait: AtomicU32,
    /// Calls that were let through, once limits are kept.
    past: Mutex<Option<Past>>,
    /// The process that calls is mortal.
    crashes: Mutex<Option<Crashes>>,
    /// Calls as they came, once they are written down.
    written: Mutex<Option<Vec<Written>>>,
}

/// A call as it came.
#[derive(Clone, PartialEq, Debug)]
pub struct Written {
    /// `POST /api/…`
    pub call: String,
    /// The header it is proved with.
    pub authorization: String,
    /// What it says.
    pub body: Value,
}

impl Trouble {
    /// So many answers of calls that change something are lost.
    pub fn lose(&self, answers: u32) {
        self.lost.store(answers, Ordering::SeqCst);
    }

    /// The next call is told to wait so many seconds.
    pub fn ask_to_wait(&self, seconds: u32) {
        self.wait.store(seconds, Ordering::SeqCst);
    }

    /// Calls so far.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::SeqCst)
    }

    /// Calls so far that were told to wait.
    pub fn told_to_wait(&self) -> u64 {
        self.told_to_wait.load(Ordering::SeqCst)
    }

    /// From now on calls are let through as fast as the messenger documents, and no faster.
    pub fn keep_limits(&self) {
        *self.past.lock().expect("nothing panics while holding it") = Some(Past::default());
    }

    /// Each call is one more moment at which the process that makes it can die.
    pub fn die_with(&self, crashes: &Crashes) {
        *self.crashes.lock().expect("nothing panics while holding it") = Some(crashes.clone());
    }

    /// From now on calls are written down.
    pub fn write_down(&self) {
        *self.written.lock().expect("nothing panics while holding it") = Some(Vec::new());
    }

    /// Calls that were written down.
    pub fn written(&self) -> Vec<Written> {
        self.written.lock().expect("nothing panics while holding it").clone().unwrap_or_default()
    }

    fn write(&self, call: &Call) {
        if let Some(written) = self.written.lock().expect("nothing panics while holding it").as_mut() {
            let authorization = call.headers.get("authorization").cloned().unwrap_or_default();
            written.push(Written {
                call: format!("{} /{}", call.method, call.path.join("/")),
                authorization,
                body: call.json(),
            });
        }
    }

    /// How long a call is told to wait, if it is.
    fn must_wait(&self, limits: &[Limit], now: At) -> Option<u32> {
        let asked = Some(self.wait.swap(0, Ordering::SeqCst)).filter(|seconds| *seconds > 0);
        let kept = || self.past.lock().expect("nothing panics while holding it").as_mut()?.wait(limits, now);
        let wait = asked.or_else(kept);
        self.told_to_wait.fetch_add(u64::from(wait.is_some()), Ordering::SeqCst);
        wait
    }

    /// One call, unless the process dies before it; without an answer if it dies after it.
    async fn called(&self, call: impl Future<Output = Reply>) -> Reply {
        let crashes = self.crashes.lock().expect("nothing panics while holding it").clone();
        let Some(crashes) = crashes else { return call.await };
        crashes.next_is_at_server();
        let answered = crashes.call::<_, Dead>(async { Ok(call.await) }).await;
        answered.unwrap_or_else(|Dead| Reply { status: 502, headers: Vec::new(), body: b"bad gateway".to_vec() })
    }
}

/// How a messenger answers.
pub struct Rules<W, L, A> {
    /// A call that has to wait so many seconds.
    pub too_many: W,
    /// The limits a call counts for.
    pub limits: L,
    /// Any other call.
    pub answer: A,
}

/// A server that ends with this.
pub struct Served {
    /// Where it is.
    pub address: String,
    task: tokio::task::AbortHandle,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Serves until what it gives is dropped.
pub fn serve<W, L, A>(trouble: Arc<Trouble>, clock: Arc<dyn Clock>, rules: Rules<W, L, A>) -> Served
where
    W: Fn(u32) -> Reply + Send + Sync + 'static,
    L: Fn(&Call) -> Vec<Limit> + Send + Sync + 'static,
    A: Fn(&Call) -> Reply + Send + Sync + 'static,
{
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("this machine has a port left");
    listener.set_nonblocking(true).expect("a listener of this machine");
    let address = format!("http://{}", listener.local_addr().expect("it listens"));
    let rules = Arc::new((rules, Mutex::new(())));
    let router = axum::Router::new().fallback(move |request: Request| {
        let (trouble, rules, clock) = (Arc::clone(&trouble), Arc::clone(&rules), Arc::clone(&clock));
        async move {
            let call = read(request).await;
            trouble.write(&call);
            let answered = async {
                trouble.calls.fetch_add(1, Ordering::SeqCst);
                let (rules, one_at_a_time) = (&rules.0, &rules.1);
                let _one_at_a_time = one_at_a_time.lock();
                match trouble.must_wait(&(rules.limits)(&call), clock.now()) {
                    Some(seconds) => ((rules.too_many)(seconds), false),
                    None => ((rules.answer)(&call), true),
                }
            };
            let lose = |left: u32| (call.method != "GET").then(|| left.checked_sub(1)).flatten();
            let lossy = async {
                let (answer, done) = answered.await;
                match trouble.lost.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| lose(left).filter(|_| done))
                {
                    Ok(_) => Reply { status: 502, headers: Vec::new(), body: b"bad gateway".to_vec() },
                    Err(_) => answer,
                }
            };
            sent(trouble.called(lossy).await)
        }
    });
    let listener = tokio::net::TcpListener::from_std(listener).expect("a runtime");
    let task = tokio::spawn(async move { axum::serve(listener, router).await }).abort_handle();
    Served { address, task }
}

async fn read(request: Request) -> Call {
    let (head, body) = request.into_parts();
    let path = head.uri.path().trim_matches('/').split('/').map(unescaped).collect();
    let named = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Call {
        method: head.method.to_string(),
        path,
        query: pairs(head.uri.query().unwrap_or_default()),
        headers: head.headers.iter().map(named).collect(),
        body: to_bytes(body, 64 * 1024 * 1024).await.unwrap_or_default().to_vec(),
    }
}

fn sent(reply: Reply) -> Response {
    let mut response = Response::builder().status(reply.status);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(reply.body)).expect("a status and headers that exist")
}

/// A form's fields.
pub fn pairs(text: &str) -> BTreeMap<String, String> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// A form of fields.
pub fn form(fields: &[(&str, &str)]) -> Vec<u8> {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes()
}

/// A part of a path; `+` is no space there.
fn unescaped(part: &str) -> String {
    let escaped = part.replace('+', "%2B").replace('=', "%3D").replace('&', "%26");
    form_urlencoded::parse(escaped.as_bytes()).map(|(name, _)| name.into_owned()).next().unwrap_or_default()
}
