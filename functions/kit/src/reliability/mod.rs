//! A product's figures from what is stored: what counts and what was corrected, incidents as they went,
//! periods that were published.

mod book;
mod books;
mod case;
mod correction;
mod difference;
mod figures;
mod partition;
mod publication;
mod question;
mod rows;
pub mod settled;
#[cfg(test)]
mod tests;

pub use crate::outages::Why;
pub use book::{Beside, Book};
pub use books::{Books, book_of, differences_of, figures, figures_of, read};
pub use case::{Case, Held};
pub use correction::{Correction, Facts, Named, corrections, record};
pub use difference::{Because, Change, Difference};
pub use figures::{ContractorFigures, Figures, Team, Works};
pub use publication::{Line, Publication, lines, publications, publish};
pub use question::{Only, Question, USUAL_TARGET};
