//! Models of a Jira and a Confluence, Data Center both: servers that hold to their documented rules, and people there.
//!
//! Each rule cites where it stands; "REST" is the vendor's reference of that product's REST API. No vendor's server
//! was seen: a model gives way to a recorded exchange.

pub mod confluence;
pub mod jira;
