//! Matrix by a person's means: a client of somebody else's in headless Chromium, led by clicks and keys alone.

use crate::installation::Installation;
use anyhow::{Context as _, ensure};
use axum::Router;
use axum::extract::{Path as Asked, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;
use nabat_tests::driver::{Browser, Screen, until};
use nabat_tests::homeserver::Homeserver;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use thirtyfour::prelude::*;

#[tokio::test]
async fn a_person_clicks_a_reaction_and_types_an_answer_in_a_client_of_somebody_elses() -> anyhow::Result<()> {
    let installation = Installation::start().await?;
    let client = serve(&installation.homeserver).await?;
    let incident = installation.register("SD-77").await?;
    let holder = installation.holder(&incident, "accept").await?;
    let browser = Browser::open(Screen::Desktop).await?;
    signed_in(&browser, &client, &holder).await?;
    invited(&browser, "SD-77").await?;
    press_reaction(&browser, &say(Language::En, "choice-accept-accepted", &[])).await?;
    installation.answered(&incident, "accept").await?;
    browser.keep("hydrogen-accepted").await?;
    let composer = browser.find(".MessageComposer textarea").await?;
    composer.send_keys("restored 2 minutes ago").await?;
    composer.send_keys(Key::Enter).await?;
    installation.until_answered(&incident, "restored").await?;
    browser.keep("hydrogen-restored").await?;
    let shown: Value = serde_json::from_str(&installation.run(&["journal", "show", &incident, "--json"])?)?;
    for step in ["accept", "restored"] {
        let answered = |event: &&Value| event["type"] == "answered" && event["data"]["step"] == step;
        let events = shown["events"].as_array().context("events")?;
        let event = events.iter().find(answered).with_context(|| format!("{step} is in the journal"))?;
        assert_eq!(event["data"]["by"], holder.as_str(), "{event}");
    }
    Ok(())
}

async fn signed_in(browser: &Browser, client: &str, name: &str) -> anyhow::Result<()> {
    browser.window.goto(client).await?;
    browser.find("input#username").await?.send_keys(name).await?;
    browser.find("input[type=password]").await?.send_keys(format!("{name}-pass")).await?;
    browser.find("button[type=submit]").await?.click().await?;
    browser.find(".RoomList a").await.map(drop)
}

/// Opens the invitation of that title and takes it; the room's composer shows that one is in.
async fn invited(browser: &Browser, title: &str) -> anyhow::Result<()> {
    let path = format!("//*[contains(@class, 'RoomList')]//a[contains(., '{title}')]");
    until(|| async {
        browser.window.find(By::XPath(&path)).await?.click().await?;
        Ok(())
    })
    .await?;
    browser.find(".InviteView button.primary:not(.destructive)").await?.click().await?;
    until(|| async {
        // Once joined, the same line of the list is the room.
        if browser.window.find(By::Css(".MessageComposer textarea")).await.is_err() {
            browser.window.find(By::XPath(&path)).await?.click().await?;
        }
        browser.window.find(By::Css(".MessageComposer textarea")).await.map(drop).map_err(Into::into)
    })
    .await
}

/// Clicks the label that stands under the bot's question.
async fn press_reaction(browser: &Browser, label: &str) -> anyhow::Result<()> {
    let path = format!("//*[contains(@class, 'Timeline_messageReactions')]//button[contains(., '{label}')]");
    until(|| async {
        let button = browser.window.find(By::XPath(&path)).await?;
        button.scroll_into_view().await?;
        button.click().await?;
        Ok(())
    })
    .await
}

/// The client's files and what they read; its address.
async fn serve(homeserver: &Homeserver) -> anyhow::Result<String> {
    let files = std::env::var_os("NABAT_HYDROGEN").map(PathBuf::from);
    let files = files.context("NABAT_HYDROGEN names a folder with Hydrogen bundled: scripts/test matrix")?;
    ensure!(files.join("app.js").is_file(), "{} holds no client", files.display());
    let themes = json!({ "light": "element-light", "dark": "element-dark" });
    let config = json!({ "defaultHomeServer": homeserver.base(), "themeManifests": [], "defaultTheme": themes });
    let routes = Router::new()
        .route("/config.json", get(move || async move { axum::Json(config) }))
        .route("/", get(|State(files): State<Arc<PathBuf>>| async move { file(&files, "index.html") }))
        .route(
            "/{*path}",
            get(|State(files): State<Arc<PathBuf>>, Asked(path): Asked<String>| async move { file(&files, &path) }),
        )
        .with_state(Arc::new(files));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}/", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(address)
}

fn file(files: &std::path::Path, path: &str) -> Response {
    let kind = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    };
    match std::fs::read(files.join(path)) {
        Ok(bytes) if !path.contains("..") => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
