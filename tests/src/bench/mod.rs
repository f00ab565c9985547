//! The measurements: ours and a bare yardstick side by side, so that noise hits both.

pub mod bare;
pub mod commands;
pub mod estate;
pub mod installation;
pub mod load;
pub mod recording;
pub mod registration;
pub mod report;
pub mod times;
pub mod wal;
pub mod yardstick;
