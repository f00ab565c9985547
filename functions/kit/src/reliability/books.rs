//! Books read so far: what reads as it did before is not parsed again.
//!
//! Nothing here is trusted without a look: each time the rows that can change (outages of Nabat's own, corrections,
//! which histories hold, cases), or their stamps, are held against those the kept book was made of, and an imported
//! history has its hash for a name. So any number of processes may keep books of their own, and a new one begins with none.

use super::book::{Base, Book, Own, base, book};
use super::correction::correction_rows;
use super::difference::{Changed, Difference, changed};
use super::figures::{Figures, counted};
use super::partition::{Partition, Says};
use super::publication::{Publication, publications};
use super::question::{Only, Question};
use super::settled::Settled;
use crate::configuration::Version;
use crate::env::Env;
use crate::fault::Fault;
use crate::history::{Source, sources};
use crate::keys;
use crate::table::{Row, Table};
use chrono::NaiveDate;
use nabat_domain::catalogue::Catalogue;
use nabat_domain::ids::ProductId;
use nabat_domain::time::At;
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex};

/// Parts of a product whose books are kept at once; one who looks at many services one by one needs no more.
const PARTS: usize = 16;

/// What was read of products so far.
#[derive(Debug, Default)]
pub struct Books {
    kept: Mutex<BTreeMap<ProductId, Arc<Kept>>>,
    settled: Mutex<BTreeMap<ProductId, Arc<Settled>>>,
}

/// A book with everything it was made of.
#[derive(Debug)]
struct Kept {
    /// The version of the catalogue.
    version: String,
    sources: Vec<(String, Source)>,
    /// Nabat's own outages.
    own: Arc<Partition<Arc<Own>>>,
    corrections: Vec<Row>,
    /// What was imported, before any correction.
    base: Arc<Base>,
    book: Arc<Book>,
    parts: Mutex<Vec<(Only, Arc<Book>)>>,
    /// Published periods against this book.
    changed: Mutex<BTreeMap<String, Arc<Changed>>>,
}

impl Books {
    /// Everything that counts of a product.
    ///
    /// # Errors
    /// The table's, or bytes this program cannot read.
    #[crate::boxed]
    pub async fn book(&self, table: &dyn Table, version: &str, catalogue: &Catalogue) -> Result<Arc<Book>, Fault> {
        Ok(Arc::clone(&self.kept(table, version, catalogue).await?.book))
    }

    /// The figures of a question.
    ///
    /// # Errors
    /// The table's, or bytes this program cannot read.
    #[crate::boxed]
    pub async fn figures(
        &self,
        table: &dyn Table,
        version: &str,
        catalogue: &Catalogue,
        question: Question,
    ) -> Result<Figures, Fault> {
        let book = self.kept(table, version, catalogue).await?.only(&question.only);
        let incidents = own_incidents(&book, &question);
        let mut cases = Vec::new();
        if !incidents.is_empty() {
            let product = &catalogue.product.id;
            cases = self.settled(table, product).await?.cases(table, product, incidents, question.now).await?;
        }
        Ok(counted(catalogue, question, book, cases))
    }

    /// Published periods that are wanted, each with what it comes to today.
    ///
    /// # Errors
    /// The table's, or bytes this program cannot read.
    pub async fn differences(
        &self,
        table: &dyn Table,
        version: &str,
        catalogue: &Catalogue,
        now: At,
        wanted: impl Fn((NaiveDate, NaiveDate)) -> bool,
    ) -> Result<Vec<Difference>, Fault> {
        let product = &catalogue.product.id;
        let mut found = Vec::new();
        let published: Vec<Publication> = publications(table, product).await?;
        let mut wanted = published.into_iter().filter(|one| wanted((one.from, one.to))).peekable();
        if wanted.peek().is_none() {
            return Ok(found);
        }
        let whole = table.whole();
        let all = whole.as_deref().unwrap_or(table);
        let kept = self.kept(all, version, catalogue).await?;
        for published in wanted {
            let known = kept.changed.lock().expect("nothing panics while holding it").get(&published.id).cloned();
            let changed = match known {
                Some(known) => known,
                None => {
                    let made = Arc::new(changed(all, catalogue, &published, &kept.book, now).await?);
                    // While a period lasts, what it comes to changes with every moment.
                    if published.span.to <= now {
                        let mut all = kept.changed.lock().expect("nothing panics while holding it");
                        all.insert(published.id.clone(), Arc::clone(&made));
                    }
                    made
                }
            };
            found.push(changed.because(table, product, published, &kept.book.corrections).await?);
        }
        Ok(found)
    }

    async fn kept(&self, table: &dyn Table, version: &str, catalogue: &Catalogue) -> Result<Arc<Kept>, Fault> {
        let product = &catalogue.product.id;
        let before = self.kept.lock().expect("nothing panics while holding it").get(product).cloned();
        let sources = sources(table, product).await?;
        let corrections = correction_rows(table, product).await?;
        let own = own(table, product, before.as_deref()).await?;
        let before = before.filter(|kept| kept.version == version && kept.sources == sources);
        if let Some(kept) = &before
            && kept.corrections == corrections
            && Arc::ptr_eq(&kept.own, &own)
        {
            return Ok(Arc::clone(kept));
        }
        let imported = match &before {
            Some(kept) => Arc::clone(&kept.base),
            None => Arc::new(base(table, catalogue, &sources).await?),
        };
        let book = Arc::new(book(catalogue, &imported, own.said(), &corrections)?);
        let kept = Arc::new(Kept {
            version: version.to_owned(),
            sources,
            own,
            corrections,
            base: imported,
            book,
            parts: Mutex::default(),
            changed: Mutex::default(),
        });
        // Without a version there is nothing to tell this catalogue by.
        if !version.is_empty() {
            self.kept.lock().expect("nothing panics while holding it").insert(product.clone(), Arc::clone(&kept));
        }
        Ok(kept)
    }

    async fn settled(&self, table: &dyn Table, product: &ProductId) -> Result<Arc<Settled>, Fault> {
        let before = self.settled.lock().expect("nothing panics while holding it").get(product).cloned();
        let read = Arc::new(Settled::read(table, product, before.as_deref().unwrap_or(&Settled::default())).await?);
        self.settled.lock().expect("nothing panics while holding it").insert(product.clone(), Arc::clone(&read));
        Ok(read)
    }
}

impl Kept {
    /// The book of a part of the product.
    fn only(&self, only: &Only) -> Arc<Book> {
        if only.is_all() {
            return Arc::clone(&self.book);
        }
        let mut parts = self.parts.lock().expect("nothing panics while holding it");
        if let Some((_, known)) = parts.iter().find(|(known, _)| known == only) {
            return Arc::clone(known);
        }
        let part = Arc::new(self.book.only(only));
        if parts.len() == PARTS {
            parts.remove(0);
        }
        parts.push((only.clone(), Arc::clone(&part)));
        part
    }
}

impl Says for Arc<Own> {
    fn is_whole(&self) -> bool {
        Own::is_whole(self)
    }

    async fn read(table: &dyn Table, product: &ProductId, row: &Row) -> Result<Self, Fault> {
        Ok(Self::new(Own::read(table, product, row).await?))
    }
}

/// Nabat's own outages; what a row says that says all there is to know of it is not read again.
async fn own(table: &dyn Table, product: &ProductId, before: Option<&Kept>) -> Result<Arc<Partition<Arc<Own>>>, Fault> {
    let before = before.map(|kept| Arc::clone(&kept.own)).unwrap_or_default();
    before.follow(table, product, &keys::outages(product)).await
}

/// The incidents of Nabat's own whose outages lie in the period.
fn own_incidents<'a>(book: &'a Book, question: &Question) -> HashSet<&'a str> {
    let span = question.span();
    let rows = (0..).zip(book.history.spans()).filter(|(_, row)| row.overlaps(span));
    let own = rows.filter(|(row, _)| book.imported(*row).is_none());
    own.map(|(row, _)| book.history.incident(row)).collect()
}

/// The figures of a question about a product that is served.
///
/// # Errors
/// The table's, or bytes this program cannot read.
#[crate::boxed]
pub async fn figures_of(env: &Env, version: &Version, question: Question) -> Result<Figures, Fault> {
    env.books.figures(env.whole().table.as_ref(), &version.id, &version.catalogue, question).await
}

/// Everything that counts of a product that is served.
///
/// # Errors
/// The table's, or bytes this program cannot read.
#[crate::boxed]
pub async fn book_of(env: &Env, version: &Version) -> Result<Arc<Book>, Fault> {
    env.books.book(env.whole().table.as_ref(), &version.id, &version.catalogue).await
}

/// Published periods that are wanted, each with what it comes to today.
///
/// # Errors
/// The table's, or bytes this program cannot read.
pub async fn differences_of(
    env: &Env,
    version: &Version,
    wanted: impl Fn((NaiveDate, NaiveDate)) -> bool,
) -> Result<Vec<Difference>, Fault> {
    env.books.differences(env.table.as_ref(), &version.id, &version.catalogue, env.now(), wanted).await
}

/// Everything that counts of a product, by a catalogue that is at hand: for a program that reads it once.
///
/// # Errors
/// The table's, or bytes this program cannot read.
#[crate::boxed]
pub async fn read(table: &dyn Table, catalogue: &Catalogue) -> Result<Arc<Book>, Fault> {
    Books::default().book(table, "", catalogue).await
}

/// The figures of a question, by a catalogue that is at hand: for a program that asks once.
///
/// # Errors
/// The table's, or bytes this program cannot read.
#[crate::boxed]
pub async fn figures(table: &dyn Table, catalogue: &Catalogue, question: Question) -> Result<Figures, Fault> {
    Books::default().figures(table, "", catalogue, question).await
}
