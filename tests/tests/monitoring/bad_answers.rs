//! What a monitoring system must not do and does: the search gets what there is, and says what is missing.

use super::search::{gathered, ranked, wanted};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use nabat_connectors::monitoring::prometheus::{Conventions, Prometheus};
use nabat_domain::time::Length;
use nabat_kit::port::{CallError, Missing, Monitoring as _, Wanted};
use std::time::Duration;

/// How the model behaves; its samples are always of the moments asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Behaviour {
    Html,
    Redirects,
    HalfFails,
    OddNumbers,
    Warns,
    Endless,
    /// Far more series than its index told of.
    Million,
    /// Half of the queries take longer than anybody waits.
    HalfSlow,
    /// So do all of them.
    Slow,
    /// Its clock, and so its newest sample, is ten minutes behind ours.
    Behind,
    /// Its samples go on after the moment asked for.
    Ahead,
}

/// Two gauges of the service asked for, told as a Prometheus tells them.
async fn series(State(behaviour): State<Behaviour>, body: String) -> Response {
    let asked = body.split("service%3D%22").nth(1).and_then(|rest| rest.split("%22").next()).unwrap_or_default();
    match behaviour {
        Behaviour::Html => (StatusCode::OK, "<html><body>Sign in, please</body></html>").into_response(),
        Behaviour::Redirects => Redirect::temporary("http://127.0.0.1:1/").into_response(),
        Behaviour::Endless => "x".repeat(70 * 1024 * 1024).into_response(),
        Behaviour::Slow => std::future::pending().await,
        Behaviour::HalfFails
        | Behaviour::OddNumbers
        | Behaviour::Warns
        | Behaviour::Million
        | Behaviour::HalfSlow
        | Behaviour::Behind
        | Behaviour::Ahead => {
            let one = |name: &str| format!(r#"{{"__name__":"{name}","service":"{asked}"}}"#);
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
    if behaviour == Behaviour::HalfSlow && body.contains("latency") {
        std::future::pending::<()>().await;
    }
    if behaviour == Behaviour::Million {
        let rows: Vec<String> =
            (0..100_000).map(|n| format!(r#"{{"metric":{{"pod":"{n}"}},"values":[[{start},"1"]]}}"#)).collect();
        return format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":[{}]}}}}"#, rows.join(","))
            .into_response();
    }
    let end = match behaviour {
        Behaviour::Behind => end - 600.0,
        Behaviour::Ahead => end + 600.0,
        _ => end,
    };
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

/// Serves one; its address.
pub async fn model(behaviour: Behaviour) -> String {
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
async fn html_is_no_answer_and_is_shown_and_a_gateways_page_goes_away_again() {
    let failed = gathered(&model(Behaviour::Html).await, &["booking"]).await;
    assert!(matches!(&failed, Err(CallError::Transient(told)) if told.contains("Sign in")), "{failed:?}");
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

#[tokio::test]
async fn a_million_series_nobody_told_of_are_cut_off_and_counted() {
    let gathered = gathered(&model(Behaviour::Million).await, &["booking"]).await.expect("as many as may be read");
    assert_eq!(gathered.series.len(), 1_000);
    let over = |missing: &Missing| matches!(missing, Missing::OverLimit { series } if *series >= 100_000);
    assert!(gathered.missing.iter().any(over), "{:?}", gathered.missing);
}

#[tokio::test]
async fn what_is_slow_is_left_out_in_time_and_the_rest_comes() {
    let source = Prometheus::new(&model(Behaviour::HalfSlow).await, None, Conventions::default()).expect("an address");
    let wanted = Wanted { patience: Length::seconds(2), ..wanted(&["booking"]) };
    let gathered = tokio::time::timeout(Duration::from_secs(6), source.gather(&wanted)).await.expect("in time");
    let gathered = gathered.expect("half of it");
    assert_eq!(gathered.series.len(), 1);
    let told = |missing: &Missing| matches!(missing, Missing::Query { query, reason } if query.contains("latency") && reason.contains("no time"));
    assert!(!gathered.missing.is_empty() && gathered.missing.iter().all(told), "{:?}", gathered.missing);
}

#[tokio::test]
async fn clocks_apart_make_no_failure() {
    for behaviour in [Behaviour::Behind, Behaviour::Ahead] {
        let gathered = gathered(&model(behaviour).await, &["booking"]).await.expect("samples");
        assert_eq!(gathered.series.len(), 2);
        assert!(ranked(&gathered, None).1.is_empty(), "nothing stands out");
        let newest = gathered.series[0].times.iter().zip(&gathered.series[0].values);
        let newest = newest.filter(|(_, value)| value.is_finite()).map(|(at, _)| *at).max();
        assert!(newest.is_some_and(|at| at <= wanted(&[]).last()), "nothing of later");
    }
}
