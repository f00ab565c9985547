//! What people said of series, kept by product: the next incident with a like series is told.

use crate::keys;
use crate::table::{Action, Condition, Key, Row};
use nabat_domain::anomaly::Metric;
use nabat_domain::ids::{DeskId, IncidentId, PersonId, ProductId, ServiceId};
use nabat_domain::incident::{Earlier, Mark, SeriesName, State};
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};

/// The last mark of a series.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MarkRow {
    /// Layout of the row.
    pub schema: u32,
    /// What was said.
    pub mark: Mark,
    /// In which incident.
    pub incident: IncidentId,
    /// Its desk record.
    pub desk: DeskId,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: At,
}

impl MarkRow {
    /// As a finding of another incident shows it.
    pub fn earlier(&self) -> Earlier {
        Earlier { mark: self.mark, desk: self.desk.clone(), at: self.at }
    }
}

/// What has to be written so that the rows follow from the one state to the other. A drill teaches
/// nothing about the estate.
pub fn changes(before: Option<&State>, after: &State) -> Vec<Action> {
    let head = &after.head;
    let old = |series: &String| before.and_then(|state| state.findings.marks.get(series));
    let changed = after.findings.marks.iter().filter(|(series, marked)| old(series) != Some(*marked) && !head.drill);
    let put = |(series, marked): (&String, &nabat_domain::incident::Marked)| {
        let row = MarkRow {
            schema: 1,
            mark: marked.mark,
            incident: head.id.clone(),
            desk: head.desk.clone(),
            by: marked.by.clone(),
            at: marked.at,
        };
        let body = serde_json::to_string(&row).expect("a mark has only string keys");
        let key = key(&head.product, series);
        Action::Put(Row { key, body, version: 1, due: None, listed: None, expires: None }, Condition::Any)
    };
    changed.map(put).collect()
}

fn key(product: &ProductId, series: &str) -> Key {
    let (service, metric) = series.split_once('|').unwrap_or((series, ""));
    keys::mark(product, &SeriesName { service: ServiceId::from(service), metric: Metric(metric.to_owned()) })
}
