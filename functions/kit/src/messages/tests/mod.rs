//! What the catalogues have to hold, and how they are said.

mod catalogues;
mod estate;
mod names;
mod reading;
mod sources;
mod speaking;
