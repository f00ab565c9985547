//! Alertmanager's message, version 4: one group of alerts. What is new in later releases is not needed.

use nabat_domain::ids::DeskId;
use nabat_domain::time::At;
use nabat_kit::env::Secrets;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Names with what they are.
type Labels = BTreeMap<String, String>;

/// Alerts named in a description at most.
const NAMED: usize = 20;
/// Letters of a record's name: enough to tell groups apart for ever.
const LETTERS: usize = 16;

/// A group of alerts.
#[derive(Deserialize)]
pub(super) struct Group {
    /// What makes it this group, for Alertmanager.
    #[serde(rename = "groupKey")]
    pub(super) key: String,
    #[serde(rename = "commonLabels", default)]
    labels: Labels,
    #[serde(rename = "commonAnnotations", default)]
    annotations: Labels,
    alerts: Vec<Alert>,
}

#[derive(Deserialize)]
struct Alert {
    status: String,
    #[serde(default)]
    labels: Labels,
    #[serde(default)]
    annotations: Labels,
    #[serde(rename = "startsAt")]
    starts_at: String,
    #[serde(rename = "generatorURL", default)]
    generator: String,
}

impl Group {
    /// The group of a message; `None` where it is none.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok().filter(|group: &Self| !group.alerts.is_empty() && !group.key.is_empty())
    }

    fn firing(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.iter().filter(|alert| alert.status == "firing")
    }

    /// Since when something of it fires, UTC; nothing where nothing does.
    pub(super) fn began(&self) -> Option<At> {
        self.firing().filter_map(|alert| At::from_rfc3339(&alert.starts_at)).min()
    }

    /// The record the group stands under: the same message again names the same. Letters alone, for digits side by
    /// side may be taken for somebody's number; by a keyed hash, for when it began is known, and what its labels say
    /// could be tried out with that.
    pub(super) fn desk(&self, secrets: &Secrets, began: At) -> DeskId {
        let hash = secrets.body_hash(format!("record of alerts\n{}\n{}", self.key, began.0).as_bytes());
        let letter = |digit: char| char::from(b'a' + u8::try_from(digit.to_digit(16).unwrap_or(0)).unwrap_or(0));
        DeskId::new(format!("alert-{}", hash.chars().take(LETTERS).map(letter).collect::<String>()))
    }

    /// A label all its alerts have in common.
    pub(super) fn common(&self, label: &str) -> Option<&str> {
        self.labels.get(label).map(String::as_str)
    }

    /// Whether all of it has these labels.
    pub(super) fn has(&self, wanted: &Labels) -> bool {
        wanted.iter().all(|(label, value)| self.labels.get(label) == Some(value))
    }

    /// What it is called.
    pub(super) fn name(&self) -> String {
        let first = || self.alerts.first().and_then(|alert| alert.labels.get("alertname"));
        self.labels.get("alertname").or_else(first).cloned().unwrap_or_else(|| self.key.clone())
    }

    /// One line.
    pub(super) fn summary(&self) -> String {
        let first = || self.firing().next().and_then(|alert| alert.annotations.get("summary"));
        self.annotations.get("summary").or_else(first).cloned().unwrap_or_else(|| self.name())
    }

    /// Which alerts fire, a line each.
    pub(super) fn description(&self) -> String {
        let line = |alert: &Alert| {
            let labels: Vec<String> = alert.labels.iter().map(|(label, value)| format!("{label}={value}")).collect();
            labels.join(", ")
        };
        let mut lines: Vec<String> = self.firing().take(NAMED).map(line).collect();
        let left = self.firing().count().saturating_sub(NAMED);
        if left > 0 {
            lines.push(format!("+ {left}"));
        }
        lines.join("\n")
    }

    /// Where the first of them can be looked at.
    pub(super) fn address(&self) -> &str {
        self.alerts.first().map_or("", |alert| &alert.generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(status: &str, starts_at: &str) -> Option<Group> {
        let body = format!(
            r#"{{"version":"4","groupKey":"{{}}:{{alertname=\"Down\"}}","status":"firing","commonLabels":{{"service":"dispatch"}},
            "alerts":[{{"status":"{status}","labels":{{"alertname":"Down"}},"startsAt":"{starts_at}"}}]}}"#
        );
        Group::read(body.as_bytes())
    }

    /// Of an installation with this key.
    fn secrets(key: u8) -> Secrets {
        Secrets { desk: Vec::new(), desks: BTreeMap::new(), body_key: [key; 32], signing: None }
    }

    #[test]
    fn the_same_group_is_the_same_record_and_its_name_has_no_digits() {
        let one = group("firing", "2026-11-23T13:58:15.825Z").expect("a group");
        let (began, ours) = (one.began().expect("it fires"), secrets(7));
        let again = group("firing", "2026-11-23T13:58:15.825Z").expect("a group");
        assert_eq!(one.desk(&ours, began), again.desk(&ours, began));
        assert!(!one.desk(&ours, began).as_str().contains(|c: char| c.is_ascii_digit()));
        assert_ne!(one.desk(&ours, began), one.desk(&secrets(8), began), "nobody without the key can tell its name");
        assert_eq!(
            (one.name(), one.summary(), one.common("service")),
            ("Down".into(), "Down".into(), Some("dispatch"))
        );
    }

    #[test]
    fn what_is_over_began_never_and_what_is_no_group_is_none() {
        assert_eq!(group("resolved", "2026-11-23T13:58:15Z").expect("a group").began(), None);
        for bad in ["", "{}", "[]", r#"{"groupKey":"x","alerts":[]}"#, r#"{"groupKey":"x"}"#] {
            assert!(Group::read(bad.as_bytes()).is_none(), "{bad}");
        }
    }
}
