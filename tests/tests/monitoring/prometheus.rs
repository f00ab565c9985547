//! A failure in a real Prometheus is found: noise, a daily rhythm, a victim louder than the culprit, a
//! release elsewhere.

use super::history::{CLINICS, REGISTERED};
use super::program::program;
use super::search::{SERVICES, gathered, ranked};
use super::server::Server;
use nabat_domain::ids::ServiceId;
use nabat_kit::port::Missing;
use std::process::Command;

#[tokio::test]
async fn the_culprit_is_found_behind_a_louder_victim() -> anyhow::Result<()> {
    let server = Server::start("culprit", &CLINICS.open_metrics())?;
    let gathered = gathered(&server.base, &SERVICES).await?;
    assert!(gathered.missing.is_empty(), "everything was read: {:?}", gathered.missing);
    // Requests, errors, latency, its rate, processor, memory of each.
    assert_eq!(gathered.series.len(), 6 * 6, "{:?}", gathered.series.iter().map(|one| &one.metric).collect::<Vec<_>>());
    let (services, standing) = ranked(&gathered, None);
    assert_eq!(services[0], "labs", "{standing:?}");
    assert_eq!(standing[0].0, "labs cpu_cores_used", "{standing:?}");
    let rhythm = standing.iter().filter(|(series, _)| series.contains("rate") && !series.contains("errors"));
    assert_eq!(rhythm.count(), 0, "the morning comes every day: {standing:?}");
    Ok(())
}

#[tokio::test]
async fn the_command_shows_a_table_and_draws_charts() -> anyhow::Result<()> {
    let server = Server::start("command", &CLINICS.open_metrics())?;
    let charts = std::env::temp_dir().join(format!("nabat-charts-{}", std::process::id()));
    let services = SERVICES.iter().flat_map(|service| ["--service", service]);
    let told = Command::new(program()?)
        .args(["anomalies", "--prometheus", &server.base, "--at", &REGISTERED.to_rfc3339(), "--language", "ru"])
        .args(["--zone", "Europe/Moscow"])
        .arg("--charts")
        .arg(&charts)
        .args(services)
        .output()?;
    let text = String::from_utf8(told.stdout)?;
    assert!(told.status.success(), "{text}{}", String::from_utf8_lossy(&told.stderr));
    let row: Vec<&str> = text.lines().nth(1).unwrap_or_default().split_whitespace().take(3).collect();
    assert_eq!(row, ["1", "labs", "cpu_cores_used"], "{text}");
    assert!(text.contains("labs, cpu_cores_used:") && text.contains("обычно"), "{text}");
    let first = std::fs::read_to_string(charts.join("01-labs-cpu-cores-used.svg"))?;
    assert!(first.contains("под подозрением") && first.contains("labs, cpu_cores_used"));
    std::fs::remove_dir_all(&charts)?;
    Ok(())
}

#[tokio::test]
async fn an_unknown_service_is_told_and_holds_nothing_up() -> anyhow::Result<()> {
    let server = Server::start("unknown", &CLINICS.open_metrics())?;
    let gathered = gathered(&server.base, &["labs", "a\"} or {x=\"", "nobody"]).await?;
    let unknown = |name: &str| Missing::Unknown(ServiceId::from(name));
    assert_eq!(gathered.missing, [unknown("a\"} or {x=\""), unknown("nobody")]);
    assert_eq!(gathered.series.len(), 6);
    Ok(())
}
