//! Service desks of others.

mod fields;
pub mod jira;
pub mod roundup;
pub mod rt;

pub use fields::Fields;

use nabat_domain::ids::DeskId;

/// An incident may have come another way than by this desk: an alert has no record there to be changed.
fn elsewhere(desk: &DeskId) {
    tracing::warn!("{desk} is no record of this desk: nothing is written there");
}
