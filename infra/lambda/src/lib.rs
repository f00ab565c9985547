//! The three shapes of a function bound to Lambda: requests, batches of a queue, ticks.
//!
//! What Lambda sends is read leniently and answered strictly; nothing of it reaches a function.

pub mod metric;
pub mod queue;
pub mod request;
pub mod tick;

mod bind;

pub use bind::{Error, http, http_and_tick, log, queue, tick};

/// An event that is none of those a function is deployed for.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this event is no {expected}: {why}")]
pub struct Foreign {
    expected: &'static str,
    why: String,
}

impl Foreign {
    fn new(expected: &'static str, why: impl std::fmt::Display) -> Self {
        Self { expected, why: why.to_string() }
    }
}
