//! Against a real Prometheus: the time of a search against downloading the same data with the same queries,
//! and the memory it takes. Meaningful in an optimised build only: a debug build has no such tests.
//! `NABAT_MONITORING_SERIES` says how many series, 2,000 unless said.

use super::history::{Noise, REGISTERED};
use super::server::Server;
use anyhow::{Context as _, ensure};
use futures_util::StreamExt as _;
use nabat_connectors::monitoring::prometheus::{Conventions, Prometheus};
use nabat_domain::anomaly::{Question, Series, Tuning, Windows, rank};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::{At, Length};
use nabat_kit::port::{Monitoring as _, Recorded, Wanted};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;
use tokio::time::Instant;

/// Series of one service.
const EACH: usize = 20;
/// The usual, and what is suspected.
const BEFORE: Length = Length::minutes(245);
/// Most times the download's time.
const TIMES: f64 = 1.5;
/// Most memory of the process that searches, MB.
const MEMORY: u64 = 200;
/// The best of so many.
const ROUNDS: usize = 3;

fn series() -> usize {
    std::env::var("NABAT_MONITORING_SERIES").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

#[tokio::test]
async fn a_search_costs_little_more_than_its_download() -> anyhow::Result<()> {
    let services: Vec<String> = (0..series() / EACH).map(|n| format!("service-{n:04}")).collect();
    let server = Server::start("speed", &estate(&services))?;
    forget_peak()?;
    let wanted = Wanted {
        services: services.iter().map(|name| ServiceId::from(name.as_str())).collect(),
        ranges: vec![(REGISTERED.minus(BEFORE), REGISTERED)],
        step: Length::minutes(1),
        most_series: series(),
        matchers: BTreeMap::new(),
        patience: Length::minutes(5),
    };
    let mut search = Duration::MAX;
    let mut queries = BTreeSet::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let gathered = Prometheus::new(&server.base, None, Conventions::default())?.gather(&wanted).await?;
        let all: Vec<Series> = gathered.series.iter().map(Recorded::series).collect();
        let windows = Windows::before_registration(REGISTERED, wanted.step, Length::hours(4));
        let found = rank(&all, &Question { windows, symptom: None, entries: &[] }, &Tuning::default());
        search = search.min(begun.elapsed());
        ensure!(gathered.missing.is_empty() && all.len() == series(), "{} {:?}", all.len(), gathered.missing);
        ensure!(found.series[0].service.as_str() == "service-0003", "{:?}", found.series[0]);
        queries = gathered.series.iter().filter_map(|one| one.query.clone()).collect();
    }
    let memory = peak()?;
    let mut download = (Duration::MAX, 0);
    for _ in 0..ROUNDS {
        download = download.min(downloaded(&server.base, &wanted, &queries).await?);
    }
    let times = search.as_secs_f64() / download.0.as_secs_f64();
    println!(
        "{} series, {} queries: search {search:.2?}, download of the same {} MB {:.2?}, {times:.2} times (at most {TIMES}); \
         peak {memory} MB (at most {MEMORY})",
        series(),
        queries.len(),
        download.1 / 1_000_000,
        download.0,
    );
    ensure!(times <= TIMES, "{times:.2} times");
    ensure!(memory <= MEMORY, "{memory} MB");
    Ok(())
}

/// Gauges of noise; one of them leaves its usual.
fn estate(services: &[String]) -> String {
    let mut noise = Noise::new(11);
    let mut text = String::new();
    for metric in 0..EACH {
        writeln!(text, "# TYPE cpu_part_{metric:02} gauge").expect("a string takes any text");
        for service in services {
            for before in (0..=BEFORE.0 / 60_000).rev() {
                let at = REGISTERED.minus(Length::minutes(before));
                let failing = metric == 7 && service == "service-0003" && before <= 4;
                let value = 10.0 + noise.next() + if failing { 30.0 } else { 0.0 };
                let seconds = at.0 / 1_000;
                writeln!(
                    text,
                    "cpu_part_{metric:02}{{service=\"{service}\",pod=\"{service}-7f9c\"}} {value:.4} {seconds}"
                )
                .expect("a string takes any text");
            }
        }
    }
    text.push_str("# EOF\n");
    text
}

/// The yardstick: the same questions, as many at once, the answers thrown away; time and bytes.
async fn downloaded(base: &str, wanted: &Wanted, queries: &BTreeSet<String>) -> anyhow::Result<(Duration, usize)> {
    let client = nabat_connectors::http::client()?;
    let (from, until) = wanted.ranges[0];
    let seconds = |at: At| (at.0 / 1_000).to_string();
    let labels = ["service", "service_name", "app", "app_kubernetes_io_name", "application", "container", "job"];
    let known = wanted.services.iter().map(|service| {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for label in labels {
            form.append_pair("match[]", &format!("{{{label}=\"{service}\"}}"));
        }
        form.append_pair("start", &seconds(from)).append_pair("end", &seconds(until));
        ("series", form.finish())
    });
    let ranges = queries.iter().map(|query| {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("query", query).append_pair("start", &seconds(from)).append_pair("end", &seconds(until));
        ("query_range", form.append_pair("step", "60").finish())
    });
    let asked: Vec<(&str, String)> = known.chain(ranges).collect();
    let begun = Instant::now();
    let answers = asked.into_iter().map(async |(what, body)| {
        let request = client.post(format!("{base}/api/v1/{what}")).body(body);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        anyhow::Ok(request.send().await?.error_for_status()?.bytes().await?.len())
    });
    let bytes: Vec<anyhow::Result<usize>> = futures_util::stream::iter(answers).buffer_unordered(8).collect().await;
    let bytes: anyhow::Result<Vec<usize>> = bytes.into_iter().collect();
    Ok((begun.elapsed(), bytes?.into_iter().sum()))
}

/// Forgets how much memory this process ever held.
fn forget_peak() -> anyhow::Result<()> {
    std::fs::write("/proc/self/clear_refs", "5").context("the kernel forgets the peak")
}

/// The most memory this process held since, MB, as the kernel counts it.
fn peak() -> anyhow::Result<u64> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let mark =
        text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    Ok(mark.context("the kernel counts it")? / 1_000)
}
