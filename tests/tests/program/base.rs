//! Where people reach the pages, which is not where the host listens.

use crate::host::{Data, Host};
use crate::samples::PRODUCT;
use reqwest::header::SET_COOKIE;
use reqwest::redirect::Policy;

/// Follows a link at the address the host listens on; the cookie it is answered with, and whom it lets in.
pub async fn signed_in(host: &Host, link: &str) -> (String, u16) {
    let (_, path) = link.split_once("/in/").expect("a link leads to /in/");
    let client = nabat_connectors::http::loopback().redirect(Policy::none()).build().expect("a client");
    let opened = client.post(format!("{}/in/{path}", host.address)).send().await.expect("answered");
    let cookie = opened.headers()[SET_COOKIE].to_str().expect("text").to_owned();
    let own = cookie.split(';').next().expect("a name and a value").to_owned();
    let page = client.get(format!("{}/chat", host.address)).header("cookie", own).send().await.expect("answered");
    (cookie, page.status().as_u16())
}

/// What a browser is told of a cookie beside its value.
fn kept_how(cookie: &str) -> &str {
    cookie.split_once("; ").expect("more than a value").1
}

#[tokio::test]
async fn behind_https_links_lead_there_and_a_session_goes_over_it_alone() {
    let base = "https://nabat.example.org";
    let data = Data::with_environment(vec![("NABAT_BASE", format!("{base}/"))]);
    let host = Host::start(&data);
    let link = data.link(PRODUCT, "e3080");
    assert!(link.starts_with(&format!("{base}/in/")), "{link}");
    let (cookie, status) = signed_in(&host, &link).await;
    assert!(cookie.starts_with("__Host-nabat="), "{cookie}");
    assert_eq!(kept_how(&cookie), "Max-Age=57600; Path=/; HttpOnly; SameSite=Lax; Secure");
    assert_eq!(status, 200, "the session is known by its cookie");
    let client = nabat_connectors::http::loopback().build().expect("a client");
    let page = client.get(format!("{}/now", host.address)).send().await.expect("answered");
    assert_eq!(page.headers()["strict-transport-security"], "max-age=31536000");
}

#[tokio::test]
async fn without_https_a_session_is_known_all_the_same() {
    let data = Data::new();
    let host = Host::start(&data);
    let (cookie, status) = signed_in(&host, &data.link(PRODUCT, "e3080")).await;
    assert!(cookie.starts_with("nabat="), "{cookie}");
    assert_eq!(kept_how(&cookie), "Max-Age=57600; Path=/; HttpOnly; SameSite=Lax");
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_link_signs_nobody_in_from_another_sites_page_and_a_new_session_ends_the_one_before() {
    let data = Data::new();
    let host = Host::start(&data);
    let client = nabat_connectors::http::loopback().redirect(Policy::none()).build().expect("a client");
    let (first, _) = signed_in(&host, &data.link(PRODUCT, "e3080")).await;
    let first = first.split(';').next().expect("a name and a value").to_owned();
    let link = data.link(PRODUCT, "e3097");
    let (_, secret) = link.split_once("/in/").expect("a link leads to /in/");
    let press = |origin: String| {
        let pressed = client.post(format!("{}/in/{secret}", host.address)).header("cookie", first.clone());
        pressed.header("origin", origin).send()
    };
    let elsewhere = press("https://elsewhere.example".to_owned()).await.expect("answered");
    assert_eq!((elsewhere.status().as_u16(), elsewhere.headers().get(SET_COOKIE)), (200, None), "the button again");
    let here = press(host.address.clone()).await.expect("answered");
    assert_eq!(here.status().as_u16(), 303, "and the link still holds");
    let own = here.headers()[SET_COOKIE].to_str().expect("text").split(';').next().expect("a name and a value");
    let out = client.post(format!("{}/out", host.address)).header("cookie", own);
    let out = out.header("content-type", "application/x-www-form-urlencoded").body("csrf=x");
    let out = out.header("origin", "https://elsewhere.example").send().await.expect("answered");
    assert_eq!(out.headers().get(SET_COOKIE), None, "nor does another site sign anybody out");
    let before = client.get(format!("{}/chat", host.address)).header("cookie", first).send().await.expect("answered");
    assert_ne!(before.status().as_u16(), 200, "who was signed in before is not");
}

#[tokio::test]
async fn another_sites_link_chooses_nobodys_language() {
    let data = Data::new();
    let host = Host::start(&data);
    let client = nabat_connectors::http::loopback().redirect(Policy::none()).build().expect("a client");
    for (site, chosen) in [("cross-site", false), ("same-site", false), ("same-origin", true), ("none", true)] {
        let asked = client.get(format!("{}/language/en", host.address)).header("sec-fetch-site", site);
        let answer = asked.send().await.expect("answered");
        assert_eq!((answer.status().as_u16(), answer.headers().contains_key(SET_COOKIE)), (303, chosen), "{site}");
    }
}

#[tokio::test]
async fn pages_of_those_who_are_nobody_yet_stand_in_no_frame_of_others() {
    let data = Data::new();
    let host = Host::start(&data);
    let client = nabat_connectors::http::loopback().redirect(Policy::none()).build().expect("a client");
    // Whoever has a page of ours below their own has somebody press what they do not see.
    for path in ["/in/x", "/sign-in", "/language/en", "/", "/chat", "/desk", "/wiki", "/no-such-page"] {
        let answer = client.get(format!("{}{path}", host.address)).send().await.expect("answered");
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let policy = header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'none'"), "{path}: {policy}");
        assert_eq!((header("x-content-type-options"), header("cache-control")), ("nosniff", "no-store"), "{path}");
    }
}

#[test]
fn what_is_no_address_is_refused_before_anything_is_made() {
    let data = Data::new();
    let arguments = ["serve", crate::host::EXAMPLE, "--data", &data.text(), "--listen", "127.0.0.1:0"];
    let refused = crate::host::run(&[&arguments[..], &["--base", "https://example.org/nabat"]].concat());
    assert!(!refused.status.success() && !data.path().exists());
    assert!(crate::host::printed(&refused).contains("no path below another's"), "{}", crate::host::printed(&refused));
}
