//! A Chromium of our own, driven through chromedriver, ended by process id.

use crate::port::free_port;
use anyhow::{Context as _, bail, ensure};
use std::mem::ManuallyDrop;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use thirtyfour::prelude::*;

/// What is looked through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screen {
    /// 1280 × 900.
    Desktop,
    /// 360 × 780, as a narrow telephone shows it.
    Phone,
}

/// How wide a sheet of A4 is between its margins of 12 mm, in pixels of CSS.
const SHEET: u32 = 703;

/// A browser and the driver behind it.
pub struct Browser {
    driver: Child,
    /// The window. Never dropped: thirtyfour's own drop would block the runtime that has to answer it.
    pub window: ManuallyDrop<WebDriver>,
}

impl Browser {
    /// Opens a new browser with nothing remembered.
    pub async fn open(screen: Screen) -> anyhow::Result<Self> {
        nabat_connectors::tls::ready();
        let port = free_port()?;
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .context("chromedriver cannot be started: scripts/test browser or matrix installs it")?;
        let mut wanted = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-sync",
            "--no-first-run",
            "--window-size=1280,900",
        ] {
            wanted.add_arg(argument)?;
        }
        if screen == Screen::Phone {
            let metrics = serde_json::json!({ "deviceMetrics": { "width": 360, "height": 780, "pixelRatio": 2.0 } });
            wanted.add_experimental_option("mobileEmulation", metrics)?;
        }
        let window = until(|| async {
            WebDriver::new(format!("http://127.0.0.1:{port}"), wanted.clone()).await.map_err(Into::into)
        })
        .await?;
        Ok(Self { driver, window: ManuallyDrop::new(window) })
    }

    /// The element, once it is there.
    pub async fn find(&self, css: &str) -> anyhow::Result<WebElement> {
        until(|| async { self.window.find(By::Css(css)).await.map_err(Into::into) }).await
    }

    /// Where the first link of that kind leads; a live page may replace it while it is looked at.
    pub async fn link(&self, css: &str) -> anyhow::Result<String> {
        until(|| async {
            let address = self.window.find(By::Css(css)).await?.attr("href").await?;
            address.context("the link leads nowhere")
        })
        .await
    }

    /// Waits until the page shows a text.
    pub async fn shows(&self, text: &str) -> anyhow::Result<()> {
        until(|| async {
            let body = self.window.find(By::Tag("body")).await?.text().await?;
            if body.contains(text) { Ok(()) } else { bail!("the page does not show {text:?}; it shows:\n{body}") }
        })
        .await
    }

    /// Presses the last button of that label.
    pub async fn press(&self, label: &str) -> anyhow::Result<()> {
        until(|| async {
            let path = format!("(//button[normalize-space()='{label}'])[last()]");
            self.window.find(By::XPath(path)).await?.click().await?;
            Ok(())
        })
        .await
    }

    /// Chooses, on the demo's own page, somebody whose role is named so in either language.
    pub async fn play(&self, page: &str, russian: &str, english: &str) -> anyhow::Result<()> {
        self.window.goto(page).await?;
        let form = format!("//form[contains(., '{russian}') or contains(., '{english}')]//button");
        self.window.find(By::XPath(form)).await?.click().await?;
        until(|| async {
            let address = self.window.current_url().await?;
            if address.path().starts_with("/play/") { bail!("still on {address}") } else { Ok(()) }
        })
        .await
    }

    /// Nothing stands wider than the window.
    pub async fn assert_fits(&self) -> anyhow::Result<()> {
        let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let over = self.window.execute(script, Vec::new()).await?.json().as_i64().unwrap_or_default();
        if over > 0 {
            let script = "const wide = document.documentElement.clientWidth; return [...document.querySelectorAll('main *')]\
                .filter(one => one.getBoundingClientRect().right > wide + 1).slice(0, 5)\
                .map(one => one.outerHTML.slice(0, 120)).join('\\n')";
            let which = self.window.execute(script, Vec::new()).await?;
            bail!("the page is {over} pixels wider than the window; over its edge are\n{}", which.json())
        }
        self.assert_rows_fit().await
    }

    /// Tables that become lists of rows on a telephone hide nothing beyond their edge.
    async fn assert_rows_fit(&self) -> anyhow::Result<()> {
        let script = "if (innerWidth > 700) return [];\
            return [...document.querySelectorAll('.table:has(> table.stack)')]\
            .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML.slice(0, 200))";
        let hidden = self.window.execute(script, Vec::new()).await?.json().clone();
        ensure!(hidden == serde_json::json!([]), "rows go on beyond the edge: {hidden:#}");
        Ok(())
    }

    /// Lays pages out as for a sheet of A4, from a screen that is dark.
    pub async fn as_paper(&self) -> anyhow::Result<()> {
        let dark = serde_json::json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
        let media = serde_json::json!({ "media": "print", "features": dark });
        self.window.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
        let sheet = serde_json::json!({ "width": SHEET, "height": 1030, "deviceScaleFactor": 1, "mobile": false });
        self.window.cdp().send_raw("Emulation.setDeviceMetricsOverride", sheet).await?;
        Ok(())
    }

    /// The page can be printed: on white, whole, with nothing to press. After [`Self::as_paper`].
    pub async fn assert_paper(&self) -> anyhow::Result<()> {
        let script = "const seen = one => one.checkVisibility() && one.getBoundingClientRect().height > 0;\
            const told = (what, one) => what + ': ' + one.outerHTML.slice(0, 120);\
            const press = '.top, .foot, .crumbs, form, button, input, select, textarea, nav:not(.rooms)';\
            const body = getComputedStyle(document.body);\
            const wide = document.documentElement.clientWidth;\
            return [\
              ...[...document.querySelectorAll(press)].filter(seen).map(one => told('to press', one)),\
              ...[...document.querySelectorAll('main *')].filter(seen)\
                .filter(one => one.getBoundingClientRect().right > wide + 1).map(one => told('over the edge', one)),\
              ...[...document.querySelectorAll('main :not(.unseen)')].filter(one => one.clientWidth > 2\
                && getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1)\
                .map(one => told('cut', one)),\
              ...(body.backgroundColor === 'rgb(255, 255, 255)' || body.backgroundColor === 'rgba(0, 0, 0, 0)' ? [] : [body.backgroundColor]),\
            ].slice(0, 8)";
        let wrong = self.window.execute(script, Vec::new()).await?.json().clone();
        ensure!(wrong == serde_json::json!([]), "{} on paper: {wrong:#}", self.window.current_url().await?);
        Ok(())
    }

    /// Where one is stands in sight in the navigation, however narrow the window is.
    pub async fn assert_here_is_seen(&self) -> anyhow::Result<()> {
        let script = "const here = document.querySelector('.top nav [aria-current]'); if (!here) return true;\
            const [nav, at] = [here.closest('nav').getBoundingClientRect(), here.getBoundingClientRect()];\
            return at.left >= nav.left - 1 && at.right <= Math.min(nav.right, innerWidth) + 1";
        until(|| async {
            let seen = self.window.execute(script, Vec::new()).await?.json().as_bool();
            ensure!(seen == Some(true), "the navigation does not show which page this is");
            Ok(())
        })
        .await
    }

    /// Whoever has no mouse gets everywhere: the first stop skips to the content, each next one is seen.
    pub async fn assert_keyboard(&self) -> anyhow::Result<()> {
        let script = "return [document.activeElement.className, document.activeElement.tagName,\
            getComputedStyle(document.activeElement).outlineStyle,\
            document.activeElement.getBoundingClientRect().width > 0]";
        for stop in 0..12 {
            self.window.action_chain().send_keys(Key::Tab).perform().await?;
            let at = self.window.execute(script, Vec::new()).await?.json().clone();
            if stop == 0 && at[0] != "skip" {
                bail!("the first stop of the keyboard is {at}, not the link to the content")
            }
            if at[1] != "BODY" && (at[2] == "none" || at[3] != true) {
                bail!("stop {stop} of the keyboard is not seen: {at}")
            }
        }
        Ok(())
    }

    /// Keeps what is seen now, where the run wants it.
    pub async fn keep(&self, name: &str) -> anyhow::Result<()> {
        if let Some(folder) = std::env::var_os("NABAT_BROWSER_OUT").map(PathBuf::from) {
            std::fs::create_dir_all(&folder)?;
            self.window.screenshot(&folder.join(format!("{name}.png"))).await?;
        }
        Ok(())
    }
}

impl Drop for Browser {
    /// The whole group is asked to end: chromedriver alone, asked or killed, leaves its browser running.
    fn drop(&mut self) {
        let asked = Command::new("kill").arg("--").arg(format!("-{}", self.driver.id())).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.driver.kill();
        }
        let _ = self.driver.wait();
    }
}

/// Tries until it works, for at most twenty seconds.
pub async fn until<T, F: Future<Output = anyhow::Result<T>>>(attempt: impl Fn() -> F) -> anyhow::Result<T> {
    for _ in 0..199 {
        if let Ok(done) = attempt().await {
            return Ok(done);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    attempt().await
}
