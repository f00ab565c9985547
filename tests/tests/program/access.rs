//! Who may call what: every endpoint of the table with every token, and without one.

use crate::client::{Api, Grant};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, sample};
use nabat_console::access::{ENDPOINTS, Endpoint};
use nabat_domain::catalogue::Role;
use reqwest::Method;
use serde_json::{Value, json};

/// Something to say that records nothing.
fn help() -> Value {
    json!({ "as": "e4003", "text": "help" })
}

/// The path of an endpoint for a product and an incident.
fn path(pattern: &[&str], product: &str, incident: &str) -> String {
    let mut names = [product, incident].into_iter();
    let parts: Vec<&str> =
        pattern.iter().map(|part| if *part == "*" { names.next().expect("two at most") } else { part }).collect();
    format!("/api/{}", parts.join("/"))
}

async fn status(api: &Api, method: &Method, path: &str) -> u16 {
    let body = (*method == Method::POST).then(help);
    api.call(method.clone(), path, body.as_ref()).await.expect("the program answers").status
}

#[tokio::test]
async fn every_role_may_call_what_the_table_says_and_nothing_else() {
    let (data, host, incident) = start().await;
    for role in Role::ALL {
        for act_as in [false, true] {
            let api = host.api(&data, &Grant { product: PRODUCT, role: role.as_str(), act_as });
            for (method, pattern, endpoint, roles) in ENDPOINTS {
                let allowed = roles.contains(&role) && (*endpoint != Endpoint::Say || act_as);
                let wanted = match (allowed, *method == Method::POST) {
                    (false, _) => 403,
                    // What was registered is an incident, and no problem.
                    (true, _) if *endpoint == Endpoint::Problem => 404,
                    (true, false) => 200,
                    (true, true) => 202,
                };
                let got = status(&api, method, &path(pattern, PRODUCT, &incident)).await;
                assert_eq!(got, wanted, "{endpoint:?} as {} with act-as {act_as}", role.as_str());
            }
        }
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_told() {
    let (data, host, incident) = start().await;
    let good = data.token(&Grant::acting(PRODUCT));
    for token in [None, Some(String::new()), Some("0".repeat(32)), Some(good.to_uppercase()), Some(format!("{good}0"))]
    {
        let api = Api::new(&host.address, token);
        for (method, pattern, ..) in ENDPOINTS {
            for incident in [&*incident, "inc-000000000000"] {
                assert_eq!(status(&api, method, &path(pattern, PRODUCT, incident)).await, 401);
            }
        }
        assert_eq!(status(&api, &Method::GET, "/api/no/such/endpoint").await, 401);
    }
}

#[tokio::test]
async fn a_token_of_another_product_sees_its_own_only() {
    let (data, host, incident) = start().await;
    let api = host.api(&data, &Grant::acting("hospitals"));
    for (method, pattern, endpoint, _) in ENDPOINTS {
        let wanted = if *endpoint == Endpoint::Products { 200 } else { 403 };
        assert_eq!(status(&api, method, &path(pattern, PRODUCT, &incident)).await, wanted, "{endpoint:?}");
    }
    let products = api.all("/api/products").await;
    assert_eq!(products.iter().map(|product| &product["id"]).collect::<Vec<_>>(), ["hospitals"]);
    // The same incident is not there under the token's own product either.
    assert_eq!(status(&api, &Method::GET, &format!("/api/hospitals/incidents/{incident}")).await, 404);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let (data, host, _incident) = start().await;
    let api = host.api(&data, &Grant::acting(PRODUCT));
    let of_incidents = ENDPOINTS.iter().filter(|(_, pattern, ..)| pattern.contains(&"incidents") && pattern.len() > 2);
    let mut asked = 0;
    for (method, pattern, endpoint, _) in of_incidents {
        asked += 1;
        // Who read is for those alone who may restrict.
        let wanted = if *endpoint == Endpoint::Reads { 403 } else { 404 };
        assert_eq!(status(&api, method, &path(pattern, PRODUCT, "inc-000000000000")).await, wanted, "{endpoint:?}");
    }
    assert_eq!(asked, 6);
    for unknown in ["/api", "/api/", "/api/emergency", "/api/emergency/secrets", "/api/emergency/incidents/x/y/z"] {
        assert_eq!(status(&api, &Method::GET, unknown).await, 404, "{unknown}");
    }
    for method in [Method::DELETE, Method::PUT, Method::PATCH] {
        assert!([404, 405].contains(&status(&api, &method, "/api/emergency/incidents").await));
    }
}

async fn start() -> (Data, Host, String) {
    let data = Data::new();
    let host = Host::start(&data);
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    (data, host, incident)
}
