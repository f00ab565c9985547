//! Weeks of the whole program on a clock of its own: a real host over its files, opened anew each time it dies.
//!
//! The outside outlives every process: people and their plans, the desk with what it sent, the clock, the files.

pub mod balance;
mod clock;
mod estate;
mod fate;
mod ledger;
mod life;
mod memory;
mod outside;
mod people;
mod sending;
mod weather;
pub mod weeks;
