//! Whatever a provider says, nobody is signed in by what does not hold.

use crate::liar::{Liar, Lie};
use crate::nabat::{NAME, Nabat, SECRET, Site};
use crate::visitor::{Page, Visitor};
use anyhow::ensure;

async fn stage() -> anyhow::Result<(Nabat, Liar)> {
    let liar = Liar::start().await?;
    let nabat = Site::new()?.serve(&liar.base(), "claim: email").await?;
    Ok((nabat, liar))
}

/// Asks, and opens what the provider answers.
async fn answered(visitor: &mut Visitor, nabat: &Nabat, liar: &Liar) -> anyhow::Result<Page> {
    visitor.stops_at(&liar.base());
    let question = visitor.open(&nabat.page("/sign-in/sso?back=/chat")).await?;
    ensure!(question.address.as_str().starts_with(&liar.base()), "{} {}", question.status, question.body);
    visitor.open(&liar.answers(&question.address)).await
}

/// Lies in a token, with the word for each in the log.
#[rustfmt::skip]
const IN_A_TOKEN: &[(Lie, &str)] = &[
    (Lie::Nonce, "Invalid nonce"),
    (Lie::NoNonce, "Invalid nonce"),
    (Lie::Audience, "Invalid audiences"),
    (Lie::TwoAudiences, "Invalid audiences"),
    (Lie::Issuer, "Invalid issuer"),
    (Lie::Expired, "Expired"),
    (Lie::Changed, "Signature verification failed"),
    (Lie::Unsigned, "Signature verification failed"),
    (Lie::Shared, "Signature verification failed"),
    (Lie::ForeignKey, "Signature verification failed"),
    (Lie::NoToken, "no ID token came"),
    (Lie::NoWords, "Failed to parse server response"),
    (Lie::NoJson, "unexpected response Content-Type"),
    (Lie::Code, "the provider says `invalid_grant`"),
    (Lie::Elsewhere, "a sign-in was refused"),
    (Lie::AnotherSubject, "Invalid subject"),
    (Lie::Unsaid, "that the mail address is verified is not said"),
];

#[tokio::test]
async fn nobody_is_signed_in_by_a_token_that_does_not_hold() -> anyhow::Result<()> {
    let (nabat, liar) = stage().await?;
    for (lie, word) in IN_A_TOKEN {
        liar.lies(*lie);
        let (mut visitor, before) = (Visitor::new()?, nabat.log().len());
        let page = answered(&mut visitor, &nabat, &liar).await?;
        ensure!(
            page.status == 403 && page.body.contains("You were not signed in"),
            "{lie:?}: {} {}",
            page.status,
            page.body
        );
        assert_eq!(visitor.cookie(&nabat.page("/"), "nabat"), None, "{lie:?}");
        let log = nabat.log();
        let told: Vec<&str> = log[before..].lines().filter(|line| line.contains("WARN")).collect();
        ensure!(told.len() == 1 && told[0].contains(word), "{lie:?} is told so:\n{told:?}");
    }
    liar.lies(Lie::Nothing);
    let page = answered(&mut Visitor::new()?, &nabat, &liar).await?;
    ensure!(page.status == 200 && page.body.contains(NAME), "the same without a lie: {} {}", page.status, page.body);
    let log = nabat.log();
    for secret in [SECRET, "secret-access", "eyJ", "a-code", "@yasno"] {
        ensure!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
    ensure!(!liar.was_followed(), "nobody is followed elsewhere");
    Ok(())
}

#[tokio::test]
async fn a_provider_that_is_another_one_or_leads_elsewhere_is_not_asked() -> anyhow::Result<()> {
    let (nabat, liar) = stage().await?;
    for (lie, word) in [
        (Lie::Name, "unexpected issuer URI"),
        (Lie::Moved, "Server returned invalid response"),
        (Lie::Metadata, "169.254.169.254 is not a public address"),
    ] {
        liar.lies(lie);
        let page = Visitor::new()?.open(&nabat.page("/sign-in/sso")).await?;
        ensure!(page.status == 503 && page.body.contains("You cannot sign in with"), "{lie:?}: {}", page.body);
        ensure!(nabat.log().contains(word), "{lie:?}: {}", nabat.log());
    }
    ensure!(!liar.was_followed(), "nobody is followed elsewhere");
    liar.lies(Lie::Nothing);
    assert_eq!(answered(&mut Visitor::new()?, &nabat, &liar).await?.status, 200, "it was not remembered so");
    Ok(())
}

#[tokio::test]
async fn an_answer_a_provider_gives_twice_opens_one_session() -> anyhow::Result<()> {
    let (nabat, liar) = stage().await?;
    let mut visitor = Visitor::new()?;
    visitor.stops_at(&liar.base());
    let question = visitor.open(&nabat.page("/sign-in/sso")).await?;
    let (answer, kept) = (liar.answers(&question.address), visitor.cookies.clone());
    assert_eq!(visitor.open(&answer).await?.status, 200);
    let mut thief = Visitor::new()?;
    thief.cookies = kept;
    let again = thief.open(&answer).await?;
    ensure!(again.status == 400 && again.body.contains("This sign-in is over"), "{} {}", again.status, again.body);
    assert_eq!(thief.cookie(&nabat.page("/"), "nabat"), None);
    Ok(())
}

#[tokio::test]
async fn an_answer_of_another_issuer_or_with_an_error_is_refused_and_ends_the_attempt() -> anyhow::Result<()> {
    let (nabat, liar) = stage().await?;
    for (more, word) in [
        ("&iss=https%3A%2F%2Fsso.example.org", "the answer names another issuer"),
        ("&error=server_error%0Aforged+line", "the provider says `server_errorforgedline`"),
    ] {
        let mut visitor = Visitor::new()?;
        visitor.stops_at(&liar.base());
        let question = visitor.open(&nabat.page("/sign-in/sso")).await?;
        let answer = liar.answers(&question.address);
        assert_eq!(visitor.open(&format!("{answer}{more}")).await?.status, 403);
        ensure!(nabat.log().contains(word), "{}", nabat.log());
        assert_eq!(visitor.open(&answer).await?.status, 400, "the attempt is over");
    }
    Ok(())
}

#[tokio::test]
async fn keys_are_asked_for_once_more_when_a_token_names_another_and_not_each_time() -> anyhow::Result<()> {
    let (nabat, liar) = stage().await?;
    let mut asked = Vec::new();
    for seed in [7, 7, 8, 8] {
        liar.changes_key(seed);
        assert_eq!(answered(&mut Visitor::new()?, &nabat, &liar).await?.status, 200);
        asked.push(liar.asked_for_keys());
    }
    assert_eq!(asked, [1, 1, 2, 2]);
    liar.lies(Lie::ForeignKey);
    assert_eq!(answered(&mut Visitor::new()?, &nabat, &liar).await?.status, 403);
    assert_eq!(liar.asked_for_keys(), 3, "looked for once");
    Ok(())
}
