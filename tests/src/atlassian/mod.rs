//! Models of a Jira and a Confluence, Data Center both: servers that hold to their documented rules, and people there.
//!
//! Each rule cites where it stands; "REST" is the vendor's reference of that product's REST API. No vendor's server
//! was seen: a model gives way to a recorded exchange.

pub mod confluence;
pub mod jira;

use crate::messengers::limits::Limit;
use crate::messengers::server::Call;
use nabat_domain::time::Length;

/// A bucket of calls for a user and how fast it fills are the administrator's to say ("Improving instance stability with
/// rate limiting", both products): here a small one, that few calls of Nabat's go through at once.
fn limits(_: &Call) -> Vec<Limit> {
    vec![Limit::new("all", 10, Length::seconds(5))]
}
