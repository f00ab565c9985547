//! What a small installation has without buying anything: a messenger, a service desk, a wiki, a monitoring.
//!
//! They are connectors like the rest: a file of their own outside the core's transactions, reached
//! only through ports and webhooks, and able to fail, delay, forget and ask to wait on request.

#[cfg(test)]
mod contrast;
pub mod copies;
pub mod database;
pub mod desk;
pub mod faults;
pub mod form;
pub mod messenger;
pub mod moment;
pub mod monitoring;
pub mod outbox;
pub mod outward;
#[cfg(test)]
pub(crate) mod rig;
pub mod saved;
mod sessions;
pub mod shell;
pub mod text;
pub mod who;
pub mod wiki;
