//! Calls of service desks.

use super::{NOW, Port, SECRET, key};
use nabat_connectors::desk::Fields;
use nabat_connectors::desk::jira::{self, Jira};
use nabat_connectors::desk::roundup::{self, Roundup};
use nabat_connectors::desk::rt::{self, RequestTracker};
use nabat_domain::catalogue::Priority;
use nabat_domain::ids::{DeskId, FunctionId, ProblemId, ProductId, ServiceId};
use nabat_domain::incident::DeskAct;
use nabat_kit::port::{
    CallError, Desk, DeskFile, DeskProblemChange, DeskRecordChange, NewDeskIncident, NewDeskProblem, NewDeskRecord,
    RecordCategory,
};
use serde_json::{Value, json};

pub(super) const CALLS: usize = 13;

pub(super) fn jira(base: String) -> Port {
    let fields = Fields { work_group: Some("Group".to_owned()), due: Some("duedate".to_owned()), ..Fields::of_jira() };
    let (bot, project) = ("nabat".to_owned(), "OPS".to_owned());
    let settings = jira::Settings { base, bot, project, fields, resolution: Some("Done".to_owned()), public: false };
    Port::Desk(Box::new(Jira::new(settings, "token", Some(SECRET)).expect("an address")), "OPS-7")
}

pub(super) fn rt(base: String) -> Port {
    let fields = Fields { work_group: Some("Group".to_owned()), ..Fields::of_rt() };
    let settings = rt::Settings { base, bot: "nabat".to_owned(), fields };
    Port::Desk(Box::new(RequestTracker::new(settings, "token").expect("an address")), "7")
}

pub(super) fn roundup(base: String) -> Port {
    let more = |name: &str| Some(name.to_owned());
    let fields =
        Fields { related: more("related"), work_group: more("group"), due: more("due"), ..Fields::of_roundup() };
    let settings = roundup::Settings { base, bot: "nabat".to_owned(), fields };
    Port::Desk(Box::new(Roundup::new(settings, "password").expect("an address")), "incident7")
}

pub(super) async fn called(desk: &dyn Desk, record: &str, number: usize) -> Result<(), CallError> {
    let (product, id, text) = (ProductId::from("clinics"), DeskId::new(record), "Запись не открывается".to_owned());
    let problem = ProblemId::from(record.replace("incident", "problem").as_str());
    let change = async |change| desk.change(&key(), &product, &id, &change).await;
    match number % CALLS {
        0 => change(DeskRecordChange::Comment { text }).await,
        1 => change(DeskRecordChange::Close { text }).await,
        2 => change(DeskRecordChange::Reopen { text }).await,
        3 => change(DeskRecordChange::Link { to: record.replace('7', "8") }).await,
        4 => change(DeskRecordChange::Assign { work_group: "vendor".to_owned(), due: NOW }).await,
        5 => {
            let (name, media_type) = ("report.txt".to_owned(), "text/plain".to_owned());
            desk.attach(&key(), &product, &id, &DeskFile { name, media_type, content: vec![1, 2], text }).await
        }
        6 => desk.open_incident(&key(), &incident(product, text)).await.map(drop),
        7 => desk.open_record(&key(), &contractors(product, text, id)).await.map(drop),
        8 => {
            let new = NewDeskProblem { product, title: text.clone(), text, from: id };
            desk.open_problem(&key(), &new).await.map(drop)
        }
        9 => desk.change_problem(&key(), &problem, &DeskProblemChange { act: DeskAct::Close, text }).await,
        10 => desk.link_problem(&key(), &product, &id, &problem).await.map(drop),
        11 => desk.problem(&problem).await.map(drop),
        _ => desk.lacking().await.map(drop),
    }
}

fn incident(product: ProductId, text: String) -> NewDeskIncident {
    NewDeskIncident {
        product,
        service: ServiceId::from("appointments"),
        functions: [FunctionId::from("book")].into(),
        priority: Priority::P1,
        began: NOW,
        title: text.clone(),
        text,
    }
}

fn contractors(product: ProductId, text: String, from: DeskId) -> NewDeskRecord {
    let (category, work_group) = (RecordCategory::OnContractor, "vendor".to_owned());
    NewDeskRecord { product, category, work_group, title: text.clone(), text, due: NOW, from }
}

pub(super) fn jira_well() -> Value {
    let screen = json!({ "summary": { "name": "Summary", "schema": { "type": "string" } },
                         "description": { "name": "Description" }, "labels": { "name": "Labels" } });
    json!({
        "key": "OPS-7", "id": "10007", "issues": [{ "key": "OPS-7" }], "total": 1_000_000, "fields": screen,
        "values": [{ "id": "1", "name": "Incident", "fieldId": "summary" }, { "id": "2", "name": "Problem", "fieldId": "labels" }],
        "comments": [{ "properties": [{ "key": "nabat", "value": { "key": "another" } }] }],
        "transitions": [{ "id": "3", "name": "Close", "fields": {}, "to": { "name": "Closed", "statusCategory": { "key": "done" } } }],
        "name": "nabat", "issueLinkTypes": [{ "name": "Relates", "inward": "in", "outward": "out" }],
    })
}

pub(super) fn rt_well() -> Value {
    json!({
        "id": 7, "items": [{ "id": "7", "type": "ticket" }], "Status": "open", "Queue": { "Name": "Incidents" },
        "CustomFields": [{ "name": "Nabat", "values": ["fuzz/1/key"] }], "Due": "2026-11-23T07:00:00Z",
        "_hyperlinks": [{ "ref": "refers-to", "id": "8" }],
    })
}

pub(super) fn roundup_well() -> Value {
    json!({ "data": {
        "id": "7", "collection": [{ "id": "7", "activity": "2026-11-23.07:00:00" }], "@etag": "\"abc\"", "@total_size": 1,
        "attributes": { "title": "x", "status": { "id": "1", "name": "open" }, "messages": [{ "id": "3" }], "problem": null },
    } })
}
