//! Connectors: what Nabat knows of other people's systems, one file a system, behind the kit's ports.

mod http;
pub mod monitoring;
