//! The pages people look at. Each is a pure function from what it shows to markup, with a loader
//! beside it that reads what it shows; nothing here writes.

pub mod address;
pub mod bar;
pub mod committees;
pub mod contractors;
pub mod counters;
pub mod dead;
#[cfg(test)]
pub(crate) mod estate;
#[cfg(test)]
pub(crate) mod example;
pub mod eyes;
pub mod frame;
pub mod incident;
pub mod notices;
pub mod now;
pub mod open;
pub mod overdue;
pub mod problems;
pub mod reads;
pub mod refused;
pub mod reliability;
pub mod spent;
pub mod stage;
#[cfg(test)]
mod tests;
pub mod waivers;

use crate::viewer::Viewer;
use nabat_domain::catalogue::Right;
use nabat_kit::configuration::Current;

/// Whether the viewer may read incidents, by the product's own table of rights.
pub fn sees(viewer: &Viewer, current: &Current) -> bool {
    current.version.catalogue.product.rights.allow(&viewer.roles, Right::Sees)
}
