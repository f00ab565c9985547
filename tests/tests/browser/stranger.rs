//! A desk nobody of Nabat wrote registers an incident; people lead it to its end in the browser alone.

use crate::driver::{Browser, Screen, until};
use crate::serving::Serving;
use anyhow::{Context as _, bail, ensure};
use serde_json::Value;
use std::process::Command;
use thirtyfour::prelude::*;

const PRODUCT: &str = "clinics";

/// More presses and answers than any incident of the default procedure takes.
const ANSWERS: usize = 60;

/// Registers by the Python the suite prepared; the incident's id.
fn registered(serving: &Serving, service: &str, function: &str) -> anyhow::Result<String> {
    let python = std::env::var_os("NABAT_STRANGER")
        .context("NABAT_STRANGER names a Python with tests/stranger/requirements.txt: scripts/test browser")?;
    let output = Command::new(python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/stranger/register.py"))
        .arg(&serving.base)
        .arg(serving.data().join("desk.secret"))
        .args([PRODUCT, service, function])
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// A prompt as the API tells it.
struct Prompt {
    id: String,
    holder: String,
    kind: String,
    choice: Option<String>,
}

impl Prompt {
    fn read(prompt: &Value) -> Option<Self> {
        let text = |field: &str| prompt[field].as_str().map(str::to_owned);
        let choice = prompt["choices"].get(0).and_then(Value::as_str).map(str::to_owned);
        Some(Self { id: text("id")?, holder: text("holder")?, kind: text("kind")?, choice })
    }

    /// What a person would type.
    const fn words(&self) -> &'static str {
        match self.kind.as_bytes() {
            b"began" => "20 минут назад",
            b"restored" => "сейчас",
            b"word" => "Перезапускаем сервис, следующее слово через 10 минут",
            b"problem" => "PRB-0001",
            _ => "Вечером обновили шлюз записи, сервис перезапустили, запись снова идёт",
        }
    }
}

/// Signs in as whom the prompt asks and answers it in the room in which it stands.
async fn answer(browser: &Browser, serving: &Serving, incident: &str, prompt: &Prompt) -> anyhow::Result<()> {
    browser.window.goto(serving.link(PRODUCT, &prompt.holder)?).await?;
    // A link is only looked at by previewing machines; a person presses.
    browser.find("form button.primary[type=submit]").await?.click().await?;
    until(|| async {
        let address = browser.window.current_url().await?;
        if address.path().starts_with("/in/") { bail!("still on {address}") } else { Ok(()) }
    })
    .await?;
    let in_room = format!("{incident}/{}", prompt.id);
    open_room_with(browser, serving, &in_room).await?;
    let buttons = format!("form.press-form:has(input[name=prompt][value='{in_room}'])");
    match &prompt.choice {
        Some(choice) => browser.find(&format!("{buttons} button[value='{choice}']")).await?.click().await?,
        None => {
            browser.find(&format!("a[data-answer='{in_room}']")).await?.click().await?;
            let composer = browser.find("textarea").await?;
            composer.send_keys(prompt.words()).await?;
            composer.send_keys(Key::Enter).await?;
        }
    }
    Ok(())
}

/// Looks through the person's rooms for the prompt.
async fn open_room_with(browser: &Browser, serving: &Serving, prompt: &str) -> anyhow::Result<()> {
    let wanted = format!("form.press-form input[value='{prompt}'], a[data-answer='{prompt}']");
    until(|| async {
        browser.window.goto(format!("{}/chat", serving.base)).await?;
        let mut rooms = Vec::new();
        for link in browser.window.find_all(By::Css("a[href*='/chat/']")).await? {
            rooms.extend(link.attr("href").await?);
        }
        for room in &rooms {
            browser.window.goto(format!("{}{room}", serving.base)).await?;
            if !browser.window.find_all(By::Css(&wanted)).await?.is_empty() {
                return Ok(());
            }
        }
        bail!("{prompt} stands in none of {rooms:?}")
    })
    .await
}

#[tokio::test]
async fn a_strangers_incident_is_led_to_closure_by_people_in_the_browser() -> anyhow::Result<()> {
    let serving = Serving::start()?;
    let incident = registered(&serving, "appointments", "book")?;
    let token = serving.run(&["token", "--product", PRODUCT, "--role", "admin"])?;
    let browser = Browser::open(Screen::Desktop).await?;
    let shown = async || serving.get(&token, &format!("/api/{PRODUCT}/incidents/{incident}")).await;
    let mut people = std::collections::BTreeSet::new();
    for _ in 0..ANSWERS {
        let before = shown().await?;
        if before["stage"] == "closed" {
            break;
        }
        let prompts = before["prompts"].as_array().context("prompts")?;
        let Some(prompt) = prompts.iter().find_map(Prompt::read) else {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            continue;
        };
        answer(&browser, &serving, &incident, &prompt).await?;
        people.insert(prompt.holder.clone());
        // What was pressed or typed is on record before the next one is looked for. Nabat's own events are there in
        // between: a new version alone says nothing.
        until(|| async {
            let now = shown().await?;
            let mut asked = now["prompts"].as_array().context("prompts")?.iter();
            ensure!(!asked.any(|one| one["id"] == prompt.id), "{} ({}) is not answered", prompt.id, prompt.kind);
            Ok(())
        })
        .await?;
    }
    assert_eq!(shown().await?["stage"], "closed");
    assert!(people.len() >= 3, "{people:?} led it: roles fall on different people");
    browser.window.goto(format!("{}/incidents/{PRODUCT}/{incident}", serving.base)).await?;
    browser.shows("SD-7001").await?;
    browser.keep("stranger-closed").await?;
    serving.run(&["journal", "verify"])?;
    Ok(())
}
