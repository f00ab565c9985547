//! What was asked for: the period, its zone, the target, the works.

use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use chrono_tz::Tz;
use nabat_domain::reliability::calendar::midnight;
use nabat_domain::reliability::works::{left_out, planned};
use nabat_domain::reliability::{Dimension, Period, Span, Spans, Targets, Works, WorksPolicy};
use nabat_domain::time::At;

/// The terms of one run.
pub struct Terms {
    pub period: Span,
    pub compare: Option<Span>,
    pub zone: Tz,
    pub targets: Targets,
    pub by: Dimension,
    pub works: Vec<Works>,
    pub policy: WorksPolicy,
    pub without: Vec<String>,
    pub now: At,
}

impl Terms {
    /// A period under these terms.
    pub fn seen(&self, span: Span) -> Period {
        Period::without(span, self.now, left_out(&self.works, self.policy))
    }

    /// Time under works announced before they began, in the part of the period that is over.
    pub fn planned(&self) -> Spans {
        planned(&self.works).clip(self.seen(self.period).over())
    }
}

/// A period of two dates or moments.
pub fn period(from: &str, to: &str, zone: Tz) -> anyhow::Result<Span> {
    let span = Span::new(edge(from, zone)?, edge(to, zone)?);
    if span.is_empty() {
        bail!("the period from {from} to {to} is empty");
    }
    Ok(span)
}

fn edge(text: &str, zone: Tz) -> anyhow::Result<At> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(midnight(day, zone));
    }
    At::from_rfc3339(text).with_context(|| format!("`{text}` is neither a date (2026-01-31) nor RFC 3339"))
}
