//! The desk's own web form in a headless Chromium, as a dispatcher fills it in.

use crate::estate::{FUNCTION, SERVICE};
use nabat_tests::driver::{Browser, Screen};
use std::time::Instant;
use thirtyfour::prelude::*;

/// The form for a new incident, open.
pub struct Form {
    browser: Browser,
}

impl Form {
    /// The dispatcher signs in and opens it.
    pub async fn open(desk: &str) -> anyhow::Result<Self> {
        let browser = Browser::open(Screen::Desktop).await?;
        browser.window.goto(desk).await?;
        browser.find("input[name=__login_name]").await?.send_keys("dispatcher").await?;
        let password = browser.find("input[name=__login_password]").await?;
        password.send_keys("dispatcher-pass").await?;
        password.send_keys(Key::Enter).await?;
        browser.shows("Logout").await?;
        browser.window.goto(format!("{desk}/incident?@template=item")).await?;
        Ok(Self { browser })
    }

    /// Fills it in and presses its button; when that was.
    pub async fn save(&self, title: &str) -> anyhow::Result<Instant> {
        let fields =
            [("title", title), ("service", SERVICE), ("functions", FUNCTION), ("priority", "P1"), ("status", "open")];
        for (name, value) in fields {
            self.browser.find(&format!("input#{name}")).await?.send_keys(value).await?;
        }
        self.browser.keep("story-form").await?;
        let button = self.browser.find("input#submit_button").await?;
        let pressed = crate::now();
        button.click().await?;
        self.browser.shows("created").await?;
        self.browser.keep("story-saved").await?;
        Ok(pressed)
    }
}
