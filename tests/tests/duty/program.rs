//! The real program and a real Radicale: `nabat check --live` and `nabat duty` beside a running host.

use crate::radicale::Stage;
use anyhow::{Context as _, ensure};
use nabat_tests::folder::Folder;
use nabat_tests::peer::until;
use nabat_tests::port::free_port;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// The first turn is this week's, whenever this runs, and there is no other.
const WEEK: &str = "BEGIN:VEVENT
UID:week
DTSTAMP:20260101T000000Z
DTSTART:20260101T000000Z
DTEND:20260102T000000Z
RRULE:FREQ=DAILY
SUMMARY:primary: n002
END:VEVENT";

fn program() -> PathBuf {
    let named = std::env::var_os("NABAT_PROGRAM").map(PathBuf::from);
    let beside = || {
        let own = std::env::current_exe().expect("this test is a file");
        own.ancestors().nth(2).expect("below deps").join("nabat")
    };
    named.unwrap_or_else(beside)
}

struct Host(Child);

impl Drop for Host {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

fn run(folder: &Path, arguments: &[&str]) -> anyhow::Result<Output> {
    Ok(Command::new(program()).args(arguments).current_dir(folder).env("NABAT_SECRET_ONCALL", "nabat-pass").output()?)
}

fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A folder as `nabat init` makes it, its engineers on duty by the calendar alone.
fn configured(folder: &Path, address: &str) -> anyhow::Result<()> {
    let made = run(folder, &["init", "estate", "--lang", "en"])?;
    ensure!(made.status.success(), "{}", printed(&made));
    let connections =
        format!("- {{id: oncall, kind: caldav, address: \"{address}\", bot: nabat, token: oncall, private: true}}\n");
    fs::write(folder.join("estate/connections.yaml"), connections)?;
    let product = fs::read_dir(folder.join("estate"))?.filter_map(Result::ok).map(|entry| entry.path());
    let product = product.into_iter().find(|path| path.join("duty.yaml").exists()).context("a product")?;
    let file = product.join("duty.yaml");
    let duty = fs::read_to_string(&file)?;
    let (before, rest) = duty.split_once("- role: duty_engineer").context("engineers")?;
    let (_, after) = rest.split_once("- role: shift_head").context("heads")?;
    let changed =
        "- role: duty_engineer\n  calendar: { connection: oncall }\n  responsible: n003\n\n- role: shift_head";
    fs::write(file, format!("{before}{changed}{after}"))?;
    Ok(())
}

#[tokio::test]
async fn who_is_on_duty_and_why_is_asked_beside_a_running_host() -> anyhow::Result<()> {
    let mut stage = Stage::start().await?;
    stage.put("week", &[WEEK]).await?;
    let folder = Folder::new();
    configured(folder.path(), &stage.address())?;
    let well = printed(&run(folder.path(), &["check", "estate", "--live"])?);
    ensure!(well.contains("oncall, duty engineer: the calendar can be read"), "{well}");
    ensure!(well.contains("somebody is on duty at any moment of the next thirty days"), "{well}");
    let listen = format!("127.0.0.1:{}", free_port()?);
    let child = Command::new(program())
        .args(["serve", "estate", "--listen", &listen])
        .current_dir(folder.path())
        .env("NABAT_SECRET_ONCALL", "nabat-pass")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let _host = Host(child);
    let service = service(folder.path())?;
    let asked = async || {
        let output = run(folder.path(), &["duty", "--service", &service, "--role", "duty_engineer", "--json"])?;
        let told: Value = serde_json::from_slice(&output.stdout).with_context(|| printed(&output))?;
        ensure!(told["by"] == "calendar", "{told}");
        Ok(told)
    };
    let told = until(asked).await?;
    assert_eq!(told["person"], "n002");
    assert_eq!(told["calendar"]["event"], "week");
    let words = printed(&run(folder.path(), &["duty", "--service", &service, "--at", "2027-09-01T03:00"])?);
    ensure!(words.contains("the calendar oncall is not known as far as that"), "{words}");
    ensure!(words.contains("nobody is on duty: the first of the fallback chain"), "{words}");
    let words = printed(&run(folder.path(), &["duty", "--service", &service])?);
    ensure!(words.contains("by the calendar oncall, event week, by its repetition"), "{words}");
    ensure!(words.contains("by the rota of duty.yaml"), "the other roles: {words}");
    // Nobody there any more, and then nobody at home.
    stage.put("week", &[&WEEK.replace("RRULE:FREQ=DAILY\n", "")]).await?;
    let empty = run(folder.path(), &["check", "estate", "--live"])?;
    ensure!(!empty.status.success(), "a gap fails the check");
    let empty = printed(&empty);
    ensure!(
        empty.contains("nobody Nabat knows is on duty in it") && empty.contains("nobody is on duty from"),
        "{empty}"
    );
    stage.peer.stop();
    let away = printed(&run(folder.path(), &["check", "estate", "--live"])?);
    ensure!(away.contains("its server does not answer"), "{away}");
    Ok(())
}

fn service(folder: &Path) -> anyhow::Result<String> {
    let product = fs::read_dir(folder.join("estate"))?.filter_map(Result::ok).map(|entry| entry.path());
    let product = product.into_iter().find(|path| path.join("services.yaml").exists()).context("a product")?;
    let services = fs::read_to_string(product.join("services.yaml"))?;
    let line = services.lines().find_map(|line| line.strip_prefix("- id: ")).context("a service")?;
    Ok(line.trim().to_owned())
}
