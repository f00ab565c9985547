//! The measurements: each address in a process that has read nothing and in one that has, the best of several.

use super::estate::{Estate, id, roles};
use super::report::{Measured, Report};
use super::stopwatch::Stopwatch;
use nabat_console::figures::Form;
use nabat_console::pages::reliability::{downloaded, load, load_method, load_published};
use nabat_console::viewer::Viewer;
use nabat_domain::catalogue::Language;
use nabat_kit::env::Env;
use nabat_kit::keys;
use nabat_kit::table::{Query, Table as _};
use std::time::Duration;

/// Every filter and every period, alone and together; `{s}` is a service.
const ADDRESSES: [(&str, &str); 20] = [
    ("this year", ""),
    ("ten years", "from=2016-12-01&to=2026-12-01"),
    ("ten years, by function", "from=2016-12-01&to=2026-12-01&by=function"),
    ("ten years, by contractor", "from=2016-12-01&to=2026-12-01&by=contractor"),
    ("ten years, by class", "from=2016-12-01&to=2026-12-01&by=class"),
    ("ten years, one service", "from=2016-12-01&to=2026-12-01&service={s}"),
    ("ten years, one class", "from=2016-12-01&to=2026-12-01&class=mission_critical"),
    ("ten years, one contractor", "from=2016-12-01&to=2026-12-01&contractor=c3"),
    ("ten years, another target", "from=2016-12-01&to=2026-12-01&target=0.9373"),
    ("ten years, without two services", "from=2016-12-01&to=2026-12-01&without={s}&without=s001"),
    ("five years against five", "from=2021-12-01&to=2026-12-01&against_from=2016-12-01&against_to=2021-12-01"),
    (
        "everything at once",
        "from=2016-12-01&to=2026-12-01&by=function&contractor=c3&target=0.9&without={s}&against_from=2016-12-01&against_to=2021-12-01",
    ),
    ("last year", "from=2025-01-01&to=2026-01-01"),
    ("a quarter", "from=2026-07-01&to=2026-10-01"),
    ("a month", "from=2026-06-01&to=2026-07-01"),
    ("a month, one service", "from=2026-06-01&to=2026-07-01&service={s}"),
    ("the published periods", "/published"),
    ("the methodology", "/method"),
    ("ten years as JSON", ".json from=2016-12-01&to=2026-12-01"),
    ("ten years of outages as CSV", ".csv from=2016-12-01&to=2026-12-01&table=outages"),
];

/// Measures all of them.
pub async fn measure(outages: usize, turns: usize) -> Report {
    let folder = std::env::temp_dir().join(format!("nabat-pages-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let estate = Estate::make(&folder, outages).await;
    let viewer = viewer(&estate);
    let warm = estate.process();
    let mut pages = Vec::new();
    for (name, address) in ADDRESSES {
        let address = address.replace("{s}", &id(0));
        let cold = best(1.max(turns / 3), async || {
            let process = estate.process();
            timed(|| async { answer(&process, &viewer, &address).await }).await
        })
        .await;
        answer(&warm, &viewer, &address).await;
        let again = best(turns, async || timed(|| async { answer(&warm, &viewer, &address).await }).await).await;
        let file = address.starts_with('.');
        pages.push(Measured { name, file, cold: cold.0, warm: again.0, bytes: again.1 });
    }
    let bare = best(turns, async || timed(|| bare(&estate)).await).await;
    drop(warm);
    let report = Report { outages, pages, bare: bare.0, bare_bytes: bare.1 };
    drop(estate);
    std::fs::remove_dir_all(&folder).expect("the folder is ours");
    report
}

/// The yardstick: the rows that can change, read from the table and not looked at.
async fn bare(estate: &Estate) -> usize {
    let product = &estate.product;
    let mut bytes = 0;
    for partition in [keys::outages(product), keys::cases(product), keys::corrections(product)] {
        let rows = estate.table.query(&Query::prefix(partition, "")).await.expect("it can be read");
        bytes += rows.iter().map(|row| row.body.len()).sum::<usize>();
    }
    bytes
}

async fn answer(env: &Env, viewer: &Viewer, address: &str) -> usize {
    let form = |rest: &str| form_urlencoded::parse(rest.as_bytes()).into_owned().collect::<Vec<(String, String)>>();
    let file = async |ending: Form, rest: &str| {
        downloaded(env, viewer, &form(rest), ending).await.map(Option::unwrap_or_default)
    };
    let text = match address {
        "/published" => load_published(env, viewer, None).await.map(|page| page.into_string()),
        "/method" => load_method(env, viewer).await.map(|page| page.into_string()),
        _ if address.starts_with(".json ") => file(Form::Json, &address[6..]).await,
        _ if address.starts_with(".csv ") => file(Form::Csv, &address[5..]).await,
        _ => load(env, viewer, &form(address)).await.map(|page| page.into_string()),
    };
    text.expect("a page").len()
}

async fn timed<F: Future<Output = usize>>(work: impl FnOnce() -> F) -> (Duration, usize) {
    let begun = Stopwatch::start();
    let bytes = work().await;
    (begun.stop(), bytes)
}

async fn best(turns: usize, mut work: impl AsyncFnMut() -> (Duration, usize)) -> (Duration, usize) {
    let mut best = work().await;
    for _ in 1..turns {
        best = best.min(work().await);
    }
    best
}

fn viewer(estate: &Estate) -> Viewer {
    Viewer {
        person: "e5031".into(),
        product: estate.product.clone(),
        product_name: "Поликлиники".to_owned(),
        roles: roles(),
        rights: Default::default(),
        name: "Начальник".to_owned(),
        language: Language::Ru,
        csrf: "guard".to_owned(),
    }
}
