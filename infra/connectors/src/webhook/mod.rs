//! Receivers of webhooks, and which addresses they may stand at.

pub mod address;
mod standard;

pub use standard::StandardWebhooks;
