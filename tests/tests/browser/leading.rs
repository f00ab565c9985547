//! A person leads an incident in the browser: presses buttons, types answers, sees them live.

use crate::demo::Demo;
use crate::driver::{Browser, Screen};
use thirtyfour::prelude::*;

/// Opens the incident's room as the duty engineer, in a language.
pub async fn in_the_room(demo: &Demo, screen: Screen, language: &str) -> anyhow::Result<Browser> {
    let browser = Browser::open(screen).await?;
    // The holders of the open incident are offered first.
    browser.play(&demo.play, "дежурный инженер", "duty engineer").await?;
    browser.window.goto(format!("{}/language/{language}", demo.base())).await?;
    browser.window.goto(format!("{}/chat", demo.base())).await?;
    let address = browser.link("a[href*='/chat/clinics-']").await?;
    browser.window.goto(format!("{}{address}", demo.base())).await?;
    Ok(browser)
}

#[tokio::test]
async fn an_engineer_accepts_by_button_and_answers_in_words_without_reloading() -> anyhow::Result<()> {
    let demo = Demo::start(3).await?;
    let browser = in_the_room(&demo, Screen::Desktop, "ru").await?;
    browser.keep("room-desktop-ru").await?;
    browser.press("Принимаю").await?;
    browser.shows("✓").await?;
    let composer = browser.find("textarea").await?;
    composer.send_keys("/ответ changed Вечером обновили шлюз записи").await?;
    composer.send_keys(Key::Enter).await?;
    browser.shows("Вечером обновили шлюз записи").await?;
    composer.send_keys("восстановлено сейчас").await?;
    composer.send_keys(Key::Enter).await?;
    browser.shows("Восстановлено").await?;
    browser.keep("room-restored-desktop-ru").await?;
    Ok(())
}

#[tokio::test]
async fn the_room_fits_a_phone() -> anyhow::Result<()> {
    let demo = Demo::start(4).await?;
    let browser = in_the_room(&demo, Screen::Phone, "en").await?;
    browser.assert_fits().await?;
    browser.keep("room-phone-en").await?;
    Ok(())
}
