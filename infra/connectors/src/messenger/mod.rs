//! Messengers of others.

pub mod express;
mod known;
pub mod matrix;
pub mod mattermost;
mod name;
mod pace;
mod seal;
pub mod slack;
pub mod telegram;
mod words;
