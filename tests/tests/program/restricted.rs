//! A restricted incident is read by those it is for, on record, and by nobody else, whichever way they come.

mod counted;
mod made;
mod named;
mod problem;
mod routes;

use crate::client::{Api, Grant};
use crate::host::{Data, Host, printed, run};
use crate::person::Person;
use crate::samples::{PRODUCT, minutes_ago};
use crate::until::until;
use crate::whole::lead;
use nabat_console::access::{ENDPOINTS, Endpoint};
use reqwest::Method;
use routes::{Visit, routes, written};
use serde_json::json;
use std::collections::BTreeSet;

/// A word that stands in everything said of the incident, and nowhere else.
const PLANTED: &str = "zq9417peony";

/// Who registers; the process manager; four who see incidents, take no part and may not restrict.
const REGISTERS: &str = "e4003";
const MANAGER: &str = "e5001";
const STRANGERS: [&str; 4] = ["e5077", "e5047", "e5031", "e5063"];

/// What a page may do: nothing but this.
const POLICY: [&str; 8] = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
];

/// The incident restricted, as a page of the built-in desk began it.
struct Stage {
    data: Data,
    host: Host,
    incident: String,
    record: String,
    room: String,
    /// A token that reads everything but what is restricted.
    admin: Api,
    manager: Api,
}

impl Stage {
    async fn set() -> Self {
        let data = Data::new();
        let host = Host::start(&data);
        let record = registered(&host, &data).await;
        let admin = host.api(&data, &Grant::acting(PRODUCT));
        let manager = host.api(&data, &Grant { product: PRODUCT, role: "process_manager", act_as: true });
        let (incident, room) = until("a chat", async || {
            let all = admin.all(&format!("/api/{PRODUCT}/incidents")).await;
            let found = all.iter().find(|one| one["desk_id"] == *record)?;
            Some((found["id"].as_str()?.to_owned(), found["room"].as_str()?.to_owned()))
        })
        .await;
        let engineer = crate::api::holder(&admin.incident(PRODUCT, &incident).await, "accept");
        admin.says(PRODUCT, &incident, &engineer, &format!("перезапустили {PLANTED}")).await.expect(202);
        let page = format!("/incidents/{PRODUCT}/{incident}");
        let before = Person::of(&host, &data, STRANGERS[0]).await.reads(&page).await;
        assert!(before.0 == 200 && before.1.contains(PLANTED), "everybody who sees incidents reads it before");
        let restrict = format!("/restrict расследование {PLANTED}");
        assert_eq!(manager.says(PRODUCT, &incident, MANAGER, &restrict).await.expect(202)["outcome"], "recorded");
        let stage = Self { data, host, incident, record, room, admin, manager };
        stage.changed_amiss().await;
        stage
    }

    /// The desk changes the record to what the catalogue does not know.
    async fn changed_amiss(&self) {
        let change = json!({
            "type": "incident.updated",
            "id": self.record,
            "functions": [format!("no-{PLANTED}")],
            "summary": format!("Changed {PLANTED}"),
            "url": format!("https://desk.example/{PLANTED}"),
        });
        self.host.desk().send(PRODUCT, "msg_amiss", &change).await.expect(422);
    }

    async fn person(&self, person: &str) -> Person {
        Person::of(&self.host, &self.data, person).await
    }
}

/// Registers a failure by the form of the built-in desk; the record.
async fn registered(host: &Host, data: &Data) -> String {
    let person = Person::of(host, data, REGISTERS).await;
    let form = "/desk/new?of=emergency/dispatch";
    let (summary, description) = (format!("Crews {PLANTED}"), format!("More words {PLANTED}"));
    let began = minutes_ago(60)[..16].to_owned();
    let fields = [
        ("of", "emergency/dispatch"),
        ("function", "assign-crew"),
        ("summary", &summary),
        ("description", &description),
        ("started_at", &began),
        ("priority", "P1"),
        ("once", "1"),
    ];
    let (status, page) = person.sends(form, "/desk/new", &fields).await;
    assert_eq!(status, 303, "{page}");
    let (_, list) = person.reads("/desk").await;
    let found = list.split("href=\"/desk/").skip(1).filter_map(|rest| rest.split('"').next());
    let mut records = found.filter(|record| record.contains('-') && record.chars().all(|c| c != '/' && c != '?'));
    records.next().unwrap_or_else(|| panic!("no record in {list}")).to_owned()
}

#[tokio::test]
async fn no_route_shows_it_to_those_it_is_not_for() {
    let stage = Stage::set().await;
    assert_eq!(written(), routes(&stage.incident, &stage.record, &stage.room).into_keys().collect::<BTreeSet<_>>());
    for stranger in STRANGERS {
        let person = stage.person(stranger).await;
        for (route, visits) in routes(&stage.incident, &stage.record, &stage.room) {
            let pages = match visits {
                Visit::Pages(pages) => pages,
                Visit::No(why) => {
                    assert!(!why.is_empty(), "{route}");
                    continue;
                }
            };
            for path in pages {
                let (status, page) = person.reads(&path).await;
                assert!(!page.contains(PLANTED), "{route} tells {stranger} at {path} ({status}): {page}");
                assert!(status < 500, "{path}: {status}");
                let told = page.contains(&format!("/incidents/{PRODUCT}/{}", stage.incident));
                assert!(!told || path.starts_with("/reliability"), "{path} leads {stranger} to it");
            }
        }
        let (status, _) = person.reads(&format!("/incidents/{PRODUCT}/{}", stage.incident)).await;
        assert_eq!(status, 404, "{stranger}");
    }
}

#[tokio::test]
async fn every_way_that_shows_it_to_those_it_is_for_is_looked_at() {
    let stage = Stage::set().await;
    let manager = stage.person(MANAGER).await;
    let mut telling = BTreeSet::new();
    for (route, visits) in routes(&stage.incident, &stage.record, &stage.room) {
        let Visit::Pages(pages) = visits else { continue };
        for path in pages {
            if manager.reads(&path).await.1.contains(PLANTED) {
                telling.insert(route.clone());
            }
        }
    }
    // Were it not hidden, these would show the word: the test above would fail.
    let shown = ["\"/\"", "\"/incidents/{product}/{incident}\"", "\"/desk\"", "\"/desk/{record}\"", "address::REFUSED"];
    for route in shown {
        assert!(telling.contains(route), "{route} does not show it to the process manager: {telling:?}");
    }
    let engineer = crate::api::holder(&stage.manager.incident(PRODUCT, &stage.incident).await, "began");
    let member = stage.person(&engineer).await;
    let (status, page) = member.reads(&format!("/incidents/{PRODUCT}/{}", stage.incident)).await;
    assert!(status == 200 && page.contains(PLANTED), "whoever takes part reads it");
    let (status, _) = member.reads(&format!("/incidents/{PRODUCT}/{}/reads", stage.incident)).await;
    assert_eq!(status, 404, "who read it is for those who may restrict");
}

#[tokio::test]
async fn no_endpoint_tells_a_token_that_may_not_restrict() {
    let stage = Stage::set().await;
    for (method, pattern, endpoint, _) in ENDPOINTS {
        let mut names = [PRODUCT, stage.incident.as_str()].into_iter();
        let parts: Vec<&str> =
            pattern.iter().map(|part| if *part == "*" { names.next().expect("two at most") } else { part }).collect();
        let path = format!("/api/{}", parts.join("/"));
        let body = (*method == Method::POST).then(|| serde_json::json!({ "as": MANAGER, "text": "статус" }));
        let answer = stage.admin.call(method.clone(), &path, body.as_ref()).await.expect("answered");
        let text = String::from_utf8_lossy(&answer.bytes).into_owned();
        assert!(!text.contains(PLANTED), "{endpoint:?}: {text}");
        if pattern.contains(&"incidents") && pattern.len() > 2 {
            assert!([403, 404].contains(&answer.status), "{endpoint:?}: {}", answer.status);
        }
        if [Endpoint::Incidents, Endpoint::Refused].contains(endpoint) {
            assert!(!text.contains(&stage.incident) && !text.contains(&stage.record), "{text}");
        }
        let shown = stage.manager.call(method.clone(), &path, body.as_ref()).await.expect("answered");
        if [Endpoint::Incident, Endpoint::Journal, Endpoint::Messages].contains(endpoint) {
            assert_eq!(shown.status, 200, "{endpoint:?}");
        }
        if *endpoint == Endpoint::Refused {
            assert!(String::from_utf8_lossy(&shown.bytes).contains(PLANTED), "whom it is for they tell");
        }
    }
}

#[tokio::test]
async fn each_reading_is_recorded_and_listed_and_lifting_it_ends_that() {
    let stage = Stage::set().await;
    let (incident, manager) = (&stage.incident, stage.person(MANAGER).await);
    let page = format!("/incidents/{PRODUCT}/{incident}");
    manager.reads(&page).await;
    stage.person(STRANGERS[1]).await.reads(&page).await;
    stage.manager.all(&format!("/api/{PRODUCT}/incidents/{incident}/journal")).await;
    let folder = stage.data.text();
    let pack = stage.data.path().with_file_name("restricted.zip");
    let made = run(&["evidence", incident, "-o", pack.to_str().expect("text"), "--data", &folder]);
    assert!(made.status.success() && printed(&made).contains("restricted"), "{}", printed(&made));
    let reads = stage.manager.all(&format!("/api/{PRODUCT}/incidents/{incident}/reads")).await;
    let whats = |by: &str, name: Option<&str>| -> Vec<String> {
        let of = reads.iter().filter(|read| read[by].is_string() && name.is_none_or(|name| read[by] == name));
        of.map(|read| read["what"].as_str().expect("text").to_owned()).collect()
    };
    assert!(whats("person", Some(MANAGER)).contains(&format!("GET {page}")), "{reads:?}");
    assert_eq!(whats("person", Some(STRANGERS[1])), [] as [String; 0], "who is not shown it does not read it");
    assert!(whats("token", None).contains(&format!("GET /api/{PRODUCT}/incidents/{incident}/journal")), "{reads:?}");
    assert_eq!(whats("command_line", None), ["nabat evidence"]);
    let (_, shown) = manager.reads(&format!("{page}/reads")).await;
    assert!(shown.contains("nabat evidence"), "{shown}");
    let listed = run(&["reads", incident, "--data", &folder]);
    assert!(printed(&listed).contains(&format!("GET {page}")), "{}", printed(&listed));
    let lifted = stage.manager.says(PRODUCT, incident, MANAGER, "/unrestrict разобрались, тайны нет").await;
    assert_eq!(lifted.expect(202)["outcome"], "recorded");
    assert_eq!(stage.person(STRANGERS[1]).await.reads(&page).await.0, 200);
    let after = stage.manager.all(&format!("/api/{PRODUCT}/incidents/{incident}/reads")).await;
    assert!(after.iter().all(|read| read["person"] != STRANGERS[1]), "what is not restricted is read off record");
    assert!(after.len() >= reads.len(), "what was recorded stays");
    stage.data.assert_journals_hold();
}

#[tokio::test]
async fn its_report_and_its_record_are_in_no_list_and_opened_by_those_it_is_for_on_record() {
    let stage = Stage::set().await;
    let (incident, record) = (&stage.incident, &stage.record);
    lead(&stage.manager, PRODUCT, incident).await;
    let report = format!("/wiki/{PRODUCT}/{incident}");
    let manager = stage.person(MANAGER).await;
    until("the report", async || (manager.reads(&report).await.0 == 200).then_some(())).await;
    let own = [report.clone(), format!("{report}?view=redacted"), format!("/desk/{record}")];
    for stranger in STRANGERS {
        let person = stage.person(stranger).await;
        for path in own.iter().map(String::as_str).chain(["/wiki", "/desk", "/desk?words=peony", "/", "/now"]) {
            let (status, page) = person.reads(path).await;
            assert!(!page.contains(PLANTED) && !page.contains(&report), "{path} tells {stranger}: {page}");
            assert_eq!(status, if own.iter().any(|own| own == path) { 404 } else { 200 }, "{path} for {stranger}");
        }
    }
    let (_, list) = manager.reads("/wiki").await;
    assert!(list.contains(&report), "whom it is for finds it: {list}");
    for path in &own {
        assert_eq!(manager.reads(path).await.0, 200, "{path}");
    }
    let reads = stage.manager.all(&format!("/api/{PRODUCT}/incidents/{incident}/reads")).await;
    let read = |what: &str| reads.iter().any(|read| read["person"] == MANAGER && read["what"] == what);
    assert!(read(&report) && read(&format!("/desk/{record}")), "{reads:?}");
    assert!(!reads.iter().any(|read| STRANGERS.iter().any(|stranger| read["person"] == *stranger)), "{reads:?}");
}

#[tokio::test]
async fn every_page_has_the_headers_a_browser_keeps_to() {
    let stage = Stage::set().await;
    let manager = stage.person(MANAGER).await;
    let mut pages = 0;
    for (_, visits) in routes(&stage.incident, &stage.record, &stage.room) {
        let Visit::Pages(paths) = visits else { continue };
        for path in paths {
            let answer = manager.get(&path).await;
            let header =
                |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            if !header("content-type").starts_with("text/html") {
                continue;
            }
            pages += 1;
            let policy: BTreeSet<&str> = header("content-security-policy").split("; ").collect();
            assert_eq!(policy, BTreeSet::from(POLICY), "{path}");
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("cache-control", "no-store"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(header(name), value, "{path}: {name}");
            }
            assert!(header("permissions-policy").contains("camera=()"), "{path}");
        }
    }
    assert!(pages > 20, "{pages} pages");
}
