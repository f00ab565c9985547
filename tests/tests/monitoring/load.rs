//! A monitoring system serves others during a failure too: how many queries are under way at once.

use super::search::wanted;
use axum::Router;
use axum::routing::post;
use nabat_connectors::monitoring::prometheus::{Conventions, Prometheus};
use nabat_kit::port::Monitoring as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

#[tokio::test]
async fn queries_go_side_by_side_and_never_more_than_eight() -> anyhow::Result<()> {
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}", listener.local_addr()?);
    let labels: Vec<String> = (0..20).map(|n| format!(r#"{{"__name__":"gauge_{n}","service":"booking"}}"#)).collect();
    let known = format!(r#"{{"status":"success","data":[{}]}}"#, labels.join(","));
    let counted = Arc::clone(&most);
    let range = move || {
        let (running, most) = (Arc::clone(&running), Arc::clone(&counted));
        async move {
            most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
            running.fetch_sub(1, Ordering::SeqCst);
            r#"{"status":"success","data":{"resultType":"matrix","result":[]}}"#
        }
    };
    // Anything but POST is refused by the routes.
    let routes = Router::new().route("/api/v1/series", post(async || known)).route("/api/v1/query_range", post(range));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Prometheus::new(&base, None, Conventions::default())?.gather(&wanted(&["booking"])).await?;
    let most = most.load(Ordering::SeqCst);
    assert!((2..=8).contains(&most), "{most} at once");
    Ok(())
}
