//! The pages of problems: all of them by urgency, and one with its causes, fix, watch and incidents.

mod list;
mod load;
mod one;
mod read;
#[cfg(test)]
mod tests;
mod view;

pub(in crate::pages) use load::{all, eyes};
pub use load::{load, load_one};
pub(in crate::pages) use read::decisions as decisions_of;
pub use view::{Decision, Fix, Incident, Line, Link, OneProblem, Problems, Urgency};

/// Where the problems stand.
pub const PROBLEMS: &str = "/problems";
