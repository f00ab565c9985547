//! A mapping: which column of a file means what, how its times are written, which rows belong together.

use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::path::Path;

/// Mappings that come with the program, by name.
const SHIPPED: [(&str, &str); 2] = [
    ("status-history", include_str!("../../mappings/status-history.yaml")),
    ("servicedesk-audit-log", include_str!("../../mappings/servicedesk-audit-log.yaml")),
];

/// How a file is read.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Names of the columns.
    #[serde(default)]
    pub columns: Columns,
    /// How moments are written.
    #[serde(default)]
    pub times: Times,
    /// What stands for "not known", besides nothing.
    #[serde(default)]
    pub unknown: Vec<String>,
    /// Whether a row is an outage, or several make one.
    #[serde(default)]
    pub rows: Rows,
    /// What a row without an end is.
    #[serde(default)]
    pub no_end: NoEnd,
    /// The service of rows that name none; without it they are refused.
    #[serde(default)]
    pub service_when_unknown: Option<String>,
    /// Rows that belong to the history: those whose column holds one of these values.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
    /// Days before this are no days of the history but empty fields.
    #[serde(default = "earliest")]
    pub earliest: NaiveDate,
}

/// Names of the columns. A file whose columns are called so needs no mapping.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Columns {
    /// The incident's id.
    pub incident: String,
    /// The failing service.
    pub service: String,
    /// Another part of the id: the same incident may be felt in several.
    pub region: String,
    /// The function lost.
    pub function: String,
    /// Whose contract covers the service.
    pub contractor: String,
    /// The service's class.
    pub class: String,
    /// First moment without it.
    pub began: String,
    /// First moment with it again.
    pub restored: String,
}

impl Default for Columns {
    fn default() -> Self {
        let name = str::to_owned;
        Self {
            incident: name("incident"),
            service: name("service"),
            region: name("region"),
            function: name("function"),
            contractor: name("contractor"),
            class: name("class"),
            began: name("started_at"),
            restored: name("restored_at"),
        }
    }
}

impl Columns {
    /// The name of a column by what it means, to be set from a flag.
    fn named(&mut self, meaning: &str) -> Option<&mut String> {
        Some(match meaning {
            "incident" => &mut self.incident,
            "service" => &mut self.service,
            "region" => &mut self.region,
            "function" => &mut self.function,
            "contractor" => &mut self.contractor,
            "class" => &mut self.class,
            "began" => &mut self.began,
            "restored" => &mut self.restored,
            _ => return None,
        })
    }
}

/// How moments are written. Without a format: RFC 3339, or the same without offset in `zone`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Times {
    /// A format as of strftime, such as `%d-%m-%Y %H:%M`.
    pub format: Option<String>,
    /// The zone of moments that state none.
    #[serde(deserialize_with = "zone")]
    pub zone: Option<Tz>,
}

/// Whether a row is an outage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rows {
    /// Each row is one.
    #[default]
    One,
    /// The rows of an incident make one: from the earliest beginning to the last end, of the last
    /// service stated.
    Folded,
}

/// What a row without an end is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoEnd {
    /// It lasts: counted up to now, and marked.
    #[default]
    Lasts,
    /// Left out, and marked.
    LeaveOut,
    /// Refused.
    Refuse,
}

fn zone<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Tz>, D::Error> {
    let name = Option::<String>::deserialize(from)?;
    name.map(|name| name.parse().map_err(|_| D::Error::custom(format!("`{name}` is no zone of the IANA")))).transpose()
}

fn earliest() -> NaiveDate {
    NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day of the calendar")
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            columns: Columns::default(),
            times: Times::default(),
            unknown: Vec::new(),
            rows: Rows::default(),
            no_end: NoEnd::default(),
            service_when_unknown: None,
            only: BTreeMap::new(),
            earliest: earliest(),
        }
    }
}

impl Mapping {
    /// Reads a mapping file, or takes the shipped one of that name.
    ///
    /// # Errors
    /// The file cannot be read, or says something a mapping cannot.
    pub fn load(name: &Path) -> anyhow::Result<Self> {
        let shipped = SHIPPED.iter().find(|(known, _)| name == Path::new(known)).map(|(_, text)| (*text).to_owned());
        let text = match shipped {
            Some(text) if !name.exists() => text,
            _ => {
                let known = SHIPPED.map(|(known, _)| known).join(", ");
                std::fs::read_to_string(name)
                    .with_context(|| format!("{}: no such mapping; shipped ones are {known}", name.display()))?
            }
        };
        serde_saphyr::from_str(&text).with_context(|| format!("{} is no mapping", name.display()))
    }

    /// Sets a column from a flag `MEANING=NAME`.
    ///
    /// # Errors
    /// There is no such meaning.
    pub fn set_column(&mut self, flag: &str) -> anyhow::Result<()> {
        let Some((meaning, name)) = flag.split_once('=') else { bail!("`{flag}` is not MEANING=COLUMN") };
        let Some(column) = self.columns.named(meaning) else {
            bail!(
                "`{meaning}` is no meaning of a column; there are incident, service, region, function, contractor, \
                 class, began, restored"
            );
        };
        name.clone_into(column);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_mappings_can_be_read() {
        for (name, _) in SHIPPED {
            assert!(Mapping::load(Path::new(name)).is_ok(), "{name}");
        }
    }

    #[test]
    fn the_columns_of_a_status_history_need_no_mapping() {
        assert_eq!(Mapping::load(Path::new("status-history")).expect("it is shipped"), Mapping::default());
    }

    #[test]
    fn what_a_mapping_cannot_say_is_refused() {
        for wrong in ["columns: { start: x }", "times: { zone: Mars/Olympus }", "rows: many", "no_end: maybe", "x: 1"] {
            assert!(serde_saphyr::from_str::<Mapping>(wrong).is_err(), "{wrong}");
        }
    }
}
