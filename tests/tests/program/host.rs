//! The program as a child process on a free port, with a data folder of its own.

use crate::client::{Api, Grant};
use crate::desk::{Desk, SECRET};
use nabat_tests::folder::Folder;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

/// The example estate.
pub const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/host/example");

/// The program: `NABAT_PROGRAM`, or the one built beside this test.
pub fn program() -> PathBuf {
    if let Some(path) = std::env::var_os("NABAT_PROGRAM") {
        return PathBuf::from(path);
    }
    let this = std::env::current_exe().expect("this test has a path");
    let folder = this.parent().and_then(Path::parent).expect("tests stand two folders deep");
    let path = folder.join(format!("nabat{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is not there: cargo build -p nabat, or set NABAT_PROGRAM", path.display());
    path
}

/// Runs the program to its end.
pub fn run(arguments: &[&str]) -> Output {
    Command::new(program()).args(arguments).env_remove("NABAT_DESK_SECRET").output().expect("the program runs")
}

/// What it printed, both ways.
pub fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A folder for the program's data.
pub struct Data {
    folder: Folder,
    /// What the environment says besides: where table and doorbell are, where people reach the pages.
    environment: Vec<(&'static str, String)>,
}

impl Data {
    pub fn new() -> Self {
        Self::with_environment(Vec::new())
    }

    /// A folder of a host with more in its environment.
    pub fn with_environment(environment: Vec<(&'static str, String)>) -> Self {
        Self { folder: Folder::new(), environment }
    }

    /// Runs a command of the program to its end, in the environment of this folder's host.
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(program());
        command.args(arguments).env_remove("NABAT_DESK_SECRET").envs(self.environment.iter().cloned());
        command.output().expect("the program runs")
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn text(&self) -> String {
        self.path().to_str().expect("temporary folders are text").to_owned()
    }

    /// `nabat journal verify` on this folder.
    pub fn verify(&self) -> Output {
        self.run(&["journal", "verify", "--data", &self.text()])
    }

    /// Fails unless every journal holds.
    pub fn assert_journals_hold(&self) {
        let verified = self.verify();
        assert!(verified.status.success(), "{}", printed(&verified));
    }

    /// A token's secret, by the program's own command.
    pub fn token(&self, grant: &Grant) -> String {
        let data = self.text();
        let mut arguments = vec!["token", "--data", &data, "--product", grant.product, "--role", grant.role];
        if grant.act_as {
            arguments.push("--act-as");
        }
        let made = self.run(&arguments);
        assert!(made.status.success(), "{}", printed(&made));
        String::from_utf8(made.stdout).expect("text").trim_end_matches('\n').to_owned()
    }

    /// A person's one-time link, as the program prints it.
    pub fn link(&self, product: &str, person: &str) -> String {
        let made = self.run(&["token", "--data", &self.text(), "--product", product, "--person", person]);
        assert!(made.status.success(), "{}", printed(&made));
        String::from_utf8(made.stdout).expect("text").trim().to_owned()
    }
}

/// The running program; dropping it kills it.
pub struct Host {
    child: Child,
    /// Kept open: the program may print more.
    _output: BufReader<ChildStdout>,
    pub address: String,
    complaints: PathBuf,
}

impl Host {
    /// Starts it on this folder, with the tests' signing secret.
    pub fn start(data: &Data) -> Self {
        Self::start_with(data, Some(SECRET))
    }

    /// Starts it with this signing secret, or with the one it makes itself.
    pub fn start_with(data: &Data, secret: Option<&str>) -> Self {
        Self::started(data, EXAMPLE, secret)
    }

    /// Starts it with a configuration of the test's own.
    pub fn start_serving(data: &Data, estate: &str) -> Self {
        Self::started(data, estate, Some(SECRET))
    }

    /// Starts it so that it hears of a file that may not grow, and is not ended for it: as a full disk is heard of.
    pub fn start_told_of_full_disks(data: &Data) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(program());
        Self::started_by(command, data, EXAMPLE, Some(SECRET))
    }

    fn started(data: &Data, estate: &str, secret: Option<&str>) -> Self {
        Self::started_by(Command::new(program()), data, estate, secret)
    }

    fn started_by(mut command: Command, data: &Data, estate: &str, secret: Option<&str>) -> Self {
        let complaints = data.folder.path().join("stderr.txt");
        let log = std::fs::File::options().create(true).append(true).open(&complaints).expect("the log opens");
        command
            .args(["serve", estate, "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .envs(data.environment.iter().cloned());
        match secret {
            Some(secret) => command.env("NABAT_DESK_SECRET", secret),
            None => command.env_remove("NABAT_DESK_SECRET"),
        };
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("the program starts");
        let mut output = BufReader::new(child.stdout.take().expect("its output is piped"));
        let address = address(&mut output);
        let Some(address) = address else {
            drop(child.kill());
            panic!("the program did not serve: {}", std::fs::read_to_string(&complaints).unwrap_or_default());
        };
        Self { child, _output: output, address, complaints }
    }

    /// A sender of signed deliveries.
    pub fn desk(&self) -> Desk {
        Desk::new(&self.address, SECRET)
    }

    /// A caller of the API with a fresh token.
    pub fn api(&self, data: &Data, grant: &Grant) -> Api {
        Api::new(&self.address, Some(data.token(grant)))
    }

    /// What it logged so far, in whole lines.
    pub fn log(&self) -> String {
        let log = std::fs::read_to_string(&self.complaints).unwrap_or_default();
        log.rfind('\n').map_or_else(String::new, |end| log[..=end].to_owned())
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL, and waits until it is gone.
    pub fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ended");
    }

    /// SIGTERM, and waits for its end.
    pub fn terminate(mut self) -> ExitStatus {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill runs");
        assert!(told.success());
        self.child.wait().expect("it ended")
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        if std::thread::panicking() {
            eprintln!("the program said:\n{}", std::fs::read_to_string(&self.complaints).unwrap_or_default());
        }
    }
}

/// The address of the first line printed.
fn address(output: &mut BufReader<ChildStdout>) -> Option<String> {
    let mut line = String::new();
    output.read_line(&mut line).ok()?;
    let at = line.find("http://")?;
    Some(line[at..].trim().to_owned())
}
