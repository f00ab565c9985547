//! A wiki that is down holds nothing up and gets one page.

use super::{comments, facts, links, read, restored_and_reported, revisions};
use crate::told::{decide, diagnosed, opened, reported, verified};
use nabat_domain::incident::Standing;
use nabat_domain::time::Length;
use nabat_kit::keys;
use nabat_kit::patience::{CATCH_UP, LONGEST_WAIT};
use nabat_kit::table::{Action, Condition, Key, Row};
use nabat_tests::rig::{Health, Rig};

/// So often the longest wait fits into a day, and some more.
const A_DAY_OF_WAITS: i64 = Length::hours(25).0 / LONGEST_WAIT.0;

/// Leads an incident to its end with the wiki down for an hour from one stage on.
async fn down_from(stage: &str) {
    let mut rig = Rig::new().await;
    let incident = match stage {
        "diagnosis" => opened(&mut rig).await,
        "restoration" => diagnosed(&mut rig).await,
        "verification" => verified(&mut rig).await,
        _ => reported(&mut rig).await,
    };
    let before = revisions(&rig, &incident).len();
    rig.outside.wiki.plain().becomes(Health::Down);
    match stage {
        "diagnosis" => {
            rig.answer(&incident, "changed", "Вечером обновили шлюз записи").await;
            rig.answer(&incident, "located", "appointments certain").await;
            rig.answer(&incident, "handover", "keep").await;
            rig.answer(&incident, "word", "Откатываем обновление шлюза").await;
            rig.answer(&incident, "workaround", "Записывают на бумаге").await;
            restored_and_reported(&mut rig, &incident).await;
        }
        "restoration" => restored_and_reported(&mut rig, &incident).await,
        "verification" => facts(&mut rig, &incident).await,
        _ => {}
    }
    decide(&mut rig, &incident, "new_problem").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Closed, "{stage}: closing waits for no wiki");
    rig.minutes(60).await;
    assert_eq!(revisions(&rig, &incident).len(), before, "{stage}: it is down");
    assert!(rig.outside.wiki.plain().refused() > 5, "{stage}: it was tried again and again");
    rig.outside.wiki.plain().becomes(Health::Up);
    rig.minutes(CATCH_UP.0 / Length::minutes(1).0).await;
    let pages = revisions(&rig, &incident);
    assert_eq!(pages.len(), before + 1, "{stage}: the page follows once");
    let last = read(pages.last().expect("a page"));
    assert!(last.contains("PRB-0001") && last.contains("Лариса Климова"), "{stage}: with everything up to the end");
    let links = links(&rig, &incident).await;
    assert_eq!((links, comments(&rig, &incident)), (before, 1), "{stage}: nothing goes into an archived chat");
    let room = rig.state(&incident).await.head.room.expect("a room");
    assert!(rig.outside.messenger.plain().is_archived(&room));
    let dead = keys::dead_list(&rig.product);
    let dead = rig.env.table.list(&dead, nabat_kit::table::Order::Descending, None, 10).await.expect("the list");
    assert!(dead.rows.is_empty(), "{stage}: nothing was given up");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_wiki_down_for_an_hour_at_any_stage_holds_nothing_up_and_gets_one_page() {
    for stage in ["diagnosis", "restoration", "verification", "closure"] {
        down_from(stage).await;
    }
}

#[tokio::test]
async fn a_job_nobody_can_read_keeps_no_page_from_the_wiki() {
    let mut rig = Rig::new().await;
    let incident = verified(&mut rig).await;
    let before = revisions(&rig, &incident).len();
    let key = Key::new(keys::incident(&rig.product, &incident), "J#00000001#98#fax");
    let body = r#"{"queue":"of a later version"}"#.to_owned();
    let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
    rig.env.table.write(&[Action::Put(row, Condition::Any)]).await.expect("the table takes it");
    facts(&mut rig, &incident).await;
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(2).await;
    assert!(revisions(&rig, &incident).len() > before, "it is published at once");
    assert_eq!(rig.dead().await.len(), 0, "nothing was given up");
}

#[tokio::test]
async fn a_wiki_down_for_longer_than_a_day_is_seen_in_the_dead_list_and_can_be_tried_again() {
    let mut rig = Rig::new().await;
    let incident = verified(&mut rig).await;
    rig.outside.wiki.plain().becomes(Health::Down);
    facts(&mut rig, &incident).await;
    decide(&mut rig, &incident, "new_problem").await;
    for _ in 0..A_DAY_OF_WAITS {
        rig.at(rig.env.now().plus(LONGEST_WAIT)).await;
    }
    let list = keys::dead_list(&rig.product);
    let dead = rig.env.table.list(&list, nabat_kit::table::Order::Descending, None, 10).await.expect("the list");
    assert!(!dead.rows.is_empty(), "a day is long enough to look");
    rig.outside.wiki.plain().becomes(Health::Up);
    for row in &dead.rows {
        nabat_kit::dead::retry(&rig.env, &row.key).await.expect("it is put back to work");
    }
    rig.minutes(2).await;
    assert_eq!(revisions(&rig, &incident).len(), 1);
}
