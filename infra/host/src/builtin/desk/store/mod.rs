//! The desk's file: records with notes and links, problems.

mod assigned;
mod erase;
mod file;
mod owner;
mod problem;
mod record;

pub use assigned::{Assigned, assign, find as find_assigned, open as open_assigned, product as product_assigned};
pub use erase::erase;
pub use file::{FileLine, attach, file, files};
pub use owner::{known_or_elsewhere, of_number, own, own_problems_by_links, unowned};
pub use problem::{
    Problem, find as find_problem, list as problems, next_revision as next_problem_revision, note as note_problem,
    notes as problem_notes, open as open_problem, set_product as set_problem_product, set_state as set_problem_state,
    set_title as set_problem_title,
};
pub use record::{
    Link, Note, NoteKind, Record, State, find, insert, insert_bare, link, links, list, next_revision, note, notes,
    of_once, records_of_problem, set_facts, set_state, set_taken, set_unheard,
};

/// Tables of the desk; `outbox` and `effect` come from their own modules.
pub const SCHEMA: &str = include_str!("schema.sql");
