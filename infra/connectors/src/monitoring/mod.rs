//! Monitoring systems.

pub mod prometheus;
pub mod recording;
