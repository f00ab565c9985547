//! A ticket as RT tells it.

use super::api::text;
use nabat_domain::time::At;
use serde_json::Value;

/// A ticket that was read.
pub(super) struct Ticket<'t>(pub(super) &'t Value);

impl Ticket<'_> {
    /// Values of a custom field.
    pub(super) fn values(&self, field: &str) -> Vec<String> {
        let fields = self.0["CustomFields"].as_array().into_iter().flatten();
        let named =
            fields.filter(|one| one["name"] == field).flat_map(|one| one["values"].as_array().into_iter().flatten());
        named.filter_map(text).collect()
    }

    /// The first of them.
    pub(super) fn value(&self, field: &str) -> Option<String> {
        self.values(field).into_iter().next()
    }

    /// Whether it has such a custom field at all.
    pub(super) fn has(&self, field: &str) -> bool {
        self.0["CustomFields"].as_array().into_iter().flatten().any(|one| one["name"] == field)
    }

    pub(super) fn status(&self) -> &str {
        self.0["Status"].as_str().unwrap_or_default()
    }

    /// Whether it refers to another ticket.
    pub(super) fn refers_to(&self, id: &str) -> bool {
        let links = self.0["_hyperlinks"].as_array().into_iter().flatten();
        links.filter(|link| link["ref"] == "refers-to").any(|link| text(&link["id"]).as_deref() == Some(id))
    }

    /// A moment; what was never set stands as 1970.
    pub(super) fn moment(&self, field: &str) -> Option<At> {
        self.0[field].as_str().and_then(read).filter(|at| at.0 > 0)
    }
}

/// `2026-11-23 10:00:00`, UTC, as RT takes it from a user whose clock is UTC.
pub(super) fn written(at: At) -> String {
    at.in_utc().format("%Y-%m-%d %H:%M:%S").to_string()
}

/// A moment of a ticket (`2026-11-23T10:00:00Z`) or of a custom field (`2026-11-23 10:00:00`).
pub(super) fn read(text: &str) -> Option<At> {
    At::from_rfc3339(text).or_else(|| At::from_rfc3339(&format!("{}Z", text.replace(' ', "T"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_tickets_and_fields_have_them() {
        let at = At::from_rfc3339("2026-11-23T10:00:07Z").expect("a moment");
        assert_eq!((read(&written(at)), read("2026-11-23T10:00:07Z")), (Some(at), Some(at)));
        assert_eq!(read("soon"), None);
    }

    #[test]
    fn an_unset_date_is_none() {
        let told =
            serde_json::json!({ "Due": "1970-01-01T00:00:00Z", "CustomFields": [{ "name": "P", "values": ["P1"] }] });
        let ticket = Ticket(&told);
        assert_eq!((ticket.moment("Due"), ticket.value("P"), ticket.has("Q")), (None, Some("P1".to_owned()), false));
    }
}
