//! A page as data: headings, paragraphs, tables, charts. Each wiki renders it in its own markup, and
//! nothing in it is markup.

use nabat_domain::catalogue::Language;
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};

/// A page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Document {
    /// Its language.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// What changed since the revision before, a sentence each; empty on the first.
    #[serde(default)]
    pub changes: Vec<String>,
    /// What it says, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A piece of a page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A heading below the title.
    Heading {
        /// The words.
        text: String,
    },
    /// Words that must not be overlooked.
    Notice {
        /// The words.
        text: String,
    },
    /// Words; line ends stay.
    Paragraph {
        /// The words.
        text: String,
    },
    /// Names with what each is.
    Facts {
        /// The rows.
        rows: Vec<Fact>,
    },
    /// A table.
    Table {
        /// Names of the columns.
        head: Vec<String>,
        /// Rows of as many cells.
        rows: Vec<Vec<String>>,
    },
    /// A way elsewhere.
    Link {
        /// The words.
        text: String,
        /// Where to; begins with `/`, `https://` or `http://`.
        address: String,
    },
    /// A line over time.
    Chart(Chart),
}

/// A name with what it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// The name.
    pub name: String,
    /// What it is.
    pub value: String,
}

/// A line over time. Whole numbers only: what is stored is hashed and compared.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Chart {
    /// What is drawn, with its unit.
    pub title: String,
    /// Moments with values in thousandths of the unit, in order of time.
    pub points: Vec<(At, i64)>,
    /// The moment everything is about.
    pub mark: Option<At>,
}

/// Marks that turn the direction of writing, what takes no room and is not seen, and everything else that has no place on
/// a line. The word joiner stays: connectors put it behind what would call somebody.
fn is_hidden(c: char) -> bool {
    let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_nowhere =
        matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2061}'..='\u{2065}' | '\u{feff}');
    turns || is_nowhere || (c.is_control() && c != '\n')
}

/// The words without anything that would make them look like other words.
pub fn plain(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_hidden(*c)).collect();
    // After what is hidden: spaces may stand behind it.
    seen.trim().to_owned()
}

/// An address, if a browser may follow it.
pub fn followed(address: &str) -> Option<&str> {
    let web = address.starts_with("https://") || address.starts_with("http://");
    let own = address.starts_with('/') && !address.starts_with("//");
    (web || own).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_stay_and_nothing_hidden_does(text in "(\\PC|[ \n\t\\x00\u{200e}\u{202a}-\u{202e}\u{2066}-\u{2069}])*") {
            let shown = plain(&text);
            prop_assert_eq!(plain(&shown), shown.as_str());
            let hidden = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\t' | '\0' | '\u{202a}'..='\u{202e}');
            prop_assert_eq!(shown.find(hidden), None);
            let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric() || c.is_ascii_punctuation()).collect::<String>();
            prop_assert_eq!(words(&shown), words(&text));
        }
    }

    #[test]
    fn words_cannot_be_turned_around() {
        assert_eq!(plain(" a\u{202e}b\u{2066}c\u{0000}\nd\u{200f} "), "abc\nd");
    }

    #[test]
    fn nothing_stands_between_letters_unseen() {
        assert_eq!(plain("e\u{200b}v\u{200d}i\u{ad}l\u{feff}.\u{180e}e\u{2063}xe"), "evil.exe");
        assert_eq!(plain("@\u{2060}all"), "@\u{2060}all", "what keeps a name from ringing stays");
    }

    #[test]
    fn only_web_addresses_and_our_own_are_followed() {
        assert_eq!(followed("javascript:alert(1)"), None);
        assert_eq!(followed("//evil.example"), None);
        assert_eq!(followed("/desk/SD-1"), Some("/desk/SD-1"));
        assert_eq!(followed("https://desk.example/1"), Some("https://desk.example/1"));
    }
}
