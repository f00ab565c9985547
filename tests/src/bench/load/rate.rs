//! Webhooks at a stated rate: each is sent at its moment, whether or not those before it were answered, and its time
//! counts from that moment.

use super::{alone, bare};
use crate::bench::estate::Failure;
use crate::bench::installation::Installation;
use crate::bench::times::{self, Times};
use nabat_domain::ids::IncidentId;
use nabat_domain::time::At;
use nabat_kit::incident::load;
use nabat_kit::port::Clock as _;
use nabat_kit::signature::sign;
use nabat_tests::folder::Folder;
use std::time::Duration;

/// Whatever is not opened by then never will be.
const LONGEST: Duration = Duration::from_secs(300);

/// One server under the load.
#[derive(Default)]
pub struct Rated {
    /// From the moment a webhook was to be sent to its answer.
    pub answers: Times,
    /// Seconds from the first webhook until the last incident's chat was made with everybody in it.
    pub opened: Option<f64>,
}

/// Ours and the yardstick, one after the other.
pub async fn measure(incidents: usize, rate: usize) -> (Rated, Rated) {
    let (estate, failures) = alone::estate(incidents + 2);
    let (warming, measured) = failures.split_at(2);
    let folder = Folder::new();
    let ours = Installation::open(&folder.path().join("data"), &estate).await;
    // The first opens connections and reads the configuration; the second is what a registration commits.
    ours.commits_of(&warming[0], "WARM-0").await;
    let commits = ours.commits_of(&warming[1], "WARM-1").await;
    let begun = ours.host.env.now();
    let target = ours.target(&measured[0].product);
    let answers = send(rate, &target, &ours.secret, measured).await;
    let opened = opened(&ours, measured, begun).await;
    ours.host.drain().await;
    let address = bare::serve(&folder.path().join("bare.db"), &ours.secret, commits).await;
    send_one(&reqwest_client(), &address, &ours.secret, &measured[0], "WARM-2").await;
    let bare = send(rate, &address, &ours.secret, measured).await;
    (Rated { answers, opened: Some(opened) }, Rated { answers: bare, opened: None })
}

fn reqwest_client() -> reqwest::Client {
    nabat_connectors::http::loopback().build().expect("a client")
}

async fn send(rate: usize, target: &str, secret: &[u8], failures: &[Failure]) -> Times {
    let client = reqwest_client();
    let begun = times::now();
    let mut under_way = tokio::task::JoinSet::new();
    for (number, failure) in failures.iter().enumerate() {
        let at = begun + Duration::from_secs_f64(number as f64 / rate as f64);
        tokio::time::sleep_until(at.into()).await;
        let (client, target, secret, failure) = (client.clone(), target.to_owned(), secret.to_vec(), failure.clone());
        under_way.spawn(async move {
            send_one(&client, &target, &secret, &failure, &record(number)).await;
            times::now() - at
        });
    }
    let mut times = Times::default();
    while let Some(took) = under_way.join_next().await {
        times.add(took.expect("it was answered"));
    }
    times
}

async fn send_one(client: &reqwest::Client, target: &str, secret: &[u8], failure: &Failure, record: &str) {
    let now = nabat::clocks::MachineClock.now();
    let (body, seconds) = (failure.registration(record, now).to_string(), now.0.div_euclid(1_000));
    let request = client
        .post(target)
        .header("webhook-id", record)
        .header("webhook-timestamp", seconds.to_string())
        .header("webhook-signature", sign(secret, record, seconds, body.as_bytes()))
        .body(body);
    let answer = request.send().await.expect("it answers");
    assert_eq!(answer.status().as_u16(), 202, "{record}");
}

fn record(number: usize) -> String {
    format!("SD-{number:04}")
}

/// Waits until every chat is made with everybody in it; seconds from the first webhook until the last was.
async fn opened(ours: &Installation, failures: &[Failure], begun: At) -> f64 {
    let mut last = begun;
    let all = async {
        for (number, failure) in failures.iter().enumerate() {
            let incident = IncidentId::of_desk_record(&failure.product, &record(number).as_str().into());
            last = last.max(called(ours, failure, &incident).await);
        }
    };
    tokio::time::timeout(LONGEST, all).await.expect("every incident has its chat in the end");
    last.since(begun).0 as f64 / 1_000.0
}

async fn called(ours: &Installation, failure: &Failure, incident: &IncidentId) -> At {
    loop {
        let state = load(ours.host.env.table.as_ref(), &failure.product, incident).await.expect("it can be read");
        if let Some(at) = state.and_then(|state| state.head.called_at) {
            return at;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
