//! Searches a Prometheus around a moment: a table, and charts where a folder is named.

use anyhow::Context;
use chrono_tz::Tz;
use clap::Args;
use nabat_connectors::monitoring::prometheus::{Conventions, Prometheus};
use nabat_domain::anomaly::{Findings, Question, Series, SeriesFinding, Symptom, Tuning, Windows, rank, short};
use nabat_domain::catalogue::Language;
use nabat_domain::ids::ServiceId;
use nabat_domain::incident::Search;
use nabat_domain::time::{At, Length};
use nabat_kit::findings::{Ranked, Telling, is_personal, ranges, shown, words};
use nabat_kit::port::{Gathered, Monitoring, Recorded, Wanted};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// An operator waits longer than a chat.
const PATIENCE: Length = Length::seconds(45);

/// Rows of the table.
const ROWS: usize = 15;

/// Where to look, and for what.
#[derive(Args)]
pub struct Live {
    /// The address of a Prometheus, or of what speaks its query API.
    #[arg(long, requires = "services", requires = "at")]
    prometheus: Option<String>,
    /// A token for it.
    #[arg(long, env = "NABAT_PROMETHEUS_TOKEN", hide_env_values = true)]
    bearer: Option<String>,
    /// The failing service; again for each neighbour.
    #[arg(long = "service", value_name = "SERVICE")]
    services: Vec<String>,
    /// When the failure was registered, RFC 3339.
    #[arg(long)]
    at: Option<String>,
    /// Labels services are found by, the first that knows one holds [default: those in common use].
    #[arg(long = "label")]
    labels: Vec<String>,
    /// A service found by matchers of its own: `pay=namespace="pay",pod=~"api-.*"`.
    #[arg(long = "where", value_name = "SERVICE=MATCHERS")]
    overrides: Vec<String>,
    /// What the alarm said: latency or availability.
    #[arg(long, value_parser = symptom)]
    symptom: Option<Symptom>,
    /// Seconds from one sample to the next.
    #[arg(long, default_value_t = 60)]
    step: i64,
    /// Hours before the failure that are its usual.
    #[arg(long, default_value_t = 4)]
    hours: i64,
    /// At most so many series.
    #[arg(long, default_value_t = 20_000)]
    most_series: usize,
    /// A folder for the charts.
    #[arg(long)]
    charts: Option<PathBuf>,
    /// The language of findings and charts: en or ru.
    #[arg(long, default_value = "en", value_parser = language)]
    language: Language,
    /// The zone of the clock times shown.
    #[arg(long, default_value = "UTC")]
    zone: Tz,
}

fn symptom(text: &str) -> Result<Symptom, String> {
    match text {
        "latency" => Ok(Symptom::Latency),
        "availability" => Ok(Symptom::Availability),
        _ => Err("latency or availability".to_owned()),
    }
}

fn language(text: &str) -> Result<Language, String> {
    Language::ALL.into_iter().find(|language| language.as_str() == text).ok_or_else(|| "en or ru".to_owned())
}

impl Live {
    pub(super) async fn run(&self) -> anyhow::Result<ExitCode> {
        let (Some(base), Some(at)) = (&self.prometheus, &self.at) else {
            anyhow::bail!(
                "say where to look: --prometheus URL --service S --at TIME, or --cases FILE --data DIR --out FILE"
            );
        };
        anyhow::ensure!(self.step > 0 && self.hours > 0, "--step and --hours are above 0");
        let at = At::from_rfc3339(at).with_context(|| format!("`{at}` is no RFC 3339 moment"))?;
        let wanted = self.wanted(at);
        let source = Prometheus::new(base, self.bearer.clone(), self.conventions()?)?;
        let mut gathered = source.gather(&wanted).await.with_context(|| format!("nothing could be had from {base}"))?;
        gathered.series.iter_mut().for_each(masked);
        let series: Vec<Series> = gathered.series.iter().map(Recorded::series).collect();
        let question = Question { windows: self.windows(&wanted), symptom: self.symptom, entries: &[] };
        let found = rank(&series, &question, &Tuning::default());
        self.tell(&found, &gathered, &source)?;
        Ok(ExitCode::SUCCESS)
    }

    fn wanted(&self, at: At) -> Wanted {
        let step = Length::seconds(self.step);
        let services = self.services.iter().map(|service| ServiceId::from(service.as_str())).collect();
        let before =
            Length(Length::hours(self.hours).0 + Windows::before_registration(at, step, Length(0)).suspected().0);
        Wanted {
            services,
            ranges: ranges(at, before, step),
            step,
            most_series: self.most_series,
            matchers: BTreeMap::new(),
            patience: PATIENCE,
        }
    }

    fn windows(&self, wanted: &Wanted) -> Windows {
        Windows::before_registration(wanted.last(), wanted.step, Length::hours(self.hours))
    }

    fn conventions(&self) -> anyhow::Result<Conventions> {
        let conventions = match self.labels.as_slice() {
            [] => Conventions::default(),
            labels => Conventions::of_labels(labels.to_vec()),
        };
        self.overrides.iter().try_fold(conventions, |conventions, text| {
            let (service, matchers) =
                text.split_once('=').with_context(|| format!("`{text}` is no SERVICE=MATCHERS"))?;
            Ok(conventions.with(ServiceId::from(service), matchers.to_owned()))
        })
    }

    fn tell(&self, found: &Findings, gathered: &Gathered, source: &Prometheus) -> anyhow::Result<()> {
        let telling = Telling { language: self.language, zone: self.zone };
        let service = self.services.first().map(|service| ServiceId::from(service.as_str()));
        let service = service.context("name a service")?;
        let search = Search { number: 0, service, until: found.windows.until, by: None };
        let ranked = Ranked { search: &search, found, gathered, source };
        print!("{}", self.table(found));
        println!();
        for line in telling.lines(&ranked) {
            println!("{line}");
        }
        for one in shown(found) {
            let query = gathered.series[one.index].query.as_deref();
            let link = query.and_then(|query| source.link(query, found.windows.from, found.windows.until));
            link.iter().for_each(|link| println!("{}: {link}", one.metric));
        }
        self.charts.as_deref().map_or(Ok(()), |folder| draw(folder, found, gathered, &telling))
    }

    /// The best series in columns, whether they stand out or not.
    fn table(&self, found: &Findings) -> String {
        let mut rows: Vec<[String; 7]> =
            vec![["#", "service", "series", "usual", "now", "spreads", "since"].map(str::to_owned)];
        for (place, one) in found.series.iter().take(ROWS).enumerate() {
            let mark = if one.stands_out() { "" } else { " (quiet)" };
            let since = one.since.in_zone(self.zone).format("%d.%m %H:%M").to_string();
            let number = (place + 1).to_string();
            let series = format!("{}{mark}", one.metric);
            rows.push([
                number,
                one.service.to_string(),
                series,
                short(one.usual),
                short(one.now),
                short(one.far),
                since,
            ]);
        }
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..7).map(width).collect();
        let line = |row: &[String; 7]| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
            format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
        };
        rows.iter().map(line).collect()
    }
}

/// What is printed and drawn is kept by whoever asked: labels may hold whatever a request held.
fn masked(one: &mut Recorded) {
    one.metric.0 = words(&one.metric.0);
    one.query = one.query.take().filter(|query| !is_personal(query));
}

fn draw(folder: &Path, found: &Findings, gathered: &Gathered, telling: &Telling) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for (place, one) in shown(found).into_iter().enumerate() {
        let file = folder.join(file_name(place + 1, one));
        std::fs::write(&file, telling.chart(found, one, &gathered.series[one.index]))
            .with_context(|| format!("{} cannot be written", file.display()))?;
        println!("{}", file.display());
    }
    Ok(())
}

/// Names come from outside; only letters and digits of them reach the file system.
fn file_name(number: usize, one: &SeriesFinding) -> String {
    let name = format!("{}-{}", one.service, one.metric);
    let safe: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(80).collect();
    format!("{number:02}-{safe}.svg")
}
