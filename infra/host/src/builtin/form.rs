//! Whether a form was sent by our own page: the session's token and the page's origin.

use super::who::Viewer;
use http::HeaderMap;
use http::header::{HOST, ORIGIN};
use subtle::ConstantTimeEq as _;

/// Header that carries the token where the body is not a form.
pub const CSRF_HEADER: &str = "x-csrf";

/// Whether the token is this session's and the request came from a page of this very host.
pub fn is_ours(viewer: &Viewer, headers: &HeaderMap, csrf: &str) -> bool {
    let token = !viewer.csrf.is_empty() && bool::from(viewer.csrf.as_bytes().ct_eq(csrf.as_bytes()));
    token && same_origin(headers)
}

/// Browsers name the origin of every form they send; a program that is no browser may leave it out.
pub fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    if text(http::HeaderName::from_static("sec-fetch-site")).is_some_and(|site| site != "same-origin") {
        return false;
    }
    match (text(ORIGIN), text(HOST)) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (Some(_), None) => false,
    }
}

/// Whether a page was asked for by a link of another site's: that a browser followed it says nothing of its person.
pub fn is_led_here(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    site.is_some_and(|site| !matches!(site, "same-origin" | "none"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::who::Waits;
    use chrono_tz::Tz;
    use nabat_domain::catalogue::Language;

    fn viewer(csrf: &str) -> Viewer {
        Viewer {
            product: "city".into(),
            person: "p-1".into(),
            name: "Somebody".to_owned(),
            language: Language::En,
            zone: Tz::UTC,
            csrf: csrf.to_owned(),
            waits: Waits::default(),
        }
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), http::HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn the_token_must_be_the_sessions_and_not_empty() {
        assert!(is_ours(&viewer("abc"), &headers(&[]), "abc"));
        assert!(!is_ours(&viewer("abc"), &headers(&[]), "abd"));
        assert!(!is_ours(&viewer("abc"), &headers(&[]), ""));
        assert!(!is_ours(&viewer(""), &headers(&[]), ""));
    }

    #[test]
    fn the_origin_must_be_this_host() {
        let host = ("host", "nabat.example:8080");
        assert!(is_ours(&viewer("abc"), &headers(&[host, ("origin", "http://nabat.example:8080")]), "abc"));
        let longer = "http://nabat.example:8080.evil.example";
        for origin in ["http://evil.example", "http://nabat.example:8081", longer, "nabat.example:8080", "null"] {
            assert!(!is_ours(&viewer("abc"), &headers(&[host, ("origin", origin)]), "abc"), "{origin}");
        }
        let own = ("origin", "http://nabat.example:8080");
        assert!(is_ours(&viewer("abc"), &headers(&[host, own, ("sec-fetch-site", "same-origin")]), "abc"));
        // Another name of the same site is somebody else's page; where there is no page nobody sent a form.
        for site in ["cross-site", "same-site", "none"] {
            assert!(!is_ours(&viewer("abc"), &headers(&[host, own, ("sec-fetch-site", site)]), "abc"), "{site}");
        }
    }
}
