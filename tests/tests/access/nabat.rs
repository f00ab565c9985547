//! The program on a port known beforehand: a provider has to know where it sends people back to.

use anyhow::{Context as _, ensure};
use nabat_kit::env::Secrets;
use nabat_kit::signature::SigningSecret;
use nabat_tests::folder::Folder;
use nabat_tests::peer::until;
use nabat_tests::port::free_port;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The secret Nabat has at the provider: long, and unlike anything that may be logged.
pub const SECRET: &str = "f3b1c9-client-secret-nobody-may-read-in-a-log";

/// Somebody of the example's clinics.
pub const PERSON: &str = "e3002";
/// Their mail address.
pub const MAIL: &str = "e3002@yasnorechensk-clinics.example";
/// Their name.
pub const NAME: &str = "Полина Субботина";

/// Where Nabat will be.
pub struct Site {
    folder: Folder,
    /// Its address.
    pub base: String,
}

impl Site {
    /// A free port, and the example's clinics as the only product.
    pub fn new() -> anyhow::Result<Self> {
        let site = Self { folder: Folder::new(), base: format!("http://127.0.0.1:{}", free_port()?) };
        site.product("clinics")?;
        Ok(site)
    }

    /// The clinics once more, as a product of another name.
    pub fn product(&self, name: &str) -> anyhow::Result<PathBuf> {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/host/example/clinics");
        let to = self.folder.path().join("estate").join(name);
        fs::create_dir_all(&to)?;
        for file in fs::read_dir(from)? {
            let file = file?;
            fs::copy(file.path(), to.join(file.file_name()))?;
        }
        Ok(to)
    }

    /// Where the provider sends people back to.
    pub fn answer(&self) -> String {
        format!("{}/sign-in/sso/answer", self.base)
    }

    /// Serves, with the provider of this issuer; `more` are other keys of its entry.
    pub async fn serve(self, issuer: &str, more: &str) -> anyhow::Result<Nabat> {
        let entry = format!(
            "- {{id: sso, kind: openid, issuer: \"{issuer}\", client: nabat, secret: sso-secret, private: true, {more}}}\n"
        );
        fs::write(self.folder.path().join("estate/connections.yaml"), entry)?;
        let log = fs::File::create(self.folder.path().join("log.txt"))?;
        let child = command(self.folder.path())
            .args(["serve", "estate", "--data", "data", "--listen"])
            .arg(self.base.trim_start_matches("http://"))
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("the program starts: cargo build -p nabat")?;
        let nabat = Nabat { child, site: self };
        let client = nabat_connectors::http::loopback().build()?;
        let lives = format!("{}/health/ready", nabat.site.base);
        until(async || Ok(client.get(&lives).send().await?.error_for_status()?)).await.with_context(|| nabat.log())?;
        Ok(nabat)
    }
}

/// The running program; dropping it ends it.
pub struct Nabat {
    child: Child,
    site: Site,
}

impl Nabat {
    /// An address of a page.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.site.base)
    }

    /// What it logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.site.folder.path().join("log.txt")).unwrap_or_default()
    }

    /// What a command says, run beside it.
    pub fn says(&self, arguments: &[&str]) -> anyhow::Result<(bool, String)> {
        let output = command(self.site.folder.path()).args(arguments).output()?;
        let text = [output.stdout, output.stderr].concat();
        Ok((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
    }

    /// The key by which it seals what browsers keep.
    pub fn secrets(&self) -> anyhow::Result<Secrets> {
        let text = fs::read_to_string(self.site.folder.path().join("data/body.secret"))?;
        let body_key = SigningSecret::parse(&text)?.bytes().try_into()?;
        Ok(Secrets { desk: Vec::new(), desks: BTreeMap::new(), body_key, signing: None })
    }

    /// A one-time link of the person.
    pub fn link(&self) -> anyhow::Result<String> {
        let (made, link) = self.says(&["token", "--data", "data", "--product", "clinics", "--person", PERSON])?;
        ensure!(made, "{link}");
        let (_, secret) = link.trim().split_once("/in/").context("a link")?;
        Ok(self.page(&format!("/in/{secret}")))
    }
}

impl Drop for Nabat {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the program said:\n{}", self.log());
        }
    }
}

fn command(folder: &Path) -> Command {
    let own = std::env::current_exe().expect("this test is a file");
    let beside = own.ancestors().nth(2).expect("below deps").join("nabat");
    let mut command = Command::new(std::env::var_os("NABAT_PROGRAM").map_or(beside, PathBuf::from));
    command.current_dir(folder).env("NABAT_SECRET_SSO_SECRET", SECRET).env_remove("NABAT_DESK_SECRET");
    command
}
