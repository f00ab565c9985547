//! What is asked of the page: the filters, kept in its address.

use super::{RELIABILITY, word};
use crate::pages::eyes::Eyes;
use chrono::{Datelike as _, Days, NaiveDate};
use maud::{Markup, html};
use nabat_domain::reliability::calendar::midnight;
use nabat_domain::reliability::{Dimension, Span, Target};

/// The filters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// First day.
    pub from: NaiveDate,
    /// First day after.
    pub to: NaiveDate,
    /// What weak places are grouped by.
    pub by: Dimension,
    /// The share to be reached.
    pub target: Target,
}

/// The target where none is asked for.
const TARGET: &str = "0.985";

impl Asked {
    /// Reads the address; what is missing or cannot be read is this year, by service.
    pub fn read(fields: &[(String, String)], eyes: &Eyes) -> Self {
        let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
        let day = |name: &str| value(name).and_then(|text| text.parse::<NaiveDate>().ok());
        let today = eyes.now.in_zone(eyes.zone).date_naive();
        let year = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
        let from = day("from").unwrap_or(year);
        let next = NaiveDate::from_ymd_opt(from.year() + 1, 1, 1).unwrap_or(from + Days::new(365));
        let by = Dimension::ALL.into_iter().find(|by| value("by") == Some(word(*by)));
        let target = value("target").and_then(Target::read).or_else(|| Target::read(TARGET));
        Self {
            from,
            to: day("to").filter(|to| *to > from).unwrap_or(next),
            by: by.unwrap_or(Dimension::Service),
            target: target.expect("0.985 is a target"),
        }
    }

    /// The period.
    pub fn span(&self, eyes: &Eyes) -> Span {
        Span::new(midnight(self.from, eyes.zone), midnight(self.to, eyes.zone))
    }

    /// The target as a fraction.
    pub fn target(&self) -> String {
        let billionths = self.target.billionths();
        let text = format!("{}.{:09}", billionths / 1_000_000_000, billionths % 1_000_000_000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// The form that changes them; sent by GET, so the address holds what is seen.
    pub(super) fn form(&self, eyes: &Eyes) -> Markup {
        let words = |key: &str| eyes.say(&format!("reliability-{key}"), &[]);
        html! {
            form.card.filters method="get" action=(RELIABILITY) {
                label { (words("from")) input type="date" name="from" value=(self.from) required; }
                label { (words("to")) input type="date" name="to" value=(self.to) required; }
                label { (words("target")) input name="target" value=(self.target()) inputmode="decimal" required; }
                label {
                    (words("by"))
                    select name="by" {
                        @for by in Dimension::ALL {
                            option value=(word(by)) selected[by == self.by] { (words(&format!("by-{}", word(by)))) }
                        }
                    }
                }
                button type="submit" { (words("show")) }
            }
        }
    }
}
