//! The reliability pages measured over a long history: an invented estate in a real SQLite file, every page and
//! filter, a bare read of the same rows beside.

pub mod estate;
pub mod measure;
mod report;
mod stopwatch;
