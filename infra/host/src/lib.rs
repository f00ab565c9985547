//! The embedded host: every function in one process, its table in one SQLite file, a messenger and
//! a service desk of its own.

pub mod backup;
pub mod bells;
pub mod builtin;
pub mod chance;
pub mod clocks;
#[cfg_attr(not(feature = "aws"), path = "no_cloud.rs")]
mod cloud;
pub mod commands;
pub mod configuration;
pub mod demo;
mod desk_secrets;
pub mod example;
pub mod history;
pub mod host;
pub mod in_force;
mod listening;
pub mod named;
mod private;
pub mod pulse;
pub mod secrets;
pub mod sqlite;
pub mod starter;
pub mod stores;
pub mod versions;
pub mod web;
