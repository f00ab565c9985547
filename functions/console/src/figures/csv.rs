//! One table of the figures as CSV that a spreadsheet opens without running anything in it.

use super::{Asked, Sheet, fraction, seconds, share, word};
use nabat_domain::reliability::{Dimension, Ratio};
use nabat_domain::time::Length;
use nabat_kit::reliability::Figures;

/// Which table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Table {
    /// What each group answers for.
    Weak,
    /// Plan, fact and forecast by month.
    Months,
    /// Stages against their budgets.
    Stages,
    /// The incidents Nabat led.
    Incidents,
    /// What contractors had in hand.
    Contractors,
    /// Failed time by weekday and hour.
    Heat,
    /// The outages themselves.
    Outages,
}

/// Tables by the name an address gives them.
pub const TABLES: [(&str, Table); 7] = [
    ("weak", Table::Weak),
    ("months", Table::Months),
    ("stages", Table::Stages),
    ("incidents", Table::Incidents),
    ("contractors", Table::Contractors),
    ("heat", Table::Heat),
    ("outages", Table::Outages),
];

/// The table: a line of names, then one line a row.
pub fn table(figures: &Figures, asked: &Asked, table: Table) -> String {
    let rows = match table {
        Table::Weak => return weak(&Sheet::of(figures, asked)),
        Table::Months => months(figures),
        Table::Stages => stages(figures),
        Table::Incidents => incidents(figures),
        Table::Contractors => contractors(figures),
        Table::Heat => heat(figures),
        Table::Outages => outages(figures),
    };
    lines(&rows)
}

fn lines(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.iter().map(|cell| written(cell)).collect::<Vec<_>>().join(",") + "\r\n").collect()
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn number(number: impl ToString) -> String {
    number.to_string()
}

/// What each group answers for, below what all of them do.
pub fn weak(sheet: &Sheet<'_>) -> String {
    let (report, by) = (sheet.report, sheet.by);
    let whole = report.reliability;
    let head =
        [word(by).0, "outages", "failure_seconds", "exclusive_seconds", "shared_seconds", "period_seconds", "share"];
    let outages: u64 = report.by(Dimension::Service).iter().map(|group| group.outages).sum();
    let all = ["(all)".to_owned(), number(outages), seconds(whole.failure), String::new(), seconds(whole.failure)];
    let mut rows = vec![names(&head), all.into_iter().chain([seconds(whole.period), decimal(whole)]).collect()];
    rows.extend(report.by(by).iter().map(|group| {
        vec![
            safe(&sheet.name(by, group.number)),
            number(group.outages),
            seconds(group.failure),
            seconds(group.exclusive),
            seconds(group.shared),
            seconds(whole.period),
            decimal(Ratio { failure: group.failure, ..whole }),
        ]
    }));
    lines(&rows)
}

fn months(figures: &Figures) -> Vec<Vec<String>> {
    let head = ["month", "reliability", "plan", "forecast", "failure_seconds", "allowed_seconds", "period_seconds"];
    let rows = figures.report.series.iter().map(|point| {
        let plan = point.plan.map(|plan| Ratio { failure: plan.allowed, period: plan.whole });
        vec![
            point.first.to_string()[..7].to_owned(),
            decimal(point.fact),
            plan.map(decimal).unwrap_or_default(),
            point.plan.map(|plan| decimal(plan.forecast())).unwrap_or_default(),
            seconds(point.fact.failure),
            point.plan.map(|plan| seconds(plan.allowed)).unwrap_or_default(),
            seconds(point.fact.period),
        ]
    });
    std::iter::once(names(&head)).chain(rows).collect()
}

fn stages(figures: &Figures) -> Vec<Vec<String>> {
    let head = ["stage", "n", "p50_seconds", "p90_seconds", "with_budget", "within_budget", "share_within"];
    let optional = |length: Option<Length>| length.map(seconds).unwrap_or_default();
    let rows = figures.stages.iter().map(|stage| {
        let within = share(stage.kept as i64, stage.with_budget as i64);
        vec![
            safe(stage.stage.as_str()),
            number(stage.spread.count),
            optional(stage.spread.p50),
            optional(stage.spread.p90),
            number(stage.with_budget),
            number(stage.kept),
            within.map(|share| format!("{share:.6}")).unwrap_or_default(),
        ]
    });
    std::iter::once(names(&head)).chain(rows).collect()
}

fn incidents(figures: &Figures) -> Vec<Vec<String>> {
    let head = [
        "incident",
        "desk_id",
        "service",
        "class",
        "began",
        "failure_seconds",
        "user_minutes",
        "called_seconds",
        "answered_seconds",
        "invited",
        "acted",
        "waivers",
    ];
    let optional = |length: Option<Length>| length.map(seconds).unwrap_or_default();
    let rows = figures.cases.iter().map(|case| {
        vec![
            safe(case.incident.as_str()),
            safe(case.desk.as_str()),
            safe(case.service.as_str()),
            case.class.as_str().to_owned(),
            case.began.to_rfc3339(),
            seconds(case.failure),
            case.user_minutes.map_or_else(|| "unknown".to_owned(), number),
            optional(case.called),
            optional(case.answered),
            number(case.invited),
            number(case.acted),
            number(case.waivers),
        ]
    });
    std::iter::once(names(&head)).chain(rows).collect()
}

fn contractors(figures: &Figures) -> Vec<Vec<String>> {
    let head =
        ["contractor", "incidents", "failures", "held_seconds", "paused_seconds", "terms_missed", "overrun_seconds"];
    let rows = figures.contractors.iter().map(|(name, held)| {
        vec![
            safe(name),
            number(held.incidents),
            number(held.failures),
            seconds(held.held),
            seconds(held.paused),
            number(held.missed),
            seconds(held.overrun),
        ]
    });
    std::iter::once(names(&head)).chain(rows).collect()
}

fn heat(figures: &Figures) -> Vec<Vec<String>> {
    let rows = (1..).zip(&figures.report.heat).flat_map(|(day, hours)| {
        (0..).zip(hours).map(move |(hour, failed)| vec![number(day), number(hour), seconds(*failed)])
    });
    std::iter::once(names(&["weekday", "hour", "failure_seconds"])).chain(rows).collect()
}

fn outages(figures: &Figures) -> Vec<Vec<String>> {
    let head = ["incident", "service", "function", "started_at", "restored_at", "contractor", "class"];
    let rows = nabat_kit::reliability::lines(&figures.book, figures.question.span()).into_iter().map(|line| {
        vec![
            safe(&line.of.incident),
            safe(&line.of.service),
            safe(&line.of.function),
            line.facts.began.to_rfc3339(),
            line.facts.restored.map(nabat_domain::time::At::to_rfc3339).unwrap_or_default(),
            safe(&line.facts.contractor),
            safe(&line.facts.class),
        ]
    });
    std::iter::once(names(&head)).chain(rows).collect()
}

/// Six decimals: per cent with four.
fn decimal(ratio: Ratio) -> String {
    debug_assert!(fraction(ratio).is_none_or(|share| share <= 1.0));
    let parts = ratio.without_failure(1_000_000);
    parts.map(|parts| format!("{}.{:06}", parts / 1_000_000, parts % 1_000_000)).unwrap_or_default()
}

/// Beginnings a spreadsheet takes for a formula; the wide ones where it is set to a language that writes them (OWASP, "CSV
/// Injection").
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Whether a spreadsheet would run a cell: recognised coming in, made harmless going out.
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(BEGINNINGS)
}

/// An apostrophe in front makes a spreadsheet show a formula and not run it.
fn safe(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// Quoted where a comma, a quote or a line break would end the cell.
fn written(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(csv: &str) -> Vec<Vec<String>> {
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv.as_bytes());
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
    }

    proptest! {
        /// By another reader of RFC 4180: the cells, none of them a formula; an apostrophe stands before what would be one.
        #[test]
        fn a_spreadsheet_shows_the_cells_and_runs_none(
            cells in prop::collection::vec("[-=+@\t\r\n＝＋－＠]?([a-zа-я0-9,;\"'=+ \n\r]|\\PC){0,12}", 2..5)
        ) {
            let row: Vec<String> = cells.iter().map(|cell| safe(cell)).collect();
            let rows = read(&lines(&[row.clone(), row]));
            prop_assert_eq!(rows.len(), 2);
            for row in rows {
                prop_assert!(!row.iter().any(|cell| is_formula(cell)), "{:?}", row);
                let shown = |(shown, typed): (&String, &String)| shown == typed || (is_formula(typed) && shown.strip_prefix('\'') == Some(typed));
                prop_assert!(row.len() == cells.len() && row.iter().zip(&cells).all(shown), "{:?} of {:?}", row, cells);
            }
        }
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        for cell in ["=1+1", "+7", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A"] {
            assert_eq!(safe(cell), format!("'{cell}"));
        }
        assert_eq!(safe("1=1"), "1=1");
    }
}
