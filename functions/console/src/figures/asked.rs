//! What is asked for by an address: period, grouping, filters, what if, an earlier period.

use super::word;
use chrono::{Datelike as _, NaiveDate};
use chrono_tz::Tz;
use nabat_domain::reliability::{Dimension, Target};
use nabat_domain::time::At;
use nabat_kit::reliability::{Only, Question};
use std::ops::RangeInclusive;

/// Years a day may be of: a period is walked through month by month, and a calendar ends somewhere.
const YEARS: RangeInclusive<i32> = 1970..=2200;

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// What is asked of the figures.
    pub question: Question,
    /// What weak places are grouped by.
    pub by: Dimension,
    /// Fields that could not be read and are as if they were not there: a person is told of them.
    pub unread: Vec<&'static str>,
}

/// A field that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable(pub &'static str);

impl Asked {
    /// Reads the fields of an address; what is missing is this year, by service. A machine is told of what
    /// cannot be read.
    ///
    /// # Errors
    /// The first field that cannot be read.
    pub fn strict(fields: &[(String, String)], zone: Tz, now: At) -> Result<Self, Unreadable> {
        let fields = Fields(fields);
        let from = fields.read("from", day)?;
        let to = fields.read("to", day)?;
        let days = period(from, to, zone, now).ok_or(Unreadable("to"))?;
        let against = fields.read("against_from", day)?;
        let until = fields.read("against_to", day)?;
        let against = match (against, until) {
            (Some(from), Some(to)) if from < to => Some((from, to)),
            (None, None) => None,
            (Some(_) | None, Some(_) | None) => return Err(Unreadable("against_to")),
        };
        let by = fields.read("by", |text| Dimension::ALL.into_iter().find(|by| word(*by).0 == text))?;
        let only = Only {
            service: fields.named("service"),
            class: fields.named("class"),
            contractor: fields.named("contractor"),
        };
        let target = fields.read("target", Target::read)?;
        let without = fields.all("without");
        let question = Question { days, zone, now, target, only, without, against };
        Ok(Self { question, by: by.unwrap_or(Dimension::Service), unread: Vec::new() })
    }

    /// The same for a person: what cannot be read is as if it were not there.
    pub fn lenient(fields: &[(String, String)], zone: Tz, now: At) -> Self {
        let (mut fields, mut unread) = (fields.to_vec(), Vec::new());
        loop {
            match Self::strict(&fields, zone, now) {
                Ok(asked) => return Self { unread, ..asked },
                Err(Unreadable(name)) => {
                    unread.push(name);
                    let pair = name == "against_to";
                    fields.retain(|(field, _)| field != name && !(pair && field.starts_with("against_")));
                }
            }
        }
    }

    /// The fields of an address that asks the same.
    pub fn query(&self) -> String {
        let question = &self.question;
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("from", &question.days.0.to_string()).append_pair("to", &question.days.1.to_string());
        query.append_pair("by", word(self.by).0);
        if let Some(target) = question.target {
            query.append_pair("target", &decimal(target));
        }
        let only = &question.only;
        for (name, value) in [("service", &only.service), ("class", &only.class), ("contractor", &only.contractor)] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        question.without.iter().for_each(|service| {
            query.append_pair("without", service);
        });
        if let Some((from, to)) = question.against {
            query.append_pair("against_from", &from.to_string()).append_pair("against_to", &to.to_string());
        }
        query.finish()
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|day: &NaiveDate| YEARS.contains(&day.year()))
}

/// A target as a fraction.
pub(crate) fn decimal(target: Target) -> String {
    let billionths = target.billionths();
    let text = format!("{}.{:09}", billionths / 1_000_000_000, billionths % 1_000_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The period asked for, this year where nothing is said; `None` if it is empty.
fn period(from: Option<NaiveDate>, to: Option<NaiveDate>, zone: Tz, now: At) -> Option<(NaiveDate, NaiveDate)> {
    let today = now.in_zone(zone).date_naive();
    let from = from.unwrap_or_else(|| NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today));
    let next = || NaiveDate::from_ymd_opt(from.year() + 1, 1, 1).unwrap_or(from);
    let to = to.unwrap_or_else(next);
    (from < to).then_some((from, to))
}

struct Fields<'a>(&'a [(String, String)]);

impl Fields<'_> {
    fn all(&self, name: &str) -> Vec<String> {
        let named = self.0.iter().filter(|(field, value)| field == name && !value.is_empty());
        named.map(|(_, value)| value.clone()).collect()
    }

    fn named(&self, name: &str) -> Option<String> {
        self.all(name).into_iter().next()
    }

    fn read<T>(&self, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Unreadable> {
        self.named(name).map(|text| read(&text).ok_or(Unreadable(name))).transpose()
    }
}
