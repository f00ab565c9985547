//! Connectors: what Nabat knows of other people's systems, one file a system, behind the kit's ports.

pub mod connections;
pub mod desk;
pub mod duty;
mod echo;
pub mod heartbeat;
pub mod http;
pub mod mail;
pub mod messenger;
pub mod monitoring;
mod own;
#[cfg(test)]
mod partner;
pub mod picture;
pub mod tls;
#[cfg(test)]
mod typed;
pub mod webhook;
pub mod wiki;
mod xml;
