//! A product's figures from what is stored: what counts and what was corrected, incidents as they went,
//! periods that were published.

mod book;
mod case;
mod correction;
mod difference;
mod figures;
mod publication;
mod question;
mod rows;
#[cfg(test)]
mod tests;

pub use book::{Beside, Book, Why, read};
pub use case::{Case, Held};
pub use correction::{Correction, Facts, Named, corrections, record};
pub use difference::{Because, Change, Difference, difference};
pub use figures::{ContractorFigures, Figures, Team, Works, figures};
pub use publication::{Line, Publication, lines, publications, publish};
pub use question::{Only, Question, USUAL_TARGET};
