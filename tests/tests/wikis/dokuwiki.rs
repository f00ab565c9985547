//! A real DokuWiki: the contract, and what people do to a page meanwhile.

use crate::page::{HOSTILE, key, page};
use crate::proxy::Proxy;
use anyhow::ensure;
use nabat_connectors::wiki::dokuwiki::{DokuWiki, Settings};
use nabat_kit::port::{CallError, Wiki as _};
use nabat_tests::folder::Folder;
use nabat_tests::peer::Peer;
use std::process::Command;

/// A wiki with anna, who writes there by its own command line.
struct Stage {
    peer: Peer,
    proxy: Proxy,
    wiki: DokuWiki,
    desk: Folder,
}

impl Stage {
    async fn start() -> anyhow::Result<Self> {
        let peer = Peer::start("dokuwiki.sh", &[])?;
        let proxy = Proxy::before(&peer.base()).await?;
        let wiki = DokuWiki::new(&settings(&proxy.base), "nabat-pass")?;
        Ok(Self { peer, proxy, wiki, desk: Folder::new() })
    }

    fn anna(&self, arguments: &[&str]) -> anyhow::Result<()> {
        let program = self.peer.state().join("www/bin/dwpage.php");
        let output = Command::new("php").arg(program).args(["-u", "anna"]).args(arguments).output()?;
        ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    fn text(&self, id: &str) -> anyhow::Result<String> {
        let file = self.peer.state().join("www/data/pages").join(id.replace(':', "/"));
        Ok(std::fs::read_to_string(file.with_extension("txt"))?)
    }

    fn write(&self, id: &str, text: &str) -> anyhow::Result<()> {
        let file = self.desk.path().join("page.txt");
        std::fs::write(&file, text)?;
        self.anna(&["commit", "-m", "by hand", &file.to_string_lossy(), id])
    }

    async fn html(&self, id: &str) -> anyhow::Result<String> {
        let client = nabat_connectors::http::loopback().build()?;
        let answer = client.get(format!("{}/doku.php?id={id}", self.peer.base())).send().await?;
        Ok(answer.error_for_status()?.text().await?)
    }
}

fn settings(base: &str) -> Settings {
    Settings { base: base.to_owned(), bot: "nabat".to_owned(), namespace: "Incidents".to_owned() }
}

#[tokio::test]
async fn the_suite() -> anyhow::Result<()> {
    let stage = Stage::start().await?;
    nabat_tests::wiki_suite!(over & stage.wiki);
    Ok(())
}

#[tokio::test]
async fn charts_are_there_before_the_text_and_what_was_typed_is_shown_as_typed() -> anyhow::Result<()> {
    let stage = Stage::start().await?;
    let made = stage.wiki.publish(&key(1), &page("inc-1", HOSTILE)).await?;
    ensure!(made.address.ends_with("/doku.php?id=incidents:city:inc-1"), "{}", made.address);
    assert_eq!(stage.proxy.order(&["wiki.putPage", "wiki.putAttachment"]), ["wiki.putAttachment", "wiki.putPage"]);
    let html = stage.html("incidents:city:inc-1").await?;
    ensure!(html.contains("<img") && html.contains("nabat-city-inc-1-"), "the chart is shown");
    ensure!(
        !html.contains("<script>alert") && !html.contains("href=\"http://evil.example/\""),
        "nothing typed is markup"
    );
    for typed in ["&lt;script&gt;alert(1)", "[[Main Page]]", "&#039;&#039;&#039;bold", "&lt;/nowiki&gt;", "| x || y"] {
        ensure!(html.contains(typed), "{typed} is shown as typed: {html}");
    }
    ensure!(html.contains("href=\"https://desk.example/SD-1?a=1&amp;b=2\""), "the record is a link");
    // A mark somebody typed ended nothing.
    assert_eq!(stage.wiki.publish(&key(2), &page("inc-1", "calm")).await?.revision, 2);
    ensure!(!stage.html("incidents:city:inc-1").await?.contains("Main Page"), "all of the first revision is gone");
    Ok(())
}

#[tokio::test]
async fn what_people_write_around_the_section_stays_and_an_open_page_is_waited_for() -> anyhow::Result<()> {
    let stage = Stage::start().await?;
    let id = "incidents:city:inc-1";
    stage.wiki.publish(&key(1), &page("inc-1", "first words")).await?;
    stage.write(id, &format!("Above, by hand.\n\n{}\n\nBelow, by hand.", stage.text(id)?))?;
    let second = stage.wiki.publish(&key(2), &page("inc-1", "second words")).await?;
    assert_eq!(second.revision, 2);
    let text = stage.text(id)?;
    ensure!(text.starts_with("Above, by hand.\n\n<sub>%%[nabat:begin 2 "), "{text}");
    ensure!(text.trim_end().ends_with("Below, by hand.") && !text.contains("first words"), "{text}");
    stage.anna(&["lock", id])?;
    let waits = stage.wiki.publish(&key(3), &page("inc-1", "third words")).await;
    ensure!(matches!(&waits, Err(CallError::Transient(why)) if why.contains("open for writing")), "{waits:?}");
    assert_eq!(stage.text(id)?, text, "nothing was written");
    stage.anna(&["unlock", id])?;
    assert_eq!(stage.wiki.publish(&key(3), &page("inc-1", "third words")).await?.revision, 3);
    assert_eq!(stage.wiki.publish(&key(3), &page("inc-1", "third words")).await?.revision, 3, "the same is done");
    Ok(())
}

#[tokio::test]
async fn a_page_people_removed_is_not_made_again_and_a_wrong_password_is_said() -> anyhow::Result<()> {
    let stage = Stage::start().await?;
    stage.wiki.publish(&key(1), &page("inc-1", "first")).await?;
    stage.write("incidents:city:inc-1", "")?;
    let gone = stage.wiki.publish(&key(2), &page("inc-1", "second")).await;
    ensure!(matches!(&gone, Err(CallError::Permanent(why)) if why.contains("by anna")), "{gone:?}");
    assert_eq!(stage.wiki.find(&page("inc-1", "").name).await?, None);
    let refused = DokuWiki::new(&settings(&stage.peer.base()), "wrong")?.find(&page("inc-1", "").name).await;
    ensure!(matches!(&refused, Err(CallError::Permanent(why)) if why.contains("does not let nabat in")), "{refused:?}");
    Ok(())
}
