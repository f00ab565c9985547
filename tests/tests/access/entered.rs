//! People sign in at a real provider, and out of it.

use crate::nabat::{NAME, Nabat, PERSON, SECRET, Site};
use crate::provider::{fills_in, signs_in, start};
use crate::visitor::Visitor;
use anyhow::{Context as _, ensure};
use nabat_tests::peer::Peer;

async fn stage(more: &str) -> anyhow::Result<(Nabat, Peer)> {
    let site = Site::new()?;
    let provider = start(&site)?;
    let nabat = site.serve(&provider.base(), more).await?;
    Ok((nabat, provider))
}

#[tokio::test]
async fn whoever_signs_in_at_the_provider_comes_back_to_the_page_they_wanted() -> anyhow::Result<()> {
    let (nabat, provider) = stage("claim: email, name: Clinics ID").await?;
    let mut visitor = Visitor::new()?;
    let asked = visitor.open(&nabat.page("/chat?from=mail")).await?;
    assert_eq!(asked.status, 401);
    ensure!(asked.body.contains("Sign in with Clinics ID") && asked.body.contains("one-time link"), "{}", asked.body);
    ensure!(asked.header("content-security-policy").contains("form-action 'self'"), "the page is guarded");
    let question = visitor.open(&asked.link("/sign-in/sso")?).await?;
    ensure!(question.address.as_str().starts_with(&provider.base()), "{}", question.address);
    let page = fills_in(&mut visitor, &question, "polina").await?;
    assert_eq!((page.status, page.address.as_str()), (200, nabat.page("/chat?from=mail").as_str()));
    ensure!(page.body.contains(NAME), "{}", page.body);
    assert_eq!(visitor.cookie(&nabat.page("/"), "nabat-sign-in"), None, "the attempt is over");
    let log = nabat.log();
    let told: Vec<&str> = log.lines().filter(|line| line.contains("signed in")).collect();
    ensure!(told.len() == 1 && told[0].contains(PERSON) && told[0].contains("clinics"), "{log}");
    let session = visitor.cookie(&nabat.page("/"), "nabat").context("a session")?;
    for secret in [SECRET, session.as_str(), "eyJ", "code=", "@yasno"] {
        ensure!(!log.to_lowercase().contains(&secret.to_lowercase()), "{secret} is in the log:\n{log}");
    }
    Ok(())
}

#[tokio::test]
async fn signing_out_ends_the_session_here_and_leads_to_the_providers_end_of_it() -> anyhow::Result<()> {
    let (nabat, provider) = stage("claim: email").await?;
    let mut visitor = Visitor::new()?;
    let page = signs_in(&mut visitor, &nabat, "/", "polina").await?;
    let session = visitor.cookie(&nabat.page("/"), "nabat").context("a session")?;
    let csrf = page.hidden("csrf")?;
    let out = visitor.send(&nabat.page("/out"), &[("csrf", &csrf)]).await?;
    assert_eq!((out.status, visitor.cookie(&nabat.page("/"), "nabat")), (200, None));
    let way_out = out.header("refresh").strip_prefix("0; url=").context("the browser goes on")?.to_owned();
    ensure!(way_out.starts_with(&format!("{}/session/end?", provider.base())), "{way_out}");
    ensure!(out.body.contains(&way_out.replace('&', "&amp;")), "a link leads there too: {}", out.body);
    let mut thief = Visitor::new()?;
    thief.cookies = visitor.cookies.clone();
    for known in thief.cookies.values_mut() {
        known.insert("nabat".to_owned(), session.clone());
    }
    assert_eq!(thief.open(&nabat.page("/")).await?.status, 401, "whoever kept the cookie has nothing");
    // The provider asks, as it is told by nobody who they are; then it has forgotten them.
    let asked = visitor.open(&way_out).await?;
    let xsrf = asked.hidden("xsrf")?;
    let ended = visitor.send(&asked.form()?, &[("xsrf", &xsrf), ("logout", "yes")]).await?;
    assert_eq!((ended.status, ended.address.as_str()), (401, nabat.page("/").as_str()));
    let question = visitor.open(&ended.link("/sign-in/sso")?).await?;
    ensure!(question.body.contains("name=\"password\""), "it asks for the password again: {}", question.body);
    Ok(())
}

#[tokio::test]
async fn a_stranger_and_an_unproved_address_are_told_so_and_get_nothing_else() -> anyhow::Result<()> {
    let (nabat, _provider) = stage("claim: email").await?;
    for (language, words) in [("en", "Nabat does not know you"), ("ru", "Набат вас не знает")] {
        let mut stranger = Visitor::reading(language)?;
        let page = signs_in(&mut stranger, &nabat, "/", "stranger").await?;
        ensure!(page.status == 403 && page.body.contains(words), "{} {}", page.status, page.body);
        assert_eq!(stranger.cookie(&nabat.page("/"), "nabat"), None);
        assert_eq!(stranger.open(&nabat.page("/")).await?.status, 401);
    }
    let mut impostor = Visitor::new()?;
    let page = signs_in(&mut impostor, &nabat, "/", "impostor").await?;
    ensure!(page.status == 403 && page.body.contains("You were not signed in"), "{} {}", page.status, page.body);
    assert_eq!(impostor.cookie(&nabat.page("/"), "nabat"), None);
    ensure!(nabat.log().contains("the mail address is not verified"), "{}", nabat.log());
    ensure!(!nabat.log().contains("stranger@"), "whoever is not known is not written down");
    Ok(())
}

#[tokio::test]
async fn a_new_session_is_another_one_and_the_one_before_is_over() -> anyhow::Result<()> {
    let (nabat, _provider) = stage("claim: email").await?;
    let mut visitor = Visitor::new()?;
    let asked = visitor.open(&nabat.link()?).await?;
    let page = visitor.send(&asked.form()?, &[]).await?;
    assert_eq!(page.status, 200, "the link works beside the provider");
    let before = visitor.cookies.clone();
    let old = visitor.cookie(&nabat.page("/"), "nabat").context("a session")?;
    let question = visitor.open(&nabat.page("/sign-in/sso?back=/chat")).await?;
    let page = fills_in(&mut visitor, &question, "polina").await?;
    assert_eq!(page.status, 200);
    assert_ne!(visitor.cookie(&nabat.page("/"), "nabat"), Some(old));
    visitor.cookies = before;
    assert_eq!(visitor.open(&nabat.page("/")).await?.status, 401, "the session of before is over");
    Ok(())
}

#[tokio::test]
async fn an_answer_is_taken_once_and_from_the_browser_that_asked() -> anyhow::Result<()> {
    let (nabat, _provider) = stage("claim: email").await?;
    let mut visitor = Visitor::new()?;
    visitor.stops_at(&nabat.page("/sign-in/sso/answer"));
    let answer = signs_in(&mut visitor, &nabat, "/", "polina").await?.address;
    visitor.goes_on();
    let state = answer.query_pairs().find(|(name, _)| name == "state").context("a state")?.1.into_owned();
    let forged = answer.as_str().replace(&state, &"0".repeat(state.len()));
    let kept = visitor.cookies.clone();
    for (mut other, address) in [(Visitor::new()?, answer.as_str()), (Visitor::new()?, forged.as_str())] {
        assert_eq!(other.open(address).await?.status, 400, "another browser's");
    }
    let page = visitor.open(&forged).await?;
    ensure!(page.status == 400 && page.body.contains("This sign-in is over"), "{}", page.body);
    // What the browser keeps is sealed.
    for known in visitor.cookies.values_mut() {
        if let Some(attempt) = known.get_mut("nabat-sign-in") {
            *attempt = attempt.replace("back=%2F", "back=%2Fchat");
        }
    }
    assert_eq!(visitor.open(answer.as_str()).await?.status, 400, "changed by somebody");
    visitor.cookies = kept.clone();
    assert_eq!(visitor.open(answer.as_str()).await?.status, 200, "the right one");
    visitor.cookies = kept;
    let again = visitor.open(answer.as_str()).await?;
    ensure!([400, 403].contains(&again.status), "{}", again.status);
    assert_eq!(visitor.cookie(&nabat.page("/"), "nabat"), None);
    Ok(())
}

#[tokio::test]
async fn a_provider_that_changed_its_key_is_believed_without_a_restart() -> anyhow::Result<()> {
    let (nabat, mut provider) = stage("claim: email").await?;
    assert_eq!(signs_in(&mut Visitor::new()?, &nabat, "/", "polina").await?.status, 200);
    provider.stop();
    provider.run()?;
    assert_eq!(signs_in(&mut Visitor::new()?, &nabat, "/", "polina").await?.status, 200);
    ensure!(!nabat.log().contains("WARN"), "{}", nabat.log());
    Ok(())
}

#[tokio::test]
async fn whoever_declines_is_told_and_may_try_again() -> anyhow::Result<()> {
    let (nabat, _provider) = stage("claim: email").await?;
    let mut visitor = Visitor::new()?;
    let form = visitor.open(&nabat.page("/sign-in/sso?back=/chat")).await?;
    let declined = visitor.open(&form.link(&form.form()?)?).await?;
    ensure!(declined.status == 403 && declined.body.contains("You were not signed in"), "{}", declined.body);
    ensure!(nabat.log().contains("the provider says `access_denied`"), "{}", nabat.log());
    let form = visitor.open(&declined.link("/sign-in/sso")?).await?;
    let page = fills_in(&mut visitor, &form, "polina").await?;
    assert_eq!(page.address.as_str(), nabat.page("/chat"));
    Ok(())
}
