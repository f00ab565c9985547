//! A Zabbix front end that keeps to the rules its manual states; each rule names the page it stands on.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// The token that opens it.
pub const TOKEN: &str = "0424bd59b807674191e7d77572075f33";

/// An item with everything ever collected.
#[derive(Clone)]
pub struct Item {
    pub id: String,
    pub host: String,
    pub key: String,
    pub value_type: u8,
    /// Seconds and values, earliest first.
    pub samples: Vec<(i64, f64)>,
}

/// What is in it.
#[derive(Clone, Default)]
pub struct Model {
    /// As `apiinfo.version` tells it.
    pub version: &'static str,
    /// Id, technical name, tags.
    pub hosts: Vec<(String, String, Tags)>,
    pub items: Vec<Item>,
    /// Begin and end in seconds (0 while open), host.
    pub problems: Vec<(i64, i64, String)>,
    /// History before this is gone; trends are kept.
    pub kept_from: i64,
    /// Methods called.
    pub called: Arc<Mutex<Vec<String>>>,
}

type Refusal = (i64, String);

/// Names and values.
type Tags = Vec<(String, String)>;

impl Model {
    /// Serves; the front end's address.
    pub async fn serve(self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}/zabbix", listener.local_addr().expect("an address"));
        let routes = Router::new().route("/zabbix/api_jsonrpc.php", post(answered)).with_state(self);
        tokio::spawn(async move { axum::serve(listener, routes).await });
        base
    }

    fn method(&self, method: &str, params: &Value) -> Result<Value, Refusal> {
        self.called.lock().expect("nobody panics with it").push(method.to_owned());
        match method {
            "host.get" => self.hosts(params),
            "item.get" => self.items(params),
            "history.get" => self.history(params),
            "trend.get" => self.trends(params),
            "event.get" => self.events(params),
            // JSON-RPC 2.0, "Error object".
            _ => Err((-32601, format!("no method {method}"))),
        }
    }

    /// Manual, "host.get": tags with operator 1 are equal; evaltype 0 is and/or, 2 is or.
    fn hosts(&self, params: &Value) -> Result<Value, Refusal> {
        known(params, &["output", "tags", "evaltype", "inheritedTags", "monitored_hosts", "filter"])?;
        let tags = params["tags"].as_array().cloned().unwrap_or_default();
        let names = texts(&params["filter"]["host"]);
        let fits = |host: &&(String, String, Vec<(String, String)>)| {
            let holds = |tag: &Value| {
                tag["operator"] == 1
                    && host.2.iter().any(|(name, value)| tag["tag"] == **name && tag["value"] == **value)
            };
            let tagged = match params["evaltype"].as_i64() {
                Some(2) => tags.iter().any(holds),
                _ => tags.iter().all(holds),
            };
            (tags.is_empty() || tagged) && (params["filter"].is_null() || names.contains(&host.1))
        };
        let rows = self.hosts.iter().filter(fits).map(|(id, host, _)| json!({ "hostid": id, "host": host }));
        shaped(rows.collect(), params)
    }

    /// Manual, "item.get".
    fn items(&self, params: &Value) -> Result<Value, Refusal> {
        known(params, &["output", "hostids", "monitored", "filter", "sortfield", "limit"])?;
        let hosts = texts(&params["hostids"]);
        let types: BTreeSet<i64> =
            params["filter"]["value_type"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
        let fits = |item: &&Item| hosts.contains(&item.host) && types.contains(&i64::from(item.value_type));
        let row = |item: &Item| {
            json!({ "itemid": item.id, "key_": item.key, "value_type": item.value_type.to_string(), "hostid": item.host,
                "name": item.key })
        };
        shaped(self.items.iter().filter(fits).map(row).collect(), params)
    }

    /// Manual, "history.get": `history` is 3 unless said and has to be the item's type, else nothing comes;
    /// "History and trends": what the housekeeper took is gone.
    fn history(&self, params: &Value) -> Result<Value, Refusal> {
        known(params, &["output", "history", "itemids", "time_from", "time_till", "sortfield", "sortorder", "limit"])?;
        let (ids, (from, till)) = (texts(&params["itemids"]), times(params));
        let wanted = params["history"].as_i64().unwrap_or(3);
        let of_type = |item: &&Item| ids.contains(&item.id) && i64::from(item.value_type) == wanted;
        let mut rows: Vec<(i64, Value)> = Vec::new();
        for item in self.items.iter().filter(of_type) {
            let held = item.samples.iter().filter(|(clock, _)| *clock >= self.kept_from.max(from) && *clock <= till);
            rows.extend(held.map(|(clock, value)| {
                let row =
                    json!({ "itemid": item.id, "clock": clock.to_string(), "ns": "0", "value": value.to_string() });
                (*clock, row)
            }));
        }
        if params["sortfield"] == "clock" {
            rows.sort_by_key(|row| row.0);
        }
        shaped(rows.into_iter().map(|row| row.1).collect(), params)
    }

    /// Manual, "trend.get": one row an hour, at its beginning.
    fn trends(&self, params: &Value) -> Result<Value, Refusal> {
        known(params, &["output", "itemids", "time_from", "time_till", "limit"])?;
        let (ids, (from, till)) = (texts(&params["itemids"]), times(params));
        let mut rows = Vec::new();
        for item in self.items.iter().filter(|item| ids.contains(&item.id)) {
            let hours: BTreeSet<i64> = item.samples.iter().map(|(clock, _)| clock - clock.rem_euclid(3_600)).collect();
            for hour in hours.into_iter().filter(|hour| (from..=till).contains(hour)) {
                let within = item.samples.iter().filter(|(clock, _)| (hour..hour + 3_600).contains(clock));
                let values: Vec<f64> = within.map(|sample| sample.1).collect();
                let mean = values.iter().sum::<f64>() / values.len() as f64;
                rows.push(json!({ "itemid": item.id, "clock": hour.to_string(), "num": values.len().to_string(),
                    "value_avg": mean.to_string() }));
            }
        }
        shaped(rows, params)
    }

    /// Manual, "event.get": a problem and what resolved it are events; with a range those come that were open in it.
    fn events(&self, params: &Value) -> Result<Value, Refusal> {
        let names = ["hostids", "source", "object", "value", "problem_time_from", "problem_time_till"];
        known(params, &[&names[..], &["output", "eventids", "sortfield", "sortorder", "limit"]].concat())?;
        let (hosts, ids) = (texts(&params["hostids"]), texts(&params["eventids"]));
        let (from, till) = (&params["problem_time_from"], &params["problem_time_till"]);
        let (from, till) = (from.as_i64().unwrap_or(0), till.as_i64().unwrap_or(i64::MAX));
        let mut rows = Vec::new();
        for (number, (clock, over, host)) in self.problems.iter().enumerate() {
            let (begun, resolved) = ((2 * number + 1).to_string(), (2 * number + 2).to_string());
            let was_open = *clock <= till && (*over == 0 || *over >= from);
            if hosts.contains(host) && was_open && params["value"] == json!([1]) {
                let by = if *over == 0 { "0".to_owned() } else { resolved.clone() };
                rows.push(json!({ "eventid": begun, "clock": clock.to_string(), "r_eventid": by }));
            }
            if ids.contains(&resolved) && *over > 0 {
                rows.push(json!({ "eventid": resolved, "clock": over.to_string(), "r_eventid": "0" }));
            }
        }
        shaped(rows, params)
    }

    fn opened(&self, headers: &HeaderMap, body: &Value) -> Result<(), Refusal> {
        let header = headers.get("authorization").and_then(|value| value.to_str().ok());
        // Manual, "apiinfo.version".
        if body["method"] == "apiinfo.version" {
            let bare = header.is_none() && body.get("auth").is_none();
            let told = "The \"apiinfo.version\" method must be called without authorization header.";
            return if bare { Ok(()) } else { Err((-32602, told.to_owned())) };
        }
        // Manual, "API changes in 6.4" (the header), "API changes in 7.2" (the member is gone).
        let is_old = self.version.starts_with("6.0");
        if !is_old && self.version.starts_with("7.2") && body.get("auth").is_some() {
            return Err((-32600, "Invalid parameter \"/\": unexpected parameter \"auth\".".to_owned()));
        }
        let by_header = !is_old && header == Some(format!("Bearer {TOKEN}").as_str());
        let by_body = body["auth"] == TOKEN;
        if by_header || by_body { Ok(()) } else { Err((-32602, "Not authorised.".to_owned())) }
    }
}

async fn answered(State(model): State<Model>, headers: HeaderMap, body: Bytes) -> Response {
    // Manual, "API", "Performing requests": three content types.
    let sort = headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !["application/json-rpc", "application/json", "application/jsonrequest"].contains(&sort) {
        return StatusCode::PRECONDITION_FAILED.into_response();
    }
    let Ok(asked) = serde_json::from_slice::<Value>(&body) else {
        return told(&Value::Null, Err((-32700, "Parse error".to_owned())));
    };
    if asked["jsonrpc"] != "2.0" || !asked["method"].is_string() {
        return told(&asked["id"], Err((-32600, "Invalid request".to_owned())));
    }
    let result = model.opened(&headers, &asked).and_then(|()| match asked["method"].as_str() {
        Some("apiinfo.version") => Ok(json!(model.version)),
        Some(method) => model.method(method, &asked["params"]),
        None => Err((-32600, "Invalid request".to_owned())),
    });
    // JSON-RPC 2.0, "Notification": without an id nothing is answered.
    if asked.get("id").is_none() {
        return StatusCode::OK.into_response();
    }
    told(&asked["id"], result)
}

/// Manual, "API", "Error handling": the status stays 200.
fn told(id: &Value, result: Result<Value, Refusal>) -> Response {
    let mut answer = json!({ "jsonrpc": "2.0", "id": id });
    match result {
        Ok(result) => answer["result"] = result,
        Err((code, data)) => answer["error"] = json!({ "code": code, "message": "Invalid params.", "data": data }),
    }
    ([("content-type", "application/json")], answer.to_string()).into_response()
}

/// Manual, "API", "Error handling": a parameter nobody knows is refused.
fn known(params: &Value, names: &[&str]) -> Result<(), Refusal> {
    let stray = params.as_object().into_iter().flat_map(Map::keys).find(|name| !names.contains(&name.as_str()));
    stray.map_or(Ok(()), |name| Err((-32602, format!("Invalid parameter \"/\": unexpected parameter \"{name}\"."))))
}

/// Manual, "Reference commentary": `output` names the properties that come, `limit` cuts.
fn shaped(rows: Vec<Value>, params: &Value) -> Result<Value, Refusal> {
    let wanted = texts(&params["output"]);
    let limit = params["limit"].as_u64().and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    let cut = |mut row: Value| {
        if let Some(row) = row.as_object_mut() {
            row.retain(|name, _| wanted.contains(name));
        }
        row
    };
    Ok(rows.into_iter().take(limit).map(cut).collect())
}

fn texts(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn times(params: &Value) -> (i64, i64) {
    (params["time_from"].as_i64().unwrap_or(0), params["time_till"].as_i64().unwrap_or(i64::MAX))
}
