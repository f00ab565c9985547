//! The figures as one JSON object: fractions as fractions, lengths in seconds.

use super::figures::{Counted, Figures, fraction, share};
use crate::history::{Note, Staging};
use nabat_console::figures::{json_seconds as seconds, ratio};
use nabat_domain::reliability::series::Point;
use nabat_domain::reliability::{Allowed, Comparison, Dimension, Group, History, Ratio, Span, Target};
use nabat_domain::time::At;
use serde_json::{Value, json};

pub use nabat_console::figures::word;

/// All figures.
pub fn report(figures: &Figures<'_>, counted: &Counted) -> Value {
    let (report, terms) = (&counted.report, figures.terms);
    let day = |at: At| at.in_zone(terms.zone).date_naive().to_string();
    let mut object = json!({
        "from": terms.period.from.to_rfc3339(),
        "to": terms.period.to.to_rfc3339(),
        "zone": terms.zone.name(),
        "as_of": terms.now.to_rfc3339(),
        "reliability": fraction(report.reliability),
        "failure_seconds": seconds(report.reliability.failure),
        "period_seconds": seconds(report.reliability.period),
        "outages": report.by(Dimension::Service).iter().map(|group| group.outages).sum::<u64>(),
        "services": groups(figures.history, counted, Dimension::Service),
        "allowed": report.allowed.map(|allowed| spent(&allowed, target(terms.targets.series(), &allowed), day)),
        "intervals": report.failures.as_slice().len(),
        "intervals_sha256": report.intervals_sha256,
        "between_failures": between(counted),
        "repeats": repeats(figures.history, counted),
        "months": report.series.iter().map(point).collect::<Vec<_>>(),
        "heat_seconds": report.heat.map(|hours| hours.map(seconds)),
        "file": { "rows": figures.noted.rows, "refused": figures.noted.refused, "marked": figures.noted.marked },
    });
    let fields = object.as_object_mut().expect("it is one");
    if terms.by != Dimension::Service {
        fields.insert(word(terms.by).1.to_owned(), groups(figures.history, counted, terms.by));
    }
    if !terms.works.is_empty() {
        let works =
            json!({ "seconds": seconds(counted.works.period), "failure_seconds": seconds(counted.works.failure) });
        fields.insert("works".to_owned(), works);
    }
    if let Some((span, comparison)) = &counted.compare {
        fields.insert("compare".to_owned(), compare(*span, comparison));
    }
    if let Some(without) = counted.without {
        let mut figure = ratio(without);
        figure.insert("services".to_owned(), json!(terms.without));
        fields.insert("without".to_owned(), Value::Object(figure));
    }
    object
}

/// The lines that kept the figures from being counted.
pub fn refused(staging: &Staging) -> anyhow::Result<Value> {
    let mut lines = Vec::new();
    staging.told(Note::Refused, |line, note| lines.push(json!({ "line": line, "reason": note })))?;
    Ok(json!({ "refused": lines }))
}

fn groups(history: &History, counted: &Counted, by: Dimension) -> Value {
    let whole = counted.report.reliability.period;
    let one = |group: &Group| {
        let name = &*history.names(by)[group.number as usize];
        json!({
            word(by).0: if name.is_empty() { Value::Null } else { json!(name) },
            "outages": group.outages,
            "failure_seconds": seconds(group.failure),
            "exclusive_seconds": seconds(group.exclusive),
            "shared_seconds": seconds(group.shared),
            "availability": fraction(Ratio { failure: group.failure, period: whole }),
        })
    };
    counted.report.by(by).iter().map(one).collect()
}

/// The one target there is, or what those of the period come to together.
fn target(series: &[(chrono::NaiveDate, Target)], allowed: &Allowed) -> Option<f64> {
    match series {
        [(_, only)] => Some(f64::from(only.billionths()) / 1e9),
        _ => share(allowed.whole.0 - allowed.allowed.0, allowed.whole.0),
    }
}

fn spent(allowed: &Allowed, target: Option<f64>, day: impl Fn(At) -> String) -> Value {
    let passed = i128::from(allowed.allowed.0) * i128::from(allowed.elapsed.0);
    let spent = i128::from(allowed.spent.0) * i128::from(allowed.whole.0);
    json!({
        "target": target,
        "seconds": seconds(allowed.allowed),
        "spent_seconds": seconds(allowed.spent),
        "left_seconds": seconds(allowed.left),
        "burn_rate": (passed > 0).then(|| spent as f64 / passed as f64),
        "exhausted_on": allowed.exhausted.at().map(day),
    })
}

/// Ids of the incidents that repeat an earlier one, in order of time.
fn repeats(history: &History, counted: &Counted) -> Value {
    let names = history.incident_names();
    counted.report.repeats.iter().map(|number| json!(*names[*number as usize])).collect()
}

fn between(counted: &Counted) -> Value {
    let between = counted.report.between;
    json!({
        "n": between.spread.count,
        "mean_seconds": between.mean().map(seconds),
        "p50_seconds": between.spread.p50.map(seconds),
        "p90_seconds": between.spread.p90.map(seconds),
    })
}

fn point(point: &Point) -> Value {
    let mut figure = ratio(point.fact);
    figure.insert("month".to_owned(), json!(point.first.to_string()[..7]));
    let (plan, forecast) = (point.plan.map(|plan| plan.allowed), point.plan.map(|plan| plan.forecast()));
    figure.insert("allowed_seconds".to_owned(), json!(plan.map(seconds)));
    let plan = point.plan.and_then(|plan| share(plan.whole.0 - plan.allowed.0, plan.whole.0));
    figure.insert("plan".to_owned(), json!(plan));
    figure.insert("forecast".to_owned(), json!(forecast.and_then(fraction)));
    Value::Object(figure)
}

fn compare(span: Span, comparison: &Comparison) -> Value {
    let mut figure = ratio(comparison.earlier);
    let points = fraction(comparison.earlier).zip(fraction(comparison.later)).map(|(a, b)| (b - a) * 100.0);
    figure.insert("from".to_owned(), json!(span.from.to_rfc3339()));
    figure.insert("to".to_owned(), json!(span.to.to_rfc3339()));
    figure.insert("points".to_owned(), json!(points));
    figure.insert("hours_less".to_owned(), json!(comparison.less().map(|less| less.0 as f64 / 3_600_000.0)));
    figure.insert("reduction".to_owned(), json!(comparison.reduction().map(|parts| parts as f64 / 1e6)));
    Value::Object(figure)
}
