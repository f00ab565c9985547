//! The contract of wikis over Confluence's model, and people who write, rename, delete and look on.

use crate::{clock, key};
use anyhow::ensure;
use nabat_domain::catalogue::Language;
use nabat_domain::time::{At, Length};
use nabat_kit::document::{Block, Chart, Document, Fact};
use nabat_kit::port::{CallError, EffectKey, PageName, PublishedPage, Wiki, WikiCapabilities, WikiPage};
use nabat_tests::atlassian::confluence::ConfluenceModel;

const HOSTILE: &str = "<script>alert(1)</script> & &copy; ]]> </ac:rich-text-body> <!-- x --> \u{0}\u{1}\u{202e}";
const TITLE: &str = "city/inc-1";

/// The wiki with its server.
struct Kept(ConfluenceModel);

#[async_trait::async_trait]
impl Wiki for Kept {
    fn capabilities(&self) -> WikiCapabilities {
        self.0.wiki().capabilities()
    }

    async fn publish(&self, key: &EffectKey, page: &WikiPage) -> Result<PublishedPage, CallError> {
        self.0.wiki().publish(key, page).await
    }

    async fn find(&self, name: &PageName) -> Result<Option<PublishedPage>, CallError> {
        self.0.wiki().find(name).await
    }
}

mod contract {
    use super::{ConfluenceModel, Kept};

    nabat_tests::wiki_suite!(Box::new(Kept(ConfluenceModel::new(crate::clock()))));
}

fn page(words: &str) -> WikiPage {
    let points = vec![(At(1_772_614_800_000), 20_000), (At(1_772_615_400_000), 950_500)];
    let blocks = vec![
        Block::Paragraph { text: words.to_owned() },
        Block::Facts { rows: vec![Fact { name: "Scope".to_owned(), value: words.to_owned() }] },
        Block::Table { head: vec!["When".to_owned()], rows: vec![vec![words.to_owned()]] },
        Block::Link { text: "The record".to_owned(), address: "https://desk.example/SD-1?a=1&b=2".to_owned() },
        Block::Chart(Chart { title: "errors a minute".to_owned(), points, mark: None }),
    ];
    let title = "Report of inc-1".to_owned();
    let redacted = Document { language: Language::En, title, changes: vec![words.chars().take(9).collect()], blocks };
    WikiPage { name: PageName(TITLE.to_owned()), full: None, redacted }
}

#[tokio::test]
async fn charts_are_there_before_the_text_and_what_was_typed_is_text() -> anyhow::Result<()> {
    let confluence = ConfluenceModel::new(clock());
    let made = confluence.wiki().publish(&key("1"), &page(HOSTILE)).await?;
    ensure!(made.address == format!("{}/pages/viewpage.action?pageId=2", confluence.base), "{made:?}");
    assert_eq!(confluence.done(), ["POST ", "POST 2/label", "POST 2/child/attachment", "PUT 2"]);
    let (text, files) = (confluence.text(TITLE).unwrap_or_default(), confluence.files(TITLE));
    ensure!(files.len() == 1 && text.contains(&format!("<ri:attachment ri:filename=\"{}\"/>", files[0])), "{text}");
    ensure!(text.contains("&lt;script&gt;alert(1)") && !text.contains("<script>"), "{text}");
    ensure!(text.contains("href=\"https://desk.example/SD-1?a=1&amp;b=2\""), "{text}");
    ensure!(confluence.is_below_incidents(TITLE));
    // The same chart again is no second file; the history says what changed.
    confluence.wiki().publish(&key("2"), &page("calm")).await?;
    assert_eq!((confluence.files(TITLE).len(), confluence.message(TITLE).as_str()), (1, "calm"));
    Ok(())
}

#[tokio::test]
async fn a_wiki_that_takes_no_files_gets_the_page_without() -> anyhow::Result<()> {
    let confluence = ConfluenceModel::new(clock());
    confluence.takes_no_files();
    confluence.wiki().publish(&key("1"), &page("words")).await?;
    let text = confluence.text(TITLE).unwrap_or_default();
    ensure!(text.contains("errors a minute") && !text.contains("ri:attachment"), "{text}");
    Ok(())
}

#[tokio::test]
async fn what_people_write_around_the_section_stays_even_while_nabat_writes() -> anyhow::Result<()> {
    let confluence = ConfluenceModel::new(clock());
    confluence.wiki().publish(&key("1"), &page("first words")).await?;
    confluence.saves(TITLE, |text| format!("<p>Above, by hand.</p>{text}<p>Below, by hand.</p>"));
    let second = confluence.wiki().publish(&key("2"), &page("second words")).await?;
    assert_eq!(second.revision, 2);
    let before = confluence.version(TITLE);
    confluence.saves_before_the_next(TITLE, |text| {
        text.replace("Above, by hand.", "Above, while Nabat wrote.").replace("second words", "changed by hand")
    });
    let third = confluence.wiki().publish(&key("3"), &page("third words")).await?;
    assert_eq!((third.revision, confluence.version(TITLE)), (3, before + 2), "theirs, and then Nabat's upon it");
    let text = confluence.text(TITLE).unwrap_or_default();
    ensure!(text.starts_with("<p>Above, while Nabat wrote.</p>") && text.ends_with("<p>Below, by hand.</p>"), "{text}");
    ensure!(text.contains("third words") && !text.contains("changed by hand"), "{text}");
    // The same once more changes nothing.
    assert_eq!(confluence.wiki().publish(&key("3"), &page("third words")).await?, third);
    assert_eq!(confluence.version(TITLE), before + 2);
    Ok(())
}

#[tokio::test]
async fn a_page_somebody_made_first_gets_the_section_below() -> anyhow::Result<()> {
    let confluence = ConfluenceModel::new(clock());
    confluence.saves_before_the_next(TITLE, |_| "<p>Made by hand.</p>".to_owned());
    assert_eq!(confluence.wiki().publish(&key("1"), &page("words")).await?.revision, 1);
    let text = confluence.text(TITLE).unwrap_or_default();
    ensure!(text.starts_with("<p>Made by hand.</p>") && text.contains("words"), "{text}");
    assert_eq!(confluence.titles(), [TITLE]);
    Ok(())
}

#[tokio::test]
async fn a_page_is_followed_where_people_move_it_and_not_made_again_where_they_removed_it() -> anyhow::Result<()> {
    let confluence = ConfluenceModel::new(clock());
    let first = confluence.wiki().publish(&key("1"), &page("first")).await?;
    confluence.renames(TITLE, "The night of the crews", None);
    // And somebody makes another page of the old name.
    confluence.saves(TITLE, |_| "<p>Another matter.</p>".to_owned());
    let second = confluence.wiki().publish(&key("2"), &page("second")).await?;
    assert_eq!((second.revision, &second.address), (2, &first.address));
    assert_eq!(confluence.text(TITLE).as_deref(), Some("<p>Another matter.</p>"));
    let text = confluence.text("The night of the crews").unwrap_or_default();
    ensure!(text.contains("second") && !confluence.is_below_incidents("The night of the crews"), "{text}");
    confluence.deletes(TITLE);
    confluence.deletes("The night of the crews");
    let gone = confluence.wiki().publish(&key("3"), &page("third")).await;
    ensure!(matches!(&gone, Err(CallError::Permanent(why)) if why.contains("in the trash of OPS")), "{gone:?}");
    assert_eq!((confluence.wiki().find(&page("").name).await?, confluence.titles()), (None, Vec::new()));
    Ok(())
}

#[tokio::test]
async fn a_wiki_that_is_down_is_asked_again_and_a_token_that_ended_is_said() -> anyhow::Result<()> {
    let confluence = ConfluenceModel::new(clock());
    confluence.is_down(Some(503));
    let down = confluence.wiki().publish(&key("1"), &page("words")).await;
    ensure!(matches!(down, Err(CallError::Transient(_))), "{down:?}");
    confluence.is_down(None);
    // Made, and nobody heard of it: the repeat writes upon it.
    confluence.trouble().lose(1);
    ensure!(confluence.wiki().publish(&key("1"), &page("words")).await.is_err());
    assert_eq!(confluence.wiki().publish(&key("1"), &page("words")).await?.revision, 1);
    assert_eq!(confluence.titles(), [TITLE]);
    confluence.trouble().ask_to_wait(9);
    let busy = confluence.wiki().publish(&key("2"), &page("more")).await;
    assert_eq!(busy, Err(CallError::Throttled { retry_after: Some(Length::seconds(9)) }));
    confluence.ends_token();
    let ended = confluence.wiki().publish(&key("3"), &page("more")).await;
    ensure!(matches!(&ended, Err(CallError::Permanent(why)) if why.contains("does not take the token")), "{ended:?}");
    Ok(())
}
