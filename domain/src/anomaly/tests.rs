//! What the ranking finds, and what it must not be moved by.

mod found;
mod generated;
mod properties;
mod seasons;
