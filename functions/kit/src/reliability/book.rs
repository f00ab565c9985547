//! Everything that counts of a product, as corrected, and what is listed beside.

use super::correction::{Correction, Facts, Named, corrections};
use crate::fault::Fault;
use crate::history::{ImportedOutage, ending_after, sources};
use crate::keys;
use crate::outages::{self, OutageRow};
use crate::table::Table;
use nabat_domain::catalogue::{Catalogue, Counting};
use nabat_domain::ids::ServiceId;
use nabat_domain::incident::{Head, Standing};
use nabat_domain::reliability::{Fact, History};
use nabat_domain::time::At;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What counts and what does not.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// What counts.
    pub history: History,
    /// Rows of it that count only because the product counts all failures.
    pub lower: BTreeSet<u32>,
    /// Rows of it that came from a file, and when each began by it.
    pub imported: BTreeMap<u32, At>,
    /// What does not count, in order of time.
    pub beside: Vec<Beside>,
    /// Corrections, in the order they were made.
    pub corrections: Vec<Correction>,
}

/// An outage that is listed and not counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beside {
    /// The outage.
    pub of: Named,
    /// What would count of it.
    pub facts: Facts,
    /// Why it does not.
    pub why: Why,
}

/// Why an outage does not count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// A drill.
    Drill,
    /// A false alarm.
    Annulled,
    /// Not of high priority: recorded and left to the desk.
    RecordedOnly,
    /// Taken out by a correction.
    Corrected,
}

/// Reads all of it. Repeats look back, and what lasts began long ago: nothing is left out.
///
/// # Errors
/// The table's, or bytes this program cannot read.
pub async fn read(table: &dyn Table, catalogue: &Catalogue) -> Result<Book, Fault> {
    let product = &catalogue.product.id;
    let corrections = corrections(table, product).await?;
    let mut reading = Reading::of(catalogue, &corrections);
    for row in outages::ending_after(table, product, At(0)).await? {
        let why = if row.counted { None } else { Some(why(table, catalogue, &row).await?) };
        reading.own(&row, why);
    }
    for (_, source) in sources(table, product).await? {
        ending_after(table, product, &source.version, At(0), |outage| reading.imported(outage)).await?;
    }
    let mut book = reading.book;
    book.beside.sort_by_key(|beside| beside.facts.began);
    book.corrections = corrections;
    Ok(book)
}

async fn why(table: &dyn Table, catalogue: &Catalogue, row: &OutageRow) -> Result<Why, Fault> {
    let head = table.get(&keys::head(&catalogue.product.id, &row.incident)).await?;
    let head = head.map(|row| serde_json::from_str::<Head>(&row.body)).transpose();
    let head = head.map_err(|error| Fault::unreadable("head", error))?;
    Ok(match head {
        Some(head) if head.drill => Why::Drill,
        Some(Head { standing: Standing::Annulled, .. }) => Why::Annulled,
        Some(_) | None => Why::RecordedOnly,
    })
}

struct Reading<'a> {
    catalogue: &'a Catalogue,
    /// The last correction of each outage.
    held: HashMap<&'a Named, &'a Facts>,
    book: Book,
}

impl<'a> Reading<'a> {
    fn of(catalogue: &'a Catalogue, corrections: &'a [Correction]) -> Self {
        let held = corrections.iter().map(|one| (&one.of, &one.after)).collect();
        Self { catalogue, held, book: Book::default() }
    }

    fn own(&mut self, row: &OutageRow, why: Option<Why>) {
        let outage = &row.outage;
        let of = Named {
            incident: row.incident.to_string(),
            service: outage.service.to_string(),
            function: outage.function.to_string(),
            imported: None,
        };
        let (contractor, class) = terms(self.catalogue, &outage.service, outage.began);
        let (contractor, class) = (contractor.to_owned(), class.to_owned());
        let counted = row.counted;
        let mut facts = Facts { began: outage.began, restored: outage.restored, counted, class, contractor };
        if let Some(held) = self.held.get(&of) {
            // Its journal says when it began and ended.
            facts = Facts { began: facts.began, restored: facts.restored, ..(*held).clone() };
        }
        let lower = why == Some(Why::RecordedOnly) && !facts.counted;
        let all = self.catalogue.product.reliability.counting == Counting::All;
        if facts.counted || (lower && all) {
            if lower {
                self.book.lower.insert(self.next());
            }
            self.push(&of, &facts);
        } else {
            self.book.beside.push(Beside { of, facts, why: why.unwrap_or(Why::Corrected) });
        }
    }

    fn imported(&mut self, outage: &ImportedOutage) {
        // Millions come this way and hardly any is corrected: only then is anything copied.
        if !self.held.is_empty() {
            let of = Named {
                incident: outage.incident.clone(),
                service: outage.service.clone(),
                function: outage.function.clone(),
                imported: Some(outage.began),
            };
            if let Some(held) = self.held.get(&of).copied() {
                return self.corrected(of, held);
            }
        }
        let (contractor, class) = terms(self.catalogue, &ServiceId::new(&outage.service), outage.began);
        self.book.imported.insert(self.next(), outage.began);
        self.book.history.push(&Fact {
            incident: &outage.incident,
            service: &outage.service,
            function: &outage.function,
            contractor: if outage.contractor.is_empty() { contractor } else { &outage.contractor },
            class: if outage.class.is_empty() { class } else { &outage.class },
            began: outage.began,
            restored: outage.restored,
        });
    }

    fn corrected(&mut self, of: Named, held: &Facts) {
        if held.counted {
            self.book.imported.extend(of.imported.map(|began| (self.next(), began)));
            self.push(&of, held);
        } else {
            self.book.beside.push(Beside { of, facts: held.clone(), why: Why::Corrected });
        }
    }

    /// The number of the row pushed next.
    fn next(&self) -> u32 {
        u32::try_from(self.book.history.len()).expect("no history has four billion rows")
    }

    fn push(&mut self, of: &Named, facts: &Facts) {
        self.book.history.push(&Fact {
            incident: &of.incident,
            service: &of.service,
            function: &of.function,
            contractor: &facts.contractor,
            class: &facts.class,
            began: facts.began,
            restored: facts.restored,
        });
    }
}

/// Whose contract covered a service at a moment, and its class: what a file does not say of an outage the
/// catalogue may.
fn terms<'a>(catalogue: &'a Catalogue, service: &ServiceId, at: At) -> (&'a str, &'a str) {
    let contract = catalogue.contract_of(service, at).map_or("", |contract| contract.contractor.as_str());
    let known = catalogue.service(service).is_some();
    (contract, if known { catalogue.criticality_of(service).as_str() } else { "" })
}
