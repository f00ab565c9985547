//! Crashes over the connectors: before and after every call that reaches a messenger's server, in every phase. Where
//! the messenger has keys or can be looked at there is nothing twice; where it has neither, at most one message (or
//! topic) is, and nothing is lost anywhere.

use crate::phases::{Phase, all_over};
use crate::sample;
use nabat_domain::ids::RoomId;
use nabat_tests::rig::{Moment, Rig};

const MOMENTS: [Moment; 2] = [Moment::Before, Moment::After];

/// What people see of an incident at the end.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Left {
    /// Kinds of events, in their order: the report's pages aside, whose number is a matter of time.
    journal: Vec<String>,
    people: Vec<String>,
    posts: Vec<String>,
    pinned: usize,
    archived: bool,
    rooms: usize,
}

async fn left(phase: &Phase, rig: &Rig, run: &str) -> Left {
    rig.assert_journal(&phase.incident).await;
    assert!(rig.dead().await.is_empty(), "{} {run}: nothing is given up: {:?}", phase.name, rig.dead().await);
    assert!(rig.stuck().is_empty(), "{} {run}: nothing waits: {:?}", phase.name, rig.stuck());
    let kind = |bytes: &str| {
        let event: serde_json::Value = serde_json::from_str(bytes).expect("an event is JSON");
        event["type"].as_str().unwrap_or_default().to_owned()
    };
    let journal = rig.journal(&phase.incident).await.iter().map(|event| kind(&event.bytes)).collect::<Vec<_>>();
    let messenger = rig.outside.messenger.plain();
    let room = rig.state(&phase.incident).await.head.room.unwrap_or_else(|| RoomId::from("none"));
    let posts = messenger.posts(&room);
    Left {
        journal: journal.into_iter().filter(|kind| kind != "report_published").collect(),
        people: messenger.people(&room).into_iter().collect(),
        pinned: posts.iter().filter(|post| post.pinned).count(),
        posts: posts.into_iter().map(|post| plain(&post.message.text)).collect(),
        archived: messenger.is_archived(&room),
        rooms: messenger.over().expect("a messenger's model").peer().rooms().len(),
    }
}

/// Times and figures differ with the moment of recovery.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect::<String>()
        .replace("00", "0")
        .replace("00", "0")
}

/// What is there twice; `None` if what is left differs in anything else.
fn twice(expected: &Left, left: &Left) -> Option<usize> {
    let (mut wanted, mut extra) = (expected.posts.iter().peekable(), 0);
    for post in &left.posts {
        if wanted.peek() == Some(&post) {
            wanted.next();
        } else if expected.posts.iter().any(|expected| expected.lines().next() == post.lines().next()) {
            // One that nobody heard of keeps saying what it said.
            extra += 1;
        } else {
            return None;
        }
    }
    let rooms = left.rooms.checked_sub(expected.rooms)?;
    let same = Left { posts: expected.posts.clone(), rooms: expected.rooms, pinned: expected.pinned, ..left.clone() };
    (wanted.next().is_none() && same == *expected && left.pinned >= expected.pinned).then_some(extra + rooms)
}

/// Runs, and in how many of them something was there twice.
async fn crashes_over(messenger: &str, most: usize) {
    let (mut known, mut runs, mut doubled) = (0, 0, 0);
    for (turn, phase) in (0..).zip(all_over(messenger).await) {
        let expected = {
            let rig = phase.carry_through(phase.rig.outside.fork()).await;
            left(&phase, &rig, "uncrashed").await
        };
        let calls = phase.calls_at_messenger(phase.rig.outside.fork()).await;
        known += calls.len() * MOMENTS.len();
        for place in sample::calls(calls.len() as u64, turn) {
            let call = calls[usize::try_from(place).expect("few") - 1];
            for moment in MOMENTS {
                let outside = phase.rig.outside.fork();
                outside.crashes.at(call, moment);
                let rig = phase.carry_through(outside).await;
                let run = format!("{messenger}: died {moment:?} call {call}");
                let left = left(&phase, &rig, &run).await;
                let twice = twice(&expected, &left);
                let twice =
                    twice.unwrap_or_else(|| panic!("{} {run}:\n{left:#?}\ninstead of\n{expected:#?}", phase.name));
                assert!(twice <= most, "{} {run}: {twice} things twice:\n{left:#?}", phase.name);
                runs += 1;
                doubled += usize::from(twice > 0);
            }
        }
    }
    println!("figure promise.04 of=calls/{messenger} runs={runs} all={known} twice={doubled}");
    assert!(known > 60, "the phases call it: {known}");
    assert!(most == 0 || doubled > 0 || runs < known, "if nothing is ever twice, the README may say so");
}

#[tokio::test]
async fn promise_04_a_crash_at_matrix_doubles_nothing() {
    crashes_over("matrix", 0).await;
}

#[tokio::test]
async fn promise_04_a_crash_at_mattermost_doubles_nothing() {
    crashes_over("mattermost", 0).await;
}

#[tokio::test]
async fn promise_04_a_crash_at_slack_doubles_nothing() {
    crashes_over("slack", 0).await;
}

#[tokio::test]
async fn promise_04_a_crash_at_telegram_doubles_one_thing_at_most() {
    crashes_over("telegram", 1).await;
}

#[tokio::test]
async fn promise_04_a_crash_at_express_doubles_one_thing_at_most() {
    crashes_over("express", 1).await;
}
