//! Where people come to once they are signed in: a page of ours and nothing else.

use crate::liar::Liar;
use crate::nabat::Site;
use crate::visitor::Visitor;
use anyhow::ensure;

#[tokio::test]
async fn nobody_is_sent_elsewhere_once_they_are_signed_in() -> anyhow::Result<()> {
    let liar = Liar::start().await?;
    let nabat = Site::new()?.serve(&liar.base(), "claim: email").await?;
    for (back, place) in [
        ("/chat%3Fx%3D1", "/chat?x=1"),
        ("https%3A%2F%2Fevil.example%2F", "/"),
        ("%2F%2Fevil.example%2F", "/"),
        ("%2F%5Cevil.example%2F", "/"),
        ("%2F%09%2Fevil.example%2F", "/"),
        ("%2F.%2F%2Fevil.example%2F", "/"),
        ("javascript%3Aalert(1)", "/"),
        ("%2Fchat%0D%0Aset-cookie%3A+x%3Dy", "/"),
    ] {
        let mut visitor = Visitor::new()?;
        visitor.stops_at(&liar.base());
        let question = visitor.open(&nabat.page(&format!("/sign-in/sso?back={back}"))).await?;
        visitor.stops_at("http");
        let there = visitor.open(&liar.answers(&question.address)).await?;
        assert_eq!((there.status, there.address.as_str()), (303, nabat.page(place).as_str()), "{back}");
        // The page with the buttons takes the same along, and a link too.
        visitor.goes_on();
        let ways = visitor.open(&nabat.page(&format!("/sign-in?back={back}"))).await?;
        ensure!(ways.status == 200 && !ways.body.contains("evil") && !ways.body.contains("alert"), "{}", ways.body);
        let asked = visitor.open(&nabat.link()?).await?;
        visitor.stops_at("http");
        let there = visitor.send(&format!("{}?back={back}", asked.form()?), &[]).await?;
        assert_eq!(there.address.as_str(), nabat.page(place), "{back}");
    }
    Ok(())
}

#[tokio::test]
async fn machines_and_scripts_get_the_answer_that_is_theirs() -> anyhow::Result<()> {
    let liar = Liar::start().await?;
    let nabat = Site::new()?.serve(&liar.base(), "claim: email").await?;
    let client = nabat_connectors::http::loopback().build()?;
    for (path, accept) in [("/api/clinics/incidents", "text/html"), ("/chat", "*/*"), ("/chat", "text/event-stream")] {
        let answer = client.get(nabat.page(path)).header("accept", accept).send().await?;
        let (status, body) = (answer.status().as_u16(), answer.text().await?);
        assert_eq!((status, body.contains("/sign-in/sso")), (401, false), "{path} {accept}");
    }
    Ok(())
}
