//! A person with a browser that follows and keeps cookies, and shows every step.

use anyhow::{Context as _, bail};
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::{Client, Url};
use std::collections::BTreeMap;

/// More redirects than that lead nowhere.
const MOST: usize = 12;

/// What a browser shows.
#[derive(Debug)]
pub struct Page {
    pub address: Url,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Page {
    /// What follows `before` up to `after`, as a browser reads it.
    fn between(&self, before: &str, after: &str) -> anyhow::Result<String> {
        let found = || self.body.split_once(before)?.1.split_once(after);
        let (found, _) = found().with_context(|| format!("no {before} on {}:\n{}", self.address, self.body))?;
        Ok(found.replace("&amp;", "&"))
    }

    /// Where the first link that begins so leads.
    pub fn link(&self, begins: &str) -> anyhow::Result<String> {
        let rest = self.between(&format!("href=\"{begins}"), "\"")?;
        Ok(self.address.join(&format!("{begins}{rest}"))?.into())
    }

    /// Where the first form goes.
    pub fn form(&self) -> anyhow::Result<String> {
        Ok(self.address.join(&self.between("action=\"", "\"")?)?.into())
    }

    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> anyhow::Result<String> {
        self.between(&format!("name=\"{name}\" value=\""), "\"")
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The person.
pub struct Visitor {
    client: Client,
    language: &'static str,
    /// By host and port, by name.
    pub cookies: BTreeMap<String, BTreeMap<String, String>>,
    stop: Option<String>,
}

impl Visitor {
    /// With nothing remembered, reading English.
    pub fn new() -> anyhow::Result<Self> {
        Self::reading("en")
    }

    pub fn reading(language: &'static str) -> anyhow::Result<Self> {
        let client = nabat_connectors::http::loopback().build()?;
        Ok(Self { client, language, cookies: BTreeMap::new(), stop: None })
    }

    /// Goes no further than to an address that begins so: it is shown, and not opened.
    pub fn stops_at(&mut self, address: &str) {
        self.stop = Some(address.to_owned());
    }

    /// Goes on, whatever the address.
    pub fn goes_on(&mut self) {
        self.stop = None;
    }

    /// Opens an address.
    pub async fn open(&mut self, address: &str) -> anyhow::Result<Page> {
        self.follow(address, None).await
    }

    /// Sends a form.
    pub async fn send(&mut self, address: &str, fields: &[(&str, &str)]) -> anyhow::Result<Page> {
        self.follow(address, Some(fields)).await
    }

    async fn follow(&mut self, address: &str, mut fields: Option<&[(&str, &str)]>) -> anyhow::Result<Page> {
        let mut address: Url = address.parse()?;
        for _ in 0..MOST {
            let page = self.step(&address, fields.take()).await?;
            let Some(next) = page.headers.get(LOCATION) else { return Ok(page) };
            address = address.join(next.to_str()?)?;
            if self.stop.as_ref().is_some_and(|stop| address.as_str().starts_with(stop)) {
                return Ok(Page { address, ..page });
            }
        }
        bail!("sent round and round, at last to {address}")
    }

    async fn step(&mut self, address: &Url, fields: Option<&[(&str, &str)]>) -> anyhow::Result<Page> {
        let request = match fields {
            None => self.client.get(address.clone()),
            Some(fields) => {
                let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
                let form = "application/x-www-form-urlencoded";
                self.client.post(address.clone()).header("content-type", form).body(body)
            }
        };
        let host = address.authority().to_owned();
        let known = self.cookies.entry(host).or_default();
        let sent: Vec<String> = known.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(COOKIE, sent.join("; "));
        let request = request.header(ACCEPT, "text/html").header(ACCEPT_LANGUAGE, self.language);
        let answer = request.send().await?;
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let (pair, rest) = cookie.to_str()?.split_once(';').context("a cookie with attributes")?;
            let (name, value) = pair.split_once('=').context("a name and a value")?;
            let gone = value.is_empty() || rest.contains("Max-Age=0");
            if gone {
                known.remove(name)
            } else {
                known.insert(name.to_owned(), value.to_owned())
            };
        }
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Ok(Page { address: address.clone(), status, headers, body: answer.text().await? })
    }

    /// A cookie's value at the host of an address.
    pub fn cookie(&self, address: &str, name: &str) -> Option<String> {
        let host = address.parse::<Url>().ok()?.authority().to_owned();
        self.cookies.get(&host)?.get(name).cloned()
    }
}
