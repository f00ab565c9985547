//! Books that are kept between questions: whatever changes in the table shows at the next look, in every process.

use super::*;
use crate::outages::{OutageRow, as_row};
use crate::table::{Action, Condition, Key, Table as _};
use nabat_domain::incident::Outage;

/// Two processes that keep their books for as long as they run, and one that keeps none.
struct Processes {
    table: MemoryTable,
    kept: [Books; 2],
}

impl Processes {
    async fn of(catalogue: &Catalogue) -> Self {
        Self { table: june(catalogue).await, kept: Default::default() }
    }

    /// Minutes of failure by whoever keeps a book, which have to be those of who begins anew; and the book.
    async fn minutes(&self, version: &str, catalogue: &Catalogue, only: &Only) -> i64 {
        let anew = figures(&self.table, catalogue, question(only.clone())).await.expect("figures");
        let anew = anew.report.reliability.failure;
        for books in &self.kept {
            let kept = books.figures(&self.table, version, catalogue, question(only.clone())).await.expect("figures");
            assert_eq!(kept.report.reliability.failure, anew);
        }
        anew.0 / 60_000
    }

    async fn put(&self, outage: &OutageRow, end: &str) {
        let key = Key::new(crate::keys::outages(&"clinics".into()), format!("{end}#{}#A#", outage.incident));
        self.table.write(&[Action::Put(as_row(&key, outage), Condition::Any)]).await.expect("memory takes it");
    }
}

fn own(began: &str, restored: &str, counted: bool) -> OutageRow {
    let (began, restored) = (at(began), Some(at(restored)));
    let outage = Outage { service: "A".into(), function: "f".into(), began, restored };
    let (others, beside) = (Vec::new(), (!counted).then_some(Why::Drill));
    OutageRow { incident: "inc-1".into(), outage, others, counted, users: None, beside }
}

#[tokio::test]
async fn what_did_not_change_is_the_same_book_and_not_another_one_like_it() {
    let catalogue = catalogue(WorksPolicy::Exclude);
    let table = june(&catalogue).await;
    let books = Books::default();
    let first = books.book(&table, "v", &catalogue).await.expect("a book");
    let second = books.book(&table, "v", &catalogue).await.expect("a book");
    assert!(std::sync::Arc::ptr_eq(&first, &second));
}

#[tokio::test]
async fn new_outages_corrections_files_works_and_terms_show_at_once() {
    let mut catalogue = catalogue(WorksPolicy::Exclude);
    catalogue.product.id = "clinics".into();
    let here = Processes::of(&catalogue).await;
    let all = Only::default();
    assert_eq!(here.minutes("v1", &catalogue, &all).await, 270);
    // An outage of Nabat's own, then the same corrected in its journal, then taken for a drill.
    here.put(&own("2026-06-20T10:00:00", "2026-06-20T11:00:00", true), "1").await;
    assert_eq!(here.minutes("v1", &catalogue, &all).await, 330);
    here.put(&own("2026-06-20T10:00:00", "2026-06-20T10:30:00", true), "1").await;
    assert_eq!(here.minutes("v1", &catalogue, &all).await, 300);
    here.put(&own("2026-06-20T10:00:00", "2026-06-20T10:30:00", false), "1").await;
    assert_eq!(here.minutes("v1", &catalogue, &all).await, 270);
    // A correction of an imported one.
    let book = here.kept[0].book(&here.table, "v1", &catalogue).await.expect("a book");
    let said = book.find(&correction_name()).expect("it is there");
    let out = Facts { counted: false, ..said.clone() };
    let taken = correction(said, out, "2026-08-02T09:00:00");
    record(&here.table, product(&catalogue), &taken).await.expect("recorded");
    assert_eq!(here.minutes("v1", &catalogue, &all).await, 210);
    let only = Only { service: Some("A".to_owned()), ..Only::default() };
    assert_eq!(here.minutes("v1", &catalogue, &only).await, 0);
    // A file imported anew.
    let source = Source::new("v2".to_owned(), 0, "00".to_owned(), at("2026-08-02T12:00:00"));
    point(&here.table, product(&catalogue), "june", &source).await.expect("memory takes it");
    assert_eq!(here.minutes("v1", &catalogue, &all).await, 0);
    let source = Source::new("v1".to_owned(), 4, "00".to_owned(), at("2026-08-02T13:00:00"));
    point(&here.table, product(&catalogue), "june", &source).await.expect("memory takes it");
    assert_eq!(here.minutes("v1", &catalogue, &all).await, 210);
    // Works that no longer count, by another version of the configuration.
    catalogue.product.reliability.under_works = WorksPolicy::Count;
    assert_eq!(here.minutes("v2", &catalogue, &all).await, 330);
    catalogue.product.reliability.works.clear();
    catalogue.product.reliability.under_works = WorksPolicy::Exclude;
    assert_eq!(here.minutes("v3", &catalogue, &all).await, 330);
}

#[tokio::test]
async fn what_lasts_is_cut_at_each_new_now() {
    let catalogue = catalogue(WorksPolicy::Exclude);
    let here = Processes::of(&catalogue).await;
    let lasts = OutageRow {
        outage: Outage { restored: None, ..own("2026-06-20T10:00:00", "2026-06-20T11:00:00", true).outage },
        ..own("2026-06-20T10:00:00", "2026-06-20T11:00:00", true)
    };
    let key = Key::new(crate::keys::outages(product(&catalogue)), "~#inc-1#A#f");
    here.table.write(&[Action::Put(as_row(&key, &lasts), Condition::Any)]).await.expect("memory takes it");
    for (now, minutes) in [("2026-06-20T10:10:00", 280), ("2026-06-20T12:00:00", 390)] {
        let asked = Question { now: at(now), ..question(Only::default()) };
        let figures = here.kept[0].figures(&here.table, "v1", &catalogue, asked).await.expect("figures");
        assert_eq!(figures.report.reliability.failure.0 / 60_000, minutes, "as of {now}");
    }
}

#[tokio::test]
async fn words_that_were_erased_are_not_kept() {
    let catalogue = catalogue(WorksPolicy::Exclude);
    let table = june(&catalogue).await;
    let books = Books::default();
    let before = asked(&table, &catalogue).await;
    publish(&table, product(&catalogue), &before, &"e1".into()).await.expect("published");
    let said = before.book.find(&correction_name()).expect("it is there");
    let mut correction = correction(said.clone(), Facts { counted: false, ..said }, "2026-08-02T09:00:00");
    record(&table, product(&catalogue), &correction).await.expect("recorded");
    let now = at("2026-08-03T00:00:00");
    let reason = async || {
        let all = books.differences(&table, "v", &catalogue, now, |_| true).await.expect("differences");
        all[0].changes[0].because[0].reason.clone()
    };
    assert_eq!(reason().await.as_deref(), Some("the log says so"));
    let row = &table
        .query(&crate::table::Query::prefix(crate::keys::corrections(product(&catalogue)), ""))
        .await
        .expect("rows")[0];
    correction.reason = "erased".to_owned();
    let body = serde_json::to_string(&correction).expect("string keys");
    let row = crate::table::Row { body, version: 2, ..row.clone() };
    table.write(&[Action::Put(row, Condition::Any)]).await.expect("memory takes it");
    assert_eq!(reason().await.as_deref(), Some("erased"));
}
