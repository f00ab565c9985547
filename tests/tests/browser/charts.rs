//! Charts of what monitoring found, as the chat, the page and the report show them.

use crate::demo::Demo;
use crate::driver::{Browser, Screen, until};
use crate::leading::in_the_room;
use anyhow::{Context as _, ensure};

/// How wide an element is drawn and how wide the window is; a picture that did not come is 0 wide.
async fn widths(browser: &Browser, css: &str) -> anyhow::Result<(f64, f64)> {
    let script = format!(
        "const it = document.querySelector({css:?}); it.scrollIntoView({{block: 'center'}}); \
         const came = it.tagName !== 'IMG' || (it.complete && it.naturalWidth > 0); \
         return [came ? it.getBoundingClientRect().right : 0, document.documentElement.clientWidth]"
    );
    let told = browser.window.execute(script, Vec::new()).await?;
    let told: Vec<f64> = serde_json::from_value(told.json().clone())?;
    Ok((*told.first().context("a width")?, *told.get(1).context("a width")?))
}

async fn fits(browser: &Browser, css: &str) -> anyhow::Result<()> {
    browser.find(css).await?;
    until(|| async {
        let (drawn, window) = widths(browser, css).await?;
        ensure!(drawn > 100.0 && drawn <= window, "{css} ends at {drawn} of {window}");
        Ok(())
    })
    .await?;
    browser.assert_fits().await
}

async fn charts(screen: Screen, language: &str, name: &str) -> anyhow::Result<()> {
    let demo = Demo::start(5).await?;
    let browser = in_the_room(&demo, screen, language).await?;
    fits(&browser, "img.drawing").await?;
    browser.keep(&format!("charts-chat-{name}")).await?;

    browser.window.goto(demo.base()).await?;
    let incident = browser.link("a[href*='/incidents/clinics/']").await?;
    browser.window.goto(format!("{}{incident}", demo.base())).await?;
    fits(&browser, "figure.series svg").await?;
    browser.keep(&format!("charts-page-{name}")).await?;

    browser.window.goto(format!("{}/wiki", demo.base())).await?;
    let report = browser.link("a[href*='/wiki/clinics/']").await?;
    browser.window.goto(format!("{}{report}", demo.base())).await?;
    fits(&browser, "main svg").await?;
    // Whoever reads, the report is in the product's language.
    browser.shows("обычно").await?;
    browser.keep(&format!("charts-report-{name}")).await
}

#[tokio::test]
async fn charts_are_seen_on_a_desktop_in_russian() -> anyhow::Result<()> {
    charts(Screen::Desktop, "ru", "desktop-ru").await
}

#[tokio::test]
async fn charts_fit_a_phone_in_english() -> anyhow::Result<()> {
    charts(Screen::Phone, "en", "phone-en").await
}
