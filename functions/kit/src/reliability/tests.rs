//! The worked example from what is stored; corrections and publications of it.

use super::*;
use crate::history::{ImportedOutage, Source, point, write_chunk};
use crate::table::memory::MemoryTable;
use chrono::NaiveDate;
use chrono_tz::Europe::Moscow;
use nabat_domain::catalogue::{Catalogue, Counting};
use nabat_domain::ids::ProductId;
use nabat_domain::reliability::{Dimension, Span, Works as Announced, WorksPolicy};
use nabat_domain::time::{At, Length};

fn at(text: &str) -> At {
    At::from_rfc3339(&format!("{text}+03:00")).expect("a moment")
}

/// The estate of the tests, by Moscow's clock, with works announced for 02:00-04:00 on 17 June.
fn catalogue(policy: WorksPolicy) -> Catalogue {
    let mut catalogue = crate::messages::estate_of_tests();
    catalogue.product.zone = "Europe/Moscow".to_owned();
    let span = Span::new(at("2026-06-17T02:00:00"), at("2026-06-17T04:00:00"));
    catalogue.product.reliability.works = vec![Announced { announced: at("2026-06-15T12:00:00"), span }];
    catalogue.product.reliability.under_works = policy;
    catalogue
}

fn product(catalogue: &Catalogue) -> &ProductId {
    &catalogue.product.id
}

/// A to D as a history that was imported; the last outage of a chunk ends last.
async fn june(catalogue: &Catalogue) -> MemoryTable {
    let table = MemoryTable::new();
    let rows = [
        ("D", "2026-05-31T23:30:00", "2026-06-01T00:30:00"),
        ("A", "2026-06-10T10:00:00", "2026-06-10T12:00:00"),
        ("B", "2026-06-10T11:00:00", "2026-06-10T13:00:00"),
        ("C", "2026-06-17T02:00:00", "2026-06-17T05:00:00"),
    ];
    let outage = |(line, (service, began, restored)): (u64, (&str, &str, &str))| ImportedOutage {
        line,
        incident: format!("SD-{service}"),
        service: service.to_owned(),
        function: String::new(),
        contractor: String::new(),
        class: String::new(),
        began: at(began),
        restored: Some(at(restored)),
    };
    let outages: Vec<ImportedOutage> = (2..).zip(rows).map(outage).collect();
    write_chunk(&table, product(catalogue), "v1", 0, &outages).await.expect("memory takes it");
    let source = Source::new("v1".to_owned(), 4, "00".to_owned(), at("2026-07-01T12:00:00"));
    point(&table, product(catalogue), "june", &source).await.expect("memory takes it");
    table
}

mod kept;

fn question(only: Only) -> Question {
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).expect("a day");
    Question {
        days: (day(6, 1), day(7, 1)),
        zone: Moscow,
        now: at("2026-08-01T00:00:00"),
        target: None,
        only,
        without: Vec::new(),
        against: None,
    }
}

async fn asked(table: &MemoryTable, catalogue: &Catalogue) -> Figures {
    figures(table, catalogue, question(Only::default())).await.expect("figures")
}

#[tokio::test]
async fn the_worked_example_comes_out_with_works_excluded_and_counted() {
    let excluding = catalogue(WorksPolicy::Exclude);
    let table = june(&excluding).await;
    let excluded = asked(&table, &excluding).await;
    let ratio = excluded.report.reliability;
    assert_eq!((ratio.failure, ratio.period), (Length::minutes(270), Length::hours(718)));
    assert_eq!(ratio.percent().as_deref(), Some("99.3733"));
    assert_eq!(excluded.works.under.period, Length::hours(2));
    assert_eq!(excluded.works.otherwise.percent().as_deref(), Some("99.0972"));
    let shares = |figures: &Figures| -> Vec<i64> {
        figures.report.by(Dimension::Service).iter().map(|group| group.shared.0 / 60_000).collect()
    };
    assert_eq!(shares(&excluded), [90, 90, 60, 30]);
    let counted = asked(&table, &catalogue(WorksPolicy::Count)).await;
    let ratio = counted.report.reliability;
    assert_eq!((ratio.failure, ratio.period), (Length::minutes(390), Length::hours(720)));
    assert_eq!(ratio.percent().as_deref(), Some("99.0972"));
    assert_eq!(shares(&counted), [90, 90, 180, 30]);
    assert_eq!(counted.works.otherwise.percent().as_deref(), Some("99.3733"));
}

#[tokio::test]
async fn a_filter_leaves_the_rest_out_as_if_it_had_never_been() {
    let catalogue = catalogue(WorksPolicy::Exclude);
    let table = june(&catalogue).await;
    let only = Only { service: Some("A".to_owned()), ..Only::default() };
    let figures = figures(&table, &catalogue, question(only)).await.expect("figures");
    assert_eq!(figures.report.reliability.failure, Length::hours(2));
    assert_eq!(figures.report.by(Dimension::Service).len(), 1);
}

fn correction(table_says: Facts, after: Facts, moment: &str) -> Correction {
    let of = Named {
        incident: "SD-A".to_owned(),
        service: "A".to_owned(),
        function: String::new(),
        imported: Some(at("2026-06-10T10:00:00")),
    };
    Correction::new(of, table_says, after, "the log says so".to_owned(), "e1".into(), at(moment))
}

#[tokio::test]
async fn figures_follow_a_correction_of_an_imported_outage_and_the_published_period_stays() {
    let catalogue = catalogue(WorksPolicy::Exclude);
    let table = june(&catalogue).await;
    let before = asked(&table, &catalogue).await;
    let published = publish(&table, product(&catalogue), &before, &"e1".into()).await.expect("published");
    let said = before.book.find(&correction_name()).expect("it is there");
    // A was back at 11:30 already: half an hour of it was B's alone anyway.
    let after = Facts { restored: Some(at("2026-06-10T10:30:00")), ..said.clone() };
    let correction = correction(said, after, "2026-08-02T09:00:00");
    record(&table, product(&catalogue), &correction).await.expect("recorded");
    let today = asked(&table, &catalogue).await;
    assert_eq!(today.report.reliability.failure, Length::minutes(240));
    let all = publications(&table, product(&catalogue)).await.expect("publications");
    assert_eq!(all, std::slice::from_ref(&published));
    assert_eq!(all[0].reliability.failure, Length::minutes(270));
    let difference = one_difference(&table, &catalogue).await;
    assert_eq!(difference.published, published);
    assert_eq!(difference.failure(), Length::minutes(-30));
    assert!(!difference.is_none());
    let [change] = difference.changes.as_slice() else { panic!("one outage changed: {:?}", difference.changes) };
    assert_eq!(change.of, correction.of);
    let (was, is) = change.lengths(difference.published.span, at("2026-08-03T00:00:00"));
    assert_eq!((was, is), (Length::minutes(120), Length::minutes(30)));
    let [because] = change.because.as_slice() else { panic!("one correction: {:?}", change.because) };
    assert_eq!((because.by.as_str(), because.reason.as_deref()), ("e1", Some("the log says so")));
}

/// The only published period against today.
async fn one_difference(table: &MemoryTable, catalogue: &Catalogue) -> Difference {
    let now = at("2026-08-03T00:00:00");
    let all = Books::default().differences(table, "v", catalogue, now, |_| true).await.expect("differences");
    let [one] = <[Difference; 1]>::try_from(all).expect("one was published");
    one
}

fn correction_name() -> Named {
    let facts = Facts {
        began: at("2026-06-10T10:00:00"),
        restored: None,
        counted: true,
        class: String::new(),
        contractor: String::new(),
    };
    correction(facts.clone(), facts, "2026-08-02T09:00:00").of
}

#[tokio::test]
async fn what_is_taken_out_is_listed_beside_and_can_be_put_back() {
    let catalogue = catalogue(WorksPolicy::Exclude);
    let table = june(&catalogue).await;
    let said = asked(&table, &catalogue).await.book.find(&correction_name()).expect("it is there");
    let out = Facts { counted: false, ..said.clone() };
    let first = correction(said.clone(), out.clone(), "2026-08-02T09:00:00");
    record(&table, product(&catalogue), &first).await.expect("recorded");
    let without = asked(&table, &catalogue).await;
    assert_eq!(without.report.reliability.failure, Length::minutes(210));
    assert_eq!(without.book.beside.iter().map(|beside| beside.why).collect::<Vec<_>>(), [Why::Corrected]);
    assert_eq!(without.book.find(&correction_name()), Some(out.clone()));
    let second = correction(out, said, "2026-08-02T10:00:00");
    record(&table, product(&catalogue), &second).await.expect("recorded");
    let again = asked(&table, &catalogue).await;
    assert_eq!(again.report.reliability.failure, Length::minutes(270));
    assert_eq!(again.book.corrections, [first, second]);
    assert!(again.book.beside.is_empty());
}

#[tokio::test]
async fn nothing_changed_is_no_difference() {
    let mut catalogue = catalogue(WorksPolicy::Exclude);
    catalogue.product.reliability.counting = Counting::All;
    let table = june(&catalogue).await;
    let figures = asked(&table, &catalogue).await;
    publish(&table, product(&catalogue), &figures, &"e1".into()).await.expect("published");
    let difference = one_difference(&table, &catalogue).await;
    assert!(difference.is_none(), "{difference:?}");
    assert_eq!(figures.high_priority, None);
}
