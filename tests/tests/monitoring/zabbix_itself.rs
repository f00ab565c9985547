//! A real Zabbix, server, database and front end: the same contract, the same failure, its own problems.

use super::contract::{impatient, kept};
use super::history::{CLINICS, REGISTERED};
use super::search::{SERVICES, ranked, wanted};
use super::zabbix_setup::{Administered, Sent};
use anyhow::ensure;
use nabat_connectors::monitoring::zabbix::{Zabbix, common_tags};
use nabat_kit::port::{CallError, Gathered, Monitoring as _};
use serde_json::json;

const MINUTE: i64 = 60;

/// The host of a service: found by its name, by one tag or by another.
fn host(number: usize) -> String {
    if number == 0 { CLINICS.services[0].to_owned() } else { format!("srv-{number}") }
}

/// The clinics' history, with two triggers of the culprit.
async fn clinics() -> anyhow::Result<Administered> {
    let zabbix = Administered::start("zabbix").await?;
    for (number, service) in CLINICS.services.iter().enumerate() {
        let tag = [None, Some(("application", *service))].get(number).copied().unwrap_or(Some(("service", *service)));
        let id = zabbix.host(&host(number), tag).await?;
        zabbix.item(&id, "cpu_cores_used", 0).await?;
        zabbix.item(&id, "memory_bytes", 3).await?;
        // A text is no sample, whatever it says.
        zabbix.item(&id, "log", 4).await?;
        if *service == "labs" {
            zabbix.item(&id, "is_flapping", 3).await?;
        }
    }
    for (name, expression) in [("busy", "last(/srv-2/cpu_cores_used)>1.8"), ("flaps", "last(/srv-2/is_flapping)=1")] {
        zabbix.call("trigger.create", &json!({ "description": name, "expression": expression })).await?;
    }
    zabbix.send(&values()).await?;
    Ok(zabbix)
}

/// What its agents would have sent: a problem that came and went in the hours before, besides.
fn values() -> Vec<Sent> {
    let place = |service: &str| CLINICS.services.iter().position(|known| *known == service).unwrap_or_default();
    let told = |value: f64| if value > 1e6 { value.round() } else { value };
    let gauges = CLINICS.gauges().into_iter();
    let mut all: Vec<Sent> =
        gauges.map(|(service, metric, at, value)| (host(place(&service)), metric, at, told(value))).collect();
    let now = REGISTERED.0 / 1_000;
    for (before, value) in [(200, 0.0), (130, 1.0), (100, 0.0), (60, 1.0), (30, 0.0)] {
        all.push((host(2), "is_flapping".to_owned(), now - before * MINUTE, value));
    }
    // A trigger is computed anew in the order of time.
    all.sort_by_key(|sent| sent.2);
    all
}

#[tokio::test]
async fn a_zabbix_itself_keeps_the_contract_and_shows_the_culprit() -> anyhow::Result<()> {
    let zabbix = clinics().await?;
    let source = Zabbix::new(&zabbix.server.base, &zabbix.token().await?, common_tags())?;
    kept(&source).await?;
    impatient(&source).await;

    zabbix.forget_history(REGISTERED.0 / 1_000 - 3 * 86_400)?;
    let gathered = source.gather(&wanted(&SERVICES)).await?;
    ensure!(gathered.missing.is_empty(), "{:?}", gathered.missing);
    let (services, standing) = ranked(&gathered, None);
    ensure!(services[0] == "labs", "{standing:?}");
    let memory = of(&gathered, "booking", "memory_bytes")?;
    ensure!(memory[..245].iter().all(|value| *value > 1e8), "of a week ago by trends: {:?}", &memory[..245]);

    problems(&zabbix, &gathered).await?;
    refusals(&zabbix).await
}

/// Open ones are counted, and those of before while they were open: what flaps every hour is its usual.
async fn problems(zabbix: &Administered, gathered: &Gathered) -> anyhow::Result<()> {
    let open = of(gathered, "labs", "problems")?;
    let at = |before: i64| open[open.len() - 1 - usize::try_from(before).expect("in the past")];
    ensure!([150, 120, 80, 45, 20, 2].map(at) == [0.0, 1.0, 0.0, 1.0, 0.0, 1.0], "{open:?}");
    ensure!(of(gathered, "cards", "problems").is_err(), "nobody complains of it");
    let link = Zabbix::new(&zabbix.server.base, "", common_tags())?.link("42", REGISTERED, REGISTERED);
    let page = nabat_connectors::http::loopback().build()?.get(link.expect("it has graphs")).send().await?;
    ensure!(page.status().is_success() || page.status().is_redirection(), "{}", page.status());
    Ok(())
}

async fn refusals(zabbix: &Administered) -> anyhow::Result<()> {
    let wrong = Zabbix::new(&zabbix.server.base, "wrong", common_tags())?.gather(&wanted(&["labs"])).await;
    ensure!(matches!(&wrong, Err(CallError::Permanent(told)) if told.contains("re-login")), "{wrong:?}");
    Ok(())
}

fn of<'a>(gathered: &'a Gathered, service: &str, metric: &str) -> anyhow::Result<&'a [f64]> {
    let found = gathered.series.iter().find(|one| one.service.as_str() == service && one.metric.0 == metric);
    found.map(|one| one.values.as_slice()).ok_or_else(|| anyhow::anyhow!("no {metric} of {service}"))
}
