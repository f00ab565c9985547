//! A provider that takes what is asked and never answers; one that is asked by many at once.

use crate::liar::{Liar, Lie};
use crate::nabat::{MAIL, NAME, Nabat, Site};
use crate::visitor::Visitor;
use anyhow::ensure;
use std::fs;
use std::time::{Duration, Instant};

/// A call is given up after ten seconds; whoever waits for another's call waits no longer than for their own.
const GIVEN_UP: Duration = Duration::from_secs(16);

/// So many come at once.
const MANY: usize = 8;

async fn stage(more: &str) -> anyhow::Result<(Nabat, Liar)> {
    let liar = Liar::start().await?;
    let nabat = Site::new()?.serve(&liar.base(), more).await?;
    Ok((nabat, liar))
}

/// Many press the button at once; how each was answered.
async fn many_begin(nabat: &Nabat, liar: &Liar) -> anyhow::Result<Vec<u16>> {
    let begin = async || -> anyhow::Result<u16> {
        let mut visitor = Visitor::new()?;
        visitor.stops_at(&liar.base());
        Ok(visitor.open(&nabat.page("/sign-in/sso")).await?.status)
    };
    futures_util::future::join_all((0..MANY).map(|_| begin())).await.into_iter().collect()
}

#[tokio::test]
async fn one_asks_what_the_provider_can_for_all_who_come_at_once() -> anyhow::Result<()> {
    let (nabat, liar) = stage("claim: email").await?;
    assert_eq!(many_begin(&nabat, &liar).await?, [303; MANY]);
    assert_eq!(liar.asked_what_it_can(), 1);
    Ok(())
}

#[tokio::test]
async fn a_provider_that_hangs_holds_up_sign_in_alone_and_everybody_once() -> anyhow::Result<()> {
    let (nabat, liar) = stage("claim: email").await?;
    liar.lies(Lie::Hangs);
    #[expect(clippy::disallowed_methods, reason = "the test measures time")]
    let begun = Instant::now();
    let others = async {
        let mut visitor = Visitor::new()?;
        let asked = visitor.open(&nabat.link()?).await?;
        let page = visitor.send(&asked.form()?, &[]).await?;
        ensure!(page.status == 200 && page.body.contains(NAME), "{} {}", page.status, page.body);
        Ok::<_, anyhow::Error>(begun.elapsed())
    };
    let (told, others) = tokio::join!(many_begin(&nabat, &liar), others);
    assert_eq!(told?, [503; MANY]);
    ensure!(begun.elapsed() < GIVEN_UP, "the last one waited {:?}", begun.elapsed());
    ensure!(others? < Duration::from_secs(5), "a link signs in meanwhile");
    assert_eq!(liar.asked_what_it_can(), 1, "a failure is everybody's who waited for it");
    liar.lies(Lie::Nothing);
    assert_eq!(many_begin(&nabat, &liar).await?, [303; MANY], "it is asked again by whoever comes next");
    Ok(())
}

#[tokio::test]
async fn a_provider_that_takes_a_code_and_hangs_is_given_up() -> anyhow::Result<()> {
    let (nabat, liar) = stage("claim: email").await?;
    let mut visitor = Visitor::new()?;
    visitor.stops_at(&liar.base());
    let question = visitor.open(&nabat.page("/sign-in/sso")).await?;
    liar.lies(Lie::HangsAtToken);
    #[expect(clippy::disallowed_methods, reason = "the test measures time")]
    let begun = Instant::now();
    let page = visitor.open(&liar.answers(&question.address)).await?;
    ensure!(page.status == 503 && page.body.contains("You cannot sign in with"), "{} {}", page.status, page.body);
    ensure!(begun.elapsed() < GIVEN_UP, "{:?}", begun.elapsed());
    assert_eq!(visitor.cookie(&nabat.page("/"), "nabat"), None);
    Ok(())
}

#[tokio::test]
async fn an_address_nobody_verified_is_believed_where_the_entry_says_nobody_can_change_theirs() -> anyhow::Result<()> {
    let (nabat, liar) = stage("claim: email, unproved: true").await?;
    liar.lies(Lie::Unsaid);
    let mut visitor = Visitor::new()?;
    visitor.stops_at(&liar.base());
    let question = visitor.open(&nabat.page("/sign-in/sso?back=/chat")).await?;
    let page = visitor.open(&liar.answers(&question.address)).await?;
    ensure!(page.status == 200 && page.body.contains(NAME), "{} {}", page.status, page.body);
    Ok(())
}

#[tokio::test]
async fn an_account_of_one_product_is_no_staff_number_of_another() -> anyhow::Result<()> {
    // In the clinics the address is somebody's account; in the other product it would be somebody's number.
    let site = Site::new()?;
    let (clinics, others) = (site.product("clinics")?.join("people.yaml"), site.product("others")?.join("people.yaml"));
    let people = fs::read_to_string(&clinics)?;
    let contact = "    - email: e3002@yasnorechensk-clinics.example\n";
    ensure!(people.contains(contact), "{people}");
    let account = format!("{contact}    - messenger: {{ connection: sso, user: e3019 }}\n");
    fs::write(&clinics, people.replace(contact, &account))?;
    ensure!(fs::read_to_string(&others)?.contains("id: e3019"), "somebody has the number there");
    let liar = Liar::start().await?;
    liar.calls_them("e3019");
    let nabat = site.serve(&liar.base(), "claim: sub").await?;
    let mut visitor = Visitor::new()?;
    visitor.stops_at(&liar.base());
    let question = visitor.open(&nabat.page("/sign-in/sso?back=/chat")).await?;
    let page = visitor.open(&liar.answers(&question.address)).await?;
    ensure!(page.status == 200 && page.body.contains(NAME), "one product, one person: {}", page.body);
    ensure!(!page.body.contains(MAIL), "{}", page.body);
    Ok(())
}
