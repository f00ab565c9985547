//! The table port: every store through the same cases, SQLite against memory, and the file itself.

mod conformance;
mod kill;
mod model;
mod sqlite_file;
mod torn;
