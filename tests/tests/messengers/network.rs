//! A network gone wrong, before every partner that has an address: whoever is cut off, half-open, reset, slow or told
//! nonsense by what answers in its place gets an error in time, never a success that was none; a storm of "later" is
//! waited out, and nobody is made to wait for a year.

mod echo;
mod others;
mod untold;

use nabat::clocks::MachineClock;
use nabat::configuration::{Surroundings, read_estate};
use nabat::named::Named;
use nabat_connectors::connections::Connections;
use nabat_domain::catalogue::{Language, Priority};
use nabat_domain::ids::RoomId;
use nabat_domain::time::{At, Length};
use nabat_kit::document::Document;
use nabat_kit::port::{
    CallError, Clock, EffectKey, NamedSecrets, NewDeskIncident, NewDeskProblem, NewRoom, Outgoing, PageName, WikiPage,
};
use nabat_tests::folder::Folder;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A call ends within this: ten seconds, and what a connector does before it.
const LONGEST: Duration = Duration::from_secs(25);

/// Nobody is believed who asks to wait for longer.
const LONGEST_WAIT: Length = Length::hours(1);

/// What is the matter with the network.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Network {
    /// Nobody is there.
    Refused,
    /// The other side has taken the call and is gone: nothing comes back.
    HalfOpen,
    /// The connection is reset in the middle of the request.
    Reset,
    /// It ends in the middle of the answer.
    Torn,
    /// A byte of the answer a second.
    Trickle,
    /// What answers is something else, and says that all is well.
    Page,
    /// The same in JSON.
    OtherJson,
    /// An empty body, and all is well.
    Nothing,
    /// What stands before it says, in JSON of its own, that nobody answers behind it.
    Gateway,
    /// "Later", without saying when.
    Later,
    /// "Later", in three hundred years.
    MuchLater,
}

const ALL: [Network; 11] = [
    Network::Refused,
    Network::HalfOpen,
    Network::Reset,
    Network::Torn,
    Network::Trickle,
    Network::Page,
    Network::OtherJson,
    Network::Nothing,
    Network::Gateway,
    Network::Later,
    Network::MuchLater,
];

impl Network {
    /// The address of somebody reached over it.
    async fn before(self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it has an address"));
        if self != Self::Refused {
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(self.serve(stream));
                }
            });
        }
        address
    }

    async fn serve(self, mut stream: TcpStream) {
        self.hear(&mut stream).await;
        let json = |status: &str, headers: &str, body: &str| {
            let length = body.len();
            format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}connection: close\r\n\r\n{body}"
            )
        };
        match self {
            Self::Refused => {}
            Self::HalfOpen => std::future::pending().await,
            // Dropped with bytes unread: the kernel resets it.
            Self::Reset => {}
            Self::Torn => {
                let head =
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"id\":\"a";
                let _ = stream.write_all(head.as_bytes()).await;
            }
            Self::Trickle => {
                let whole = json("200 OK", "", &"{\"id\": \"trickles\"}".repeat(20));
                for byte in whole.bytes() {
                    if stream.write_all(&[byte]).await.is_err() {
                        return;
                    }
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
            Self::Page => {
                let page = "<!doctype html><title>Sign in to the hotel's network</title>";
                let head = format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\n", page.len());
                let _ = stream.write_all(format!("{head}connection: close\r\n\r\n{page}").as_bytes()).await;
            }
            Self::OtherJson => {
                let _ = stream.write_all(json("200 OK", "", "{\"proxy\": [1, null, \"ok\"]}").as_bytes()).await;
            }
            Self::Nothing => {
                let _ = stream.write_all(json("200 OK", "", "").as_bytes()).await;
            }
            Self::Gateway => {
                let body = "{\"message\": \"An invalid response was received from the upstream server\"}";
                let _ = stream.write_all(json("502 Bad Gateway", "", body).as_bytes()).await;
            }
            Self::Later => {
                let _ = stream.write_all(json("429 Too Many Requests", "", "{}").as_bytes()).await;
            }
            Self::MuchLater => {
                let headers = "retry-after: 9223372036854775807\r\n";
                let _ = stream.write_all(json("429 Too Many Requests", headers, "{}").as_bytes()).await;
            }
        }
    }

    /// Takes the request: whole, or where the connection is to be reset only its beginning.
    async fn hear(self, stream: &mut TcpStream) {
        let mut bytes = [0; 16];
        let _ = stream.read(&mut bytes).await;
        let mut rest = [0; 16 * 1024];
        let pause = Duration::from_millis(200);
        while self != Self::Reset && matches!(tokio::time::timeout(pause, stream.read(&mut rest)).await, Ok(Ok(1..))) {}
    }

    /// Whether a call over it may be tried again.
    const fn passes(self) -> bool {
        matches!(self, Self::Refused | Self::HalfOpen | Self::Reset | Self::Torn | Self::Trickle | Self::Gateway)
    }
}

/// Every partner that is found by an address, all at this one.
pub(crate) fn connections(address: &str) -> Connections {
    connections_by(address, &Named::Seed(1))
}

/// The same by these secrets.
fn connections_by(address: &str, secrets: &dyn NamedSecrets) -> Connections {
    let folder = Folder::new();
    nabat::example::write(folder.path()).expect("the example can be written");
    let connections = format!(
        "- {{id: matrix, kind: matrix, address: {address}, private: true, server_name: example.org, token: a, callback_token: b}}
- {{id: mm, kind: mattermost, address: {address}, private: true, team: clinics, token: a, callback: {address}/chat/mm, callback_token: b, command_token: c}}
- {{id: ex, kind: express, address: {address}, private: true, bot: 123e4567-e89b-12d3-a456-426655440000, token: a, callback_token: a}}
- {{id: slack, kind: slack, address: {address}/api, private: true, token: a, callback_token: b}}
- {{id: tg, kind: telegram, address: {address}, private: true, group: -1001234, bot: nabat_bot, token: a, callback_token: b}}
- {{id: mw, kind: mediawiki, address: {address}/w, private: true, bot: Nabat@nabat, token: a, parent: Incidents}}
- {{id: dw, kind: dokuwiki, address: {address}, private: true, bot: nabat, token: a, parent: incidents}}
- {{id: co, kind: confluence, address: {address}, private: true, space: OPS, token: a, parent: Incidents}}
- {{id: desk, kind: roundup, address: {address}/incidents, private: true, bot: nabat, token: a}}
- {{id: rt, kind: request_tracker, address: {address}, private: true, bot: nabat, token: a}}
- {{id: prom, kind: prometheus, address: {address}, private: true}}
- {{id: vm, kind: victoria_metrics, address: {address}, private: true}}
- {{id: zabbix, kind: zabbix, address: {address}, private: true, token: a, labels: [service]}}
- {{id: dav, kind: caldav, address: {address}/duty/, private: true, bot: nabat, token: a}}
- {{id: feed, kind: icalendar, address: {address}/duty.ics, private: true}}
- {{id: sso, kind: openid, issuer: '{address}', private: true, client: nabat, secret: a, claim: email}}
- {{id: jira, kind: jira, address: {address}, private: true, project: OPS, bot: nabat, token: a, callback_token: b}}
"
    );
    std::fs::write(folder.path().join("connections.yaml"), connections).expect("it can be written");
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day of the calendar");
    let read = read_estate(folder.path(), Surroundings { today, missing_wording: &|_| Vec::new() });
    let estate = read.unwrap_or_else(|faults| panic!("{faults}")).estate;
    let clock = Arc::new(MachineClock) as Arc<dyn Clock>;
    Connections::open(&estate.connections, secrets, &clock).expect("everything can be opened")
}

pub(crate) type Called = tokio::task::JoinHandle<Result<String, CallError>>;

/// One call of each, all at once: calls that give something back, so that a success would be seen. Those that give nothing
/// back are in [`untold`].
pub(crate) fn calls(connections: &Connections) -> BTreeMap<String, Called> {
    let mut calls: BTreeMap<String, Called> = BTreeMap::new();
    let key = |what: &str| EffectKey(format!("network/{what}"));
    for (id, messenger) in &connections.messengers {
        let (opens, posts) = (Arc::clone(messenger), Arc::clone(messenger));
        let (open, post) = (key("open"), key("post"));
        let room = NewRoom { name: "nabat-1".to_owned(), title: "SD-1".to_owned(), topic: String::new() };
        let message = Outgoing { text: "Ж".to_owned(), buttons: Vec::new(), reply_to: None };
        let opened = async move { opens.open_room(&open, &room).await.map(|room| room.to_string()) };
        // Telegram's rooms are numbers; what is none is refused before anything is called.
        let room = RoomId::from(if id.as_str() == "tg" { "-1001234/7" } else { "room" });
        let posted = async move { posts.post(&post, &room, &message).await.map(|message| message.0) };
        calls.insert(format!("{id} opens a room"), tokio::spawn(opened));
        calls.insert(format!("{id} posts"), tokio::spawn(posted));
    }
    for (id, wiki) in &connections.wikis {
        let (wiki, key) = (Arc::clone(wiki), key("page"));
        let document =
            || Document { language: Language::En, title: "SD-1".to_owned(), changes: Vec::new(), blocks: Vec::new() };
        let full = wiki.capabilities().two_views.then(document);
        let page = WikiPage { name: PageName("clinics/inc-1".to_owned()), full, redacted: document() };
        let published = async move { wiki.publish(&key, &page).await.map(|page| page.address) };
        calls.insert(format!("{id} publishes"), tokio::spawn(published));
    }
    for (id, desk) in &connections.desks {
        let (opens, raises) = (Arc::clone(desk), Arc::clone(desk));
        let (open, raise) = (key("incident"), key("problem"));
        let (title, text) = (String::from("Ж"), String::from("Ж"));
        let problem =
            NewDeskProblem { product: "clinics".into(), title: title.clone(), text: text.clone(), from: "SD-1".into() };
        let (product, service) = ("clinics".into(), "emr".into());
        let (functions, priority, began) = (Default::default(), Priority::P1, At(0));
        let incident = NewDeskIncident { product, service, functions, priority, began, title, text };
        let opened = async move { opens.open_incident(&open, &incident).await.map(|record| record.id.to_string()) };
        let raised = async move { raises.open_problem(&raise, &problem).await.map(|problem| problem.id.to_string()) };
        calls.insert(format!("{id} opens an incident"), tokio::spawn(opened));
        calls.insert(format!("{id} raises a problem"), tokio::spawn(raised));
    }
    calls
}

async fn held(network: Network) {
    let calls = calls(&connections(&network.before().await));
    assert_eq!(calls.len(), 19, "every partner is called");
    ended(network, calls).await;
}

/// Each ends in time and is no success; what may be tried again says so.
async fn ended(network: Network, calls: BTreeMap<String, Called>) {
    for (what, call) in calls {
        let what = format!("{network:?}: {what}");
        let ended = tokio::time::timeout(LONGEST, call).await.unwrap_or_else(|_| panic!("{what}: it does not end"));
        let ended = ended.unwrap_or_else(|panic| panic!("{what}: {panic}"));
        let error = ended.expect_err(&what);
        match (network, &error) {
            (Network::Later | Network::MuchLater, CallError::Throttled { retry_after }) => {
                let wait = retry_after.unwrap_or(Length(0));
                assert!((Length(0)..=LONGEST_WAIT).contains(&wait), "{what}: {error:?}");
            }
            (Network::Later | Network::MuchLater, _) => panic!("{what}: it was asked to wait: {error:?}"),
            _ if network.passes() => assert!(matches!(error, CallError::Transient(_)), "{what}: {error:?}"),
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_network_gone_wrong_is_taken_for_a_success() {
    let all = ALL.map(|network| tokio::spawn(held(network)));
    let mut broken = Vec::new();
    for held in all {
        broken.extend(held.await.err().map(|panic| format!("{panic:?}")));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
