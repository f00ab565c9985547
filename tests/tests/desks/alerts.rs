//! Alerts: proposed to first line, or an incident at once; by hand, and by a real Alertmanager that sends again.

use anyhow::{Context as _, ensure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use nabat_domain::catalogue::{Role, Rota};
use nabat_kit::access::{Token, keep_token};
use nabat_kit::env::Env;
use nabat_kit::http::Answer;
use nabat_kit::refused::{Refused, waiting};
use nabat_tests::peer::{Peer, until};
use nabat_tests::rig::Rig;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

const TOKEN: &str = "a token of first line";

async fn rig(registered: &[(&str, &str)]) -> Rig {
    let rig = Rig::registering_alerts(registered).await;
    let token = Token { product: rig.product.clone(), role: Role::FirstLine, act_as: false };
    keep_token(rig.env.table.as_ref(), TOKEN, &token).await.expect("kept");
    rig
}

async fn send(rig: &Rig, token: &str, body: &[u8]) -> Answer {
    let request =
        http::Request::post(format!("/alerts/{}", rig.product)).header("authorization", format!("Bearer {token}"));
    let request = request.body(body.to_vec()).expect("a request");
    let answer = nabat_desk_webhook::alerts::handle(&rig.env, &rig.product, request).await;
    rig.pump().await;
    answer
}

/// A group of alerts with these labels in common, each alert firing or resolved since a moment.
fn group(labels: &Value, alerts: &[(&str, &str)]) -> Vec<u8> {
    let alerts: Vec<Value> = alerts
        .iter()
        .enumerate()
        .map(|(number, (status, since))| {
            json!({ "status": status, "labels": { "alertname": "BookingFails", "instance": format!("web-{number}") },
                "annotations": { "summary": "Booking fails" }, "startsAt": since, "endsAt": "0001-01-01T00:00:00Z",
                "generatorURL": "https://prometheus.example/graph", "fingerprint": "5895d7feb37e125c" })
        })
        .collect();
    let body = json!({ "version": "4", "groupKey": "{}:{alertname=\"BookingFails\"}", "status": "firing", "receiver": "nabat",
        "groupLabels": { "alertname": "BookingFails" }, "commonLabels": labels, "commonAnnotations": {}, "alerts": alerts });
    serde_json::to_vec(&body).expect("JSON")
}

async fn taken(rig: &Rig, body: &[u8]) -> String {
    let answer = send(rig, TOKEN, body).await;
    assert_eq!(answer.status(), StatusCode::OK, "{}", String::from_utf8_lossy(answer.body()));
    let told: Value = serde_json::from_slice(answer.body()).expect("JSON");
    told["outcome"].as_str().expect("an outcome").to_owned()
}

async fn proposals(rig: &Rig) -> Vec<Refused> {
    waiting(&rig.env, &rig.product, 100).await.expect("the table answers")
}

#[tokio::test]
async fn only_first_line_and_administrators_of_the_product_tell_of_alerts() {
    let rig = rig(&[]).await;
    let labels = json!({ "alertname": "BookingFails", "service": "appointments", "function": "book" });
    let body = group(&labels, &[("firing", "2026-11-23T10:58:15Z")]);
    let status = async |product: &str, role: Role| {
        let (secret, act_as) = (format!("a token of {} of {product}", role.as_str()), true);
        let token = Token { product: product.into(), role, act_as };
        keep_token(rig.env.table.as_ref(), &secret, &token).await.expect("kept");
        send(&rig, &secret, &body).await.status()
    };
    for role in [Role::FirstLine, Role::Admin] {
        assert_eq!(status("hospitals", role).await, StatusCode::UNAUTHORIZED, "{role:?} of another product");
    }
    let may = |role: &Role| matches!(role, Role::FirstLine | Role::Admin);
    for role in Role::ALL.into_iter().filter(|role| !may(role)) {
        assert_eq!(status("clinics", role).await, StatusCode::UNAUTHORIZED, "{role:?}");
    }
    assert_eq!(send(&rig, "nobody's", &body).await.status(), StatusCode::UNAUTHORIZED);
    assert!(proposals(&rig).await.is_empty());
    for role in Role::ALL.into_iter().filter(may) {
        assert_eq!(status("clinics", role).await, StatusCode::OK, "{role:?}");
    }
    assert_eq!(proposals(&rig).await.len(), 1);
}

#[tokio::test]
async fn a_group_that_flaps_is_one_proposal_until_it_was_quiet_for_an_hour() {
    let rig = rig(&[]).await;
    let labels =
        json!({ "alertname": "BookingFails", "service": "appointments", "function": "book", "severity": "critical" });
    let rotas = rig.catalogue.rotas.iter().filter(|rota| rota.role == Role::FirstLine);
    let on_duty =
        |rota: &Rota| rota.on_duty(rig.env.now(), rig.catalogue.product.zone()).map(|turn| turn.person.clone());
    let first_line = rotas.filter_map(on_duty).next().expect("somebody is on duty");
    let (first, later) = ("2026-11-23T10:58:15.825Z", "2026-11-23T11:10:00Z");
    assert_eq!(
        taken(&rig, &group(&labels, &[("resolved", first)])).await,
        "over",
        "what is over is proposed to nobody"
    );
    assert_eq!(taken(&rig, &group(&labels, &[("firing", first), ("firing", first)])).await, "proposed");
    for (minutes, again) in [
        (20, [("firing", first), ("firing", later)]),
        (20, [("resolved", first), ("resolved", later)]),
        (20, [("firing", later), ("firing", later)]),
        // It fires on, and nothing new is told of it for hours.
        (250, [("resolved", later), ("firing", "2026-11-23T14:00:00Z")]),
        (20, [("resolved", later), ("resolved", later)]),
    ] {
        rig.minutes(minutes).await;
        assert_eq!(taken(&rig, &group(&labels, &again)).await, "known", "{again:?}");
    }
    let one = proposals(&rig).await;
    assert_eq!(one.len(), 1, "{one:?}");
    assert_eq!((&one[0].payload["summary"], &one[0].payload["started_at"]), (&json!("Booking fails"), &json!(first)));
    assert_eq!(rig.direct(&first_line).matches("BookingFails").count(), 1, "first line is told once");
    rig.minutes(61).await;
    assert_eq!(taken(&rig, &group(&labels, &[("firing", "2026-11-23T18:10:00Z")])).await, "proposed");
    assert_eq!(proposals(&rig).await.len(), 2);
}

#[tokio::test]
async fn an_alert_the_policy_names_is_an_incident_at_once_if_the_catalogue_knows_what_fails() {
    let rig = rig(&[("severity", "critical")]).await;
    let since = "2026-11-23T10:58:15Z";
    let labels = |service: &str, severity: &str| json!({ "alertname": "BookingFails", "service": service, "function": "book", "severity": severity });
    assert_eq!(taken(&rig, &group(&labels("appointments", "critical"), &[("firing", since)])).await, "registered");
    assert!(proposals(&rig).await.is_empty());
    // While the incident is open the group is known, however long it was quiet.
    rig.minutes(120).await;
    assert_eq!(
        taken(&rig, &group(&labels("appointments", "critical"), &[("firing", "2026-11-23T13:00:00Z")])).await,
        "known"
    );
    for (service, severity) in [("appointments", "warning"), ("nothing", "critical")] {
        let rig = self::rig(&[("severity", "critical")]).await;
        assert_eq!(
            taken(&rig, &group(&labels(service, severity), &[("firing", since)])).await,
            "proposed",
            "{service} {severity}"
        );
    }
}

#[tokio::test]
async fn strangers_and_rubbish_are_refused_for_good() {
    let rig = rig(&[]).await;
    let body = group(&json!({}), &[("firing", "2026-11-23T10:58:15Z")]);
    assert_eq!(send(&rig, "another", &body).await.status(), StatusCode::UNAUTHORIZED);
    for bad in [&b"{}"[..], b"", b"\xff", b"{\"groupKey\":\"x\",\"alerts\":[]}"] {
        assert_eq!(send(&rig, TOKEN, bad).await.status(), StatusCode::BAD_REQUEST);
    }
    assert_eq!(
        send(&rig, TOKEN, &vec![b'x'; nabat_desk_webhook::alerts::LARGEST + 1]).await.status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert!(proposals(&rig).await.is_empty());
}

/// What the Alertmanager reaches: the function, but for the first calls, which find it unable.
#[derive(Clone)]
struct Way {
    env: Env,
    product: nabat_domain::ids::ProductId,
    calls: Arc<AtomicU32>,
}

async fn pass(State(way): State<Way>, request: Request) -> Response {
    if way.calls.fetch_add(1, Ordering::SeqCst) == 0 {
        let mut busy = Response::new(Body::empty());
        *busy.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        return busy;
    }
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 1024 * 1024).await.expect("a body").to_vec();
    let request = http::Request::from_parts(head, body);
    nabat_desk_webhook::alerts::handle(&way.env, &way.product, request).await.map(Body::from)
}

#[tokio::test]
async fn a_real_alertmanager_sends_again_and_its_group_is_one_proposal() -> anyhow::Result<()> {
    let rig = rig(&[]).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}/alerts/{}", listener.local_addr()?, rig.product);
    let way = Way { env: rig.env.clone(), product: rig.product.clone(), calls: Arc::default() };
    let router = Router::new().fallback(pass).with_state(way.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let peer = Peer::start("alertmanager.sh", &[&address, TOKEN])?;
    let client = nabat_connectors::http::loopback().build()?;
    let fire = async |instances: &[&str]| -> anyhow::Result<()> {
        let alerts: Vec<Value> = instances
            .iter()
            .map(|instance| {
                json!({ "labels": { "alertname": "BookingFails", "service": "appointments", "instance": instance },
                    "annotations": { "summary": "Booking fails" }, "generatorURL": "https://prometheus.example/graph" })
            })
            .collect();
        let answer = client.post(format!("{}/api/v2/alerts", peer.base())).json(&alerts).send().await?;
        ensure!(answer.status().is_success(), "{}", answer.status());
        Ok(())
    };
    fire(&["web-1", "web-2"]).await?;
    let first = until(async || proposals(&rig).await.into_iter().next().context("nothing is proposed yet")).await?;
    ensure!(way.calls.load(Ordering::SeqCst) >= 2, "after 503 it sent again");
    assert_eq!(first.payload["service"], "appointments");
    let before = way.calls.load(Ordering::SeqCst);
    fire(&["web-1", "web-2", "web-3"]).await?;
    until(async || {
        ensure!(way.calls.load(Ordering::SeqCst) > before, "the third alert was not told yet");
        Ok(())
    })
    .await?;
    assert_eq!(proposals(&rig).await.len(), 1, "the group stays one proposal");
    Ok(())
}
