//! A printable paper: what stands on it, apart from how it is written down.

mod html;
mod markdown;

pub use html::{STYLE, Style, html, html_with};
pub use markdown::markdown;

use maud::Markup;

/// One document.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Language it is in: `ru`, `en`.
    pub language: &'static str,
    /// What it is, above the title.
    pub sort: String,
    /// Its title.
    pub title: String,
    /// Version, approver, dates: name and value.
    pub facts: Vec<(String, String)>,
    /// Ways to other papers, on a screen: name and address.
    pub links: Vec<(String, String)>,
    /// Its content in order.
    pub blocks: Vec<Block>,
}

/// A part of a paper.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Words(String),
    /// A soft line under a heading.
    Remark(String),
    /// Points in no order.
    List(Vec<String>),
    /// A table; the first column names the row.
    Table(Table),
    /// A mandatory step.
    Step(StepBlock),
    /// A picture under the heading that says what it shows.
    Picture(Markup, String),
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Names of the columns.
    pub head: Vec<String>,
    /// Rows of as many cells, each of one or more lines.
    pub rows: Vec<Vec<String>>,
    /// Columns at its end that are left to be written into by hand.
    pub room: usize,
}

/// A step as it stands on paper.
#[derive(Clone, Debug)]
pub struct StepBlock {
    /// Its number in the paper.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Who owes it, where the paper is not about one role.
    pub who: Option<String>,
    /// Its id, for commands and files.
    pub id: String,
    /// The prompt, line by line.
    pub question: Vec<String>,
    /// What its buttons say.
    pub buttons: Vec<String>,
    /// Conditions and repetitions.
    pub notes: Vec<String>,
}
