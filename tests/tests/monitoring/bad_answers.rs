//! What a monitoring system must not do and does: the search gets what there is, and says what is missing.

use super::search::{gathered, ranked};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use nabat_kit::port::{CallError, Missing};
use std::time::Duration;

/// How the model behaves; its samples are always of the moments asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behaviour {
    Html,
    Redirects,
    HalfFails,
    OddNumbers,
    Warns,
    Endless,
}

/// Two gauges of one service, told as a Prometheus tells them.
async fn series(State(behaviour): State<Behaviour>) -> Response {
    match behaviour {
        Behaviour::Html => (StatusCode::OK, "<html><body>Sign in, please</body></html>").into_response(),
        Behaviour::Redirects => Redirect::temporary("http://127.0.0.1:1/").into_response(),
        Behaviour::Endless => "x".repeat(70 * 1024 * 1024).into_response(),
        Behaviour::HalfFails | Behaviour::OddNumbers | Behaviour::Warns => {
            let one = |name: &str| format!(r#"{{"__name__":"{name}","service":"booking"}}"#);
            format!(r#"{{"status":"success","data":[{},{}]}}"#, one("cpu"), one("latency")).into_response()
        }
    }
}

async fn range(State(behaviour): State<Behaviour>, body: String) -> Response {
    let field = |name: &str| body.split('&').find_map(|pair| pair.strip_prefix(name)).unwrap_or_default().to_owned();
    let (start, end) = (field("start="), field("end="));
    let (start, end): (f64, f64) = (start.parse().unwrap_or(0.0), end.parse().unwrap_or(0.0));
    if behaviour == Behaviour::HalfFails && body.contains("latency") {
        let refused = r#"{"status":"error","errorType":"execution","error":"too many samples"}"#;
        return (StatusCode::UNPROCESSABLE_ENTITY, refused).into_response();
    }
    let odd = ["NaN", "+Inf", "-Inf", "nonsense"];
    let mut values = Vec::new();
    let steps = ((end - start) / 60.0) as usize;
    for n in 0..=steps {
        let value = match behaviour {
            Behaviour::OddNumbers if n % 3 == 0 => odd[n / 3 % odd.len()].to_owned(),
            _ => (n % 5).to_string(),
        };
        values.push(format!("[{},\"{value}\"]", start + 60.0 * n as f64));
    }
    let row = format!(r#"{{"metric":{{"service":"booking"}},"values":[{}]}}"#, values.join(","));
    // Two series of one name, and a sample of a moment nobody asked for.
    let twice = format!(r#"{row},{row},{{"metric":{{"service":"booking","x":"1"}},"values":[[1.5,"7"]]}}"#);
    let rows = if behaviour == Behaviour::OddNumbers { twice } else { row };
    let warnings = if behaviour == Behaviour::Warns { r#","warnings":["one replica is away"]"# } else { "" };
    format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":[{rows}]}}{warnings}}}"#).into_response()
}

async fn model(behaviour: Behaviour) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let routes = Router::new()
        .route("/api/v1/series", post(series))
        .route("/api/v1/query_range", post(range))
        .with_state(behaviour);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    base
}

#[tokio::test]
async fn html_is_no_answer_and_is_shown() {
    let failed = gathered(&model(Behaviour::Html).await, &["booking"]).await;
    assert!(matches!(&failed, Err(CallError::Permanent(told)) if told.contains("Sign in")), "{failed:?}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let failed = gathered(&model(Behaviour::Redirects).await, &["booking"]).await;
    assert!(matches!(&failed, Err(CallError::Permanent(told)) if told.contains("307")), "{failed:?}");
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let failed = gathered(&model(Behaviour::Endless).await, &["booking"]).await;
    assert!(matches!(&failed, Err(CallError::Permanent(told)) if told.contains("longer")), "{failed:?}");
}

#[tokio::test]
async fn nobody_there_is_worth_another_try() {
    let failed = gathered("http://127.0.0.1:9", &["booking"]).await;
    assert!(matches!(failed, Err(CallError::Transient(_))), "{failed:?}");
}

#[tokio::test]
async fn half_the_queries_failing_leaves_the_other_half() {
    let gathered = gathered(&model(Behaviour::HalfFails).await, &["booking"]).await.expect("half of it");
    assert_eq!(gathered.series.len(), 1);
    let told =
        |missing: &Missing| matches!(missing, Missing::Query { reason, .. } if reason.contains("too many samples"));
    assert!(!gathered.missing.is_empty() && gathered.missing.iter().all(told), "{:?}", gathered.missing);
}

#[tokio::test]
async fn odd_numbers_and_two_of_one_name_break_nothing() {
    let gathered = gathered(&model(Behaviour::OddNumbers).await, &["booking"]).await.expect("numbers of a sort");
    assert_eq!(gathered.series.len(), 4);
    assert!(ranked(&gathered, None).1.is_empty(), "nothing stands out");
}

#[tokio::test]
async fn warnings_are_passed_on() {
    let gathered = gathered(&model(Behaviour::Warns).await, &["booking"]).await.expect("an answer");
    assert_eq!(gathered.missing.first(), Some(&Missing::Warned("one replica is away".to_owned())));
}

#[tokio::test]
async fn silence_ends_in_time() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let patient = tokio::time::timeout(Duration::from_secs(20), gathered(&base, &["booking"])).await;
    assert!(matches!(patient, Ok(Err(CallError::Transient(_)))), "{patient:?}");
}
