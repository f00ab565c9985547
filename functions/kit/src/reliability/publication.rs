//! Published periods: the figures as somebody stood by them, with every outage they were counted from.

use super::book::Book;
use super::correction::{Facts, Named};
use super::figures::Figures;
use crate::fault::Fault;
use crate::keys;
use crate::table::{Action, Condition, Key, Query, Row, Table};
use chrono::NaiveDate;
use nabat_domain::ids::{PersonId, ProductId};
use nabat_domain::reliability::{Dimension, Ratio, Span, WorksPolicy};
use nabat_domain::time::{At, Length};
use serde::{Deserialize, Serialize};

/// Layout of a stored publication.
const SCHEMA: u32 = 1;

/// Outages in one row of the table: well below its largest body.
const CHUNK: usize = 500;

/// A period as it was published.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Publication {
    /// Layout of the stored thing.
    pub schema: u32,
    /// Its name among the product's publications.
    pub id: String,
    /// First day.
    pub from: NaiveDate,
    /// First day after.
    pub to: NaiveDate,
    /// The same as moments.
    pub span: Span,
    /// Zone whose midnights part the days.
    pub zone: String,
    /// Who published it.
    pub by: PersonId,
    /// When.
    pub at: At,
    /// Reliability.
    pub reliability: Failed,
    /// Failure time the targets allowed, where there were targets for all of it.
    pub allowed: Option<Length>,
    /// Whether time under works counted.
    pub under_works: WorksPolicy,
    /// Services that failed.
    pub services: Vec<ServicePart>,
    /// Fingerprint of the merged intervals.
    pub intervals_sha256: String,
    /// Outages it was counted from.
    pub outages: usize,
}

/// Time failed out of time counted, as stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Failed {
    /// Time with a failure.
    pub failure: Length,
    /// All the time counted.
    pub period: Length,
}

impl From<Failed> for Ratio {
    fn from(Failed { failure, period }: Failed) -> Self {
        Self { failure, period }
    }
}

impl From<Ratio> for Failed {
    fn from(Ratio { failure, period }: Ratio) -> Self {
        Self { failure, period }
    }
}

/// What one service answered for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ServicePart {
    /// The service.
    pub service: String,
    /// Outages that overlap the period.
    pub outages: u64,
    /// Time it failed.
    pub failure: Length,
    /// Time it alone failed.
    pub exclusive: Length,
    /// Its part of the union.
    pub shared: Length,
}

/// An outage of a published period.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// The outage.
    pub of: Named,
    /// What it said.
    pub facts: Facts,
}

/// The outages of a period, as they count now.
pub fn lines(book: &Book, span: Span) -> Vec<Line> {
    let rows = (0..).zip(book.history.spans()).filter(|(_, row)| row.overlaps(span));
    rows.map(|(row, _)| Line { of: book.named(row), facts: book.facts(row) }).collect()
}

/// Publishes figures: the outages first, then what names them. A period may be published again; what was
/// published before stays.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn publish(
    table: &dyn Table,
    product: &ProductId,
    figures: &Figures,
    by: &PersonId,
) -> Result<Publication, Fault> {
    let (from, to) = figures.question.days;
    let at = figures.question.now;
    let id = format!("{from}.{to}.{:015}", at.0.max(0));
    let lines = lines(&figures.book, figures.question.span());
    for (number, chunk) in lines.chunks(CHUNK).enumerate() {
        let key = Key::new(keys::published(product, &id), format!("{number:06}"));
        put(table, key, &chunk, Condition::Any).await?;
    }
    let part = |group: &nabat_domain::reliability::Group| ServicePart {
        service: figures.book.history.names(Dimension::Service)[group.number as usize].to_string(),
        outages: group.outages,
        failure: group.failure,
        exclusive: group.exclusive,
        shared: group.shared,
    };
    let report = &figures.report;
    let publication = Publication {
        schema: SCHEMA,
        from,
        to,
        span: figures.question.span(),
        zone: figures.question.zone.name().to_owned(),
        by: by.clone(),
        at,
        reliability: report.reliability.into(),
        allowed: report.allowed.map(|allowed| allowed.allowed),
        under_works: figures.works.policy,
        services: report.by(Dimension::Service).iter().map(part).collect(),
        intervals_sha256: report.intervals_sha256.clone(),
        outages: lines.len(),
        id,
    };
    put(table, Key::new(keys::publications(product), &publication.id), &publication, Condition::Absent).await?;
    Ok(publication)
}

/// The publications of a product, by period, the later of one period after the earlier.
///
/// # Errors
/// The table's, or bytes this program cannot read.
#[crate::boxed]
pub async fn publications(table: &dyn Table, product: &ProductId) -> Result<Vec<Publication>, Fault> {
    let rows = table.query(&Query::prefix(keys::publications(product), "")).await?;
    rows.iter().map(|row| read(&row.body)).collect()
}

/// The outages a publication was counted from.
///
/// # Errors
/// As [`publications`].
pub(super) async fn published_lines(table: &dyn Table, product: &ProductId, id: &str) -> Result<Vec<Line>, Fault> {
    let rows = table.query(&Query::prefix(keys::published(product, id), "")).await?;
    let chunks: Result<Vec<Vec<Line>>, Fault> = rows.iter().map(|row| read(&row.body)).collect();
    Ok(chunks?.into_iter().flatten().collect())
}

async fn put<T: Serialize>(table: &dyn Table, key: Key, value: &T, condition: Condition) -> Result<(), Fault> {
    let body = serde_json::to_string(value).map_err(|error| Fault::unreadable("publication", error))?;
    let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
    Ok(table.write(&[Action::Put(row, condition)]).await?)
}

fn read<T: for<'de> Deserialize<'de>>(body: &str) -> Result<T, Fault> {
    serde_json::from_str(body).map_err(|error| Fault::unreadable("publication", error))
}
