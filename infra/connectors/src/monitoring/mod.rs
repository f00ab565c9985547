//! Monitoring systems.

pub mod prometheus;
pub mod recording;
pub mod zabbix;
