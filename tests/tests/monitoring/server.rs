//! Real monitoring systems started for one test.

use anyhow::{Context, bail};
use nabat_tests::port::free_port;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Running until it is dropped.
pub struct Server {
    child: Child,
    state: PathBuf,
    /// Its address.
    pub base: String,
}

impl Server {
    /// Starts a Prometheus with this history, in OpenMetrics text.
    pub fn start(name: &str, history: &str) -> anyhow::Result<Self> {
        Self::of_script("prometheus.sh", name, history)
    }

    /// Starts a VictoriaMetrics with this history, in OpenMetrics text.
    pub fn victoria(name: &str, history: &str) -> anyhow::Result<Self> {
        // Its import wants milliseconds.
        let lines = history.lines().filter(|line| !line.starts_with('#'));
        let in_milliseconds: String = lines.map(|line| format!("{line}000\n")).collect();
        Self::of_script("victoriametrics.sh", name, &in_milliseconds)
    }

    /// Starts a Zabbix with nothing in it, and the port its server takes values at.
    pub fn zabbix(name: &str) -> anyhow::Result<(Self, u16)> {
        // It takes none above 32767.
        let takes = free_port()?;
        let mut started = Self::started("zabbix.sh", state(name)?, Path::new(&takes.to_string()))?;
        started.base.push_str("/zabbix");
        Ok((started, takes))
    }

    /// Where it keeps what it has.
    pub fn state(&self) -> &Path {
        &self.state
    }

    fn of_script(script: &str, name: &str, history: &str) -> anyhow::Result<Self> {
        let state = state(name)?;
        let file = state.join("history.om");
        std::fs::write(&file, history)?;
        Self::started(script, state, &file)
    }

    fn started(script: &str, state: PathBuf, third: &Path) -> anyhow::Result<Self> {
        let port = free_port()?;
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/peers").join(script);
        let mut child = Command::new("bash")
            .arg(path)
            .args([state.as_path(), Path::new(&port.to_string()), third])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut told = String::new();
        BufReader::new(child.stdout.take().context("its output is piped")?).read_line(&mut told)?;
        if !told.starts_with("READY") {
            let mut why = String::new();
            child.stderr.take().context("its errors are piped")?.read_to_string(&mut why)?;
            bail!("{script} did not start: {why}");
        }
        Ok(Self { child, state, base: format!("http://127.0.0.1:{port}") })
    }
}

/// A folder of its own.
fn state(name: &str) -> anyhow::Result<PathBuf> {
    let state = std::env::temp_dir().join(format!("nabat-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&state)?;
    Ok(state)
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGTERM, so that the script ends the server it started.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.state);
    }
}
