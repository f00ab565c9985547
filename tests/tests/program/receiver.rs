//! The connector of outgoing webhooks against a real receiver: what each answer means, what is never called.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use nabat_connectors::webhook::StandardWebhooks;
use nabat_domain::time::Length;
use nabat_kit::port::{CallError, Taken, WebhookCall, Webhooks as _};
use nabat_kit::trace;
use std::sync::{Arc, Mutex};

/// What came, each with its `webhook-id` and its body.
type Came = Arc<Mutex<Vec<(String, String)>>>;

async fn receiver() -> (String, Came) {
    let came: Came = Arc::default();
    let take = async |State(came): State<Came>, headers: HeaderMap, body: String| {
        let id = headers.get("webhook-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
        came.lock().expect("nothing panics while holding it").push((id, body));
        StatusCode::NO_CONTENT
    };
    let busy = async || -> Response { (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "90")]).into_response() };
    let routes = Router::new()
        .route("/take", post(take))
        .route("/traced", post(async |headers: HeaderMap| traced(&headers)))
        .route("/gone", post(async || StatusCode::GONE))
        .route("/busy", post(busy))
        .route("/down", post(async || StatusCode::BAD_GATEWAY))
        .route("/no", post(async || StatusCode::UNAUTHORIZED))
        .route("/elsewhere", post(async || Redirect::temporary("/take")))
        .with_state(Arc::clone(&came));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("bound"));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (base, came)
}

/// 410 to whoever goes on under an id, 401 to others: the test sees which from outside.
fn traced(headers: &HeaderMap) -> StatusCode {
    let id = headers.get(trace::HEADER).and_then(|id| trace::of_header(id.to_str().ok()?));
    if id.as_deref() == Some(ID) { StatusCode::GONE } else { StatusCode::UNAUTHORIZED }
}

/// The id of a piece of work.
const ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

#[tokio::test]
async fn a_receiver_is_told_the_id_of_what_began_it() {
    let (base, _) = receiver().await;
    let told = trace::traced(Some(ID.to_owned()), call(format!("{base}/traced"), true)).await;
    assert_eq!(told, Ok(Taken::Gone));
    assert_eq!(call(format!("{base}/traced"), true).await, Ok(Taken::Refused(401)), "nobody traces");
}

async fn call(url: String, private: bool) -> Result<Taken, CallError> {
    let webhooks = StandardWebhooks::new().expect("clients can be made");
    let call = WebhookCall {
        url,
        private,
        id: "msg_1".to_owned(),
        timestamp: 1_795_431_600,
        signature: "v1,none".to_owned(),
        body: b"{}".to_vec(),
    };
    webhooks.call(&call).await
}

#[tokio::test]
async fn each_answer_means_what_the_scheme_says() {
    let (base, came) = receiver().await;
    assert_eq!(call(format!("{base}/take"), true).await, Ok(Taken::Yes));
    assert_eq!(*came.lock().expect("held by nobody"), [("msg_1".to_owned(), "{}".to_owned())]);
    assert_eq!(call(format!("{base}/gone"), true).await, Ok(Taken::Gone));
    assert_eq!(call(format!("{base}/no"), true).await, Ok(Taken::Refused(401)));
    let asked = CallError::Throttled { retry_after: Some(Length::seconds(90)) };
    assert_eq!(call(format!("{base}/busy"), true).await, Err(asked));
    assert!(matches!(call(format!("{base}/down"), true).await, Err(CallError::Transient(_))));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (base, came) = receiver().await;
    assert_eq!(call(format!("{base}/elsewhere"), true).await, Ok(Taken::Refused(307)));
    assert!(came.lock().expect("held by nobody").is_empty());
}

#[test]
fn no_proxy_of_the_environment_is_asked() {
    let itself = std::env::current_exe().expect("this test is a file");
    let mut again = std::process::Command::new(itself);
    again.args(["--exact", "receiver::each_answer_means_what_the_scheme_says"]);
    for name in ["http_proxy", "https_proxy", "all_proxy"] {
        // Nobody is there: whoever asked a proxy would be answered nothing.
        again.env(name, "http://127.0.0.1:9").env(name.to_uppercase(), "http://127.0.0.1:9");
    }
    let ran = again.env_remove("no_proxy").env_remove("NO_PROXY").output().expect("it runs");
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && told.contains("1 passed"), "{told}");
}

#[tokio::test]
async fn ones_own_network_is_not_called_unless_it_is_said() {
    let (base, came) = receiver().await;
    let named = base.replace("http://127.0.0.1", "https://localhost");
    for url in [format!("{base}/take"), base.replace("http:", "https:") + "/take", named + "/take"] {
        assert!(matches!(call(url.clone(), false).await, Err(CallError::Permanent(_))), "{url}");
    }
    assert!(came.lock().expect("held by nobody").is_empty());
}
