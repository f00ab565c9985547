//! One story over every table there is, from the registration to the closed record and the night after it: each holds the
//! same rows, byte for byte, and people, desk and wiki saw the same.

use crate::phases::all_but_one_fact;
use nabat_domain::catalogue::Role;
use nabat_kit::port::Said;
use nabat_kit::table::Row;
use nabat_tests::rig::store::{Kind, Store};
use nabat_tests::rig::{BEGINS, Outside, Rig};

/// What a story leaves, inside and outside.
struct Told {
    rows: Vec<Row>,
    seen: String,
}

/// The story: led to its end by everybody who has a part in it, with a delivery repeated, a message of nobody's, a messenger
/// that asks to wait, and silence in the end.
async fn told(kind: Kind) -> Told {
    let mut rig = Rig::of(Outside::kept_in(BEGINS, Store::of(kind))).await;
    let incident = all_but_one_fact(&mut rig).await;
    let said = Said::Text { text: "привет".to_owned(), prompt: None };
    let mut answers = vec![rig.deliver_as(&incident, &"nobody-of-ours".into(), said, "stranger").await.as_u16()];
    answers.push(rig.desk("msg_SD-1", &rig.registration("SD-1", "appointments")).await.status().as_u16());
    rig.outside.messenger.plain().fail(1, &nabat_tests::rig::asked_to_wait(90));
    rig.answer(&incident, "whose_fault", "ours").await;
    rig.minutes(3).await;
    assert_eq!(
        rig.holder(&incident, Role::ShiftHead).await,
        rig.prompt(&incident, "decision").await.holder.expect("one")
    );
    rig.answer(&incident, "decision", "new_problem").await;
    rig.minutes(30).await;
    rig.hour().await;
    rig.assert_journal(&incident).await;
    let room = rig.state(&incident).await.head.room.expect("the incident has a room");
    let (messenger, desk, wiki) = (rig.outside.messenger.plain(), rig.outside.desk.plain(), rig.outside.wiki.plain());
    let pages: Vec<_> = wiki.names().into_iter().map(|name| (wiki.revisions(&name), name)).collect();
    let seen = format!(
        "{answers:?}\n{:#?}\n{:#?}\n{:#?}\n{pages:#?}",
        messenger.posts(&room),
        desk.changes("SD-1"),
        desk.problems()
    );
    Told { rows: rig.outside.table.plain().dump(), seen }
}

/// The first line in which two texts differ.
fn differ<'t>(one: &'t str, other: &'t str) -> Option<(&'t str, &'t str)> {
    one.lines().zip(other.lines()).find(|(one, other)| one != other)
}

#[tokio::test]
async fn promise_10_one_story_leaves_the_same_rows_and_is_seen_the_same_over_every_table() {
    let memory = told(Kind::Memory).await;
    assert!(memory.rows.len() > 200, "a whole story: {}", memory.rows.len());
    // The cloud's is there where the environment asks for it.
    let mut others = vec![Kind::Sqlite];
    others.extend(Some(Kind::of_environment()).filter(|kind| *kind == Kind::Dynamodb));
    for kind in others {
        let other = told(kind).await;
        assert_eq!(differ(&memory.seen, &other.seen), None, "{kind:?}: what was seen");
        assert_eq!(memory.seen.len(), other.seen.len(), "{kind:?}");
        for (one, other) in memory.rows.iter().zip(&other.rows) {
            assert_eq!(one, other, "{kind:?}");
        }
        assert_eq!(memory.rows.len(), other.rows.len(), "{kind:?}: as many rows");
    }
}
