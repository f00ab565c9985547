//! An emulator of AWS started for one test, on a port of its own.

use crate::folder::Folder;
use crate::port::free_port;
use nabat_aws::{Cloud, DynamoTable};
use nabat_kit::table::Table;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Whose emulator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// All services, in Python.
    Ministack,
    /// DynamoDB alone, in Rust over SQLite: a second opinion.
    Dynoxide,
}

/// Running until it is dropped.
pub struct Emulator {
    child: Child,
    _state: Folder,
    /// Its address.
    pub address: String,
    made: AtomicU32,
}

impl Emulator {
    /// Starts one with nothing in it.
    ///
    /// # Panics
    /// If it cannot be installed or does not answer.
    pub fn start(kind: Kind) -> Self {
        let script = match kind {
            Kind::Ministack => "ministack.sh",
            Kind::Dynoxide => "dynoxide.sh",
        };
        let state = Folder::new();
        let port = free_port().expect("a port");
        let mut child = Command::new("bash")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/peers").join(script))
            .args([state.path().as_os_str(), port.to_string().as_ref()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("bash runs");
        let mut told = String::new();
        BufReader::new(child.stdout.take().expect("its output is piped")).read_line(&mut told).expect("text");
        if !told.starts_with("READY") {
            let mut why = String::new();
            drop(child.stderr.take().expect("its errors are piped").read_to_string(&mut why));
            panic!("{kind:?} did not start: {why}");
        }
        Self { child, _state: state, address: format!("http://127.0.0.1:{port}"), made: AtomicU32::new(0) }
    }

    /// An empty table of a name not used before.
    pub async fn table(&self) -> DynamoTable {
        self.table_through(&self.address).await
    }

    /// The same, reached at another address that leads here.
    ///
    /// # Panics
    /// If the table cannot be made.
    pub async fn table_through(&self, address: &str) -> DynamoTable {
        let name = format!("nabat-{}", self.made.fetch_add(1, Ordering::Relaxed));
        let table = Cloud::at(address).await.table(&name);
        table.make().await.expect("the table can be made");
        table
    }

    /// Its environment for a program that finds the cloud as AWS tools do.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let told = [("AWS_ENDPOINT_URL", self.address.as_str()), ("AWS_REGION", "us-east-1")];
        let anybody = [("AWS_ACCESS_KEY_ID", "nabat"), ("AWS_SECRET_ACCESS_KEY", "nabat")];
        told.into_iter().chain(anybody).map(|(name, value)| (name, value.to_owned())).collect()
    }

    /// An empty table as the suite wants it.
    pub async fn any_table(&self) -> Arc<dyn Table> {
        Arc::new(self.table().await)
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // SIGTERM, so that the script ends the server it started.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}
