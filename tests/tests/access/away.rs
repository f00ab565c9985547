//! A provider that is not there: nobody waits for it, and links work.

use crate::nabat::{NAME, Site};
use crate::provider::{signs_in, start};
use crate::visitor::Visitor;
use anyhow::ensure;
use nabat_tests::port::free_port;

#[tokio::test]
async fn without_the_provider_people_are_told_so_and_sign_in_by_a_link() -> anyhow::Result<()> {
    let nowhere = format!("http://127.0.0.1:{}", free_port()?);
    let nabat = Site::new()?.serve(&nowhere, "claim: email").await?;
    for (language, words) in
        [("en", "You cannot sign in with 127.0.0.1 now"), ("ru", "Сейчас войти через 127.0.0.1 нельзя")]
    {
        let page = Visitor::reading(language)?.open(&nabat.page("/sign-in/sso")).await?;
        ensure!(page.status == 503 && page.body.contains(words), "{} {}", page.status, page.body);
        ensure!(page.body.contains("nabat token --product"), "{}", page.body);
    }
    let mut visitor = Visitor::new()?;
    let asked = visitor.open(&nabat.link()?).await?;
    let page = visitor.send(&asked.form()?, &[]).await?;
    ensure!(page.status == 200 && page.body.contains(NAME), "{} {}", page.status, page.body);
    // Whoever came by a link leaves by no provider.
    let csrf = page.hidden("csrf")?;
    let out = visitor.send(&nabat.page("/out"), &[("csrf", &csrf)]).await?;
    assert_eq!((out.status, out.address.as_str()), (401, nabat.page("/").as_str()));
    let (well, told) = nabat.says(&["check", "estate", "--live", "--data", "data"])?;
    ensure!(!well && told.contains("через sso никто не войдёт"), "{told}");
    Ok(())
}

#[tokio::test]
async fn a_provider_gone_between_question_and_answer_is_told_and_a_session_outlives_it() -> anyhow::Result<()> {
    let site = Site::new()?;
    let mut provider = start(&site)?;
    let nabat = site.serve(&provider.base(), "claim: email").await?;
    let mut signed_in = Visitor::new()?;
    let page = signs_in(&mut signed_in, &nabat, "/", "polina").await?;
    let mut visitor = Visitor::new()?;
    visitor.stops_at(&nabat.page("/sign-in/sso/answer"));
    let answer = signs_in(&mut visitor, &nabat, "/", "polina").await?.address;
    provider.stop();
    visitor.goes_on();
    let told = visitor.open(answer.as_str()).await?;
    ensure!(told.status == 503 && told.body.contains("You cannot sign in with"), "{} {}", told.status, told.body);
    assert_eq!(signed_in.open(&nabat.page("/")).await?.status, 200);
    let csrf = page.hidden("csrf")?;
    signed_in.send(&nabat.page("/out"), &[("csrf", &csrf)]).await?;
    assert_eq!(signed_in.open(&nabat.page("/")).await?.status, 401, "signed out all the same");
    Ok(())
}
