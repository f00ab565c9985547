//! What every source promises behind the port, whatever stands behind it.

use super::history::{CLINICS, REGISTERED};
use super::search::wanted;
use super::server::Server;
use super::zabbix::clinics;
use super::zabbix_model::TOKEN;
use nabat_connectors::monitoring::prometheus::{Conventions, Prometheus};
use nabat_connectors::monitoring::recording::Recording;
use nabat_connectors::monitoring::zabbix::{Zabbix, common_tags};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::Length;
use nabat_kit::port::{Gathered, Missing, Monitoring, Wanted};
use nabat_tests::folder::Folder;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;

#[tokio::test]
async fn a_prometheus_keeps_the_contract() -> anyhow::Result<()> {
    let server = Server::start("contract", &CLINICS.open_metrics())?;
    let source = Prometheus::new(&server.base, None, Conventions::default())?;
    kept(&source).await?;
    impatient(&source).await;
    assert!(source.link("up", REGISTERED, REGISTERED).is_some_and(|link| link.starts_with(&server.base)));
    Ok(())
}

#[tokio::test]
async fn a_victoria_metrics_keeps_the_contract() -> anyhow::Result<()> {
    let server = Server::victoria("vm-contract", &CLINICS.open_metrics())?;
    let source = super::victoria::source(&server.base);
    kept(&source).await?;
    impatient(&source).await;
    let link = source.link("cpu_cores_used", REGISTERED, REGISTERED).expect("it has a page of its own");
    let shown = nabat_connectors::http::loopback().build()?.get(link).send().await?;
    assert!(shown.status().is_success() || shown.status().is_redirection(), "{}", shown.status());
    Ok(())
}

#[tokio::test]
async fn a_zabbix_keeps_the_contract() -> anyhow::Result<()> {
    let base = clinics("7.0.5").serve().await;
    let source = Zabbix::new(&base, TOKEN, common_tags())?;
    kept(&source).await?;
    impatient(&source).await;
    Ok(())
}

#[tokio::test]
async fn a_recording_keeps_the_contract() -> anyhow::Result<()> {
    let mut rows: BTreeMap<i64, BTreeMap<String, f64>> = BTreeMap::new();
    for (service, metric, seconds, value) in CLINICS.gauges() {
        rows.entry(seconds).or_default().insert(format!("{service}|{metric}"), value);
    }
    let columns: BTreeSet<String> = rows.values().flat_map(BTreeMap::keys).cloned().collect();
    let mut table = format!("time,{}\n", columns.iter().cloned().collect::<Vec<_>>().join(","));
    for (seconds, row) in &rows {
        let cells = columns.iter().map(|name| row.get(name).map(f64::to_string).unwrap_or_default());
        writeln!(table, "{seconds},{}", cells.collect::<Vec<_>>().join(","))?;
    }
    let folder = Folder::new();
    let file = folder.path().join("night.csv");
    std::fs::write(&file, table)?;
    let source = Recording::new(file);
    kept(&source).await?;
    assert_eq!(source.link("any", REGISTERED, REGISTERED), None);
    Ok(())
}

/// Everything but what takes time.
pub async fn kept(source: &dyn Monitoring) -> anyhow::Result<()> {
    let asked = wanted(&["booking", "labs"]);
    let gathered = source.gather(&asked).await?;
    assert!(gathered.missing.is_empty(), "{:?}", gathered.missing);
    well_formed(&gathered, &asked);
    shows_the_failure(&gathered);
    assert_eq!(told(&source.gather(&asked).await?), told(&gathered), "the same question has the same answer");

    let with_unknown = source.gather(&wanted(&["labs", "nobody"])).await?;
    assert_eq!(with_unknown.missing, [Missing::Unknown(ServiceId::from("nobody"))]);
    assert!(!with_unknown.series.is_empty(), "who is known comes all the same");

    let capped = source.gather(&Wanted { most_series: 2, ..asked.clone() }).await?;
    let over = |missing: &Missing| matches!(missing, Missing::OverLimit { series } if *series > 0);
    assert!(capped.series.len() <= 2 && capped.missing.iter().any(over), "{:?}", capped.missing);

    // More moments than one answer of Prometheus or VictoriaMetrics may have.
    let step = Length::seconds(5);
    let long = Wanted { step, ranges: vec![(REGISTERED.minus(Length::hours(48)), REGISTERED)], ..wanted(&["labs"]) };
    assert!(long.grid().len() > 30_000);
    let gathered = source.gather(&long).await?;
    assert!(gathered.missing.is_empty(), "{:?}", gathered.missing);
    shows_the_failure(&gathered);
    Ok(())
}

fn well_formed(gathered: &Gathered, asked: &Wanted) {
    let names: Vec<(&ServiceId, &str)> =
        gathered.series.iter().map(|one| (&one.service, one.metric.0.as_str())).collect();
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "in order, none twice: {names:?}");
    for one in &gathered.series {
        assert!(asked.services.contains(&one.service));
        assert_eq!(one.times.len(), one.values.len());
        assert!(one.times.windows(2).all(|pair| pair[0] < pair[1]), "in time order");
        assert!(one.times.last().is_none_or(|at| *at <= asked.last()), "nothing of later");
    }
}

/// The culprit's processor, before and after.
fn shows_the_failure(gathered: &Gathered) {
    let of = |one: &&nabat_kit::port::Recorded| one.service.as_str() == "labs" && one.metric.0 == "cpu_cores_used";
    let cpu = gathered.series.iter().find(of).expect("it was read");
    let at = |ago: Length| {
        let moment = REGISTERED.minus(ago);
        cpu.times.iter().position(|at| *at == moment).map(|place| cpu.values[place])
    };
    let (before, after) = (at(Length::minutes(10)), at(Length(0)));
    assert!(before.is_some_and(|value| value > 0.3 && value < 1.0), "{before:?}");
    assert!(after.is_some_and(|value| value > 1.8), "{after:?}");
}

/// Texts, so that NaN equals NaN.
fn told(gathered: &Gathered) -> Vec<String> {
    gathered.series.iter().map(|one| format!("{one:?}")).collect()
}

/// Without any time nothing comes, and that is said at once.
pub async fn impatient(source: &dyn Monitoring) {
    let wanted = Wanted { patience: Length(0), ..wanted(&["booking", "labs"]) };
    let gathered = tokio::time::timeout(Duration::from_secs(5), source.gather(&wanted)).await.expect("in time");
    assert!(gathered.as_ref().is_err() || gathered.is_ok_and(|one| !one.missing.is_empty()), "it is told");
}
