//! A real MediaWiki: the contract, and everything people do to a page meanwhile.

use crate::page::{HOSTILE, key, page};
use crate::proxy::Proxy;
use anyhow::{Context as _, ensure};
use nabat_connectors::wiki::mediawiki::{MediaWiki, Settings};
use nabat_kit::port::{CallError, Wiki as _};
use nabat_tests::peer::Peer;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const PASSWORD: &str = "nabat0bot0password000000000tests";

/// A wiki with the people who write there: by its own maintenance programs, as Admin.
struct Stage {
    peer: Peer,
    proxy: Proxy,
    wiki: MediaWiki,
}

/// The people.
#[derive(Clone)]
struct People {
    settings: PathBuf,
}

impl People {
    fn run(&self, program: &str, arguments: &[&str], input: &str) -> anyhow::Result<String> {
        let mut child = Command::new("php")
            .arg(format!("/usr/share/mediawiki/maintenance/{program}.php"))
            .args(arguments)
            .env("MW_CONFIG_FILE", &self.settings)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        child.stdin.take().context("its input is piped")?.write_all(input.as_bytes())?;
        let output = child.wait_with_output()?;
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        ensure!(output.status.success(), "{program}: {told}{}", String::from_utf8_lossy(&output.stderr));
        Ok(told)
    }

    fn text(&self, title: &str) -> anyhow::Result<String> {
        self.run("getText", &[title], "")
    }

    fn write(&self, title: &str, text: &str) -> anyhow::Result<()> {
        self.run("edit", &["--user", "Admin", "--summary", "by hand", title], text).map(drop)
    }

    fn rename(&self, old: &str, new: &str, how: &[&str]) -> anyhow::Result<()> {
        let told = self.run("moveBatch", &[&["--u", "Admin"], how].concat(), &format!("{old}|{new}\n"))?;
        ensure!(!told.contains("FAILED"), "{told}");
        Ok(())
    }

    fn delete(&self, title: &str) -> anyhow::Result<()> {
        self.run("deleteBatch", &["--u", "Admin", "--r", "a name stood in it"], &format!("{title}\n")).map(drop)
    }
}

impl Stage {
    async fn start() -> anyhow::Result<Self> {
        let peer = Peer::start("mediawiki.sh", &[])?;
        let proxy = Proxy::before(&peer.base()).await?;
        let settings =
            Settings { base: proxy.base.clone(), bot: "Nabat@nabat".to_owned(), parent: "Incidents".to_owned() };
        Ok(Self { wiki: MediaWiki::new(&settings, PASSWORD)?, peer, proxy })
    }

    fn people(&self) -> People {
        People { settings: self.peer.state().join("LocalSettings.php") }
    }

    async fn html(&self, title: &str) -> anyhow::Result<String> {
        let client = nabat_connectors::http::loopback().build()?;
        let answer = client.get(format!("{}/index.php/{title}", self.peer.base())).send().await?;
        Ok(answer.error_for_status()?.text().await?)
    }
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
    ensure!(made.address.ends_with("/index.php/Incidents/city/inc-1"), "{}", made.address);
    assert_eq!(
        stage.proxy.order(&["action=edit", "filename=\"nabat-city-inc-1"]),
        ["filename=\"nabat-city-inc-1", "action=edit"]
    );
    let html = stage.html("Incidents/city/inc-1").await?;
    ensure!(html.contains("<img") && html.contains("/images/"), "the chart is shown");
    ensure!(!html.contains("<script>alert") && !html.contains("evil.example/\""), "nothing typed is markup");
    let shown = decoded(&html);
    for typed in ["<script>alert(1)", "[[Main Page]]", "{{sandbox}}", "'''bold'''", "~~~~", "__NOTOC__", "| x || y"] {
        ensure!(shown.contains(typed), "{typed} is shown as typed");
    }
    ensure!(html.contains("href=\"https://desk.example/SD-1?a=1&amp;b=2\""), "the record is a link");
    // The same chart again is no second file.
    stage.wiki.publish(&key(2), &page("inc-1", "calm")).await?;
    ensure!(stage.html("Incidents/city/inc-1").await?.contains("<img"), "the chart is still shown");
    Ok(())
}

#[tokio::test]
async fn what_people_write_around_the_section_stays_even_while_nabat_writes() -> anyhow::Result<()> {
    let stage = Stage::start().await?;
    let (people, title) = (stage.people(), "Incidents/city/inc-1");
    stage.wiki.publish(&key(1), &page("inc-1", "first words")).await?;
    let theirs = |text: &str| format!("Above, by hand.\n\n{text}\n\nBelow, by hand.");
    people.write(title, &theirs(&people.text(title)?))?;
    let second = stage.wiki.publish(&key(2), &page("inc-1", "second words")).await?;
    assert_eq!(second.revision, 2);
    let quicker = people.clone();
    // Where Nabat's own words stand, so that MediaWiki cannot put both together by itself.
    stage.proxy.before_next("action=edit", move || {
        let text = quicker.text(title).expect("the page");
        let text =
            text.replace("Above, by hand.", "Above, while Nabat wrote.").replace("second words", "changed by hand");
        quicker.write(title, &text).expect("written");
    });
    let third = stage.wiki.publish(&key(3), &page("inc-1", "third words")).await?;
    assert_eq!(third.revision, 3);
    let text = people.text(title)?;
    ensure!(text.starts_with("Above, while Nabat wrote.\n\n<!-- nabat:begin 3 "), "{text}");
    ensure!(text.trim_end().ends_with("<!-- nabat:end -->\n\nBelow, by hand."), "{text}");
    ensure!(text.contains("third words") && !text.contains("changed by hand"), "{text}");
    assert_eq!(stage.proxy.order(&["action=edit"]).len(), 4, "the conflict made one more");
    // The same once more changes nothing.
    assert_eq!(stage.wiki.publish(&key(3), &page("inc-1", "third words")).await?, third);
    assert_eq!(stage.proxy.order(&["action=edit"]).len(), 4);
    Ok(())
}

#[tokio::test]
async fn a_page_somebody_made_first_gets_the_section_below() -> anyhow::Result<()> {
    let stage = Stage::start().await?;
    let (people, title) = (stage.people(), "Incidents/city/inc-1");
    let quicker = people.clone();
    stage.proxy.before_next("action=edit", move || quicker.write(title, "Made by hand.").expect("written"));
    assert_eq!(stage.wiki.publish(&key(1), &page("inc-1", "words")).await?.revision, 1);
    ensure!(people.text(title)?.starts_with("Made by hand.\n\n<!-- nabat:begin 1 "));
    Ok(())
}

#[tokio::test]
async fn a_page_is_followed_where_people_move_it_and_not_made_again_where_they_removed_it() -> anyhow::Result<()> {
    let stage = Stage::start().await?;
    let people = stage.people();
    stage.wiki.publish(&key(1), &page("inc-1", "first")).await?;
    people.rename("Incidents/city/inc-1", "Failures/The night", &[])?;
    let second = stage.wiki.publish(&key(2), &page("inc-1", "second")).await?;
    ensure!(second.revision == 2 && second.address.ends_with("/Failures/The_night"), "{second:?}");
    people.rename("Failures/The night", "Failures/Booking", &["--noredirects"])?;
    people.delete("Incidents/city/inc-1")?;
    people.rename("Failures/Booking", "Archive/Booking", &["--noredirects"])?;
    // The first name says "deleted" now: that was the redirect's end.
    let gone = stage.wiki.publish(&key(3), &page("inc-1", "third")).await;
    ensure!(matches!(&gone, Err(CallError::Permanent(why)) if why.contains("by Admin")), "{gone:?}");
    assert_eq!(stage.wiki.find(&page("inc-1", "").name).await?, None);
    // Moved without a trace, the log leads there.
    stage.wiki.publish(&key(1), &page("inc-2", "first")).await?;
    people.rename("Incidents/city/inc-2", "Failures/Two", &["--noredirects"])?;
    people.rename("Failures/Two", "Archive/Two", &["--noredirects"])?;
    let moved = stage.wiki.publish(&key(2), &page("inc-2", "second")).await?;
    ensure!(moved.revision == 2 && moved.address.ends_with("/Archive/Two"), "{moved:?}");
    people.delete("Archive/Two")?;
    let gone = stage.wiki.publish(&key(3), &page("inc-2", "third")).await;
    ensure!(matches!(&gone, Err(CallError::Permanent(why)) if why.contains("a name stood in it")), "{gone:?}");
    Ok(())
}

#[tokio::test]
async fn a_session_that_ended_is_begun_anew_and_a_wrong_password_is_said() -> anyhow::Result<()> {
    let stage = Stage::start().await?;
    stage.wiki.publish(&key(1), &page("inc-1", "first")).await?;
    forget_sessions(&stage.peer)?;
    assert_eq!(stage.wiki.publish(&key(2), &page("inc-1", "second")).await?.revision, 2);
    // Between the reading and the writing.
    let state = stage.peer.state().to_owned();
    stage.proxy.before_next("action=edit", move || forget(&state).expect("forgotten"));
    assert_eq!(stage.wiki.publish(&key(3), &page("inc-1", "third")).await?.revision, 3);
    let settings = Settings { base: stage.peer.base(), bot: "Nabat@nabat".to_owned(), parent: "Incidents".to_owned() };
    let refused =
        MediaWiki::new(&settings, "nabat0bot0password00000000wrong0")?.publish(&key(4), &page("inc-1", "x")).await;
    ensure!(
        matches!(&refused, Err(CallError::Permanent(why)) if why.contains("does not let Nabat@nabat in")),
        "{refused:?}"
    );
    Ok(())
}

/// Characters written as their numbers, as a browser shows them.
fn decoded(html: &str) -> String {
    let mut shown = String::new();
    for (place, piece) in html.split("&#").enumerate() {
        let numbered =
            piece.split_once(';').and_then(|(number, rest)| Some((char::from_u32(number.parse().ok()?)?, rest)));
        match numbered.filter(|_| place > 0) {
            Some((letter, rest)) => {
                shown.push(letter);
                shown.push_str(rest);
            }
            None => shown.push_str(piece),
        }
    }
    shown
}

fn forget_sessions(peer: &Peer) -> anyhow::Result<()> {
    forget(peer.state())
}

/// The wiki loses what it knows of who is logged in.
fn forget(state: &std::path::Path) -> anyhow::Result<()> {
    let mut forgotten = 0;
    for file in std::fs::read_dir(state.join("db"))? {
        let path = file?.path();
        if path.extension().is_some_and(|end| end == "sqlite") {
            let database = rusqlite::Connection::open(&path)?;
            database.busy_timeout(std::time::Duration::from_secs(10))?;
            forgotten += database.execute("DELETE FROM objectcache WHERE keyname LIKE '%MWSession%'", []).unwrap_or(0);
        }
    }
    ensure!(forgotten > 0, "there was a session");
    Ok(())
}
