//! By which claim a person is found, and in which product.

use crate::nabat::{NAME, Site};
use crate::provider::{signs_in, start};
use crate::visitor::Visitor;
use anyhow::ensure;
use std::fs;

#[tokio::test]
async fn a_person_of_several_products_chooses_one_once() -> anyhow::Result<()> {
    let site = Site::new()?;
    site.product("polyclinics")?;
    let provider = start(&site)?;
    let nabat = site.serve(&provider.base(), "claim: email").await?;
    let mut visitor = Visitor::new()?;
    let choice = signs_in(&mut visitor, &nabat, "/chat?x=1", "polina").await?;
    ensure!(choice.status == 200 && choice.body.contains("Which product?"), "{}", choice.body);
    ensure!(choice.body.contains(">clinics<") && choice.body.contains(">polyclinics<"), "{}", choice.body);
    assert_eq!(visitor.cookie(&nabat.page("/"), "nabat"), None, "nobody is signed in before they chose");
    let page = visitor.send(&choice.form()?, &[]).await?;
    assert_eq!((page.status, page.address.as_str()), (200, nabat.page("/chat?x=1").as_str()));
    ensure!(page.body.contains(NAME), "{}", page.body);
    assert_eq!(Visitor::new()?.send(&choice.form()?, &[]).await?.status, 410, "the choice is made once");
    Ok(())
}

#[tokio::test]
async fn an_account_is_a_contact_under_the_connection_and_no_other_accounts_name() -> anyhow::Result<()> {
    let site = Site::new()?;
    let file = site.product("clinics")?.join("people.yaml");
    let contact = "    - email: e3002@yasnorechensk-clinics.example\n";
    let people = fs::read_to_string(&file)?;
    ensure!(people.contains(contact), "{people}");
    fs::write(
        &file,
        people.replace(contact, &format!("{contact}    - messenger: {{ connection: sso, user: polina }}\n")),
    )?;
    let provider = start(&site)?;
    let nabat = site.serve(&provider.base(), "claim: preferred_username").await?;
    assert_eq!(signs_in(&mut Visitor::new()?, &nabat, "/", "polina").await?.status, 200);
    // Somebody whose account is called like another one's staff number.
    assert_eq!(signs_in(&mut Visitor::new()?, &nabat, "/", "impostor").await?.status, 403);
    Ok(())
}

#[tokio::test]
async fn a_staff_number_is_asked_for_in_a_scope_of_its_own() -> anyhow::Result<()> {
    let site = Site::new()?;
    let provider = start(&site)?;
    let nabat = site.serve(&provider.base(), "claim: employee_id, scopes: [staff]").await?;
    assert_eq!(signs_in(&mut Visitor::new()?, &nabat, "/", "polina").await?.status, 200);
    let unsaid = signs_in(&mut Visitor::new()?, &nabat, "/", "stranger").await?;
    assert_eq!(unsaid.status, 403, "nothing is said of their number");
    ensure!(nabat.log().contains("nothing is said of `employee_id`"), "{}", nabat.log());
    let (well, told) = nabat.says(&["check", "estate", "--live", "--data", "data"])?;
    ensure!(told.contains("sso") && told.contains("какими ключами подписывает"), "{well} {told}");
    Ok(())
}
