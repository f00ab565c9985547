//! A real provider, and people who fill in its forms.

use crate::nabat::{MAIL, Nabat, PERSON, SECRET, Site};
use crate::visitor::{Page, Visitor};
use anyhow::Context as _;
use nabat_tests::peer::Peer;
use serde_json::json;

/// Starts one that knows Nabat at its site, and some people.
pub fn start(site: &Site) -> anyhow::Result<Peer> {
    let folder = std::env::var("NABAT_OPENID");
    let folder = folder.context("NABAT_OPENID names a folder with oidc-provider: scripts/test access")?;
    let client = json!({
        "client_id": "nabat",
        "client_secret": SECRET,
        "redirect_uris": [site.answer()],
        "post_logout_redirect_uris": [format!("{}/", site.base)],
        "scope": "openid email profile staff",
    });
    let people = json!({
        "polina": {
            "email": MAIL.to_uppercase(),
            "email_verified": true,
            "preferred_username": "polina",
            "employee_id": PERSON,
        },
        "stranger": { "email": "stranger@elsewhere.example", "email_verified": true, "preferred_username": "e9999" },
        "impostor": { "email": MAIL, "email_verified": false, "preferred_username": PERSON },
    });
    Peer::start("openid.sh", &[&folder, &json!({ "client": client, "people": people }).to_string()])
}

/// From a page of Nabat's that asks who one is, through the provider's forms, back to Nabat.
pub async fn signs_in(visitor: &mut Visitor, nabat: &Nabat, place: &str, login: &str) -> anyhow::Result<Page> {
    let asked = visitor.open(&nabat.page(place)).await?;
    anyhow::ensure!(asked.status == 401, "{} of {place}", asked.status);
    let form = visitor.open(&asked.link("/sign-in/sso")?).await?;
    fills_in(visitor, &form, login).await
}

/// The provider's own forms: who, and whether Nabat may know.
pub async fn fills_in(visitor: &mut Visitor, form: &Page, login: &str) -> anyhow::Result<Page> {
    let login = [("prompt", "login"), ("login", login), ("password", "any")];
    let consent = visitor.send(&form.form()?, &login).await?;
    visitor.send(&consent.form()?, &[("prompt", "consent")]).await
}
