//! The pages people look at, and the same as JSON for machines. Nothing here writes state other
//! than by a command.

pub mod access;
pub mod api;
pub mod committee;
pub mod corrected;
pub mod figures;
pub mod forms;
pub mod marking;
pub mod metrics;
pub mod pages;
pub mod regulation;
pub mod viewer;
