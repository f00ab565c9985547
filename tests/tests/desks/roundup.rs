//! A real Roundup: the contract, what people do there, a tracker that answers well and leaves a field as it was.

use anyhow::{Context as _, ensure};
use async_trait::async_trait;
use nabat_connectors::desk::Fields;
use nabat_connectors::desk::roundup::{Roundup, Settings};
use nabat_domain::ids::{DeskId, ProblemId};
use nabat_domain::time::{At, Length};
use nabat_kit::port::{
    CallError, Clock as _, Desk, DeskListener as _, DeskNews, DeskRecordChange, EffectKey, FieldFault, Lacking,
    NewDeskProblem, NewsOf,
};
use nabat_tests::desk_suite::{self, DeskStage, Shown, changed};
use nabat_tests::peer::Peer;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The tracker, Nabat's user and the dispatcher.
pub struct Stage {
    /// The server.
    pub peer: Peer,
    desk: Roundup,
    client: reqwest::Client,
}

impl Stage {
    /// A tracker with nothing in it.
    pub fn start() -> anyhow::Result<Self> {
        let python = std::env::var("NABAT_ROUNDUP");
        let python = python.context("NABAT_ROUNDUP names a Python with tests/peers/roundup.txt: scripts/test desks")?;
        let peer = Peer::start("roundup.sh", &[&python])?;
        let desk = Roundup::new(settings(&peer.base(), fields()), "nabat-pass")?;
        Ok(Self { peer, desk, client: nabat_connectors::http::loopback().build()? })
    }

    /// A call of the dispatcher's.
    async fn call(&self, method: Method, path: &str, body: &Value) -> anyhow::Result<Value> {
        let address = format!("{}/rest/data/{path}", self.peer.base());
        let asked = |method: Method| {
            let request = self.client.request(method, &address).basic_auth("dispatcher", Some("dispatcher-pass"));
            request.header("x-requested-with", "rest").header("origin", self.peer.base())
        };
        let mut request = asked(method.clone());
        if method == Method::PATCH {
            let now: Value = asked(Method::GET).send().await?.json().await?;
            request = request.header("if-match", now["data"]["@etag"].as_str().context("a version")?);
        }
        let request = if method == Method::GET { request } else { request.json(body) };
        let answer = request.send().await?;
        let status = answer.status();
        let mut answer: Value = answer.json().await?;
        ensure!(status.is_success(), "{path}: {status} {answer}");
        Ok(answer["data"].take())
    }

    /// The dispatcher registers a failure; its record.
    pub async fn register(&self, title: &str, service: &str, function: &str) -> anyhow::Result<DeskId> {
        let body = json!({
            "title": title, "status": "open", "priority": "P1", "service": service, "functions": [function],
            "started": "2026-11-23.10:00:00",
        });
        let made = self.call(Method::POST, "incident", &body).await?;
        Ok(DeskId::new(format!("incident{}", made["id"].as_str().context("a number")?)))
    }

    /// The dispatcher changes a record.
    pub async fn set(&self, designator: &str, fields: &Value) -> anyhow::Result<()> {
        let class = designator.trim_end_matches(|c: char| c.is_ascii_digit());
        let mut body = fields.clone();
        body["@op"] = "replace".into();
        self.call(Method::PATCH, &format!("{class}/{}", &designator[class.len()..]), &body).await.map(drop)
    }
}

/// What the peer's schema calls otherwise.
pub fn fields() -> Fields {
    let named = |name: &str| Some(name.to_owned());
    Fields { related: named("related"), work_group: named("workgroup"), due: named("due"), ..Fields::default() }
}

/// Nabat's user there.
pub fn settings(base: &str, fields: Fields) -> Settings {
    Settings { base: base.to_owned(), bot: "nabat".to_owned(), fields }
}

fn key(text: &str) -> EffectKey {
    EffectKey(format!("city#I#inc-1/{text}"))
}

fn moment(text: &str) -> Option<At> {
    let (day, clock) = text.split_once('.')?;
    At::from_rfc3339(&format!("{day}T{clock}Z"))
}

#[async_trait]
impl DeskStage for Stage {
    fn desk(&self) -> &dyn Desk {
        &self.desk
    }

    async fn registered(&self, title: &str) -> DeskId {
        self.register(title, "dispatch", "assign-crew").await.expect("registered")
    }

    async fn shown(&self, record: &DeskId) -> Shown {
        let id = record.as_str().trim_start_matches("incident");
        let read = self.call(Method::GET, &format!("incident/{id}?@verbose=2"), &Value::Null).await.expect("read");
        let read = &read["attributes"];
        let ids = |field: &str| {
            let list = read[field].as_array().cloned().unwrap_or_default();
            list.iter().filter_map(|one| one["id"].as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        let mut words = Vec::new();
        for message in ids("messages") {
            let text = self.call(Method::GET, &format!("msg/{message}?@verbose=3"), &Value::Null).await.expect("read");
            words.push(text["attributes"]["content"].as_str().expect("a text").to_owned());
        }
        let related = ids("related").into_iter().map(|id| format!("incident{id}"));
        let problem = read["problem"]["id"].as_str().map(|id| format!("problem{id}"));
        let from = words.iter().flat_map(|text| text.split_whitespace()).filter(|word| word.starts_with("incident"));
        let functions = read["functions"].as_array().into_iter().flatten();
        Shown {
            service: read["service"]["name"].as_str().map(str::to_owned),
            functions: functions.filter_map(|one| one["name"].as_str().map(str::to_owned)).collect(),
            open: read["status"]["name"] == "open",
            links: related.chain(problem).chain(from.map(str::to_owned)).collect(),
            work_group: read["workgroup"]["name"].as_str().map(str::to_owned),
            due: read["due"].as_str().and_then(moment),
            words,
        }
    }

    async fn files(&self, record: &DeskId) -> Option<Vec<(String, Vec<u8>)>> {
        let id = record.as_str().trim_start_matches("incident");
        let read = self.call(Method::GET, &format!("incident/{id}?@verbose=2"), &Value::Null).await.expect("read");
        let mut files = Vec::new();
        for file in read["attributes"]["files"].as_array().into_iter().flatten() {
            let (id, name) = (file["id"].as_str().expect("a number"), file["name"].as_str().expect("a name"));
            let address = format!("{}/rest/data/file/{id}/binary_content", self.peer.base());
            let request = self.client.get(address).basic_auth("dispatcher", Some("dispatcher-pass"));
            let content = request.send().await.expect("answered").bytes().await.expect("read");
            files.push((name.to_owned(), content.to_vec()));
        }
        Some(files)
    }

    async fn close_problem(&self, problem: &ProblemId) {
        self.set(problem.as_str(), &json!({ "status": "closed" })).await.expect("closed");
    }
}

#[tokio::test]
async fn the_suite() -> anyhow::Result<()> {
    desk_suite::all(&Stage::start()?).await;
    Ok(())
}

#[tokio::test]
async fn a_desk_that_answers_well_and_leaves_a_field_as_it_was_is_told_of() -> anyhow::Result<()> {
    let stage = Stage::start()?;
    let record = stage.registered("Crews cannot be assigned").await;
    let assign = |group: &str| DeskRecordChange::Assign { work_group: group.to_owned(), due: At(1_795_500_000_000) };
    stage.desk.change(&key("a.1"), &"city".into(), &record, &assign("vendor-2")).await?;
    let refused = stage.desk.change(&key("a.2"), &"city".into(), &record, &assign("vendor-3")).await;
    let expected = format!("the desk answered well and left workgroup of {record} as before");
    assert_eq!(refused, Err(CallError::Permanent(expected)));
    let unknown = stage.desk.change(&key("a.3"), &"city".into(), &record, &assign("nobody")).await;
    ensure!(matches!(&unknown, Err(CallError::Permanent(why)) if why.contains("nobody")), "{unknown:?}");
    // An incident that came another way has no record here to be changed.
    assert_eq!(
        stage.desk.change(&key("a.4"), &"city".into(), &DeskId::from("alert-abc"), &assign("vendor-2")).await,
        Ok(())
    );
    Ok(())
}

#[tokio::test]
async fn fields_the_tracker_does_not_have_are_named() -> anyhow::Result<()> {
    let stage = Stage::start()?;
    stage.registered("Crews cannot be assigned").await;
    assert_eq!(stage.desk.lacking().await?, Some(Vec::new()));
    let wrong = Fields { started: "began".to_owned(), ..fields() };
    let desk = Roundup::new(settings(&stage.peer.base(), wrong), "nabat-pass")?;
    assert_eq!(desk.lacking().await?, Some(vec![Lacking { field: "began".to_owned(), fault: FieldFault::Absent }]));
    let stranger = Roundup::new(settings(&stage.peer.base(), fields()), "wrong")?.lacking().await;
    ensure!(
        matches!(&stranger, Err(CallError::Permanent(why)) if why.contains("does not let nabat in")),
        "{stranger:?}"
    );
    Ok(())
}

#[tokio::test]
async fn changes_that_fill_more_than_a_page_are_all_listed() -> anyhow::Result<()> {
    let stage = Stage::start()?;
    let since = nabat::clocks::MachineClock.now().minus(Length::minutes(5));
    let mut records = BTreeSet::new();
    for number in 0..201 {
        records.insert(stage.registered(&format!("Number {number}")).await);
    }
    let listed = stage.desk.listed(since).await?;
    ensure!(listed.is_sorted_by_key(|one| one.at), "the oldest change first: {listed:?}");
    assert_eq!(listed.iter().map(|one| one.id.clone()).collect::<BTreeSet<_>>(), records);
    Ok(())
}

#[tokio::test]
async fn what_people_do_there_is_heard_and_nabats_own_is_known_as_such() -> anyhow::Result<()> {
    let stage = Stage::start()?;
    let since = nabat::clocks::MachineClock.now().minus(Length::minutes(5));
    assert_eq!(changed(&stage.desk, since).await?, Vec::new());
    let record = stage.registered("Crews cannot be assigned").await;
    let news = changed(&stage.desk, since).await?;
    ensure!(news.len() == 1 && news[0].id == record && !news[0].closed && !news[0].ours, "{news:?}");
    let told = Value::Object(news[0].fields.clone());
    assert_eq!(
        told,
        json!({
            "id": record, "service": "dispatch", "functions": ["assign-crew"], "priority": "P1",
            "summary": "Crews cannot be assigned", "started_at": "2026-11-23T10:00:00Z", "registered_by": "dispatcher",
            "url": format!("{}/{record}", stage.peer.base()),
        })
    );
    let comment = DeskRecordChange::Comment { text: "the chat is #night".to_owned() };
    stage.desk.change(&key("b.1"), &"city".into(), &record, &comment).await?;
    let again = changed(&stage.desk, since).await?;
    ensure!(again.len() == 1 && again[0].ours && again[0].stamp != news[0].stamp, "{again:?}");
    stage.set(record.as_str(), &json!({ "status": "closed" })).await?;
    let closed = changed(&stage.desk, since).await?;
    ensure!(closed.len() == 1 && closed[0].closed && !closed[0].ours, "{closed:?}");
    assert_eq!(changed(&stage.desk, since.plus(Length::hours(1))).await?, Vec::new());
    let new =
        NewDeskProblem { product: "city".into(), title: "Why".to_owned(), text: "known".to_owned(), from: record };
    let problem = stage.desk.open_problem(&key("b.3"), &new).await?;
    let of_problems = |news: Vec<DeskNews>| news.into_iter().find(|one| one.about == NewsOf::Problem);
    let made = of_problems(changed(&stage.desk, since).await?).context("the problem is told of")?;
    ensure!(made.id.as_str() == problem.id.as_str() && made.ours && made.made_by_nabat && !made.closed, "{made:?}");
    stage.set(problem.id.as_str(), &json!({ "status": "closed" })).await?;
    let closed = of_problems(changed(&stage.desk, since).await?).context("the problem is told of")?;
    ensure!(closed.closed && !closed.ours && closed.stamp != made.stamp, "{closed:?}");
    Ok(())
}
