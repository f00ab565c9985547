//! Pages as they are printed: light from a dark screen too, whole, with nothing to press.

use crate::demo::{Demo, program};
use crate::driver::{Browser, Screen};
use crate::pages::as_shift_head;
use crate::regulation::{a4, pages_of};
use anyhow::{Context as _, ensure};
use nabat_tests::folder::Folder;
use std::process::Command;

/// Pages that say of which product and moment they are.
const DATED: [&str; 11] = [
    "/",
    "/now",
    "/overdue",
    "/dead",
    "/refused",
    "/problems",
    "/committees",
    "/contractors",
    "/waivers",
    "/reliability",
    "/reliability/method",
];

async fn every_page_on_paper(language: &str) -> anyhow::Result<()> {
    let demo = Demo::start(5).await?;
    let browser = as_shift_head(&demo, Screen::Desktop, language).await?;
    let at = |path: &str| format!("{}{path}", demo.base());
    let incident = browser.link("a[href*='/incidents/clinics/']").await?;
    browser.window.goto(at("/wiki")).await?;
    let report = browser.link("a[href*='/wiki/clinics/']").await?;
    browser.window.goto(at("/problems")).await?;
    let problem = browser.link("a[href*='/problems/clinics/']").await?;
    browser.window.goto(at("/chat")).await?;
    let room = browser.link("a[href*='/chat/clinics-']").await?;
    browser.as_paper().await?;
    for path in DATED.into_iter().chain([incident.as_str(), problem.as_str()]) {
        browser.window.goto(at(path)).await?;
        browser.assert_paper().await?;
        ensure!(browser.find(".stamp").await?.is_displayed().await?, "{path} does not say of when it is");
    }
    let redacted = format!("{report}?view=redacted");
    let regulation = "/regulation/incident/text";
    for path in [report.as_str(), &redacted, &room, "/wiki", "/desk", "/desk/SD-1001", regulation] {
        browser.window.goto(at(path)).await?;
        browser.assert_paper().await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_page_on_paper_in_russian() -> anyhow::Result<()> {
    every_page_on_paper("ru").await
}

#[tokio::test]
async fn every_page_on_paper_in_english() -> anyhow::Result<()> {
    every_page_on_paper("en").await
}

#[tokio::test]
async fn a_report_takes_a_few_sheets() -> anyhow::Result<()> {
    let demo = Demo::start(5).await?;
    let browser = as_shift_head(&demo, Screen::Desktop, "ru").await?;
    browser.window.goto(format!("{}/wiki", demo.base())).await?;
    let report = browser.link("a[href*='/wiki/clinics/']").await?;
    browser.window.goto(format!("{}{report}", demo.base())).await?;
    let pages = pages_of(&browser.window.print_page(a4()).await?);
    ensure!((3..=8).contains(&pages), "{pages} pages");
    Ok(())
}

/// The paper by which people work while Nabat is away: numbers to dial stand whole, answers have room.
#[tokio::test]
async fn the_paper_fallback_can_be_dialled_from_and_written_on() -> anyhow::Result<()> {
    let folder = Folder::new();
    let file = folder.path().join("paper.html");
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/host/example");
    let checked = Command::new(program()?).args(["check", example, "--paper"]).arg(&file).output()?;
    ensure!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    let browser = Browser::open(Screen::Desktop).await?;
    browser.as_paper().await?;
    browser.window.goto(format!("file://{}", file.display())).await?;
    browser.assert_paper().await?;
    let script = "const room = [...document.querySelectorAll('th.room')].map(one => one.getBoundingClientRect().width);\
        const broken = [...document.querySelectorAll('.phone')].filter(one => one.getClientRects().length > 1).length;\
        return [Math.min(...room.filter((_, at) => at % 2 === 0)), document.querySelectorAll('.phone').length, broken]";
    let told = browser.window.execute(script, Vec::new()).await?.json().clone();
    let narrowest = told[0].as_f64().context("columns to write into")?;
    ensure!(narrowest >= 130.0, "{narrowest} pixels are left for an answer");
    ensure!(told[1].as_u64() > Some(100) && told[2] == 0, "telephones, and those broken over lines: {told}");
    Ok(())
}
