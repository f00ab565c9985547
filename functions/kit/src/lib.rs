//! Nabat's kit: the ports to the world, the only two loops (`execute` and `perform`), and the
//! messages people read.
//!
//! `execute` turns a command into one committed transaction. `perform` carries one committed job
//! out. Nothing else commits, nothing else calls a port.

pub mod access;
pub mod batch;
pub mod buttons;
pub mod card;
pub mod chat;
pub mod configuration;
pub mod dead;
pub mod document;
pub mod duty;
pub mod env;
pub mod erase;
pub mod evidence;
pub mod execute;
pub mod fault;
pub mod files;
pub mod findings;
pub mod heads;
pub mod history;
pub mod http;
pub mod incident;
pub mod keys;
pub mod marks;
pub mod messages;
pub mod notices;
pub mod one_line;
pub mod outages;
pub mod patience;
pub mod people;
pub mod perform;
pub mod port;
pub mod problem_card;
pub mod problems;
pub mod refused;
pub mod registration;
pub mod reliability;
pub mod report;
pub mod restricted;
pub mod retention;
pub mod samples;
pub mod schedule;
pub mod shard;
pub mod signature;
pub mod signing;
pub mod table;
pub mod timeline;
pub mod trace;
pub mod webhooks;

/// Has an async function compiled in its own crate, once. By itself it is compiled wherever it is awaited, again in each
/// crate and in each part of it that the compiler works on: most of a build went there.
pub use async_recursion::async_recursion as boxed;
