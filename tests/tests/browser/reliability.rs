//! The reliability pages as those who answer for the figures use them: filters, ways down to the incidents, how each
//! figure is counted, paper.

use crate::demo::Demo;
use crate::driver::{Browser, Screen, until};
use anyhow::{Context as _, ensure};
use std::collections::BTreeSet;
use thirtyfour::common::print::PrintParameters;
use thirtyfour::prelude::*;

/// The page, looked at by the process manager, in a language.
async fn at_the_figures(demo: &Demo, screen: Screen, language: &str) -> anyhow::Result<Browser> {
    let browser = Browser::open(screen).await?;
    browser.play(&demo.play, "менеджер процесса", "process manager").await?;
    browser.window.goto(format!("{}/language/{language}", demo.base())).await?;
    browser.window.goto(format!("{}/reliability", demo.base())).await?;
    browser.find("#content").await?;
    Ok(browser)
}

async fn hrefs(browser: &Browser, css: &str) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for link in browser.window.find_all(By::Css(css)).await? {
        found.extend(link.attr("href").await?);
    }
    Ok(found)
}

#[tokio::test]
async fn filters_fold_on_a_telephone_stay_in_the_address_and_open_where_one_is_set() -> anyhow::Result<()> {
    let demo = Demo::start(7).await?;
    let browser = at_the_figures(&demo, Screen::Phone, "ru").await?;
    let shown = async || browser.find(".fold form").await?.is_displayed().await.map_err(anyhow::Error::from);
    ensure!(!shown().await?, "the filters take the whole screen of a telephone");
    browser.keep("reliability-folded-phone-ru").await?;
    browser.find(".fold > summary").await?.click().await?;
    until(|| async {
        ensure!(shown().await?, "pressing it opens nothing");
        Ok(())
    })
    .await?;
    let option = browser.find("select[name=service] option:nth-child(2)").await?;
    let (id, name) = (option.attr("value").await?.context("a service")?, option.text().await?);
    option.click().await?;
    browser.press("Показать").await?;
    until(|| async {
        let address = browser.window.current_url().await?;
        ensure!(address.query().is_some_and(|query| query.contains(&format!("service={id}"))), "{address}");
        Ok(())
    })
    .await?;
    ensure!(shown().await?, "a filter that is set is not hidden");
    ensure!(browser.find(".fold > summary").await?.text().await?.contains(&name), "the fold does not say what is set");
    browser.assert_fits().await?;
    browser.keep("reliability-filtered-phone-ru").await?;
    // The same address shows the same to whoever is sent it.
    let address = browser.window.current_url().await?;
    browser.window.goto(address.as_str()).await?;
    let chosen = browser.find("select[name=service]").await?.value().await?;
    ensure!(chosen.as_deref() == Some(id.as_str()), "{chosen:?}");
    Ok(())
}

#[tokio::test]
async fn on_a_desktop_filters_stand_open() -> anyhow::Result<()> {
    let demo = Demo::start(7).await?;
    let browser = at_the_figures(&demo, Screen::Desktop, "en").await?;
    // To WebDriver whatever a closed `details` holds is hidden, whatever the style makes of it: its height is looked at.
    let height = "return document.querySelector('.fold form').getBoundingClientRect().height";
    let height = browser.window.execute(height, Vec::new()).await?.json().as_f64().context("a height")?;
    ensure!(height > 40.0, "the filters are hidden on a wide screen: {height}");
    browser.keep("reliability-desktop-en").await
}

#[tokio::test]
async fn every_failure_leads_to_its_incidents_and_every_month_to_its_failures() -> anyhow::Result<()> {
    let demo = Demo::start(7).await?;
    let browser = at_the_figures(&demo, Screen::Desktop, "ru").await?;
    let rows = "return [...document.querySelectorAll('ul.plain')].map(list => \
        [list.closest('tr').innerText, list.querySelectorAll('li').length, list.querySelectorAll('a[href^=\"/incidents/\"]').length])";
    let told = browser.window.execute(rows, Vec::new()).await?.json().clone();
    let told = told.as_array().context("rows")?.clone();
    ensure!(!told.is_empty(), "the story had no failure");
    for row in &told {
        ensure!(row[1] == row[2], "a failure without a way to its incident: {row}");
    }
    let of_the_year: BTreeSet<String> = hrefs(&browser, "ul.plain a[href^='/incidents/']").await?.into_iter().collect();
    let mut of_the_months = BTreeSet::new();
    for month in hrefs(&browser, "th a[href^='/reliability?from=']").await? {
        browser.window.goto(format!("{}{month}", demo.base())).await?;
        browser.find("#content").await?;
        of_the_months.extend(hrefs(&browser, "ul.plain a[href^='/incidents/']").await?);
    }
    ensure!(of_the_year == of_the_months, "{of_the_year:?} of the year, {of_the_months:?} of its months");
    let first = of_the_months.first().context("the story had a failure")?;
    browser.window.goto(format!("{}{first}", demo.base())).await?;
    browser.find(".table.stages, .stages").await?;
    Ok(())
}

async fn how_it_is_counted(language: &str, example: &str) -> anyhow::Result<()> {
    let demo = Demo::start(7).await?;
    let browser = at_the_figures(&demo, Screen::Desktop, language).await?;
    let without = "return [...document.querySelectorAll('main section.card')]\
        .filter(card => !card.querySelector('a[href*=\"/reliability/method#\"]')).map(card => card.innerText.slice(0, 80))";
    let without = browser.window.execute(without, Vec::new()).await?.json().clone();
    ensure!(without == serde_json::json!([]), "figures that do not say how they are counted: {without}");
    let rules: BTreeSet<String> = hrefs(&browser, "main a[href*='/reliability/method#']").await?.into_iter().collect();
    ensure!(rules.len() > 6, "{rules:?}");
    for rule in rules {
        browser.window.goto(format!("{}{rule}", demo.base())).await?;
        let id = rule.split('#').nth(1).context("it names a rule")?;
        ensure!(!browser.find(&format!("#{id} + dd")).await?.text().await?.is_empty(), "{rule} leads nowhere");
    }
    browser.window.find(By::Css("a[href='#example']")).await?.click().await?;
    let text = browser.find("#example").await?.text().await?;
    ensure!(text.contains(example) && text.contains("718"), "{text}");
    browser.keep(&format!("method-{language}")).await
}

#[tokio::test]
async fn every_figure_leads_to_its_rule_and_the_example_in_russian() -> anyhow::Result<()> {
    how_it_is_counted("ru", "99,3733").await
}

#[tokio::test]
async fn every_figure_leads_to_its_rule_and_the_example_in_english() -> anyhow::Result<()> {
    how_it_is_counted("en", "99.3733").await
}

#[tokio::test]
async fn on_paper_are_figures_and_nothing_to_press() -> anyhow::Result<()> {
    let demo = Demo::start(7).await?;
    let browser = at_the_figures(&demo, Screen::Desktop, "ru").await?;
    let paper = browser.window.print_page(PrintParameters::default()).await?;
    ensure!(paper.starts_with(b"%PDF") && paper.len() > 10_000, "{} bytes", paper.len());
    if let Some(folder) = std::env::var_os("NABAT_BROWSER_OUT") {
        std::fs::create_dir_all(&folder)?;
        std::fs::write(std::path::Path::new(&folder).join("reliability-paper.pdf"), &paper)?;
    }
    // What the style of paper hides, asked of the style itself.
    let hidden = "const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])\
        .filter(rule => rule.media && rule.media.mediaText === 'print').flatMap(rule => [...rule.cssRules])\
        .filter(rule => rule.style.display === 'none').map(rule => rule.selectorText).join(', ');\
        return [...document.querySelectorAll('main form, nav.periods, .files, header.top, .top nav')]\
        .filter(one => !one.closest(rules)).map(one => one.outerHTML.slice(0, 80))";
    let left = browser.window.execute(hidden, Vec::new()).await?.json().clone();
    ensure!(left == serde_json::json!([]), "paper shows what is to be pressed: {left}");
    Ok(())
}
