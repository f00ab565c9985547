//! What a browser keeps of an attempt to sign in holds for ten minutes, and for the provider that was asked.

use crate::liar::Liar;
use crate::nabat::{Nabat, Site};
use crate::visitor::Visitor;
use anyhow::{Context as _, ensure};
use nabat::clocks::MachineClock;
use nabat_kit::port::Clock as _;

const KEPT: &str = "nabat-sign-in";

/// The attempt the visitor's browser keeps with one word of it another, under a seal that holds: as if it had been begun
/// so.
fn begun_with(visitor: &mut Visitor, nabat: &Nabat, name: &str, word: &str) -> anyhow::Result<()> {
    let mut cookies = visitor.cookies.values_mut();
    let kept = cookies.find_map(|known| known.get_mut(KEPT)).context("an attempt")?;
    let (_, text) = kept.split_once('.').context("a seal before it")?;
    let mut words: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
    words.iter_mut().find(|(known, _)| known == name).context("it has such a word")?.1 = word.to_owned();
    let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(words).finish();
    let seal = nabat.secrets()?.body_hash(format!("sign-in\n{text}").as_bytes());
    *kept = format!("{seal}.{text}");
    Ok(())
}

#[tokio::test]
async fn an_attempt_is_over_after_its_time_and_is_answered_by_the_provider_it_asked() -> anyhow::Result<()> {
    let liar = Liar::start().await?;
    let nabat = Site::new()?.serve(&liar.base(), "claim: email").await?;
    let now = MachineClock.now().0;
    for (name, word, holds) in [
        ("back", "/chat", true),
        ("until", (now + 60_000).to_string().as_str(), true),
        ("until", now.to_string().as_str(), false),
        ("connection", "another", false),
    ] {
        let mut visitor = Visitor::new()?;
        visitor.stops_at(&liar.base());
        let question = visitor.open(&nabat.page("/sign-in/sso?back=/chat")).await?;
        let answer = liar.answers(&question.address);
        begun_with(&mut visitor, &nabat, name, word)?;
        let page = visitor.open(&answer).await?;
        assert_eq!(page.status, if holds { 200 } else { 400 }, "{name} {word}: {}", page.body);
        ensure!(holds || page.body.contains("This sign-in is over"), "{name} {word}: {}", page.body);
        assert_eq!(visitor.cookie(&nabat.page("/"), "nabat").is_some(), holds, "{name} {word}");
    }
    Ok(())
}
