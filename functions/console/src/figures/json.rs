//! The figures as one JSON object: fractions as fractions, lengths in seconds.

use super::{Asked, Sheet, fraction, share, word};
use nabat_domain::reliability::series::Point;
use nabat_domain::reliability::stages::{Spread, StageFigures};
use nabat_domain::reliability::{Allowed, Comparison, Dimension, Group, Ratio, Report, Span, WorksPolicy};
use nabat_domain::time::{At, Length};
use nabat_kit::reliability::{Case, Change, Difference, Facts, Figures, Works};
use serde_json::{Map, Value, json};

/// All figures of a product.
pub fn object(figures: &Figures, asked: &Asked) -> Value {
    let mut fields = sheet(&Sheet::of(figures, asked));
    let own = [
        ("stages", figures.stages.iter().map(stage).collect()),
        ("team", team(figures)),
        ("incidents", figures.cases.iter().map(|one| case(one)).collect()),
        ("contractors_held", contractors(figures)),
        ("within_budgets", Value::Object(ratio(figures.within_budgets))),
    ];
    fields.extend(own.map(|(name, value)| (name.to_owned(), value)));
    if let Some(high) = figures.high_priority {
        fields.insert("high_priority_only".to_owned(), Value::Object(ratio(high)));
    }
    Value::Object(fields)
}

/// What follows from intervals alone.
pub fn sheet(sheet: &Sheet<'_>) -> Map<String, Value> {
    let report = sheet.report;
    let mut object = json!({
        "from": sheet.span.from.to_rfc3339(),
        "to": sheet.span.to.to_rfc3339(),
        "zone": sheet.zone.name(),
        "as_of": sheet.now.to_rfc3339(),
        "reliability": fraction(report.reliability),
        "failure_seconds": json_seconds(report.reliability.failure),
        "period_seconds": json_seconds(report.reliability.period),
        "outages": report.by(Dimension::Service).iter().map(|group| group.outages).sum::<u64>(),
        "services": groups(sheet, Dimension::Service),
        "allowed": report.allowed.map(|allowed| spent(sheet, &allowed)),
        "intervals": report.failures.as_slice().len(),
        "intervals_sha256": report.intervals_sha256,
        "between_failures": between(report),
        "repeats": repeats(sheet),
        "months": report.series.iter().map(point).collect::<Vec<_>>(),
        "heat_seconds": report.heat.map(|hours| hours.map(json_seconds)),
    });
    let fields = object.as_object_mut().expect("it is one");
    if let Some(under) = sheet.works {
        fields.insert("works".to_owned(), works(under));
    }
    if sheet.by != Dimension::Service {
        fields.insert(word(sheet.by).1.to_owned(), groups(sheet, sheet.by));
    }
    if let Some((span, comparison)) = &sheet.against {
        fields.insert("compare".to_owned(), compare(sheet, *span, comparison));
    }
    if let Some((services, without)) = sheet.without {
        let mut figure = ratio(without);
        figure.insert("services".to_owned(), services.iter().map(|name| json!((sheet.told)(name))).collect());
        fields.insert("without".to_owned(), Value::Object(figure));
    }
    std::mem::take(fields)
}

/// A published period and what it comes to today.
pub fn difference(difference: &Difference) -> Value {
    let published = &difference.published;
    json!({
        "id": published.id,
        "from": published.from,
        "to": published.to,
        "zone": published.zone,
        "published_at": published.at.to_rfc3339(),
        "published_by": published.by,
        "published": ratio(published.reliability.into()),
        "intervals_sha256": published.intervals_sha256,
        "today": ratio(difference.today),
        "difference_seconds": json_seconds(difference.failure()),
        "changes": difference.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> Value {
    let facts = |facts: &Option<Facts>| {
        facts.as_ref().map(|facts| {
            json!({
                "began": facts.began.to_rfc3339(),
                "restored": facts.restored.map(At::to_rfc3339),
                "class": facts.class,
                "contractor": facts.contractor,
            })
        })
    };
    json!({
        "incident": change.of.incident,
        "service": change.of.service,
        "function": change.of.function,
        "published": facts(&change.before),
        "today": facts(&change.after),
        "because": change.because.iter().map(|because| json!({
            "at": because.at.to_rfc3339(),
            "by": because.by,
            "reason": because.reason,
        })).collect::<Vec<_>>(),
    })
}

/// Whole seconds as an integer, others with their thousandths.
pub fn json_seconds(length: Length) -> Value {
    if length.0 % 1_000 == 0 { json!(length.0 / 1_000) } else { json!(length.0 as f64 / 1_000.0) }
}

/// A share with what it was made of.
pub fn ratio(ratio: Ratio) -> Map<String, Value> {
    let fields = [
        ("reliability", json!(fraction(ratio))),
        ("failure_seconds", json_seconds(ratio.failure)),
        ("period_seconds", json_seconds(ratio.period)),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn groups(sheet: &Sheet<'_>, by: Dimension) -> Value {
    let whole = sheet.report.reliability.period;
    let one = |group: &Group| {
        let name = sheet.name(by, group.number);
        json!({
            word(by).0: if name.is_empty() { Value::Null } else { json!(name) },
            "outages": group.outages,
            "failure_seconds": json_seconds(group.failure),
            "exclusive_seconds": json_seconds(group.exclusive),
            "shared_seconds": json_seconds(group.shared),
            "availability": fraction(Ratio { failure: group.failure, period: whole }),
        })
    };
    sheet.report.by(by).iter().map(one).collect()
}

/// The one target there is, or what those of the period come to together.
fn target(sheet: &Sheet<'_>, allowed: &Allowed) -> Option<f64> {
    match sheet.targets.series() {
        [(_, only)] => Some(f64::from(only.billionths()) / 1e9),
        _ => share(allowed.whole.0 - allowed.allowed.0, allowed.whole.0),
    }
}

fn spent(sheet: &Sheet<'_>, allowed: &Allowed) -> Value {
    let passed = i128::from(allowed.allowed.0) * i128::from(allowed.elapsed.0);
    let spent = i128::from(allowed.spent.0) * i128::from(allowed.whole.0);
    let day = |at: At| at.in_zone(sheet.zone).date_naive().to_string();
    json!({
        "target": target(sheet, allowed),
        "seconds": json_seconds(allowed.allowed),
        "spent_seconds": json_seconds(allowed.spent),
        "left_seconds": json_seconds(allowed.left),
        "burn_rate": (passed > 0).then(|| spent as f64 / passed as f64),
        "exhausted_on": allowed.exhausted.at().map(day),
        "forecast": fraction(allowed.forecast()),
    })
}

/// Ids of the incidents that repeat an earlier one, in order of time.
fn repeats(sheet: &Sheet<'_>) -> Value {
    let names = sheet.history.incident_names();
    sheet.report.repeats.iter().map(|number| json!((sheet.told)(names.get(*number)))).collect()
}

fn spread(spread: &Spread) -> Map<String, Value> {
    let fields = [
        ("n", json!(spread.count)),
        ("p50_seconds", json!(spread.p50.map(json_seconds))),
        ("p90_seconds", json!(spread.p90.map(json_seconds))),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn between(report: &Report) -> Value {
    let between = report.between;
    let mut fields = spread(&between.spread);
    fields.insert("mean_seconds".to_owned(), json!(between.mean().map(json_seconds)));
    Value::Object(fields)
}

fn point(point: &Point) -> Value {
    let mut figure = ratio(point.fact);
    figure.insert("month".to_owned(), json!(point.first.to_string()[..7]));
    let (plan, forecast) = (point.plan.map(|plan| plan.allowed), point.plan.map(|plan| plan.forecast()));
    figure.insert("allowed_seconds".to_owned(), json!(plan.map(json_seconds)));
    let plan = point.plan.and_then(|plan| share(plan.whole.0 - plan.allowed.0, plan.whole.0));
    figure.insert("plan".to_owned(), json!(plan));
    figure.insert("forecast".to_owned(), json!(forecast.and_then(fraction)));
    Value::Object(figure)
}

fn works(works: &Works) -> Value {
    let policy = match works.policy {
        WorksPolicy::Exclude => "exclude",
        WorksPolicy::Count => "count",
    };
    json!({
        "policy": policy,
        "seconds": json_seconds(works.under.period),
        "failure_seconds": json_seconds(works.under.failure),
        "by_the_other_policy": ratio(works.otherwise),
    })
}

fn stage(stage: &StageFigures) -> Value {
    let mut fields = spread(&stage.spread);
    fields.insert("stage".to_owned(), json!(stage.stage));
    fields.insert("with_budget".to_owned(), json!(stage.with_budget));
    fields.insert("within_budget".to_owned(), json!(stage.kept));
    Value::Object(fields)
}

fn team(figures: &Figures) -> Value {
    let team = &figures.team;
    json!({
        "called": spread(&team.called),
        "answered": spread(&team.answered),
        "invited": team.invited,
        "acted": team.acted,
        "waivers": team.waivers,
    })
}

fn case(case: &Case) -> Value {
    json!({
        "incident": case.incident,
        "desk_id": case.desk,
        "service": case.service,
        "class": case.class,
        "began": case.began.to_rfc3339(),
        "failure_seconds": json_seconds(case.failure),
        "user_minutes": case.user_minutes,
        "called_seconds": case.called.map(json_seconds),
        "answered_seconds": case.answered.map(json_seconds),
        "invited": case.invited,
        "acted": case.acted,
        "waivers": case.waivers,
        "stages": case.stages.iter().map(|run| json!({
            "stage": run.stage,
            "seconds": json_seconds(run.actual),
            "budget_seconds": run.budget.map(json_seconds),
        })).collect::<Vec<_>>(),
    })
}

fn contractors(figures: &Figures) -> Value {
    let one = |(name, held): (&String, &nabat_kit::reliability::ContractorFigures)| {
        json!({
            "contractor": name,
            "incidents": held.incidents,
            "failures": held.failures,
            "held_seconds": json_seconds(held.held),
            "paused_seconds": json_seconds(held.paused),
            "terms_missed": held.missed,
            "overrun_seconds": json_seconds(held.overrun),
        })
    };
    figures.contractors.iter().map(one).collect()
}

fn compare(sheet: &Sheet<'_>, span: Span, comparison: &Comparison) -> Value {
    let mut figure = ratio(comparison.earlier);
    let day = |at: At| at.in_zone(sheet.zone).date_naive();
    figure.insert("from".to_owned(), json!(day(span.from)));
    figure.insert("to".to_owned(), json!(day(span.to)));
    figure.insert("points".to_owned(), json!(comparison.points().map(|points| points as f64 / 1e4)));
    figure.insert("less_failure_seconds".to_owned(), json!(comparison.less().map(json_seconds)));
    figure.insert("reduction".to_owned(), json!(comparison.reduction().map(|parts| parts as f64 / 1e6)));
    Value::Object(figure)
}
