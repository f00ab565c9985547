//! Monitoring: a real Prometheus with a failure in its history, and answers no one wants.

mod bad_answers;
mod history;
mod prometheus;
mod search;
mod server;
