//! What is over for long enough goes by itself; the chain still verifies, and what went stands on record.

use crate::erased::{closed, holds, page, text_of};
use crate::phases;
use async_trait::async_trait;
use nabat_domain::catalogue::{Direction, Kept, Priority, Retention, Role};
use nabat_domain::ids::{IncidentId, ServiceId};
use nabat_domain::incident::{Standing, TextRef};
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::{At, Length};
use nabat_kit::configuration::push;
use nabat_kit::env::Env;
use nabat_kit::files;
use nabat_kit::incident::own_texts;
use nabat_kit::keys;
use nabat_kit::port::{CallError, Copies, Erasure};
use nabat_kit::retention::gone;
use nabat_kit::table::{Action, Condition, Key, Query, Row, Table as _};
use nabat_tests::rig::Rig;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

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

/// What a person's own file says.
const CONTENT: &[u8] = b"a patient's own words";

/// An incident led to its end, a file posted in its chat.
async fn led_with_a_file() -> (Rig, IncidentId) {
    let phase = phases::closure("builtin").await;
    let mut rig = phase.rig.fork().await;
    let engineer = rig.holder(&phase.incident, Role::DutyEngineer).await;
    rig.post_content(&phase.incident, &engineer, "letter.txt", CONTENT).await;
    (phase.carry_through(rig.outside.fork()).await, phase.incident)
}

/// Such an incident with samples behind its findings, something given up and something refused; thirty days are allowed to
/// each.
async fn over_with_everything() -> (Rig, IncidentId, At) {
    let (mut rig, incident) = led_with_a_file().await;
    let (all, days) = (&mut rig.catalogue.product.retention, Some(30));
    *all = Retention { words: days, files: days, samples: days, discarded: days, refused: days };
    let table = rig.outside.table.plain();
    push(table, &rig.catalogue, &rig.names).await.expect("the table takes it");
    let head = rig.state(&incident).await.head;
    let over = head.closed_at.expect("it is closed").max(head.at);
    let sample = Key::new(keys::incident(&rig.product, &incident), "F#samples");
    let refused = Key::new(keys::refused(&rig.product), format!("{:015}#msg_1", over.0));
    for key in [sample, keys::discarded(&rig.product, over, "J#1"), refused] {
        let row = Row { key, body: "{}".to_owned(), version: 1, due: None, listed: None, expires: None };
        table.write(&[Action::Put(row, Condition::Any)]).await.expect("the table takes it");
    }
    (rig, incident, over)
}

/// Words, the content of a file, samples, what was given up and what was refused: what of it is there.
async fn left(rig: &Rig, incident: &IncidentId) -> [bool; 5] {
    let table = rig.outside.table.plain();
    let texts = own_texts(table, &rig.product, incident).await.expect("read");
    let content = files::content(table, &rig.product, incident, &sha256_hex(CONTENT)).await.expect("read");
    let count = async |pk: &str, beginning: &str| table.query(&Query::prefix(pk, beginning)).await.expect("read").len();
    let samples = count(&keys::incident(&rig.product, incident), "F#").await;
    let discarded = count(&keys::all_discarded(&rig.product), "").await;
    let refused = count(&keys::refused(&rig.product), "").await;
    [!texts.is_empty(), content.is_some(), samples > 0, discarded > 0, refused > 0]
}

#[tokio::test]
async fn each_sort_goes_when_its_days_are_over_and_not_a_millisecond_before() {
    let (rig, incident, over) = over_with_everything().await;
    let last = over.plus(Length::hours(24 * 30));
    // What was given up or refused at a moment is older than its days one millisecond after them.
    let of_a_moment = [false, false, false, true, true];
    for (at, wanted) in [(last.minus(Length(1)), [true; 5]), (last, of_a_moment), (last.plus(Length(1)), [false; 5])] {
        let then = rig.fork().await;
        then.outside.clock.move_to(at);
        nabat_reliability_rollup::handle(&then.env).await.expect("the table takes it");
        assert_eq!(left(&then, &incident).await, wanted, "{} ms after", at.since(last).0);
    }
}

#[tokio::test]
async fn each_sort_stays_where_its_days_are_not_said() {
    let (rig, incident, over) = over_with_everything().await;
    let all = rig.catalogue.product.retention;
    for (retention, wanted) in [
        (Retention { words: None, ..all }, [true, false, false, false, false]),
        // Where names of files go, what is in them goes too.
        (Retention { files: None, ..all }, [false; 5]),
        (Retention { words: None, files: None, ..all }, [true, true, false, false, false]),
        (Retention { samples: None, ..all }, [false, false, true, false, false]),
        (Retention { discarded: None, ..all }, [false, false, false, true, false]),
        (Retention { refused: None, ..all }, [false, false, false, false, true]),
    ] {
        let mut then = rig.fork().await;
        then.catalogue.product.retention = retention;
        push(then.outside.table.plain(), &then.catalogue, &then.names).await.expect("the table takes it");
        then.outside.clock.move_to(over.plus(Length::hours(24 * 400)));
        nabat_reliability_rollup::handle(&then.env).await.expect("the table takes it");
        assert_eq!(left(&then, &incident).await, wanted, "{retention:?}");
        // Names and hashes of what went stand where they stood, and the chain holds.
        assert_eq!(then.state(&incident).await, rig.state(&incident).await);
        then.assert_journal(&incident).await;
    }
}

/// The installation's own stores: notes what is to go from them, unless they are away.
#[derive(Default)]
struct Own {
    away: AtomicBool,
    erased: Mutex<Vec<Erasure>>,
    forgotten: AtomicU32,
}

#[async_trait]
impl Copies for Own {
    async fn erase(&self, what: &Erasure) -> Result<usize, CallError> {
        if self.away.load(Ordering::Relaxed) {
            return Err(CallError::Transient("away".to_owned()));
        }
        self.erased.lock().expect("nothing panics while holding it").push(what.clone());
        Ok(1)
    }

    async fn forget(&self) -> Result<(), CallError> {
        self.forgotten.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

#[tokio::test]
async fn the_installations_own_stores_lose_it_before_the_table_does() {
    let (rig, incident, over) = over_with_everything().await;
    let own = Arc::new(Own::default());
    let env = Env { copies: own.clone(), ..rig.env.clone() };
    let table = rig.outside.table.plain();
    let texts = own_texts(table, &rig.product, &incident).await.expect("read");
    let said = texts.values().filter(|words| words.chars().count() >= 12).cloned().collect::<BTreeSet<_>>();
    rig.outside.clock.move_to(over.plus(Length::hours(24 * 31)));
    own.away.store(true, Ordering::Relaxed);
    nabat_reliability_rollup::handle(&env).await.expect("the table takes it");
    assert!(left(&rig, &incident).await[0], "while they are away nothing is lost that they are found by");
    own.away.store(false, Ordering::Relaxed);
    nabat_reliability_rollup::handle(&env).await.expect("the table takes it");
    nabat_reliability_rollup::handle(&env).await.expect("the table takes it");
    assert_eq!(left(&rig, &incident).await, [false; 5]);
    let erased = own.erased.lock().expect("nothing panics while holding it").clone();
    let words = erased.iter().find(|what| what.case == incident && !what.words.is_empty()).expect("its words went");
    let state = rig.state(&incident).await;
    assert!(said.is_subset(&words.words), "{said:?}: {words:?}");
    assert!(words.files.contains(&sha256_hex(CONTENT)) && !words.messages.is_empty(), "{words:?}");
    assert_eq!((&words.record, words.rooms.first()), (&state.head.desk, state.head.room.as_ref()));
    assert_eq!((words.instead.as_str(), own.forgotten.load(Ordering::Relaxed)), ("(стёрто)", 1));
}

#[tokio::test]
async fn a_file_goes_by_its_own_days_and_what_it_was_called_stays() {
    let (mut rig, incident, over) = over_with_everything().await;
    rig.catalogue.product.retention = Retention { words: Some(30), files: Some(10), ..Retention::default() };
    push(rig.outside.table.plain(), &rig.catalogue, &rig.names).await.expect("the table takes it");
    let last = over.plus(Length::hours(24 * 10));
    for (at, there) in [(last.minus(Length(1)), true), (last, false)] {
        let then = rig.fork().await;
        then.outside.clock.move_to(at);
        nabat_reliability_rollup::handle(&then.env).await.expect("the table takes it");
        assert_eq!(left(&then, &incident).await[..2], [true, there], "{} ms after", at.since(last).0);
        assert!(!holds(&then, "letter.txt").is_empty(), "its name is of the words");
        let went = gone(then.outside.table.plain(), &then.product).await.expect("read");
        let went: Vec<_> = went.iter().map(|one| (one.what, one.days)).collect();
        assert_eq!(went, if there { vec![] } else { vec![(Kept::Files, 10)] }, "it stands on record");
        then.assert_journal(&incident).await;
    }
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

#[tokio::test]
async fn what_shares_a_chat_or_may_be_the_same_stays_and_what_was_only_recorded_goes() {
    let mut rig = Rig::new().await;
    rig.catalogue.product.retention = Retention { words: Some(1), ..Retention::default() };
    push(rig.outside.table.plain(), &rig.catalogue, &rig.names).await.expect("the table takes it");
    let high = |service: &ServiceId| Priority::with_function_lost(rig.catalogue.criticality_of(service)).is_high();
    let neighbours = rig.catalogue.neighbours_of(&"bus".into()).into_iter();
    let consumer = neighbours.filter(|one| one.direction == Direction::Consumer).find(|one| high(&one.id));
    let consumer = consumer.expect("the bus has consumers").id;
    let low = rig.catalogue.services.keys().find(|service| !high(service)).expect("not everything matters").clone();
    rig.register("SD-1", "bus").await;
    let linked = rig.register("SD-2", consumer.as_str()).await;
    let same = rig.register("SD-3", "bus").await;
    let recorded = rig.register("SD-4", low.as_str()).await;
    let standing = async |incident: &IncidentId| rig.state(incident).await.head.standing;
    assert!(matches!(standing(&linked).await, Standing::Linked { .. }));
    assert!(matches!(standing(&same).await, Standing::DuplicateOffered { .. }));
    assert_eq!(standing(&recorded).await, Standing::RecordedOnly);
    days(&rig, 3).await;
    for (incident, wanted) in [(linked, true), (same, true), (recorded, false)] {
        let texts = own_texts(rig.outside.table.plain(), &rig.product, &incident).await.expect("read");
        assert_eq!(!texts.is_empty(), wanted, "{:?}", rig.state(&incident).await.head.standing);
    }
}
