//! A digest: what a period came to, held against its target, and what held it back.

use chrono::{Datelike as _, NaiveDate};
use nabat_domain::catalogue::{Every, Language};
use nabat_domain::ids::ServiceId;
use nabat_domain::incident::{Arg, Wording};
use nabat_domain::reliability::{Dimension, Exhaustion, Ratio};
use nabat_domain::time::Length;
use nabat_kit::configuration::Version;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::messages::decimals;
use nabat_kit::reliability::{Figures, Only, Question, figures_of};
use std::cmp::Reverse;

/// Services named as those that hold the figure back.
const WEAKEST: usize = 3;

/// The digest of a period.
#[nabat_kit::boxed]
pub async fn wording(
    env: &Env,
    version: &Version,
    every: Every,
    language: Language,
    days: (NaiveDate, NaiveDate),
) -> Result<Wording, Fault> {
    let period = asked(env, version, days).await?;
    // The year of the last day told of, up to its end.
    let last = days.1.pred_opt().unwrap_or(days.0);
    let january = NaiveDate::from_ymd_opt(last.year(), 1, 1).unwrap_or(days.0);
    let next = NaiveDate::from_ymd_opt(last.year() + 1, 1, 1).unwrap_or(days.1);
    let year = asked(env, version, (january, next)).await?;
    let mut lines = of_period(&period);
    lines.extend(of_year(&year, language));
    let shown = |day: NaiveDate| Arg::Word(day.format("%d.%m.%Y").to_string());
    let page = format!("/reliability?from={}&to={}", days.0, days.1);
    Ok(Wording::new("digest")
        .with("title", message(Wording::new(&format!("digest-{}", every.as_str()))))
        .with("from", shown(days.0))
        .with("to", shown(last))
        .with("fact", share(period.report.reliability, language))
        .with(
            "plan",
            period.report.allowed.map_or_else(none, |allowed| {
                share(Ratio { failure: allowed.allowed, period: allowed.whole }, language)
            }),
        )
        .with("lines", Arg::List(lines.into_iter().map(message).collect()))
        .with("page", Arg::Page(page)))
}

async fn asked(env: &Env, version: &Version, days: (NaiveDate, NaiveDate)) -> Result<Figures, Fault> {
    let (zone, now, only) = (version.catalogue.product.zone(), env.now(), Only::default());
    let question = Question { days, zone, now, target: None, only, without: Vec::new(), against: None };
    figures_of(env, version, question).await
}

fn of_period(figures: &Figures) -> Vec<Wording> {
    let report = &figures.report;
    let services = report.by(Dimension::Service);
    let outages: u64 = services.iter().map(|group| group.outages).sum();
    if outages == 0 {
        return vec![Wording::new("digest-none")];
    }
    let mut lines = vec![
        Wording::new("digest-failure").with("failure", Arg::Length(report.reliability.failure)),
        Wording::new("digest-outages")
            .with("outages", number(outages))
            .with("led", number(figures.cases.len() as u64))
            .with("repeats", number(report.repeats.len() as u64)),
    ];
    let mut weakest: Vec<_> = services.iter().filter(|group| group.shared > Length(0)).collect();
    weakest.sort_by_key(|group| Reverse(group.shared));
    lines.extend(weakest.into_iter().take(WEAKEST).map(|group| {
        let id = &*figures.book.history.names(Dimension::Service)[group.number as usize];
        Wording::new("digest-weak")
            .with("service", Arg::Service(ServiceId::new(id)))
            .with("shared", Arg::Length(group.shared))
            .with("exclusive", Arg::Length(group.exclusive))
    }));
    lines
}

/// The year so far: what is left of its allowed failure time, and until when.
fn of_year(figures: &Figures, language: Language) -> Vec<Wording> {
    let report = &figures.report;
    let fact = Wording::new("digest-year").with("fact", share(report.reliability, language));
    let Some(allowed) = &report.allowed else { return vec![fact] };
    let left = if allowed.left < Length(0) {
        Wording::new("digest-over").with("over", Arg::Length(Length(-allowed.left.0)))
    } else {
        Wording::new("digest-left").with("left", Arg::Length(allowed.left))
    };
    let day = match allowed.exhausted {
        Exhaustion::Ahead(at) => {
            let day = at.in_zone(figures.question.zone).format("%d.%m.%Y").to_string();
            Some(Wording::new("digest-runs-out").with("day", Arg::Word(day)))
        }
        Exhaustion::Spent(_) | Exhaustion::Never => None,
    };
    [fact, left].into_iter().chain(day).collect()
}

fn share(ratio: Ratio, language: Language) -> Arg {
    ratio.percent().map_or_else(none, |percent| Arg::Word(format!("{} %", decimals(language, &percent))))
}

fn none() -> Arg {
    Arg::Word("—".to_owned())
}

fn number(count: u64) -> Arg {
    Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn message(wording: Wording) -> Arg {
    Arg::Message(Box::new(wording))
}
