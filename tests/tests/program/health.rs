//! Health, readiness and metrics of the running program.

use crate::client::{Api, Grant};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, sample};
use async_trait::async_trait;
use nabat::bells::Lanes;
use nabat::chance::SeededChance;
use nabat::host::Parts;
use nabat::secrets::Keys;
use nabat_connectors::connections::Connections;
use nabat_domain::time::{At, Length};
use nabat_kit::port::Clock;
use nabat_tests::folder::Folder;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

#[tokio::test]
async fn it_says_that_it_lives_and_is_ready_and_what_it_has_to_do() {
    let data = Data::new();
    let host = Host::start(&data);
    let anybody = Api::new(&host.address, None);
    for path in ["/health", "/health/live", "/health/ready"] {
        assert_eq!(anybody.get(path).await.status, 200, "{path}");
    }
    assert_eq!(anybody.get("/metrics").await.status, 401);
    assert_eq!(
        host.api(&data, &Grant { product: PRODUCT, role: "contractor", act_as: false }).get("/metrics").await.status,
        403
    );
    host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.expect(202);
    let metrics = host.api(&data, &Grant::admin(PRODUCT)).get("/metrics").await;
    let text = String::from_utf8(metrics.bytes).expect("text");
    assert_eq!(metrics.status, 200);
    for line in [
        format!("nabat_incidents_open{{product=\"{PRODUCT}\"}} 1"),
        format!("nabat_jobs_dead{{product=\"{PRODUCT}\"}} 0"),
        "# TYPE nabat_due_late_seconds gauge".to_owned(),
        "# EOF".to_owned(),
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in {text}");
    }
    let others = host.api(&data, &Grant::admin("clinics")).get("/metrics").await;
    assert!(!String::from_utf8(others.bytes).expect("text").contains(PRODUCT), "a token sees its own product");
}

/// The clock of a machine, as a test sets it.
struct SetClock(AtomicI64);

impl SetClock {
    fn goes_on(&self, length: Length) {
        self.0.fetch_add(length.0, Ordering::SeqCst);
    }
}

#[async_trait]
impl Clock for SetClock {
    fn now(&self) -> At {
        At(self.0.load(Ordering::SeqCst))
    }

    async fn sleep(&self, length: Length) {
        self.goes_on(length);
    }
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime")
}

/// The host's loops on a runtime of their own, which ends: requests are answered as before, and no timer fires.
#[test]
fn a_clock_whose_loop_is_dead_is_seen_though_the_process_answers() {
    let (answering, ticking, folder) = (runtime(), runtime(), Folder::new());
    let clock = Arc::new(SetClock(AtomicI64::new(1_795_431_600_000)));
    let parts = Parts {
        clock: clock.clone(),
        chance: Arc::new(SeededChance::new(1)),
        keys: Keys::of_seed(1),
        seed: 1,
        lanes: Lanes::SideBySide,
        base: String::new(),
        connections: Connections::default(),
    };
    let (host, address) = answering.block_on(async {
        let host = nabat::host::Host::open(&folder.path().join("data"), parts).expect("an empty folder");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it has an address"));
        let router = nabat::web::router(&host, None);
        tokio::spawn(async move { axum::serve(listener, router).await });
        (host, address)
    });
    ticking.block_on(async { host.run(&address) });
    let asked = |path: &str| {
        let api = Api::new(&address, None);
        answering.block_on(async { api.get(path).await.status })
    };
    assert_eq!(asked("/health/ready"), 200);
    ticking.shutdown_timeout(Duration::from_secs(10));
    clock.goes_on(Length::minutes(2));
    assert_eq!(asked("/health/ready"), 200, "it may have been busy");
    clock.goes_on(Length::minutes(2));
    assert_eq!((asked("/health/ready"), asked("/health/live")), (503, 200));
}
