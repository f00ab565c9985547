//! What monitoring systems answer a search.

use super::partner::{asked, input, parts};
use nabat_connectors::monitoring::prometheus::{Conventions, Prometheus};
use nabat_connectors::monitoring::zabbix::Zabbix;
use nabat_domain::ids::ServiceId;
use nabat_domain::time::{At, Length};
use nabat_kit::port::{Monitoring, Wanted};
use serde_json::json;
use std::collections::BTreeMap;

const NOW: At = At(1_800_000_000_000);
/// A part of a partner's answers that is missing is waited for no longer.
const PATIENCE: Length = Length::seconds(2);

fn wanted() -> Wanted {
    Wanted {
        services: ["appointments", "records"].map(ServiceId::from).into(),
        ranges: vec![(NOW.minus(Length::minutes(30)), NOW)],
        step: Length::minutes(1),
        most_series: 50,
        matchers: BTreeMap::new(),
        patience: PATIENCE,
    }
}

pub(super) fn prometheus(bytes: &[u8]) -> Vec<String> {
    asked(&parts(bytes), async |base| {
        let source = Prometheus::new(&base, None, Conventions::default()).expect("an address");
        gathered(&source).await
    })
}

pub(super) fn zabbix(bytes: &[u8]) -> Vec<String> {
    asked(&parts(bytes), async |base| {
        let source = Zabbix::new(&base, "token", vec!["service".to_owned()]).expect("an address");
        gathered(&source).await
    })
}

/// Whatever comes is within what was asked for.
async fn gathered(source: &impl Monitoring) -> Vec<String> {
    let wanted = wanted();
    let grid = wanted.grid();
    match source.gather(&wanted).await {
        Ok(gathered) => {
            assert!(gathered.series.len() <= wanted.most_series, "{} series", gathered.series.len());
            for one in &gathered.series {
                assert!(wanted.services.contains(&one.service), "{} was not asked for", one.service);
                assert_eq!(one.times.len(), one.values.len());
                assert!(one.times.iter().all(|at| grid.contains(at)), "a moment nobody asked for");
            }
            Vec::new()
        }
        Err(error) => vec![error.to_string()],
    }
}

pub(super) fn prometheus_seeds() -> Vec<Vec<u8>> {
    let labels = json!({ "__name__": "errors", "service": "appointments" });
    let series = json!({ "status": "success", "data": [labels] });
    let values: Vec<_> = (0..30).map(|n| json!([1_799_998_200 + 60 * n, n.to_string()])).collect();
    let rows = json!({ "status": "success", "data": { "resultType": "matrix", "result": [{ "metric": labels, "values": values }] },
                       "warnings": ["one replica is away"] });
    let refused = json!({ "status": "error", "errorType": "execution", "error": "too many samples" });
    let one = |parts: &[&serde_json::Value]| input(&parts.iter().map(ToString::to_string).collect::<Vec<_>>());
    vec![one(&[&series, &series, &rows]), one(&[&refused]), one(&[&series, &series, &refused, &rows])]
}

pub(super) fn zabbix_seeds() -> Vec<Vec<u8>> {
    let told = |result: serde_json::Value| json!({ "jsonrpc": "2.0", "result": result, "id": 1 }).to_string();
    let hosts = json!([{ "hostid": "10084", "host": "db-7" }]);
    let items =
        json!([{ "itemid": "42237", "key_": "system.cpu.load", "value_type": "0", "hostid": "10084", "name": "Load" }]);
    let history = json!([{ "itemid": "42237", "clock": "1799999940", "ns": "0", "value": "0.5" }]);
    let refused = json!({ "jsonrpc": "2.0", "error": { "code": -32602, "message": "Invalid params.", "data": "No permissions." }, "id": 1 });
    vec![
        input(&[
            told(json!("7.0.0")),
            told(hosts.clone()),
            told(hosts),
            told(items.clone()),
            told(items),
            told(history),
        ]),
        input(&[refused.to_string()]),
        input(&[told(json!([]))]),
    ]
}
