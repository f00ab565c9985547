//! Everything that counts of a product, as corrected, and what is listed beside.

use super::correction::{Correction, Facts, Named, of_rows};
use crate::fault::Fault;
use crate::history::{Source, ending_after};
use crate::keys;
use crate::outages::{OutageRow, Why, of_row};
use crate::table::{Row, Table};
use nabat_domain::catalogue::{Catalogue, Counting};
use nabat_domain::ids::{ProductId, ServiceId};
use nabat_domain::incident::{Head, Outage};
use nabat_domain::reliability::{Fact, History};
use nabat_domain::time::At;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What counts and what does not.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// What counts.
    pub history: History,
    /// Rows of it that count only because the product counts all failures.
    pub lower: BTreeSet<u32>,
    /// When each row that came from a file began by that file: the first rows of the history.
    pub(super) imported: Vec<At>,
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

/// What was imported, before any correction: the history and nothing else.
#[derive(Debug, Default)]
pub(super) struct Base(History);

/// Outages of Nabat's own, as their row says it.
#[derive(Debug)]
pub(super) struct Own {
    row: OutageRow,
    /// Why it does not count.
    why: Option<Why>,
}

impl Own {
    /// What a row says; where it does not say why it does not count, its incident does.
    #[crate::boxed]
    pub async fn read(table: &dyn Table, product: &ProductId, row: &Row) -> Result<Self, Fault> {
        let row = of_row(row)?;
        let why = match row.beside {
            None if !row.counted => Some(why(table, product, &row).await?),
            said => said,
        };
        Ok(Self { row, why })
    }

    /// The row itself says all there is to know.
    pub const fn is_whole(&self) -> bool {
        self.row.counted || self.row.beside.is_some()
    }
}

async fn why(table: &dyn Table, product: &ProductId, row: &OutageRow) -> Result<Why, Fault> {
    let head = table.get(&keys::head(product, &row.incident)).await?;
    let head = head.map(|row| serde_json::from_str::<Head>(&row.body)).transpose();
    let head = head.map_err(|error| Fault::unreadable("head", error))?;
    Ok(head.as_ref().map_or(Why::RecordedOnly, Why::of))
}

/// Reads what was imported. Repeats look back, and what lasts began long ago: nothing is left out.
pub(super) async fn base(
    table: &dyn Table,
    catalogue: &Catalogue,
    sources: &[(String, Source)],
) -> Result<Base, Fault> {
    let (mut history, mut terms) = (History::default(), Terms::of(catalogue));
    for (_, source) in sources {
        ending_after(table, &catalogue.product.id, &source.version, At(0), |outage| {
            let (contractor, class) = terms.at(&ServiceId::new(&outage.service), outage.began);
            history.push(&Fact {
                incident: &outage.incident,
                service: &outage.service,
                function: &outage.function,
                contractor: if outage.contractor.is_empty() { contractor } else { &outage.contractor },
                class: if outage.class.is_empty() { class } else { &outage.class },
                began: outage.began,
                restored: outage.restored,
            });
        })
        .await?;
    }
    Ok(Base(history))
}

/// The book of what was imported and of Nabat's own, as corrected.
pub(super) fn book(
    catalogue: &Catalogue,
    imported: &Base,
    own: &[Arc<Own>],
    corrections: &[Row],
) -> Result<Book, Fault> {
    let corrections = of_rows(corrections)?;
    let mut reading = Reading::of(catalogue, &corrections);
    reading.imported(imported);
    own.iter().for_each(|own| reading.own(own));
    let mut book = reading.book;
    book.beside.sort_by_key(|beside| beside.facts.began);
    book.corrections = corrections;
    Ok(book)
}

struct Reading<'a> {
    terms: Terms<'a>,
    counting: Counting,
    /// The last correction of each outage.
    held: HashMap<&'a Named, &'a Facts>,
    book: Book,
}

impl<'a> Reading<'a> {
    fn of(catalogue: &'a Catalogue, corrections: &'a [Correction]) -> Self {
        let held = corrections.iter().map(|one| (&one.of, &one.after)).collect();
        let counting = catalogue.product.reliability.counting;
        Self { terms: Terms::of(catalogue), counting, held, book: Book::default() }
    }

    fn own(&mut self, own: &Own) {
        own.row.outages().for_each(|outage| self.outage(own, outage));
    }

    fn outage(&mut self, own: &Own, outage: &Outage) {
        let (row, why) = (&own.row, own.why);
        let of = Named {
            incident: row.incident.to_string(),
            service: outage.service.to_string(),
            function: outage.function.to_string(),
            imported: None,
        };
        let (contractor, class) = self.terms.at(&outage.service, outage.began);
        let (contractor, class) = (contractor.to_owned(), class.to_owned());
        let counted = row.counted;
        let mut facts = Facts { began: outage.began, restored: outage.restored, counted, class, contractor };
        if let Some(held) = self.held.get(&of) {
            // Its journal says when it began and ended.
            facts = Facts { began: facts.began, restored: facts.restored, ..(*held).clone() };
        }
        let lower = why == Some(Why::RecordedOnly) && !facts.counted;
        let all = self.counting == Counting::All;
        if facts.counted || (lower && all) {
            if lower {
                self.book.lower.insert(self.next());
            }
            self.push(&of, &facts);
        } else {
            self.book.beside.push(Beside { of, facts, why: why.unwrap_or(Why::Corrected) });
        }
    }

    /// Millions come this way and hardly any is corrected: only where one is are they looked at one by one.
    fn imported(&mut self, base: &Base) {
        let began = base.0.spans().iter().map(|span| span.from);
        if !self.held.keys().any(|of| of.imported.is_some()) {
            self.book.imported = began.collect();
            self.book.history = base.0.clone();
            return;
        }
        let whole = Book { history: base.0.clone(), imported: began.collect(), ..Book::default() };
        let incidents: BTreeSet<&str> = self.held.keys().map(|of| of.incident.as_str()).collect();
        for row in (0..).take(whole.history.len()) {
            let held = incidents.contains(whole.history.incident(row)).then(|| whole.named(row));
            match held.as_ref().and_then(|of| Some((of, self.held.get(of).copied()?))) {
                Some((of, held)) => self.corrected(of.clone(), held),
                None => {
                    self.book.imported.extend(whole.imported(row));
                    whole.copy(row, &mut self.book.history);
                }
            }
        }
    }

    fn corrected(&mut self, of: Named, held: &Facts) {
        if held.counted {
            self.book.imported.extend(of.imported);
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

/// What a file does not say of an outage the catalogue may.
struct Terms<'a> {
    catalogue: &'a Catalogue,
    /// A class follows from all neighbours: it is asked once a service, not once an outage.
    classes: HashMap<ServiceId, &'static str>,
}

impl<'a> Terms<'a> {
    fn of(catalogue: &'a Catalogue) -> Self {
        Self { catalogue, classes: HashMap::new() }
    }

    /// Whose contract covered a service at a moment, and its class; empty where that is not known.
    fn at(&mut self, service: &ServiceId, at: At) -> (&'a str, &'static str) {
        let catalogue = self.catalogue;
        let contract = catalogue.contract_of(service, at).map_or("", |contract| contract.contractor.as_str());
        if let Some(class) = self.classes.get(service) {
            return (contract, class);
        }
        let known = catalogue.service(service).is_some();
        let class = if known { catalogue.criticality_of(service).as_str() } else { "" };
        self.classes.insert(service.clone(), class);
        (contract, class)
    }
}
