//! `nabat check --live` by the real program, over every messenger's model: what the bot can do, whom it reaches, when
//! nobody is on duty; and what is left behind of it.

use crate::program::{PRODUCT, program};
use anyhow::{Context as _, ensure};
use nabat::clocks::MachineClock;
use nabat_kit::port::Clock;
use nabat_tests::atlassian::jira::JiraModel;
use nabat_tests::folder::Folder;
use nabat_tests::messengers::{Peer, estate, of_name};
use std::process::Command;
use std::sync::Arc;

/// An estate whose chats are at a messenger's model.
struct Estate {
    folder: Folder,
    peer: Arc<dyn Peer>,
    secrets: Vec<(&'static str, &'static str)>,
}

impl Estate {
    fn new(messenger: &str) -> anyhow::Result<Self> {
        let peer = of_name(messenger, &(Arc::new(MachineClock) as Arc<dyn Clock>)).context("a model")?;
        let folder = Folder::new();
        let place = folder.path().join("estate");
        let secrets = estate::write(&place, PRODUCT, peer.as_ref(), "http://127.0.0.1:1/chat/chats")?;
        Ok(Self { folder, peer, secrets })
    }

    fn change(&self, file: &str, change: impl Fn(&str) -> String) -> anyhow::Result<()> {
        let path = self.folder.path().join("estate").join(PRODUCT).join(file);
        Ok(std::fs::write(&path, change(&std::fs::read_to_string(&path)?))?)
    }

    /// What is told, and whether all is well.
    async fn checked(&self) -> anyhow::Result<(String, bool)> {
        let mut command = Command::new(program()?);
        command.arg("check").arg(self.folder.path().join("estate")).arg("--live").arg("--data");
        command.arg(self.folder.path().join("data"));
        command.envs(self.secrets.iter().map(|(name, value)| (format!("NABAT_SECRET_{name}"), value)));
        let output = tokio::task::spawn_blocking(move || command.output()).await??;
        ensure!(!output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok((String::from_utf8(output.stdout)?, output.status.success()))
    }
}

async fn is_checked(messenger: &str) -> anyhow::Result<()> {
    let estate = Estate::new(messenger)?;
    let (told, well) = estate.checked().await?;
    ensure!(told.contains("the bot makes a chat, posts and pins"), "{messenger}: {told}");
    ensure!(told.contains("in the next seven days can be reached"), "{messenger}: {told}");
    ensure!(told.contains("somebody is on duty at any moment") && well, "{messenger}: {told}");
    estate.checked().await?;
    let rooms = estate.peer.rooms();
    ensure!(rooms.len() <= 1, "{messenger}: one chat is there for it: {rooms:?}");
    for room in &rooms {
        let seen = estate.peer.seen(room);
        let most = if estate.peer.messenger().capabilities().keyed_posts { 1 } else { 2 };
        ensure!(seen.people.is_empty() && seen.posts.len() <= most, "{messenger}: {seen:?}");
        ensure!(seen.posts.iter().all(|post| post.pinned), "{messenger}: {seen:?}");
    }
    ensure!(!estate.folder.path().join("data").exists(), "the data folder is read and never made");

    // Somebody on duty whose name there is nobody's, somebody without one, and nights that nobody took.
    let renamed = format!("user: \"{}\"", estate.peer.user("e2401"));
    let nobody = format!("user: \"{}\"", estate.peer.user("nobody"));
    let nameless = format!("    - messenger: {{ connection: chats, user: \"{}\" }}\n", estate.peer.user("e2417"));
    estate.change("people.yaml", |text| text.replace(&renamed, &nobody).replace(&nameless, ""))?;
    estate.change("duty.yaml", |text| text.replace("to: \"08:00\"", "to: \"06:00\""))?;
    let (told, well) = estate.checked().await?;
    ensure!(!well, "{messenger}: {told}");
    let line = |person: &str| told.lines().find(|line| line.contains(person)).map(str::to_owned).unwrap_or_default();
    ensure!(line("e2401").contains("cannot be reached: chats says of"), "{messenger}: {told}");
    ensure!(line("e2417").contains("cannot be reached: no name in chats"), "{messenger}: {told}");
    ensure!(told.matches("nobody is on duty from").count() >= 29, "{messenger}: a line a night: {told}");
    ensure!(told.contains("06:00 until") && told.contains("08:00: duty engineer"), "{messenger}: {told}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn matrix_is_checked_before_the_night() -> anyhow::Result<()> {
    is_checked("matrix").await
}

#[tokio::test(flavor = "multi_thread")]
async fn mattermost_is_checked_before_the_night() -> anyhow::Result<()> {
    is_checked("mattermost").await
}

#[tokio::test(flavor = "multi_thread")]
async fn slack_is_checked_before_the_night() -> anyhow::Result<()> {
    is_checked("slack").await
}

#[tokio::test(flavor = "multi_thread")]
async fn telegram_is_checked_before_the_night() -> anyhow::Result<()> {
    is_checked("telegram").await
}

#[tokio::test(flavor = "multi_thread")]
async fn express_is_checked_before_the_night() -> anyhow::Result<()> {
    is_checked("express").await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_configured_of_the_desk_is_held_against_its_own_fields() -> anyhow::Result<()> {
    let (mut estate, jira) = (Estate::new("mattermost")?, JiraModel::new(Arc::new(MachineClock)));
    let (lines, secrets) = jira.configured();
    let path = estate.folder.path().join("estate/connections.yaml");
    std::fs::write(&path, std::fs::read_to_string(&path)? + lines.as_str())?;
    estate.change("product.yaml", |text| text.replace("desk: builtin", "desk: desk"))?;
    estate.secrets.extend(secrets);
    let (told, well) = estate.checked().await?;
    ensure!(well && told.contains("desk has every field it is to have"), "{told}");
    jira.is_odd(|odd| {
        odd.off_screen.extend(["Due by".to_owned()]);
        odd.asked.extend(["Impact".to_owned()]);
    });
    let (told, well) = estate.checked().await?;
    ensure!(!well && told.contains("desk has `Due by`, but not on the screen"), "{told}");
    ensure!(told.contains("desk asks for `Impact` whenever a record is made"), "{told}");
    jira.is_odd(|odd| odd.token_ended = true);
    let (told, well) = estate.checked().await?;
    ensure!(!well && told.contains("what desk has was not told: Jira does not take the token of nabat"), "{told}");
    Ok(())
}
