//! What every store must do: the same cases run over memory, SQLite and whatever comes later.
//!
//! A store's tests hand each area's `CASES` to [`conforms`] with a way to make an empty table.

pub mod conditions;
pub mod due;
pub mod limits;
pub mod lists;
pub mod races;
pub mod ranges;
pub mod sweeps;
pub mod transactions;

mod case;
mod rows;

pub use case::{Case, conforms};
pub use rows::row;
