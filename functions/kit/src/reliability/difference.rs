//! What a published period would come to today, and the corrections that make the difference.

use super::correction::{Correction, Facts, Named};
use super::figures::Figures;
use super::publication::{Line, Publication, lines, published_lines};
use crate::fault::Fault;
use crate::incident::{journal, own_texts};
use crate::table::Table;
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

/// The difference; `today` are figures of the published period, of all of the product.
///
/// # Errors
/// The table's, or bytes this program cannot read.
pub async fn difference(
    table: &dyn Table,
    product: &ProductId,
    published: Publication,
    today: &Figures,
) -> Result<Difference, Fault> {
    let before = by_name(published_lines(table, product, &published.id).await?);
    let after = by_name(lines(today));
    let mut names: Vec<&Named> = before.keys().chain(after.keys().filter(|of| !before.contains_key(*of))).collect();
    names.retain(|of| before.get(*of) != after.get(*of));
    let mut changes = Vec::new();
    for of in names {
        let because = because(table, product, of, &today.book.corrections, published.at).await?;
        let (before, after) = (before.get(of).cloned(), after.get(of).cloned());
        changes.push(Change { of: of.clone(), before, after, because });
    }
    changes.sort_by_key(|change| change.before.as_ref().or(change.after.as_ref()).map(|facts| facts.began));
    Ok(Difference { published, today: today.report.reliability, changes })
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
    let reason = |one: &Correction| Some(one.reason.clone());
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
