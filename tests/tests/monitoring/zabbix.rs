//! Zabbix, on a model that keeps to its manual: history by value type, trends where it is gone, problems.

use super::history::{CLINICS, REGISTERED};
use super::search::{SERVICES, ranked, wanted};
use super::zabbix_model::{Item, Model, TOKEN};
use nabat_connectors::monitoring::zabbix::{Zabbix, common_tags};
use nabat_kit::port::{CallError, Missing, Monitoring as _};
use std::collections::BTreeMap;

/// The clinics' history in a Zabbix: two hosts a service found by tag, one by name.
pub fn clinics(version: &'static str) -> Model {
    let mut model = Model { version, ..Model::default() };
    for (number, service) in CLINICS.services.iter().enumerate() {
        let tags = match number {
            0 => Vec::new(),
            1 => vec![("application".to_owned(), (*service).to_owned())],
            _ => vec![("service".to_owned(), (*service).to_owned())],
        };
        let name = if number == 0 { (*service).to_owned() } else { format!("srv-{number}") };
        model.hosts.push((format!("1{number}"), name, tags));
    }
    let mut items: BTreeMap<(String, String), Item> = BTreeMap::new();
    for (service, metric, seconds, value) in CLINICS.gauges() {
        let number = CLINICS.services.iter().position(|known| *known == service).expect("one of them");
        let (value_type, value) = if metric == "memory_bytes" { (3, value.round()) } else { (0, value) };
        let id = format!("4{}{number}", items.len());
        let new = || Item { id, host: format!("1{number}"), key: metric.clone(), value_type, samples: Vec::new() };
        items.entry((service.clone(), metric.clone())).or_insert_with(new).samples.push((seconds, value));
    }
    model.items = items.into_values().collect();
    // A text is no sample, whatever it says.
    model.items.push(Item {
        id: "99".to_owned(),
        host: "12".to_owned(),
        key: "log".to_owned(),
        value_type: 4,
        samples: vec![],
    });
    model.kept_from = REGISTERED.0 / 1_000 - 3 * 86_400;
    model
}

async fn source(model: Model) -> Zabbix {
    Zabbix::new(&model.serve().await, TOKEN, common_tags()).expect("an address")
}

#[tokio::test]
async fn the_culprit_is_found_by_history_and_trends() {
    let model = clinics("7.0.5");
    let called = model.called.clone();
    let gathered = source(model).await.gather(&wanted(&SERVICES)).await.expect("samples");
    assert!(gathered.missing.is_empty(), "{:?}", gathered.missing);
    assert_eq!(gathered.series.len(), 12, "two numbers a service, no text");
    let (services, standing) = ranked(&gathered, None);
    assert_eq!(services[0], "labs", "{standing:?}");
    let memory = gathered.series.iter().find(|one| one.metric.0 == "memory_bytes").expect("unsigned numbers too");
    assert!(memory.values.iter().all(|value| *value > 1e8), "of a week ago by trends: {:?}", memory.values);
    assert!(
        called.lock().expect("whole").iter().any(|method| method == "trend.get"),
        "the week before is out of history"
    );
}

#[tokio::test]
async fn each_version_gets_the_token_where_it_wants_it() {
    for version in ["6.0.30", "6.4.0", "7.0.5", "7.2.1"] {
        let gathered = source(clinics(version)).await.gather(&wanted(&["labs"])).await;
        assert_eq!(gathered.expect(version).series.len(), 2, "{version}");
    }
}

#[tokio::test]
async fn a_wrong_token_is_said() {
    let zabbix = Zabbix::new(&clinics("7.0.5").serve().await, "wrong", common_tags()).expect("an address");
    let failed = zabbix.gather(&wanted(&["labs"])).await;
    assert!(matches!(&failed, Err(CallError::Permanent(told)) if told.contains("Not authorised")), "{failed:?}");
}

#[tokio::test]
async fn open_and_resolved_problems_are_counted() {
    let mut model = clinics("7.0.5");
    let now = REGISTERED.0 / 1_000;
    model.problems = vec![(now - 180, 0, "12".to_owned()), (now - 120, now - 60, "12".to_owned())];
    let gathered = source(model).await.gather(&wanted(&["labs", "cards"])).await.expect("samples");
    let of = |service: &str| {
        gathered.series.iter().find(|one| one.service.as_str() == service && one.metric.0 == "problems")
    };
    let problems = &of("labs").expect("it has problems").values;
    assert_eq!(problems[problems.len() - 6..], [0.0, 0.0, 1.0, 2.0, 1.0, 1.0]);
    assert!(of("cards").is_none(), "nobody complains of it");
}

#[tokio::test]
async fn a_service_may_say_itself_where_it_is() {
    let mut wanted = wanted(&["pay", "lost"]);
    wanted.matchers = [("pay", "host=srv-2"), ("lost", "service=nobody")]
        .map(|(service, own)| (service.into(), own.to_owned()))
        .into();
    let gathered = source(clinics("7.0.5")).await.gather(&wanted).await.expect("samples");
    assert!(gathered.series.iter().all(|one| one.service.as_str() == "pay") && gathered.series.len() == 2);
    assert_eq!(gathered.missing, [Missing::Unknown("lost".into())]);
    let link = Zabbix::new("https://z.example.org/zabbix", TOKEN, common_tags()).expect("an address");
    let link = link.link("42", REGISTERED, REGISTERED).expect("it has graphs");
    assert!(link.starts_with("https://z.example.org/zabbix/history.php?action=showgraph&itemids%5B%5D=42&"), "{link}");
}
