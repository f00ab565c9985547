//! JSON Schemas of the configuration's files, for completion in an editor; the checked-in ones are
//! kept true by a test.

mod procedure;
mod tests;
mod webhooks;
mod words;

pub use words::{Clock, Contact, Score, Table, Weekday, Word};
