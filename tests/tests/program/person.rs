//! Somebody signed in at the pages of the running program.

use crate::base::signed_in;
use crate::host::{Data, Host};
use crate::samples::PRODUCT;
use nabat_domain::journal::sha256_hex;

/// Somebody signed in.
pub struct Person {
    pub client: reqwest::Client,
    address: String,
    cookie: String,
}

impl Person {
    pub async fn of(host: &Host, data: &Data, person: &str) -> Self {
        Self::of_product(host, data, PRODUCT, person).await
    }

    /// The same in another product.
    pub async fn of_product(host: &Host, data: &Data, product: &str, person: &str) -> Self {
        let (cookie, status) = signed_in(host, &data.link(product, person)).await;
        assert_eq!(status, 200);
        let cookie = cookie.split(';').next().expect("a name and a value").to_owned();
        let client = nabat_connectors::http::loopback().build().expect("a client");
        Self { client, address: host.address.clone(), cookie }
    }

    pub async fn get(&self, path: &str) -> reqwest::Response {
        let request = self.client.get(format!("{}{path}", self.address)).header("cookie", &self.cookie);
        request.send().await.expect("answered")
    }

    /// Status and text of a page.
    pub async fn reads(&self, path: &str) -> (u16, String) {
        let answer = self.get(path).await;
        (answer.status().as_u16(), answer.text().await.expect("text"))
    }

    /// The token of the forms of a page.
    pub async fn csrf(&self, path: &str) -> String {
        let page = self.get(path).await.text().await.expect("a page");
        let token = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        token.unwrap_or_else(|| panic!("no form on {path}")).to_owned()
    }

    /// Sends a form of one page to an address, as a browser does; it is not followed elsewhere.
    pub async fn sends(&self, page: &str, to: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let csrf = self.csrf(page).await;
        let fields = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields.iter().copied().chain([("csrf", csrf.as_str())]))
            .finish();
        let request = self.client.post(format!("{}{to}", self.address)).header("cookie", &self.cookie);
        let request =
            request.header("origin", &self.address).header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body(fields).send().await.expect("answered");
        (answer.status().as_u16(), answer.text().await.expect("text"))
    }

    /// Posts a body with a token and an origin of the test's choice; the status.
    pub async fn posted(&self, path: &str, csrf: &str, origin: &str, body: String) -> u16 {
        let request = self.client.post(format!("{}{path}", self.address)).header("cookie", &self.cookie);
        let request = request.header("origin", origin).header("x-csrf", csrf);
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        request.send().await.expect("answered").status().as_u16()
    }

    /// Posts a file as the page's script does.
    pub async fn posts(&self, room: &str, name: &str, content: Vec<u8>) {
        let csrf = self.csrf(&format!("/chat/{room}")).await;
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("name", name), ("once", &sha256_hex(name.as_bytes()))])
            .finish();
        let request = self.client.post(format!("{}/chat/{room}/files?{query}", self.address));
        let request = request.header("cookie", &self.cookie).header("x-csrf", csrf).header("origin", &self.address);
        let answer = request.body(content).send().await.expect("answered");
        assert_eq!(answer.status(), 204, "{}", answer.text().await.unwrap_or_default());
    }
}
