//! Samples of items: history by value type, hourly trends where the history is gone, problems.

use super::items::Item;
use super::rpc::{Rpc, Scheme};
use nabat_domain::time::{At, Length};
use nabat_kit::port::CallError;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Most rows of one answer: it is made whole in the front end's memory.
const MOST_ROWS: usize = 50_000;
/// Most problems of a service that are looked at, the latest.
const MOST_PROBLEMS: usize = 5_000;
/// A value holds so long after it was collected: five minutes, as Prometheus has it.
pub const HOLDS: Length = Length::minutes(5);
/// A trend holds for its hour.
const HOUR: Length = Length::hours(1);

/// Samples of one item, earliest first; each holds up to a moment.
pub type Rows = Vec<(At, f64, Length)>;

#[derive(Deserialize)]
struct Row {
    itemid: String,
    clock: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    value_avg: String,
}

#[derive(Deserialize)]
struct Event {
    eventid: String,
    clock: String,
    /// The event that resolved it; 0 while there is none.
    #[serde(default)]
    r_eventid: String,
}

/// Samples by item, and whether rows were left out.
pub struct Brought {
    /// By item.
    pub rows: BTreeMap<String, Rows>,
    /// Whether the answer reached its limit.
    pub cut: bool,
}

/// History of items of one value type: with another the answer is empty (Zabbix manual, "history.get").
pub async fn history(
    rpc: &Rpc,
    scheme: Scheme,
    items: &[&Item],
    value_type: &str,
    (from, until): (At, At),
) -> Result<Brought, CallError> {
    let ids: Vec<&str> = items.iter().map(|item| item.itemid.as_str()).collect();
    let asked = json!({
        "output": ["itemid", "clock", "value"], "history": value_type.parse::<u8>().unwrap_or(0), "itemids": ids,
        "time_from": seconds(from.minus(HOLDS)), "time_till": seconds(until),
        "sortfield": "clock", "sortorder": "ASC", "limit": MOST_ROWS,
    });
    let rows: Vec<Row> = rpc.call(scheme, "history.get", &asked).await?;
    Ok(sorted(rows, |row| (moment(&row.clock), row.value.parse().unwrap_or(f64::NAN), HOLDS)))
}

/// Hourly means, kept longer than the history (Zabbix manual, "trend.get"; "History and trends").
pub async fn trends(rpc: &Rpc, scheme: Scheme, items: &[&Item], (from, until): (At, At)) -> Result<Brought, CallError> {
    let ids: Vec<&str> = items.iter().map(|item| item.itemid.as_str()).collect();
    let asked = json!({
        "output": ["itemid", "clock", "value_avg"], "itemids": ids,
        "time_from": seconds(from.minus(HOUR)), "time_till": seconds(until), "limit": MOST_ROWS,
    });
    let rows: Vec<Row> = rpc.call(scheme, "trend.get", &asked).await?;
    Ok(sorted(rows, |row| (moment(&row.clock), row.value_avg.parse().unwrap_or(f64::NAN), HOUR)))
}

/// When problems of hosts were open within a range: begun, and resolved where they are. `problem.get` knows
/// resolved ones for minutes alone, and what comes and goes every hour would look like news; events are kept
/// (Zabbix manual, "event.get").
pub async fn problems(
    rpc: &Rpc,
    scheme: Scheme,
    hosts: &[&str],
    (from, until): (At, At),
) -> Result<Vec<(At, Option<At>)>, CallError> {
    // Source and object 0 are triggers, value 1 is a problem begun.
    let asked = json!({
        "output": ["eventid", "clock", "r_eventid"], "hostids": hosts, "source": 0, "object": 0, "value": [1],
        "problem_time_from": seconds(from), "problem_time_till": seconds(until),
        "sortfield": ["eventid"], "sortorder": "DESC", "limit": MOST_PROBLEMS,
    });
    let mut begun: Vec<Event> = rpc.call(scheme, "event.get", &asked).await?;
    begun.truncate(MOST_PROBLEMS);
    let over: Vec<&str> = begun.iter().map(|one| one.r_eventid.as_str()).filter(|id| !["", "0"].contains(id)).collect();
    let mut resolved: BTreeMap<String, At> = BTreeMap::new();
    if !over.is_empty() {
        let asked = json!({ "output": ["eventid", "clock"], "eventids": over });
        let ends: Vec<Event> = rpc.call(scheme, "event.get", &asked).await?;
        resolved.extend(ends.into_iter().map(|one| (one.eventid, moment(&one.clock))));
    }
    Ok(begun.iter().map(|one| (moment(&one.clock), resolved.get(&one.r_eventid).copied())).collect())
}

fn sorted(rows: Vec<Row>, read: impl Fn(&Row) -> (At, f64, Length)) -> Brought {
    let cut = rows.len() >= MOST_ROWS;
    let mut by_item: BTreeMap<String, Rows> = BTreeMap::new();
    for row in rows {
        let read = read(&row);
        by_item.entry(row.itemid).or_default().push(read);
    }
    by_item.values_mut().for_each(|rows| rows.sort_by_key(|row| row.0));
    Brought { rows: by_item, cut }
}

/// The value at each moment: the last one collected, while it holds.
pub fn laid(times: &[At], rows: &Rows) -> Vec<f64> {
    let mut next = 0;
    let mut values = Vec::with_capacity(times.len());
    for at in times {
        while rows.get(next).is_some_and(|row| row.0 <= *at) {
            next += 1;
        }
        let last = next.checked_sub(1).map(|last| rows[last]);
        values.push(last.filter(|row| at.since(row.0) < row.2).map_or(f64::NAN, |row| row.1));
    }
    values
}

fn seconds(at: At) -> i64 {
    at.0.div_euclid(1_000)
}

fn moment(clock: &str) -> At {
    At(clock.parse::<i64>().unwrap_or_default().saturating_mul(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_holds_until_the_next_or_until_it_is_old() {
        let minute = |n: i64| At(n * 60_000);
        let rows = vec![(At(30_000), 1.0, HOLDS), (minute(2), 2.0, HOLDS)];
        let values = laid(&[minute(0), minute(1), minute(2), minute(6), minute(7)], &rows);
        assert!(values[0].is_nan() && values[4].is_nan(), "{values:?}");
        assert_eq!(values[1..4], [1.0, 2.0, 2.0]);
    }

    #[test]
    fn a_clock_of_any_number_is_no_more_than_old() {
        let rows = vec![(moment("-9223372036854775808"), 1.0, HOLDS), (moment("9223372036854775807"), 2.0, HOLDS)];
        assert!(laid(&[At(0), At(60_000)], &rows).iter().all(|value| value.is_nan()));
    }
}
