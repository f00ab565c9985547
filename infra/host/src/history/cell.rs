//! A cell of a table that a spreadsheet might run: recognised coming in, made harmless going out.

/// Beginnings a spreadsheet takes for a formula.
const BEGINNINGS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Whether a spreadsheet would run it.
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(BEGINNINGS)
}
