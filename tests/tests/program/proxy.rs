//! Which proxy partners are called through: one that was named for Nabat, none that the machine happens to have, for a
//! proxy looks names up itself, past the guard.

use crate::host::{printed, program};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Names by which programs find the machine's proxy.
const MACHINES: [&str; 6] = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Something that answers 500 and counts how often it was asked.
struct Door {
    address: String,
    asked: Arc<AtomicUsize>,
}

impl Door {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it has one"));
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                counted.fetch_add(1, Ordering::SeqCst);
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(b"HTTP/1.1 500 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// Calls a partner, a Prometheus, with such an environment.
fn call(partner: &Door, environment: &[(&str, &str)]) -> String {
    let mut command = Command::new(program());
    command.args(["anomalies", "--prometheus", &partner.address, "--at", "2026-03-04T09:00:00Z"]);
    command.args(["--service", "appointments"]);
    for name in MACHINES.into_iter().chain(["NO_PROXY", "no_proxy", "NABAT_PROXY"]) {
        command.env_remove(name);
    }
    printed(&command.envs(environment.iter().copied()).output().expect("the program runs"))
}

#[test]
fn the_machines_proxy_is_not_used_and_one_named_for_nabat_is() {
    let (partner, proxy) = (Door::open(), Door::open());
    let machines: Vec<(&str, &str)> = MACHINES.iter().map(|name| (*name, proxy.address.as_str())).collect();
    let said = call(&partner, &machines);
    assert_eq!((partner.asked() > 0, proxy.asked()), (true, 0), "{said}");
    let before = partner.asked();
    let said = call(&partner, &[("NABAT_PROXY", &proxy.address)]);
    assert_eq!((partner.asked(), proxy.asked() > 0), (before, true), "{said}");
    let before = proxy.asked();
    let said = call(&partner, &[("NABAT_PROXY", &proxy.address), ("NO_PROXY", "127.0.0.1")]);
    assert_eq!((partner.asked() > 0, proxy.asked()), (true, before), "{said}");
    let said = call(&partner, &[("NABAT_PROXY", "no address")]);
    assert!(said.contains("NABAT_PROXY is no proxy's address"), "{said}");
}
