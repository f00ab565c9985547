//! Addresses of pages: every part from outside is escaped.

use nabat_domain::ids::{IncidentId, ProductId, RoomId, ServiceId};
use std::fmt::Write as _;

/// Where the refused registrations stand.
pub const REFUSED: &str = "/refused";

/// Where a refused registration is registered as something known: asks by GET, takes by POST.
pub const REGISTER: &str = "/refused/register";

/// Where the dead list stands.
pub const DEAD: &str = "/dead";

/// Where a job is put back to work, by POST.
pub const RETRY: &str = "/dead/retry";

/// Where a finding is marked, by POST.
pub const MARK: &str = "/incidents/mark";

/// Where a job is given up for good, by POST.
pub const DISCARD: &str = "/dead/discard";

/// An incident's page.
pub fn incident(product: &ProductId, incident: &IncidentId) -> String {
    format!("/incidents/{}/{}", escaped(product.as_str()), escaped(incident.as_str()))
}

/// A file somebody posted in its chat.
pub fn file(product: &ProductId, id: &IncidentId, number: u32) -> String {
    format!("{}/files/{number}", incident(product, id))
}

/// Who read it, where it is restricted.
pub fn reads(product: &ProductId, id: &IncidentId) -> String {
    format!("{}/reads", incident(product, id))
}

/// A problem's page.
pub fn problem(product: &ProductId, case: &IncidentId) -> String {
    format!("/problems/{}/{}", escaped(product.as_str()), escaped(case.as_str()))
}

/// A chat's page, at its end.
pub fn chat(room: &RoomId) -> String {
    format!("/chat/{}#end", escaped(room.as_str()))
}

/// The form that registers a refused registration, with a service chosen or not.
pub fn register(refused: &str, service: Option<&ServiceId>) -> String {
    let chosen = service.map(|service| format!("&service={}", escaped(service.as_str()))).unwrap_or_default();
    format!("{REGISTER}?id={}{chosen}", escaped(refused))
}

/// An address from outside, if a browser may follow it.
pub fn outside(url: &str) -> Option<&str> {
    (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
}

/// Percent-encoding of everything but unreserved characters.
fn escaped(part: &str) -> String {
    part.bytes().fold(String::with_capacity(part.len()), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// One segment of a path and one value of a query, read by another reader.
        #[test]
        fn a_part_is_read_as_it_was(part in any::<String>()) {
            let written = escaped(&part);
            prop_assert!(!written.contains(['/', '?', '#', '&', '=', '+', ';', '"', '<', ' ']), "{written:?}");
            let read: Vec<(String, String)> = form_urlencoded::parse(format!("id={written}&x=1").as_bytes()).into_owned().collect();
            prop_assert_eq!(read, [("id".to_owned(), part), ("x".to_owned(), "1".to_owned())]);
        }
    }

    #[test]
    fn parts_from_outside_stay_parts() {
        assert_eq!(incident(&"clinics".into(), &"inc-1/../x".into()), "/incidents/clinics/inc-1%2F..%2Fx");
        assert_eq!(
            register("a&b=c", Some(&"сеть".into())),
            "/refused/register?id=a%26b%3Dc&service=%D1%81%D0%B5%D1%82%D1%8C"
        );
    }

    #[test]
    fn only_web_addresses_are_followed() {
        assert_eq!(outside("javascript:alert(1)"), None);
        assert_eq!(outside("https://desk.example/1"), Some("https://desk.example/1"));
    }
}
