//! The same network before those Nabat asks or tells without having a room, a page or a record there: monitoring, duty
//! calendars, where people sign in, receivers of webhooks, mail servers, whoever keeps the heartbeat.

use super::{ALL, LONGEST, LONGEST_WAIT, Network};
use nabat_connectors::connections::Connections;
use nabat_connectors::heartbeat::Heartbeat;
use nabat_connectors::mail::Smtp;
use nabat_connectors::webhook::StandardWebhooks;
use nabat_domain::catalogue::{MailSecurity, MailServer};
use nabat_domain::time::{At, Length};
use nabat_kit::port::{
    CalendarError, CalendarWindow, CallError, EffectKey, Mail, Mailer as _, OwnQuery, Taken, Wanted, WebhookCall,
    Webhooks as _,
};
use std::collections::BTreeMap;
use std::sync::Arc;

const NOW: At = At(1_800_000_000_000);
const HOUR: Length = Length::minutes(60);

/// How a call ended: with something, or why not.
type Ended = Result<String, CallError>;
type Called = tokio::task::JoinHandle<Ended>;

/// One call of each, all at once.
pub(super) fn calls(address: &str, connections: &Connections) -> BTreeMap<String, Called> {
    let mut calls = BTreeMap::new();
    for (id, monitor) in &connections.monitors {
        let (gathers, asks) = (Arc::clone(monitor), Arc::clone(monitor));
        let gathered = async move { gathers.gather(&wanted()).await.map(|found| format!("{:?}", found.series)) };
        calls.insert(format!("{id} is searched"), tokio::spawn(gathered));
        // Zabbix has no language to ask in.
        if id.as_str() != "zabbix" {
            let asked = async move { asks.ask(&query()).await.map(|found| format!("{found:?}")) };
            calls.insert(format!("{id} is asked"), tokio::spawn(asked));
        }
    }
    for (id, calendar) in &connections.calendars {
        let calendar = Arc::clone(calendar);
        let window = CalendarWindow { from: NOW, until: NOW.plus(HOUR), zone: chrono_tz::UTC };
        let read = async move { calendar.read(window, None).await.map(|_| "a calendar".to_owned()).map_err(as_call) };
        calls.insert(format!("{id} is read"), tokio::spawn(read));
    }
    for (id, sign_in) in &connections.sign_ins {
        let (sign_in, url) = (Arc::clone(sign_in), format!("{address}/.well-known/openid-configuration"));
        let request = http::Request::get(url).body(Vec::new()).expect("a request");
        let called = async move { sign_in.call(request).await.map(|answer| answer.status().to_string()) };
        calls.insert(format!("{id} is asked what it can"), tokio::spawn(called));
    }
    let (url, server) = (format!("{address}/hook"), mail_server(address));
    calls.insert("a receiver is told".to_owned(), tokio::spawn(told(url)));
    calls.insert("a mail is sent".to_owned(), tokio::spawn(mailed(server)));
    calls
}

fn wanted() -> Wanted {
    let (step, patience) = (Length::minutes(1), Length::seconds(20));
    let ranges = vec![(NOW.minus(HOUR), NOW)];
    Wanted { services: vec!["emr".into()], ranges, step, most_series: 10, matchers: BTreeMap::new(), patience }
}

fn query() -> OwnQuery {
    let (step, patience) = (Length::minutes(1), Length::seconds(20));
    OwnQuery { query: "up".to_owned(), ranges: vec![(NOW.minus(HOUR), NOW)], step, patience }
}

fn as_call(error: CalendarError) -> CallError {
    match error {
        CalendarError::Unreachable(why) => CallError::Transient(why),
        CalendarError::Busy { retry_after } => CallError::Throttled { retry_after },
        other => CallError::Permanent(other.to_string()),
    }
}

async fn told(url: String) -> Ended {
    let body = b"{}".to_vec();
    let call = WebhookCall {
        url,
        private: true,
        id: "msg_1".to_owned(),
        timestamp: 1_800_000_000,
        signature: "v1,".to_owned(),
        body,
    };
    match StandardWebhooks::new()?.call(&call).await? {
        Taken::Yes => Ok("taken".to_owned()),
        other => Err(CallError::Permanent(format!("{other:?}"))),
    }
}

fn mail_server(address: &str) -> MailServer {
    let port = address.rsplit(':').next().and_then(|port| port.parse().ok()).expect("an address has a port");
    let (host, from) = ("127.0.0.1".to_owned(), "nabat@example.org".to_owned());
    MailServer { host, port, security: MailSecurity::None, from, user: None, password: None }
}

async fn mailed(server: MailServer) -> Ended {
    let mail = Mail { to: "a@example.org".to_owned(), subject: "Ж".to_owned(), text: "Ж".to_owned(), at: NOW };
    Smtp.send(&EffectKey("network/mail".to_owned()), &server, None, &mail).await.map(|()| "sent".to_owned())
}

async fn held(network: Network) {
    let address = network.before().await;
    let calls = calls(&address, &super::connections(&address));
    assert_eq!(calls.len(), 10, "every one of them is called: {:?}", calls.keys());
    for (what, call) in calls {
        let ended = tokio::time::timeout(LONGEST, call)
            .await
            .unwrap_or_else(|_| panic!("{network:?}: {what}: it does not end"));
        let ended = ended.unwrap_or_else(|panic| panic!("{network:?}: {what}: {panic}"));
        judged(network, &what, &ended);
    }
    // Who keeps it is told by what does not come: it has to end in time, and no more.
    let beat = async { Heartbeat::to(&address).beat().await };
    tokio::time::timeout(LONGEST, beat).await.unwrap_or_else(|_| panic!("{network:?}: the heartbeat does not end"));
}

fn judged(network: Network, what: &str, ended: &Ended) {
    let said_well = matches!(network, Network::Page | Network::OtherJson | Network::Nothing);
    match ended {
        // By its scheme a receiver says with its status alone that it has it; the body is its own.
        Ok(_) if said_well && what == "a receiver is told" => {}
        // What came is looked at by whoever reads it as what a provider can (`tests/src/fuzz/providers.rs`).
        Ok(_) if (said_well || network == Network::Gateway) && what == "sso is asked what it can" => {}
        Ok(found) => panic!("{network:?}: {what}: taken for a success: {found}"),
        Err(CallError::Throttled { retry_after }) => {
            let wait = retry_after.unwrap_or(Length(0));
            assert!((Length(0)..=LONGEST_WAIT).contains(&wait), "{network:?}: {what}: {wait:?}");
        }
        Err(CallError::Permanent(why)) => {
            let later = matches!(network, Network::Later | Network::MuchLater);
            assert!(!network.passes() && !later, "{network:?}: {what}: it may be tried again: {why}");
        }
        Err(CallError::Transient(_)) => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_asked_and_told_ends_in_time_over_any_network_and_is_no_success() {
    let all = ALL.map(|network| tokio::spawn(held(network)));
    let mut broken = Vec::new();
    for held in all {
        broken.extend(held.await.err().map(|panic| format!("{panic:?}")));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
