//! A real Request Tracker: the contract, what people do there, an answer of 200 that refused a field.

use anyhow::{Context as _, ensure};
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nabat_connectors::desk::Fields;
use nabat_connectors::desk::rt::{RequestTracker, Settings};
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

struct Stage {
    peer: Peer,
    desk: RequestTracker,
    client: reqwest::Client,
}

fn fields() -> Fields {
    Fields { work_group: Some("Work group".to_owned()), ..Fields::of_rt() }
}

fn key(text: &str) -> EffectKey {
    EffectKey(format!("city#I#inc-1/{text}"))
}

impl Stage {
    fn start() -> anyhow::Result<Self> {
        let peer = Peer::start("rt.sh", &[])?;
        let desk = Self::tracker(&peer, fields())?;
        Ok(Self { peer, desk, client: nabat_connectors::http::loopback().build()? })
    }

    fn tracker(peer: &Peer, fields: Fields) -> anyhow::Result<RequestTracker> {
        let token = std::fs::read_to_string(peer.state().join("token"))?;
        let settings = Settings { base: peer.base(), bot: "nabat".to_owned(), fields };
        Ok(RequestTracker::new(settings, &token)?)
    }

    /// A call of the dispatcher's.
    async fn call(&self, method: Method, path: &str, body: &Value) -> anyhow::Result<Value> {
        let address = format!("{}/REST/2.0/{path}", self.peer.base());
        let mut request =
            self.client.request(method.clone(), address).basic_auth("dispatcher", Some("dispatcher-pass"));
        if method != Method::GET {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let answer: Value = answer.json().await?;
        ensure!(status.is_success(), "{path}: {status} {answer}");
        Ok(answer)
    }

    async fn register(&self, title: &str) -> anyhow::Result<DeskId> {
        let body = json!({
            "Queue": "Incidents", "Subject": title, "Content": "as told by callers", "ContentType": "text/plain",
            "Status": "open", "CustomFields": { "Service": "dispatch", "Functions": ["assign-crew", "crew-status"],
                "Priority": "P1", "Started": "2026-11-23 10:00:00" },
        });
        let made = self.call(Method::POST, "ticket", &body).await?;
        Ok(DeskId::new(made["id"].as_str().context("a number")?))
    }

    async fn set(&self, id: &str, fields: &Value) -> anyhow::Result<()> {
        self.call(Method::PUT, &format!("ticket/{id}"), fields).await.map(drop)
    }
}

#[async_trait]
impl DeskStage for Stage {
    fn desk(&self) -> &dyn Desk {
        &self.desk
    }

    async fn registered(&self, title: &str) -> DeskId {
        self.register(title).await.expect("registered")
    }

    async fn shown(&self, record: &DeskId) -> Shown {
        let told = self.call(Method::GET, &format!("ticket/{record}"), &Value::Null).await.expect("read");
        let path = format!("ticket/{record}/attachments?fields=Content,ContentType&per_page=100");
        let attached = self.call(Method::GET, &path, &Value::Null).await.expect("read");
        let texts = attached["items"].as_array().cloned().unwrap_or_default();
        let custom = told["CustomFields"].as_array().cloned().unwrap_or_default();
        let values = |name: &str| {
            let field = custom.iter().find(|field| field["name"] == name);
            let values = field.and_then(|field| field["values"].as_array()).cloned().unwrap_or_default();
            values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        let group = custom.iter().find(|field| field["name"] == "Work group").map(|field| field["values"][0].clone());
        let links = told["_hyperlinks"].as_array().cloned().unwrap_or_default();
        let to = |link: &Value| link["id"].as_str().filter(|_| link["ref"] == "refers-to").map(str::to_owned);
        Shown {
            service: values("Service").pop(),
            functions: values("Functions"),
            open: told["Status"] == "open",
            words: texts.iter().filter_map(|text| text["Content"].as_str().map(str::to_owned)).collect(),
            links: links.iter().filter_map(to).collect(),
            work_group: group.and_then(|value| value.as_str().map(str::to_owned)),
            due: told["Due"].as_str().and_then(At::from_rfc3339).filter(|due| due.0 > 0),
        }
    }

    async fn files(&self, record: &DeskId) -> Option<Vec<(String, Vec<u8>)>> {
        let path = format!("ticket/{record}/attachments?fields=Filename&per_page=100");
        let attached = self.call(Method::GET, &path, &Value::Null).await.expect("read");
        let mut files = Vec::new();
        for one in attached["items"].as_array().into_iter().flatten() {
            if let Some(name) = one["Filename"].as_str().filter(|name| !name.is_empty()) {
                let path = format!("attachment/{}", one["id"].as_str().expect("an id"));
                let whole = self.call(Method::GET, &path, &Value::Null).await.expect("read");
                let content = whole["Content"].as_str().expect("base64").replace('\n', "");
                files.push((name.to_owned(), STANDARD.decode(content).expect("base64")));
            }
        }
        Some(files)
    }

    async fn close_problem(&self, problem: &ProblemId) {
        self.set(problem.as_str(), &json!({ "Status": "resolved" })).await.expect("closed");
    }
}

#[tokio::test]
async fn the_suite() -> anyhow::Result<()> {
    desk_suite::all(&Stage::start()?).await;
    Ok(())
}

#[tokio::test]
async fn changes_that_fill_more_than_a_page_are_all_listed() -> anyhow::Result<()> {
    let stage = Stage::start()?;
    let since = nabat::clocks::MachineClock.now().minus(Length::minutes(5));
    let mut records = BTreeSet::new();
    for number in 0..101 {
        records.insert(stage.registered(&format!("Number {number}")).await);
    }
    let listed = stage.desk.listed(since).await?;
    ensure!(listed.is_sorted_by_key(|one| one.at), "the oldest change first: {listed:?}");
    assert_eq!(listed.iter().map(|one| one.id.clone()).collect::<BTreeSet<_>>(), records);
    Ok(())
}

#[tokio::test]
async fn what_people_do_there_is_heard_and_what_was_refused_is_told() -> anyhow::Result<()> {
    let stage = Stage::start()?;
    let since = nabat::clocks::MachineClock.now().minus(Length::minutes(5));
    assert_eq!(changed(&stage.desk, since).await?, Vec::new());
    let record = stage.register("Crews cannot be assigned").await?;
    let news = changed(&stage.desk, since).await?;
    ensure!(news.len() == 1 && news[0].id == record && !news[0].closed && !news[0].ours, "{news:?}");
    assert_eq!(
        Value::Object(news[0].fields.clone()),
        json!({
            "id": record, "service": "dispatch", "functions": ["assign-crew", "crew-status"], "priority": "P1",
            "summary": "Crews cannot be assigned", "started_at": "2026-11-23T10:00:00Z", "registered_by": "dispatcher",
            "url": format!("{}/Ticket/Display.html?id={record}", stage.peer.base()),
        })
    );
    assert_eq!(changed(&stage.desk, since).await?, news, "what did not change has the same stamp");
    let comment = DeskRecordChange::Comment { text: "the chat is #night".to_owned() };
    stage.desk.change(&key("b.1"), &"city".into(), &record, &comment).await?;
    let again = changed(&stage.desk, since).await?;
    ensure!(again.len() == 1 && again[0].ours && again[0].stamp != news[0].stamp, "{again:?}");
    stage.set(record.as_str(), &json!({ "Status": "resolved" })).await?;
    let closed = changed(&stage.desk, since).await?;
    ensure!(closed.len() == 1 && closed[0].closed && !closed[0].ours, "{closed:?}");
    let from = record.clone();
    let new = NewDeskProblem { product: "city".into(), title: "Why".to_owned(), text: "known".to_owned(), from };
    let problem = stage.desk.open_problem(&key("b.3"), &new).await?;
    let of_problems = |news: Vec<DeskNews>| news.into_iter().find(|one| one.about == NewsOf::Problem);
    let made = of_problems(changed(&stage.desk, since).await?).context("the problem is told of")?;
    ensure!(made.id.as_str() == problem.id.as_str() && made.ours && made.made_by_nabat && !made.closed, "{made:?}");
    stage.close_problem(&problem.id).await;
    let closed = of_problems(changed(&stage.desk, since).await?).context("the problem is told of")?;
    ensure!(closed.closed && !closed.ours && closed.stamp != made.stamp, "{closed:?}");
    let assign = DeskRecordChange::Assign { work_group: "nobody".to_owned(), due: At(1_795_500_000_000) };
    let refused = stage.desk.change(&key("b.2"), &"city".into(), &record, &assign).await;
    let expected = format!("the desk answered well and left Work group of {record} as before");
    assert_eq!(refused, Err(CallError::Permanent(expected)));
    assert_eq!(stage.desk.lacking().await?, Some(Vec::new()));
    let wrong = Stage::tracker(&stage.peer, Fields { started: "Began".to_owned(), ..fields() })?;
    assert_eq!(wrong.lacking().await?, Some(vec![Lacking { field: "Began".to_owned(), fault: FieldFault::Absent }]));
    Ok(())
}
