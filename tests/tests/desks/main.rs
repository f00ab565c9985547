//! Service desks: one suite over the built-in one and a real Roundup and a real Request Tracker, and what people do there meanwhile; alerts.

mod alerts;
mod builtin;
mod roundup;
mod rt;
mod story;
