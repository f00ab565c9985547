//! The rules of Nabat: what an incident is, what may be done with it, what follows.
//!
//! Nothing here does I/O, reads a clock, draws a random number or knows a vendor: moments, ids and
//! salts come as arguments, so the same journal always gives the same state.

pub mod anomaly;
pub mod answer;
pub mod catalogue;
pub mod ids;
pub mod incident;
pub mod journal;
pub mod masking;
pub mod procedure;
pub mod reliability;
mod step;
pub mod time;
pub mod users;
