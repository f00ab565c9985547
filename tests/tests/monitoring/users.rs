//! Affected users over a real Prometheus, and an automation that checks who calls it by somebody else's
//! library, through the running program.

use super::program::{PRODUCT, Serving, within};
use super::server::Server;
use super::whole::lead_to_the_report;
use anyhow::{Context as _, bail, ensure};
use nabat_domain::time::{At, Length};
use nabat_kit::port::Clock as _;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Who signs, and who checks.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Organisations with how many users each usually has, by weeks, and how many are left.
const ORGANISATIONS: [(&str, [u32; 4], u32); 2] =
    [("station-1", [990, 1_000, 1_010, 1_000], 300), ("station-2", [400, 400, 400, 400], 400)];

/// Users by organisation in the hours around now of the weeks before, and now; gone since ten minutes.
fn history(now: At) -> String {
    let mut text = "# TYPE active_users gauge\n".to_owned();
    let minute = At(now.0 - now.0.rem_euclid(60_000));
    for (organisation, weeks, left) in ORGANISATIONS {
        for week in (0..=4_usize).rev() {
            for before in (-30..=60).rev() {
                let at = minute.minus(Length::hours(24 * 7 * week as i64)).minus(Length::minutes(before));
                let usual = weeks[week.saturating_sub(1)];
                let users = if week == 0 && before <= 10 { left } else { usual };
                let line = format!("active_users{{organisation=\"{organisation}\",service=\"dispatch\"}} {users}");
                writeln!(text, "{line} {}", at.0 / 1_000).expect("a string takes any text");
            }
        }
    }
    text.push_str("# EOF\n");
    text
}

/// An automation nobody of Nabat wrote; dropping it ends it.
struct Automation {
    child: Child,
    port: u16,
}

impl Automation {
    fn start() -> anyhow::Result<Self> {
        let python = std::env::var_os("NABAT_STRANGER")
            .context("NABAT_STRANGER names a Python with tests/stranger/requirements.txt: scripts/test monitoring")?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("stranger/automation.py");
        let mut child = Command::new(python).arg(script).arg(SECRET).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its output is piped")?).read_line(&mut line)?;
        let Ok(port) = line.trim().parse() else { bail!("the automation said `{line}`") };
        Ok(Self { child, port })
    }
}

impl Drop for Automation {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The estate counts users of one function and has two actions.
fn estate(product: &Path, port: u16) -> anyhow::Result<()> {
    let services = std::fs::read_to_string(product.join("services.yaml"))?;
    let function = "    - { id: assign-crew, name: Assign a crew }\n";
    ensure!(services.contains(function), "the example has the function");
    let counted = "    - id: assign-crew\n      name: Assign a crew\n      users:\n        \
        query: 'active_users{service=\"dispatch\"}'\n        organisation: organisation\n";
    std::fs::write(product.join("services.yaml"), services.replace(function, counted))?;
    let actions = format!(
        "- id: restart\n  name: Restart the dispatch\n  when: registration\n  \
         call: {{ url: 'http://127.0.0.1:{port}/run', secret: automation, private: true }}\n\
         - id: wrong\n  name: Call with another secret\n  when: registration\n  \
         call: {{ url: 'http://127.0.0.1:{port}/run', secret: other, private: true }}\n\
         - id: present\n  name: Who is there\n  when: registration\n  table: 'active_users'\n"
    );
    Ok(std::fs::write(product.join("actions.yaml"), actions)?)
}

#[tokio::test]
async fn users_are_counted_and_actions_done_over_the_wire() -> anyhow::Result<()> {
    let automation = Automation::start()?;
    let server = Server::start("users", &history(nabat::clocks::MachineClock.now()))?;
    let connections = format!("- {{id: monitored, kind: prometheus, address: {}, private: true}}\n", server.base);
    let other = "whsec_b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGVy";
    let secrets = [("NABAT_SECRET_AUTOMATION", SECRET), ("NABAT_SECRET_OTHER", other)];
    let serving = Serving::changed(&connections, &secrets, |product| estate(product, automation.port))?;
    let incident = serving.register("SD-9001").await?;
    let token = serving.run(&["token", "--product", PRODUCT, "--role", "admin", "--act-as"])?;
    let texts = async || -> anyhow::Result<Vec<String>> {
        let said = serving.api(&token, &format!("incidents/{incident}/messages"), None).await?;
        let items = said["items"].as_array().context("items")?.iter();
        Ok(items.filter_map(|one| one["text"].as_str().map(str::to_owned)).collect())
    };
    for wanted in [
        // 1,400 are usual, 700 are left; the scatter of the weeks is a few.
        "Users affected at ",
        ": 700 (6",
        "Ambulance station 1: 700",
        // The library checked the signature, and says what it read.
        "Restart the dispatch: restart of dispatch begun, SD-9001",
        "organisation=station-1, service=dispatch = 300",
    ] {
        within(60, async || {
            let texts = texts().await?;
            ensure!(texts.iter().any(|text| text.contains(wanted)), "`{wanted}` is not in {texts:#?}");
            Ok(())
        })
        .await?;
    }
    let said = texts().await?.join("\n");
    ensure!(!said.contains("Call with another secret: restart"), "{said}");

    lead_to_the_report(&serving, &token, &incident).await?;
    let shown = serving.api(&token, &format!("incidents/{incident}"), None).await?;
    let mut people = shown["people"].as_array().context("people")?.iter();
    let called = people.find(|one| one["invited_at"].is_string()).context("somebody is called")?;
    let cookie = serving.signed_in(called["person"].as_str().context("an id")?).await?;
    within(60, async || {
        let page = String::from_utf8(serving.page(&cookie, &format!("/wiki/{PRODUCT}/{incident}")).await?)?;
        ensure!(page.contains("User-minutes") && page.contains("up to 700 ("), "{page}");
        Ok(())
    })
    .await
}
