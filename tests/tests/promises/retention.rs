//! What is over for long enough goes by itself; the chain still verifies, and what went stands on record.

use crate::erased::{closed, holds, page, text_of};
use nabat_domain::catalogue::{Kept, Retention};
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::TextRef;
use nabat_domain::time::Length;
use nabat_kit::configuration::push;
use nabat_kit::incident::own_texts;
use nabat_kit::retention::gone;
use nabat_tests::rig::Rig;

/// A product that keeps words for thirty days.
async fn kept_for_thirty_days() -> (Rig, IncidentId, TextRef) {
    let (mut rig, incident, summary) = closed().await;
    rig.catalogue.product.retention = Retention { words: Some(30), samples: Some(1), ..Retention::default() };
    push(rig.outside.table.plain(), &rig.catalogue, &rig.names).await.expect("the table takes it");
    (rig, incident, summary)
}

/// Days pass; what is due is looked for at the end.
async fn days(rig: &Rig, days: i64) {
    rig.outside.clock.move_to(rig.env.now().plus(Length::hours(24 * days)));
    nabat_reliability_rollup::handle(&rig.env).await.expect("the table takes it");
}

#[tokio::test]
async fn words_go_after_their_time_and_no_earlier_and_the_chain_holds() {
    let (rig, incident, summary) = kept_for_thirty_days().await;
    let said = text_of(&rig, &incident, &summary).await;
    let (state, table) = (rig.state(&incident).await, rig.outside.table.plain());
    days(&rig, 29).await;
    assert!(!holds(&rig, &said).is_empty(), "not a day early");
    days(&rig, 2).await;
    assert_eq!(holds(&rig, &said), [""; 0], "no row holds the words");
    let left = own_texts(table, &rig.product, &incident).await.expect("read");
    assert!(left.is_empty(), "{left:?}");
    rig.assert_journal(&incident).await;
    assert_eq!(rig.state(&incident).await, state, "nothing of what happened changed");
    assert!(page(&rig, &incident).await.contains("(стёрто)"));
    let went = gone(table, &rig.product).await.expect("read");
    let words = went.iter().find(|one| one.what == Kept::Words && one.case.as_ref() == Some(&incident));
    let words = words.unwrap_or_else(|| panic!("it stands on record: {went:?}"));
    assert!(words.rows > 3 && words.days == 30, "{words:?}");
    let rows = table.dump().len();
    days(&rig, 1).await;
    days(&rig, 1).await;
    assert_eq!(gone(table, &rig.product).await.expect("read"), went, "nothing goes twice");
    assert!(table.dump().len() <= rows + 2, "but for the marks that one looked");
}

#[tokio::test]
async fn what_is_open_and_where_nothing_is_said_stays() {
    let (mut rig, incident, summary) = kept_for_thirty_days().await;
    rig.catalogue.product.retention = Retention::default();
    push(rig.outside.table.plain(), &rig.catalogue, &rig.names).await.expect("the table takes it");
    let said = text_of(&rig, &incident, &summary).await;
    days(&rig, 4_000).await;
    assert!(!holds(&rig, &said).is_empty());
    rig.catalogue.product.retention = Retention { words: Some(1), ..Retention::default() };
    push(rig.outside.table.plain(), &rig.catalogue, &rig.names).await.expect("the table takes it");
    let open = rig.register("SD-9", "appointments").await;
    days(&rig, 3).await;
    assert!(rig.state(&open).await.is_open());
    let texts = own_texts(rig.outside.table.plain(), &rig.product, &open).await.expect("read");
    assert!(!texts.is_empty(), "what is still led keeps its words");
    assert_eq!(holds(&rig, &said), [""; 0], "what is over does not");
}
