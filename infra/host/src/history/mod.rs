//! Histories from outside: a CSV file read by a mapping, every row accepted, marked or refused by line.
//!
//! Rows pass through a temporary database that SQLite keeps on the disk, so a file of any size takes
//! the same memory, and nothing reaches a figure or the table before the whole file was looked at.

mod columns;
mod guard;
mod mapping;
mod masked;
mod read;
mod row;
mod staging;
mod times;
mod works;

#[cfg(test)]
mod tests;

pub use mapping::{Mapping, NoEnd, Rows, Times};
pub use read::{Reading, read, sha256_of};
pub use staging::{Kept, Note, Staging};
pub use works::read_works;
