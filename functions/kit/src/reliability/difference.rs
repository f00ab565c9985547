//! What a published period would come to today, and the corrections that make the difference.

use super::book::Book;
use super::correction::{Correction, Facts, Named};
use super::figures::share;
use super::publication::{Line, Publication, lines, published_lines};
use super::question::{Only, Question};
use crate::fault::Fault;
use crate::incident::{journal, own_texts};
use crate::table::Table;
use nabat_domain::catalogue::Catalogue;
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_domain::incident::{Event, TextRef, read};
use nabat_domain::reliability::{Ratio, Span};
use nabat_domain::time::{At, Length};
use std::collections::BTreeMap;

/// A published period against the same one today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// What was published.
    pub published: Publication,
    /// What it comes to today.
    pub today: Ratio,
    /// Outages that are not what they were, in order of time.
    pub changes: Vec<Change>,
}

/// An outage that is not what it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The outage.
    pub of: Named,
    /// What it said when the period was published; `None` if it did not count then.
    pub before: Option<Facts>,
    /// What it says today; `None` if it counts no more.
    pub after: Option<Facts>,
    /// Who changed it since, and why. Empty where a file was imported anew.
    pub because: Vec<Because>,
}

/// A correction, wherever it is recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Because {
    /// When.
    pub at: At,
    /// Who.
    pub by: PersonId,
    /// Why; `None` once those words were erased.
    pub reason: Option<String>,
}

impl Difference {
    /// Failure time today less what was published.
    pub const fn failure(&self) -> Length {
        Length(self.today.failure.0 - self.published.reliability.failure.0)
    }

    /// Nothing changed since.
    pub fn is_none(&self) -> bool {
        self.changes.is_empty() && self.today == Ratio::from(self.published.reliability)
    }
}

impl Change {
    /// Time of the outage within a period, before and after.
    pub fn lengths(&self, span: Span, now: At) -> (Length, Length) {
        let length = |facts: &Option<Facts>| {
            let of = |facts: &Facts| Span::new(facts.began, facts.restored.unwrap_or(now)).within(span).length();
            facts.as_ref().map_or(Length(0), of)
        };
        (length(&self.before), length(&self.after))
    }
}

/// What of a published period is not what it was: all of a difference but for who changed it, since those words
/// may be erased at any time.
#[derive(Debug)]
pub(super) struct Changed {
    today: Ratio,
    changes: Vec<(Named, Option<Facts>, Option<Facts>)>,
}

/// Holds a published period against a book.
pub(super) async fn changed(
    table: &dyn Table,
    catalogue: &Catalogue,
    published: &Publication,
    book: &Book,
    now: At,
) -> Result<Changed, Fault> {
    let days = (published.from, published.to);
    let zone = published.zone.parse().unwrap_or(catalogue.product.zone());
    let span =
        Question { days, zone, now, target: None, only: Only::default(), without: Vec::new(), against: None }.span();
    let mut before = by_name(published_lines(table, &catalogue.product.id, &published.id).await?);
    let after = by_name(lines(book, span));
    let mut changes = Vec::new();
    for (of, facts) in after {
        let old = before.remove(&of);
        if old.as_ref() != Some(&facts) {
            changes.push((of, old, Some(facts)));
        }
    }
    changes.extend(before.into_iter().map(|(of, facts)| (of, Some(facts), None)));
    changes
        .sort_by_key(|(of, before, after)| (before.as_ref().or(after.as_ref()).map(|facts| facts.began), of.clone()));
    Ok(Changed { today: share(catalogue, book, span, now), changes })
}

impl Changed {
    /// The whole difference, with who made it and why.
    #[crate::boxed]
    pub async fn because(
        &self,
        table: &dyn Table,
        product: &ProductId,
        published: Publication,
        corrections: &[Correction],
    ) -> Result<Difference, Fault> {
        let mut changes = Vec::new();
        for (of, before, after) in &self.changes {
            let because = because(table, product, of, corrections, published.at).await?;
            changes.push(Change { of: of.clone(), before: before.clone(), after: after.clone(), because });
        }
        Ok(Difference { published, today: self.today, changes })
    }
}

fn by_name(lines: Vec<Line>) -> BTreeMap<Named, Facts> {
    lines.into_iter().map(|line| (line.of, line.facts)).collect()
}

/// Corrections of an outage made after a moment: those beside it, and those in its incident's journal.
async fn because(
    table: &dyn Table,
    product: &ProductId,
    of: &Named,
    corrections: &[Correction],
    after: At,
) -> Result<Vec<Because>, Fault> {
    let beside = corrections.iter().filter(|one| one.of == *of && one.at > after);
    let hidden = of.is_hidden(table, product);
    let reason = |one: &Correction| Some(one.reason.clone()).filter(|_| !hidden);
    let mut found: Vec<Because> =
        beside.map(|one| Because { at: one.at, by: one.by.clone(), reason: reason(one) }).collect();
    if of.imported.is_none() {
        let incident = IncidentId::new(&of.incident);
        let texts = own_texts(table, product, &incident).await?;
        for sealed in journal(table, product, &incident).await?.iter().filter(|sealed| sealed.at > after) {
            let event = read(sealed).map_err(|breach| Fault::unreadable("event", breach))?;
            let said = said(&event);
            found.extend(said.map(|(by, reason)| Because { at: sealed.at, by, reason: texts.get(&reason).cloned() }));
        }
    }
    found.sort_by_key(|because| because.at);
    Ok(found)
}

/// Who corrected something by an event, and why, if that is what it is.
fn said(event: &Event) -> Option<(PersonId, TextRef)> {
    if let Event::Corrected { by, reason, .. } | Event::Annulled { by, reason, .. } = event {
        return Some((by.clone(), reason.clone()));
    }
    if let Event::PriorityChanged { by: Some(by), reason: Some(reason), .. } = event {
        return Some((by.clone(), reason.clone()));
    }
    None
}
