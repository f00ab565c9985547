//! What monitoring calls its series and says of them may hold what a request held: nothing personal of it stands in
//! what `nabat anomalies` tells, draws, names files by or leads to.

use crate::host::{printed, run};
use crate::masking::files;
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use nabat_domain::time::At;
use nabat_tests::folder::Folder;
use nabat_tests::planted::{PLANTED, Planted, held, written};
use serde_json::{Value, json};

/// When the failure is registered.
const AT: &str = "2026-03-04T09:00:00Z";

const SERVICE: &str = "appointments";

/// What there is: a metric with a label that says this, and one of another kind whose own name does.
async fn index(State(words): State<String>) -> String {
    let labels = |name: &str| json!({ "__name__": name, "service": SERVICE, "asked": words });
    json!({ "status": "success", "data": [labels("memory_bytes"), labels(&words)] }).to_string()
}

/// Two series of each, which stand out from four minutes before the failure on; and a warning that says it too.
async fn samples(State(words): State<String>, body: String) -> String {
    let field = |name: &str| body.split('&').find_map(|pair| pair.strip_prefix(name)?.parse::<f64>().ok());
    let (start, end) = (field("start=").expect("a moment"), field("end=").expect("a moment"));
    let failing = At::from_rfc3339(AT).expect("a moment").0 as f64 / 1e3 - 240.0;
    let value = |n: u32| {
        let (at, usual) = (start + 60.0 * f64::from(n), f64::from(n % 5));
        json!([at, (if at > failing { 500.0 + usual } else { usual }).to_string()])
    };
    let values: Vec<Value> = (0..=((end - start) / 60.0) as u32).map(value).collect();
    let row = |asked: &str| json!({ "metric": { "service": SERVICE, "asked": asked }, "values": values });
    let data = json!({ "resultType": "matrix", "result": [row(&words), row("-")] });
    json!({ "status": "success", "data": data, "warnings": [words] }).to_string()
}

/// A Prometheus that says so; its address.
async fn saying(words: String) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let base = format!("http://{}", listener.local_addr().expect("it has one"));
    let routes = Router::new()
        .route("/api/v1/series", post(index))
        .route("/api/v1/query_range", post(samples))
        .with_state(words);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    base
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A chart holds nothing of it, nor does the name of its file, where other signs than digits are gone.
fn is_clean(file: &str, some: &[Planted]) {
    let drawn = std::fs::read_to_string(file).expect("text");
    assert_eq!(held(&drawn), None, "{file}: {drawn}");
    let name = file.rsplit('/').next().unwrap_or_default();
    let mut numbers = some.iter().map(|(_, bare, _)| digits(bare)).filter(|bare| !bare.is_empty());
    assert_eq!(numbers.find(|number| digits(name).contains(number)), None, "{name}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_personal_is_told_drawn_or_led_to() {
    // Some at once: names of series are short.
    for some in PLANTED.chunks(3) {
        let (base, folder) = (saying(written(some)).await, Folder::new());
        let charts = folder.path().to_str().expect("text");
        let asked = ["anomalies", "--prometheus", &base, "--at", AT, "--service", SERVICE, "--charts", charts];
        let ran = run(&asked);
        let told = printed(&ran);
        assert!(ran.status.success(), "{told}");
        assert_eq!(held(&told), None, "{told}");
        for (.., mark) in some {
            assert!(told.contains(&format!("[{mark} ***]")), "{mark}: {told}");
        }
        let mut links = told.lines().filter(|line| line.contains("/graph?")).peekable();
        assert!(links.peek().is_some(), "somewhere it leads: {told}");
        assert!(links.all(|link| link.contains("memory_bytes%7B")), "a page would be asked for by it: {told}");
        let drawn = files(folder.path());
        assert!(!drawn.is_empty(), "something is drawn: {told}");
        drawn.iter().for_each(|file| is_clean(file, some));
    }
}
