//! What the catalogues have to hold, and how they are said.

mod catalogues;
mod estate;
mod names;
mod reading;
mod shown;
mod sources;
mod speaking;

pub(crate) use estate::{catalogue as estate_of_tests, people as people_of_tests};
