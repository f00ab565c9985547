//! Monitoring systems.

pub mod recording;
