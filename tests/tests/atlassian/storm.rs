//! Many records closed and many pages written in the same second, by servers that let few calls through and ask to wait
//! before all others, in the middle of an effect as well: whoever comes back when it was asked to is through some time,
//! and nothing stands there twice.

use crate::key;
use nabat::clocks::StoryClock;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{DeskId, ProductId};
use nabat_domain::time::{At, Length};
use nabat_kit::document::{Block, Document};
use nabat_kit::port::{CallError, Clock as _, Desk as _, DeskRecordChange, PageName, Wiki as _, WikiPage};
use nabat_tests::atlassian::confluence::ConfluenceModel;
use nabat_tests::atlassian::jira::JiraModel;
use std::sync::Arc;

const BEGINS: At = At(1_795_430_000_000);

/// Records that are closed, pages that are written.
const ALL: usize = 30;

/// By then all is done at the servers' own pace, what is asked again included.
const LONGEST: Length = Length::minutes(10);

/// Each is tried in turn, and again after the longest wait any of them was asked for.
async fn until_all_are_through(clock: &StoryClock, one: impl AsyncFn(usize) -> Result<(), CallError>) {
    let mut left: Vec<usize> = (0..ALL).collect();
    while !left.is_empty() {
        let (mut wait, mut still) = (Length(0), Vec::new());
        for number in left {
            match one(number).await {
                Ok(()) => {}
                Err(CallError::Throttled { retry_after: Some(asked) }) => {
                    wait = wait.max(asked);
                    still.push(number);
                }
                Err(error) => panic!("{number}: it is told to wait and no more: {error:?}"),
            }
        }
        left = still;
        clock.move_to(clock.now().plus(wait));
        let took = clock.now().since(BEGINS);
        assert!(took <= LONGEST, "{} are not through after {took:?}", left.len());
    }
}

#[tokio::test]
async fn records_closed_at_once_over_a_jira_that_asks_to_wait_are_closed_once_each() {
    let clock = Arc::new(StoryClock::new(BEGINS));
    let jira = JiraModel::new(clock.clone());
    let register = |_| jira.register("Patients cannot book", "appointments", &["book"], BEGINS);
    let records: Vec<String> = (0..ALL).map(register).collect();
    jira.trouble().keep_limits();
    let desk = jira.desk();
    let product = ProductId::from("city");
    let close = async |number: usize| {
        let (record, key) = (DeskId::from(records[number].as_str()), key(&format!("storm.{number}")));
        desk.change(&key, &product, &record, &DeskRecordChange::Close { text: "restarted".to_owned() }).await
    };
    until_all_are_through(&clock, close).await;
    assert!(jira.trouble().told_to_wait() > 0, "it was too much at once");
    for record in &records {
        let said = jira.words(record).iter().filter(|words| words.contains("restarted")).count();
        assert_eq!((jira.status(record), said), ("Closed", 1), "{record}");
    }
}

#[tokio::test]
async fn pages_written_at_once_in_a_confluence_that_asks_to_wait_are_written_once_each() {
    let clock = Arc::new(StoryClock::new(BEGINS));
    let confluence = ConfluenceModel::new(clock.clone());
    confluence.trouble().keep_limits();
    let wiki = confluence.wiki();
    let write = async |number: usize| {
        let name = PageName(format!("clinics/inc-{number}"));
        let blocks = vec![Block::Paragraph { text: "Patients could not book".to_owned() }];
        let redacted = Document { language: Language::En, title: "SD-1".to_owned(), changes: Vec::new(), blocks };
        let page = WikiPage { name, full: None, redacted };
        wiki.publish(&key(&format!("storm.{number}")), &page).await.map(drop)
    };
    until_all_are_through(&clock, write).await;
    assert!(confluence.trouble().told_to_wait() > 0, "it was too much at once");
    assert_eq!(confluence.titles().len(), ALL);
    for title in confluence.titles() {
        // Made with the section and nothing in it, and written once.
        assert_eq!(confluence.version(&title), 2, "{title}");
        let text = confluence.text(&title).unwrap_or_default();
        assert_eq!(text.matches("Patients could not book").count(), 1, "{title}: {text}");
    }
}
