//! What tests are made of: a rig that owns the clock, models of the outside, suites that every
//! implementation of a port has to pass.

pub mod atlassian;
pub mod desk_suite;
pub mod driver;
#[cfg(feature = "aws")]
pub mod emulator;
pub mod fixtures;
pub mod folder;
pub mod fuzz;
pub mod homeserver;
pub mod messenger_suite;
pub mod messengers;
pub mod peer;
pub mod planted;
pub mod port;
#[cfg(feature = "aws")]
pub mod proxy;
pub mod rig;
pub mod table_suite;
pub mod wiki_suite;
