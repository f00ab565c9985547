//! The contract of desks over Jira's model; what people do there is heard, pushed and by search.

use crate::{clock, key, now};
use anyhow::ensure;
use async_trait::async_trait;
use nabat_connectors::desk::jira::Jira;
use nabat_domain::catalogue::Priority;
use nabat_domain::ids::{DeskId, ProblemId};
use nabat_domain::time::{At, Length};
use nabat_kit::port::{CallError, Desk, DeskRecordChange, NewDeskIncident, Pushed};
use nabat_tests::atlassian::jira::{JiraModel, shown};
use nabat_tests::desk_suite::{self, DeskStage, Shown, changed};
use serde_json::{Value, json};

struct Stage {
    jira: JiraModel,
    desk: Jira,
}

impl Stage {
    fn new() -> Self {
        let jira = JiraModel::new(clock());
        // As a real workflow may.
        jira.is_odd(|odd| odd.asks_resolution = true);
        Self { desk: jira.desk(), jira }
    }
}

#[async_trait]
impl DeskStage for Stage {
    fn desk(&self) -> &dyn Desk {
        &self.desk
    }

    async fn registered(&self, title: &str) -> DeskId {
        DeskId::new(self.jira.register(title, "dispatch", &["assign-crew"], now()))
    }

    async fn shown(&self, record: &DeskId) -> Shown {
        let issue = self.jira.issue(record.as_str());
        let fields = &issue["fields"];
        let links = fields["issuelinks"].as_array().cloned().unwrap_or_default();
        let to = |link: &Value| {
            let ends = [&link["inwardIssue"]["key"], &link["outwardIssue"]["key"]];
            ends.into_iter().find_map(|key| key.as_str().map(str::to_owned))
        };
        let due = fields["customfield_10005"].as_str();
        let functions = fields["customfield_10002"].as_array().cloned().unwrap_or_default();
        Shown {
            service: fields["customfield_10001"]["value"].as_str().map(str::to_owned),
            functions: functions.iter().filter_map(|one| one["value"].as_str().map(str::to_owned)).collect(),
            open: fields["status"]["statusCategory"]["key"] != "done",
            words: self.jira.words(record.as_str()),
            links: links.iter().filter_map(to).collect(),
            work_group: fields["customfield_10004"]["name"].as_str().map(str::to_owned),
            due: due.and_then(|due| At::from_rfc3339(&due.replace("+0000", "Z"))),
        }
    }

    async fn files(&self, record: &DeskId) -> Option<Vec<(String, Vec<u8>)>> {
        Some(self.jira.files(record.as_str()))
    }

    async fn close_problem(&self, problem: &ProblemId) {
        self.jira.carry(problem.as_str(), "Completed", now());
    }
}

#[tokio::test]
async fn the_suite() {
    desk_suite::all(&Stage::new()).await;
}

#[tokio::test]
async fn a_comment_whose_answer_was_never_heard_is_not_said_again() {
    let stage = Stage::new();
    let record = stage.registered("Crews cannot be assigned").await;
    let comment = DeskRecordChange::Comment { text: "The chat is #night".to_owned() };
    stage.jira.trouble().lose(1);
    let lost = stage.desk.change(&key("l.1"), &"city".into(), &record, &comment).await;
    assert!(matches!(lost, Err(CallError::Transient(_))), "{lost:?}");
    stage.desk.change(&key("l.1"), &"city".into(), &record, &comment).await.expect("it stands there");
    let words = stage.jira.words(record.as_str());
    assert_eq!(words.iter().filter(|text| text.contains("#night")).count(), 1, "{words:?}");
}

#[tokio::test]
async fn what_people_do_is_found_by_search_page_after_page_and_nabats_own_is_known_as_such() -> anyhow::Result<()> {
    let stage = Stage::new();
    stage.jira.is_odd(|odd| odd.page = Some(2));
    let since = now().minus(Length::minutes(5));
    assert_eq!(changed(&stage.desk, since).await?, Vec::new());
    let mut records = Vec::new();
    for title in ["One", "Two", "Three", "Four", "Five"] {
        records.push(stage.registered(title).await);
    }
    let news = changed(&stage.desk, since).await?;
    ensure!(news.iter().map(|one| &one.id).eq(&records), "all of three pages, the oldest change first: {news:?}");
    ensure!(news.iter().all(|one| !one.closed && !one.ours), "{news:?}");
    assert_eq!(
        Value::Object(news[0].fields.clone()),
        json!({
            "id": records[0], "service": "dispatch", "functions": ["assign-crew"], "priority": "P1", "summary": "One",
            "started_at": "2026-11-23T10:00:00Z", "registered_by": "dispatcher",
            "url": format!("{}/browse/{}", stage.jira.base, records[0]),
        })
    );
    assert_eq!(changed(&stage.desk, since).await?, news, "what did not change has the same stamp");
    let comment = DeskRecordChange::Comment { text: "the chat is #night".to_owned() };
    stage.desk.change(&key("b.1"), &"city".into(), &records[0], &comment).await?;
    let again = changed(&stage.desk, since).await?;
    let last = again.last().expect("five");
    ensure!(last.id == records[0] && last.ours && last.stamp != news[0].stamp, "changed last, by Nabat: {again:?}");
    stage.jira.carry(records[0].as_str(), "Closed", now());
    let closed = changed(&stage.desk, since).await?;
    ensure!(closed.last().is_some_and(|one| one.closed && !one.ours), "{closed:?}");
    assert_eq!(changed(&stage.desk, now().plus(Length::hours(1))).await?, Vec::new());
    Ok(())
}

#[tokio::test]
async fn a_record_nabat_made_is_known_as_such_whoever_touches_it_and_says_what_was_written() -> anyhow::Result<()> {
    let stage = Stage::new();
    let since = now().minus(Length::minutes(5));
    let new = NewDeskIncident {
        product: "city".into(),
        service: "dispatch".into(),
        functions: ["assign-crew".into(), "crew-status".into()].into(),
        priority: Priority::P2,
        began: At(1_795_431_495_825),
        title: "Crews cannot be assigned".to_owned(),
        text: "The alert: https://prometheus.example/graph".to_owned(),
    };
    let made = stage.desk.open_incident(&key("n.1"), &new).await?;
    let news = changed(&stage.desk, since).await?;
    ensure!(news.len() == 1 && news[0].ours && news[0].made_by_nabat, "{news:?}");
    let told = &news[0].fields;
    assert_eq!(
        (&told["service"], &told["functions"], &told["priority"], &told["summary"]),
        (&json!("dispatch"), &json!(["assign-crew", "crew-status"]), &json!("P2"), &json!("Crews cannot be assigned"))
    );
    assert_eq!(told["started_at"].as_str().and_then(At::from_rfc3339), Some(new.began));
    stage.jira.carry(made.id.as_str(), "Closed", now());
    let touched = changed(&stage.desk, since).await?;
    ensure!(touched[0].made_by_nabat && !touched[0].ours && touched[0].closed, "{touched:?}");
    Ok(())
}

#[tokio::test]
async fn what_jira_does_not_take_of_an_alert_is_left_out_and_its_record_is_there() -> anyhow::Result<()> {
    let stage = Stage::new();
    stage.jira.is_odd(|odd| odd.off_screen = ["Started".to_owned()].into());
    let new = NewDeskIncident {
        product: "city".into(),
        service: "a service Jira does not list".into(),
        functions: ["assign-crew".into()].into(),
        priority: Priority::P4,
        began: now(),
        title: "Two\nlines".to_owned(),
        text: "{code}".to_owned(),
    };
    let made = stage.desk.open_incident(&key("n.2"), &new).await?;
    let issue = stage.jira.issue(made.id.as_str());
    let fields = &issue["fields"];
    assert_eq!((&fields["summary"], &fields["priority"]["name"]), (&json!("Two lines"), &json!("Low")));
    ensure!(fields["customfield_10001"].is_null() && fields["customfield_10003"].is_null(), "{fields}");
    assert_eq!(fields["customfield_10002"], json!([{ "value": "assign-crew" }]));
    let news = changed(&stage.desk, now().minus(Length::minutes(5))).await?;
    let told = news.iter().find(|news| news.id == made.id).map(|news| news.fields.contains_key("started_at"));
    assert_eq!(told, Some(false), "when Nabat made it is not when it began: {news:?}");
    // What Jira insists on and Nabat has nothing for is told.
    stage.jira.is_odd(|odd| odd.asked = ["Impact".to_owned()].into());
    let refused = stage.desk.open_incident(&key("n.3"), &new).await;
    ensure!(matches!(&refused, Err(CallError::Permanent(why)) if why.contains("Impact")), "{refused:?}");
    Ok(())
}

#[tokio::test]
async fn a_webhook_is_taken_for_its_signature_and_read_in_jira() -> anyhow::Result<()> {
    let stage = Stage::new();
    let record = stage.registered("Crews cannot be assigned").await;
    let webhook = stage.jira.webhook("jira:issue_created", record.as_str());
    let Pushed::News(news) = stage.desk.pushed(&webhook).await? else { anyhow::bail!("it is about an incident") };
    assert_eq!(news, changed(&stage.desk, now().minus(Length::minutes(5))).await?, "the same, however it is heard");
    let mut forged = webhook.clone();
    forged.body_mut().push(b' ');
    assert_eq!(stage.desk.pushed(&forged).await?, Pushed::Unproved);
    let mut bare = webhook.clone();
    bare.headers_mut().clear();
    assert_eq!(stage.desk.pushed(&bare).await?, Pushed::Unproved);
    let unsigned = Jira::new(stage.jira.settings(nabat_tests::atlassian::jira::fields()), "t", None)?;
    assert_eq!(unsigned.pushed(&webhook).await?, Pushed::Unproved, "without a secret nothing is proved");
    // Of something else, and of what is not there any more.
    let comment = stage.jira.webhook("comment_created", record.as_str());
    assert_eq!(stage.desk.pushed(&comment).await?, Pushed::Nothing);
    let gone = stage.jira.webhook("jira:issue_deleted", "OPS-99");
    assert_eq!(stage.desk.pushed(&gone).await?, Pushed::Nothing);
    Ok(())
}

#[tokio::test]
async fn comments_are_the_projects_own_unless_said_and_a_long_one_follows_whole_as_a_file() -> anyhow::Result<()> {
    let stage = Stage::new();
    let record = stage.registered("Crews cannot be assigned").await;
    let change = |text: &str| DeskRecordChange::Comment { text: text.to_owned() };
    stage.desk.change(&key("c.1"), &"city".into(), &record, &change("for the project's people")).await?;
    let settings = stage.jira.settings(nabat_tests::atlassian::jira::fields());
    let token = "token-of-the-tests";
    let public = Jira::new(nabat_connectors::desk::jira::Settings { public: true, ..settings }, token, None)?;
    public.change(&key("c.2"), &"city".into(), &record, &change("for customers too")).await?;
    assert!(stage.jira.is_internal(record.as_str(), 0) && !stage.jira.is_internal(record.as_str(), 1));
    let long = "строка *как есть* {code}\n".repeat(3_000);
    for _ in 0..2 {
        stage.desk.change(&key("c.3"), &"city".into(), &record, &change(&long)).await?;
    }
    let files = stage.jira.files(record.as_str());
    ensure!(files.len() == 1 && files[0].1 == long.as_bytes(), "one file, whole: {}", files.len());
    let words = stage.jira.words(record.as_str());
    ensure!(words.last().is_some_and(|text| text.contains("nabat-") && text.len() < 40_000), "{:?}", words.last());
    assert_eq!(shown("\\{x\\} &#92; [~anna] *b*"), "{x} \\ anna b", "what is not escaped is not seen as typed");
    Ok(())
}
