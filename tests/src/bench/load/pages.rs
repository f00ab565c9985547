//! Pages over a thousand incidents of which ten are open, and of which all are: the best of several, the two by turns.

use super::alone;
use crate::bench::installation::parts;
use crate::bench::times;
use nabat::bells::{Bells, Lanes, Ring};
use nabat::clocks::MachineClock;
use nabat::host::Host;
use nabat::secrets::Keys;
use nabat_console::pages::frame::Refresh;
use nabat_console::pages::{now, open};
use nabat_console::viewer::Viewer;
use nabat_domain::catalogue::{Language, Role};
use nabat_domain::ids::ProductId;
use nabat_kit::env::Env;
use nabat_kit::port::Clock as _;
use nabat_kit::signature::sign;
use nabat_tests::folder::Folder;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// Open incidents, here and there.
pub const FEW: usize = 10;
/// And many.
pub const MANY: usize = 1_000;

/// A page over few and over many.
pub struct Page {
    /// Where it stands.
    pub address: &'static str,
    /// Over few.
    pub few: Duration,
    /// Over many.
    pub many: Duration,
    /// Bytes over many.
    pub bytes: usize,
}

/// Measures every page that shows open incidents.
pub async fn measure(turns: usize) -> Vec<Page> {
    let (few, many) = (Burning::make(FEW).await, Burning::make(MANY).await);
    let mut pages = Vec::new();
    for address in ["/", "/now"] {
        let mut best: [Option<(Duration, usize)>; 2] = [None, None];
        for _ in 0..=turns {
            for (burning, best) in [&few, &many].into_iter().zip(&mut best) {
                let took = burning.show(address).await;
                *best = Some(best.map_or(took, |best| best.min(took)));
            }
        }
        let [Some((few, _)), Some((many, bytes))] = best else { unreachable!("at least one turn is taken") };
        pages.push(Page { address, few, many, bytes });
    }
    pages
}

/// A thousand incidents: so many of the youngest burn, and nobody does anything; the others were left to the desk.
struct Burning {
    env: Env,
    viewer: Viewer,
    _host: Host,
    _folder: Folder,
}

impl Burning {
    async fn make(open: usize) -> Self {
        let (estate, failures) = alone::estate(MANY);
        let folder = Folder::new();
        let keys = Keys::of_seed(1);
        let secret = keys.desk_signs().bytes().to_vec();
        let host = Host::open(&folder.path().join("data"), parts(keys, String::new())).expect("an empty folder");
        host.put_in_force(&estate).await.expect("the table takes it");
        let bells = Bells::new(Lanes::SideBySide);
        bells.close();
        let env = Env { doorbell: Arc::new(Ring::at(&bells)), ..host.env.clone() };
        for (number, failure) in failures.iter().enumerate() {
            let record = format!("SD-{number:04}");
            let (now, product) = (MachineClock.now(), &failure.product);
            let mut body = failure.registration(&record, now);
            if number < MANY - open {
                body["priority"] = "P4".into();
            }
            let (body, seconds) = (body.to_string(), now.0.div_euclid(1_000));
            let request = http::Request::post("/")
                .header("webhook-id", &record)
                .header("webhook-timestamp", seconds.to_string())
                .header("webhook-signature", sign(&secret, &record, seconds, body.as_bytes()))
                .body(body.into_bytes())
                .expect("a request of known headers");
            let answer = nabat_desk_webhook::handle(&env, product, request).await;
            assert_eq!(answer.status(), 202, "{}", String::from_utf8_lossy(answer.body()));
        }
        Self { env, viewer: viewer(), _host: host, _folder: folder }
    }

    async fn show(&self, address: &str) -> (Duration, usize) {
        let begun = times::now();
        let page = match address {
            "/now" => now::load(&self.env, &self.viewer).await,
            _ => open::load(&self.env, &self.viewer, Refresh::Off, 0).await,
        };
        let bytes = page.expect("a page").into_string().len();
        (times::now() - begun, bytes)
    }
}

fn viewer() -> Viewer {
    Viewer {
        person: "e5031".into(),
        product: ProductId::from("clinics"),
        product_name: "Поликлиники".to_owned(),
        roles: BTreeSet::from([Role::Head, Role::Admin]),
        rights: Default::default(),
        name: "Начальник".to_owned(),
        language: Language::Ru,
        csrf: "guard".to_owned(),
    }
}
