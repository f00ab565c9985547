//! The console's pages: open incidents, one incident, refused and dead lists; desktop and phone.

use crate::demo::Demo;
use crate::driver::{Browser, Screen};
use thirtyfour::prelude::*;

/// Signed in as the head of shift, in a language.
pub async fn as_shift_head(demo: &Demo, screen: Screen, language: &str) -> anyhow::Result<Browser> {
    let browser = Browser::open(screen).await?;
    browser.play(&demo.play, "начальник смены", "shift head").await?;
    browser.window.goto(format!("{}/language/{language}", demo.base())).await?;
    browser.window.goto(demo.base()).await?;
    Ok(browser)
}

async fn every_page(screen: Screen, language: &str, name: &str) -> anyhow::Result<()> {
    let demo = Demo::start(5).await?;
    let browser = as_shift_head(&demo, screen, language).await?;
    browser.keep(&format!("open-{name}")).await?;
    browser.assert_fits().await?;
    let incident = browser.link("a[href*='/incidents/clinics/']").await?;
    browser.window.goto(format!("{}/wiki", demo.base())).await?;
    let report = browser.link("a[href*='/wiki/clinics/']").await?;
    let (redacted, changes) = (format!("{report}?view=redacted"), format!("{report}/changes/2"));
    for (page, path) in [
        ("incident", incident.as_str()),
        ("refused", "/refused"),
        ("dead", "/dead"),
        ("chats", "/chat"),
        ("desk", "/desk"),
        ("reports", "/wiki"),
        ("report", report.as_str()),
        ("redacted", redacted.as_str()),
        ("changes", changes.as_str()),
        ("regulation", "/regulation"),
        ("sheet", "/regulation/incident/duty_engineer"),
        ("problems", "/problems"),
        ("committees", "/committees"),
        ("contractors", "/contractors"),
        ("waivers", "/waivers"),
        ("reliability", "/reliability"),
        ("method", "/reliability/method"),
        ("published", "/reliability/published"),
        ("now", "/now"),
        ("overdue", "/overdue"),
        ("desk-new", "/desk/new"),
        ("nowhere", "/no-such-page"),
    ] {
        browser.window.goto(format!("{}{path}", demo.base())).await?;
        browser.find("#content").await?;
        let text = browser.window.find(By::Tag("body")).await?.text().await?;
        assert!(!text.contains('‹'), "every word of {path} is in the catalogues: {text}");
        browser.assert_fits().await?;
        browser.assert_here_is_seen().await?;
        browser.keep(&format!("{page}-{name}")).await?;
    }
    // Pages that do not load themselves anew under the keyboard.
    for path in ["/desk", "/desk/new", "/overdue"] {
        browser.window.goto(format!("{}{path}", demo.base())).await?;
        browser.find("#content").await?;
        browser.assert_keyboard().await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_page_on_a_desktop_in_russian() -> anyhow::Result<()> {
    every_page(Screen::Desktop, "ru", "desktop-ru").await
}

#[tokio::test]
async fn every_page_on_a_phone_in_english() -> anyhow::Result<()> {
    every_page(Screen::Phone, "en", "phone-en").await
}

#[tokio::test]
async fn every_page_on_a_phone_in_russian() -> anyhow::Result<()> {
    every_page(Screen::Phone, "ru", "phone-ru").await
}

#[tokio::test]
async fn nobody_sees_a_page_without_signing_in() -> anyhow::Result<()> {
    let demo = Demo::start(6).await?;
    let client = nabat_connectors::http::loopback().build()?;
    let pages = ["/", "/incidents/clinics/x", "/dead", "/refused", "/chat", "/desk", "/wiki", "/wiki/clinics/x"];
    for path in pages.into_iter().chain(["/regulation/incident/text"]) {
        let status = client.get(format!("{}{path}", demo.base())).send().await?.status();
        assert!(!status.is_success(), "{path} answers {status} to a stranger");
    }
    Ok(())
}
