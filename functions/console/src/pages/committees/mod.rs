//! Committees: when each meets, and its agenda, printable, with what was decided and is to be chased.

mod agenda;
mod load;
#[cfg(test)]
mod tests;
mod view;

pub use load::{load, load_agenda};
pub use view::{Agenda, Item, Meeting, Why};

/// Where the committees stand.
pub const COMMITTEES: &str = "/committees";

/// A committee's agenda.
pub fn address(committee: &str) -> String {
    let id: String = committee.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    format!("{COMMITTEES}/{id}")
}

/// Where a decision is recorded, by POST.
pub const DECIDE: &str = "/committees/decide";

/// Where a decision is said to be done, by POST.
pub const DONE: &str = "/committees/done";
