//! VictoriaMetrics: a real one with the same failure, and its deviations from Prometheus.

use super::history::CLINICS;
use super::search::{SERVICES, ranked, wanted};
use super::server::Server;
use axum::Router;
use axum::routing::post;
use nabat_connectors::monitoring::prometheus::{Conventions, Dialect, Prometheus};
use nabat_domain::time::Length;
use nabat_kit::port::{Missing, Monitoring as _};

pub fn source(base: &str) -> Prometheus {
    Prometheus::speaking(Dialect::VictoriaMetrics, base, None, Conventions::default()).expect("an address")
}

#[tokio::test]
async fn the_culprit_is_found_there_too() -> anyhow::Result<()> {
    let server = Server::victoria("vm-culprit", &CLINICS.open_metrics())?;
    let gathered = source(&server.base).gather(&wanted(&SERVICES)).await?;
    assert!(gathered.missing.is_empty(), "everything was read: {:?}", gathered.missing);
    assert_eq!(gathered.series.len(), 6 * 6);
    let (services, standing) = ranked(&gathered, None);
    assert_eq!(services[0], "labs", "{standing:?}");
    Ok(())
}

#[tokio::test]
async fn moments_off_the_step_are_answered_as_they_are_asked() -> anyhow::Result<()> {
    let server = Server::victoria("vm-aligned", &CLINICS.open_metrics())?;
    let mut wanted = wanted(&["labs"]);
    // Without `nocache=1` its answers are moved to multiples of the step, and none of them is on the grid.
    for range in &mut wanted.ranges {
        *range = (range.0.plus(Length::seconds(7)), range.1.plus(Length::seconds(7)));
    }
    let gathered = source(&server.base).gather(&wanted).await?;
    let cpu = gathered.series.iter().find(|one| one.metric.0 == "cpu_cores_used").expect("it was read");
    let there = cpu.values.iter().filter(|value| value.is_finite()).count();
    assert!(there * 10 > cpu.values.len() * 9, "{there} of {}", cpu.values.len());
    Ok(())
}

#[tokio::test]
async fn a_partial_answer_is_said_once() -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}/select/0/prometheus", listener.local_addr()?);
    let labels = r#"{"__name__":"cpu","service":"labs"}"#;
    let series = format!(r#"{{"status":"success","isPartial":true,"data":[{labels}]}}"#);
    let range = async |body: String| {
        assert!(body.contains("nocache=1"), "{body}");
        r#"{"status":"success","isPartial":true,"data":{"resultType":"matrix","result":[]}}"#
    };
    let routes = Router::new()
        .route("/select/0/prometheus/api/v1/series", post(async || series))
        .route("/select/0/prometheus/api/v1/query_range", post(range));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let gathered = source(&base).gather(&wanted(&["labs"])).await?;
    assert!(
        matches!(gathered.missing.as_slice(), [Missing::Warned(told)] if told.contains("isPartial")),
        "{:?}",
        gathered.missing
    );
    Ok(())
}
