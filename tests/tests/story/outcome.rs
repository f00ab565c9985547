//! What stands in the end in the desk, in the chat, on the wiki and in the pack, each seen as its own people see it.

use crate::estate::{SERVICE, WORK_GROUP};
use crate::program::Program;
use crate::servers::Servers;
use crate::team::{SUMMARY, Team};
use anyhow::{Context as _, ensure};
use nabat_tests::peer::until;
use serde_json::Value;

/// Monitoring was searched unasked: what it found stands in the chat, with a picture people can open.
pub async fn findings(program: &Program, team: &mut Team<'_>, incident: &str) -> anyhow::Result<()> {
    let engineer = program.holder(incident, "accept").await?;
    let (person, room) = team.in_room(incident, &engineer).await?;
    person.message_saying(&room, "errors_per_minute").await?;
    let file = until(async || {
        let events = person.timeline(&room).await?;
        let is_file = |event: &Value| matches!(event["content"]["msgtype"].as_str(), Some("m.file" | "m.image"));
        events.into_iter().find(is_file).context("no chart is posted yet")
    })
    .await?;
    let bytes = person.media(file["content"]["url"].as_str().context("it is somewhere")?).await?;
    ensure!(Some(bytes.len() as u64) == file["content"]["info"]["size"].as_u64(), "{file}");
    Ok(())
}

/// The record is closed and linked to its problem, which is closed too; the failure on contractor is on its group.
/// Gives back the hash of the journal's last event that was written into the record.
pub async fn desk(servers: &Servers, program: &Program, incident: &str) -> anyhow::Result<String> {
    let shown = program.incident(incident).await?;
    let of = |field: &str| shown[field].as_str().map(str::to_owned).with_context(|| format!("{field}: {shown}"));
    let (record, problem) = (of("desk_id")?, of("problem")?);
    let desk = &servers.desk;
    let head = until(async || {
        let read = desk.record(&record).await?;
        ensure!(read["status"]["name"] == "closed", "the record is {}", read["status"]);
        ensure!(format!("problem{}", read["problem"]["id"].as_str().unwrap_or_default()) == problem, "{read}");
        let problem = desk.record(&problem).await?;
        ensure!(problem["status"]["name"] == "closed", "the problem's record is {}", problem["status"]);
        let words = desk.words(&read).await?;
        let is_hash = |word: &&str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let head = words.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).find(is_hash);
        head.map(str::to_owned).with_context(|| format!("the journal's last hash stands in no comment: {words:?}"))
    })
    .await?;
    // The first record is the incident's, the second was opened by Nabat.
    let contractors = until(async || desk.record("incident2").await).await?;
    ensure!(contractors["workgroup"]["name"] == WORK_GROUP, "{contractors}");
    ensure!(contractors["due"].is_string(), "its report has a deadline: {contractors}");
    Ok(head)
}

/// The room stays to be read and takes no word more.
pub async fn chat(team: &mut Team<'_>, incident: &str) -> anyhow::Result<()> {
    let (person, room) = team.anybody(incident)?;
    until(async || {
        ensure!(person.say(room, "is anybody here?").await.is_err(), "the room can still be written in");
        Ok(())
    })
    .await
}

/// The page stands on the wiki, as anybody reads it there.
pub async fn wiki(servers: &Servers, program: &Program, incident: &str) -> anyhow::Result<()> {
    let client = nabat_connectors::http::loopback().build()?;
    until(async || {
        let shown = program.incident(incident).await?;
        let address = shown["report"]["address"].as_str().context("no report is published yet")?;
        ensure!(address.starts_with(&servers.wiki.base()), "{address} is not on the wiki");
        let page = client.get(address).send().await?.error_for_status()?.text().await?;
        ensure!(page.contains(SUMMARY), "the page lacks the summary");
        ensure!(page.contains("<img"), "the page lacks the findings' charts: {page}");
        // Signs that could be markup are written by their numbers.
        let page = page.replace("&#95;", "_");
        ensure!(page.contains("errors_per_minute"), "the page lacks the findings: {page}");
        ensure!(page.contains("problem1"), "the page lacks the problem");
        Ok(())
    })
    .await
}

/// The pack is made beside the running program, checked with nothing but itself, the key and what the desk has of it,
/// and knows a changed byte.
pub fn pack(program: &Program, case: &str, head: Option<&str>) -> anyhow::Result<()> {
    let pack = program.data.with_file_name(format!("{case}.zip"));
    let file = pack.to_str().context("temporary folders are text")?;
    program.run(&["evidence", case, "-o", file])?;
    let key = program.run(&["evidence", "--public-key"])?;
    let mut verify = vec!["verify", file, "--key", key.as_str()];
    verify.extend(head.into_iter().flat_map(|head| ["--head", head]));
    let (is_good, said) = Program::run_alone(&verify)?;
    ensure!(is_good && said.contains(case), "{said}");
    let mut bytes = std::fs::read(&pack)?;
    let told = format!("\"service\":\"{SERVICE}\"");
    let at = bytes.windows(told.len()).position(|part| part == told.as_bytes()).context("its service")?;
    bytes[at + 11] ^= 1;
    std::fs::write(&pack, bytes)?;
    let (is_good, said) = Program::run_alone(&verify)?;
    // Findings name the service, and stand before the journal where there are any.
    let is_named = ["findings/", "journal/events.jsonl"].iter().any(|file| said.contains(file));
    ensure!(!is_good && is_named, "a changed byte is not named: {said}");
    Ok(())
}

/// Nothing was given up, nothing waits as refused, every chain is whole.
pub async fn nothing_is_left(program: &Program) -> anyhow::Result<()> {
    for list in ["jobs/dead", "refused"] {
        let left = program.get(list).await?;
        ensure!(left["items"].as_array().is_some_and(Vec::is_empty), "{list}: {left}");
    }
    program.run(&["journal", "verify"])?;
    Ok(())
}
