//! Limits on a clock the test moves, over real HTTP.

use super::source::{of, peer};
use super::*;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::any;
use http::{HeaderMap, Method};
use nabat_domain::time::{At, Length};
use std::net::IpAddr;
use std::sync::Mutex;

/// A clock the test sets.
struct Hand(Mutex<At>);

#[async_trait::async_trait]
impl Clock for Hand {
    fn now(&self) -> At {
        *self.0.lock().expect("no panic")
    }

    async fn sleep(&self, length: Length) {
        self.forward(length);
    }
}

impl Hand {
    fn forward(&self, length: Length) {
        let mut now = self.0.lock().expect("no panic");
        *now = now.plus(length);
    }
}

fn limit(text: &str) -> allowed::Limit {
    text.parse().expect("a limit")
}

struct Served {
    clock: Arc<Hand>,
    base: String,
    client: reqwest::Client,
}

async fn served(limits: &[&str]) -> Served {
    let clock = Arc::new(Hand(Mutex::new(At(1_795_431_600_000))));
    let allowed = Allowed::new(limits.iter().map(|text| limit(text)), vec![IpAddr::from([127, 0, 0, 1])]);
    let limits = Arc::new(Limits::new(allowed, clock.clone()));
    let router = Router::new().fallback(any(async || "in")).layer(from_fn_with_state(limits, limited));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("bound"));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    Served { clock, base, client: nabat_connectors::http::loopback().build().expect("a client") }
}

impl Served {
    /// Status, and what is said of when to come again.
    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> (u16, Option<u64>, String) {
        let mut request = self.client.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.expect("answered");
        let after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        (answer.status().as_u16(), after, answer.text().await.expect("text"))
    }
}

#[tokio::test]
async fn whoever_asks_too_much_is_told_when_to_come_and_comes_in_then() {
    let served = served(&["api=60"]).await;
    let token = [("authorization", "Bearer a")];
    for _ in 0..60 {
        assert_eq!(served.get("/api/products", &token).await.0, 200);
    }
    let (status, after, body) = served.get("/api/products", &token).await;
    assert_eq!((status, after), (429, Some(1)));
    assert!(serde_json::from_str::<serde_json::Value>(&body).is_ok_and(|body| body["error"].is_string()), "{body}");
    assert_eq!(served.get("/api/products", &[("authorization", "Bearer b")]).await.0, 200, "another token");
    assert_eq!(served.get("/", &[]).await.0, 200, "another door");
    served.clock.forward(Length(999));
    assert_eq!(served.get("/api/products", &token).await.0, 429, "not a millisecond early");
    served.clock.forward(Length(1));
    assert_eq!(served.get("/api/products", &token).await.0, 200);
    assert_eq!(served.get("/api/products", &token).await.0, 429);
    served.clock.forward(Length::minutes(1));
    for _ in 0..60 {
        assert_eq!(served.get("/api/products", &token).await.0, 200, "after a minute all of it is there again");
    }
}

#[tokio::test]
async fn people_are_told_in_words_and_invented_sessions_help_nobody() {
    let served = served(&["pages=5", "peer=8"]).await;
    for _ in 0..5 {
        assert_eq!(served.get("/now", &[("cookie", "nabat=one")]).await.0, 200);
    }
    let (status, _, page) = served.get("/now", &[("cookie", "nabat=one"), ("accept-language", "en")]).await;
    assert!(status == 429 && page.contains("<html") && page.contains("Too many"), "{page}");
    let again = served.client.get(format!("{}/now", served.base)).header("cookie", "nabat=one");
    let again = again.send().await.expect("answered");
    let policy = again.headers().get("content-security-policy").and_then(|value| value.to_str().ok());
    assert!(
        policy.is_some_and(|policy| policy.contains("frame-ancestors 'none'")),
        "guarded as every page: {policy:?}"
    );
    let mut refused = 0;
    for number in 0..8 {
        let cookie = format!("nabat=invented-{number}");
        refused += u32::from(served.get("/now", &[("cookie", &cookie)]).await.0 == 429);
    }
    assert!(refused >= 6, "the address has a limit of its own: {refused}");
}

#[tokio::test]
async fn a_desk_in_a_storm_of_300_a_minute_comes_in_by_the_usual_limits() {
    let served = served(&[]).await;
    for _ in 0..600 {
        assert_eq!(served.get("/desk/clinics/generic", &[]).await.0, 200);
    }
}

#[tokio::test]
async fn a_proxy_that_is_believed_names_who_asks_and_others_do_not() {
    let served = served(&["sign-in=1"]).await;
    // What a proxy was told before it is said by whoever asks.
    for address in ["192.0.2.1", "192.0.2.2", "spoofed, 192.0.2.3", "192.0.2.1, 192.0.2.4"] {
        let named = [("x-forwarded-for", address)];
        assert_eq!(served.get("/in/x", &named).await.0, 200);
        assert_eq!(served.get("/in/x", &named).await.0, 429, "{address}");
    }
    let mut headers = HeaderMap::new();
    headers.insert("x-forwarded-for", "192.0.2.9".parse().expect("a value"));
    let stranger = IpAddr::from([198, 51, 100, 7]);
    assert_eq!(peer(Some(stranger), &headers, &[IpAddr::from([127, 0, 0, 1])]), "198.51.100.7");
}

#[test]
fn doors_are_told_apart() {
    let door = |method: Method, path: &str| of(&method, path, &HeaderMap::new(), "a").0;
    for path in ["/desk/clinics/generic", "/desk/rt/webhook", "/alerts/clinics"] {
        assert_eq!(door(Method::POST, path), Door::Webhooks, "{path}");
    }
    for path in ["/chat/builtin", "/chat/slack"] {
        assert_eq!(door(Method::POST, path), Door::Chats, "{path}");
    }
    assert_eq!(door(Method::PUT, "/chat/matrix/_matrix/app/v1/transactions/7"), Door::Chats);
    assert_eq!(door(Method::GET, "/chat/builtin"), Door::Pages);
    assert_eq!(door(Method::POST, "/chat/room-1/say"), Door::Pages);
    assert_eq!(door(Method::GET, "/desk/SD-1"), Door::Pages);
    assert_eq!(door(Method::GET, "/sign-in/sso/answer"), Door::SignIn);
    assert_eq!(door(Method::GET, "/metrics"), Door::Api);
}

#[test]
fn a_clock_set_back_keeps_nobody_out_for_longer_than_a_minute() {
    let buckets = Buckets::default();
    let noon = At(1_795_431_600_000);
    for _ in 0..10 {
        assert_eq!(buckets.wait("a", 10, noon), None);
    }
    let before = noon.minus(Length::minutes(60));
    assert!(buckets.wait("a", 10, before).is_some_and(|seconds| seconds <= 60));
    assert_eq!(buckets.wait("a", 10, before.plus(Length::minutes(61))), None);
}

#[test]
fn what_is_no_limit_is_refused_with_those_there_are() {
    for wrong in ["", "pages", "pages=", "pages=0", "pages=-1", "doors=5"] {
        let told = wrong.parse::<allowed::Limit>().expect_err(wrong);
        assert!(told.contains("sign-in"), "{told}");
    }
}
