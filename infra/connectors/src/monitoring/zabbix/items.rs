//! Which items show a service: those of its hosts, found by tags, by name, or by what the service says itself.

use super::rpc::{Rpc, Scheme};
use nabat_domain::anomaly::Kind;
use nabat_domain::ids::ServiceId;
use nabat_kit::port::CallError;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Most items of a service that are looked at.
const MOST_KNOWN: usize = 5_000;

/// An item of a host. Every scalar comes as text (Zabbix manual, "API", "Data types").
#[derive(Clone, Deserialize, Debug)]
pub struct Item {
    /// Its id.
    pub itemid: String,
    /// Its key, such as `system.cpu.util[,idle]`.
    pub key_: String,
    /// 0 is a float, 3 an unsigned number; other types are no samples.
    pub value_type: String,
    /// Which host.
    #[serde(default)]
    pub hostid: String,
}

#[derive(Deserialize)]
struct Host {
    hostid: String,
    host: String,
}

/// What there is of a service.
#[derive(Default)]
pub struct Known {
    /// Its items; the most telling first.
    pub items: Vec<Item>,
    /// Names of hosts, by id.
    pub hosts: BTreeMap<String, String>,
    /// Whether there were more than are looked at.
    pub over: usize,
}

impl Known {
    /// An item's name among its service's: the key, and the host where there are several.
    pub fn name(&self, item: &Item) -> String {
        match self.hosts.get(&item.hostid) {
            Some(host) if self.hosts.len() > 1 => format!("{} {{host={host}}}", item.key_),
            _ => item.key_.clone(),
        }
    }
}

/// What an item measures, by its key.
pub fn kind(item: &Item) -> Kind {
    Kind::of(&item.key_)
}

/// Hosts of a service, then their items.
pub async fn known(
    rpc: &Rpc,
    scheme: Scheme,
    service: &ServiceId,
    tags: &[String],
    own: Option<&str>,
) -> Result<Known, CallError> {
    let mut hosts: Vec<Host> = Vec::new();
    for asked in selections(service, tags, own) {
        hosts = rpc.call(scheme, "host.get", &asked).await?;
        if !hosts.is_empty() {
            break;
        }
    }
    if hosts.is_empty() {
        return Ok(Known::default());
    }
    let ids: Vec<&str> = hosts.iter().map(|host| host.hostid.as_str()).collect();
    let asked = json!({
        "output": ["itemid", "key_", "value_type", "hostid"], "hostids": ids, "monitored": true,
        "filter": { "value_type": [0, 3] }, "sortfield": "itemid", "limit": MOST_KNOWN + 1,
    });
    let mut items: Vec<Item> = rpc.call(scheme, "item.get", &asked).await?;
    let over = items.len().saturating_sub(MOST_KNOWN);
    items.truncate(MOST_KNOWN);
    let hosts = hosts.into_iter().map(|host| (host.hostid, host.host)).collect();
    Ok(Known { items, hosts, over })
}

/// Ways to find a service's hosts, the first that finds any holds: what the service says itself
/// (`host=db-7`, or `tag=value` with commas between), its id as a tag's value, its id as a host's name.
fn selections(service: &ServiceId, tags: &[String], own: Option<&str>) -> Vec<Value> {
    let by = |selected: Value| {
        let mut asked = json!({ "output": ["hostid", "host"], "monitored_hosts": true });
        asked.as_object_mut().expect("an object").extend(selected.as_object().cloned().unwrap_or_default());
        asked
    };
    // Operator 1 is "equals", evaltype 2 is "or", 0 is "and" between tags of different names (Zabbix manual, "host.get").
    let tagged = |pairs: Vec<(&str, &str)>, evaltype: u8| {
        let tags: Vec<Value> =
            pairs.into_iter().map(|(tag, value)| json!({ "tag": tag, "value": value, "operator": 1 })).collect();
        by(json!({ "tags": tags, "evaltype": evaltype, "inheritedTags": true }))
    };
    let named = |host: &str| by(json!({ "filter": { "host": [host] } }));
    if let Some(own) = own {
        let pairs: Vec<(&str, &str)> =
            own.split(',').filter_map(|pair| pair.split_once('=')).map(|(k, v)| (k.trim(), v.trim())).collect();
        return match pairs.as_slice() {
            [("host", host)] => vec![named(host)],
            _ => vec![tagged(pairs, 0)],
        };
    }
    let id = service.as_str();
    vec![tagged(tags.iter().map(|tag| (tag.as_str(), id)).collect(), 2), named(id)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_says_itself_where_it_is_or_is_looked_for_by_tag_and_name() {
        let service = ServiceId::from("pay");
        let asked = selections(&service, &["service".to_owned(), "app".to_owned()], None);
        assert_eq!(asked[0]["tags"][1], json!({ "tag": "app", "value": "pay", "operator": 1 }));
        assert_eq!((&asked[0]["evaltype"], &asked[1]["filter"]["host"][0]), (&json!(2), &json!("pay")));
        let own = selections(&service, &[], Some("host=db-7"));
        assert_eq!((own.len(), &own[0]["filter"]["host"][0]), (1, &json!("db-7")));
        let own = selections(&service, &[], Some("team=pay, tier=db"));
        assert_eq!((own.len(), &own[0]["tags"][1]["tag"], &own[0]["evaltype"]), (1, &json!("tier"), &json!(0)));
    }
}
