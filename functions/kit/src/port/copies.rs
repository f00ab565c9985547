//! What people typed, copied out of the table into stores of the same installation: its own chat, desk, wiki, mailbox.

use super::CallError;
use async_trait::async_trait;
use nabat_domain::ids::{DeskId, IncidentId, ProductId, RoomId};
use serde_json::Value;
use std::collections::BTreeSet;

/// What is to go from the copies of one case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Erasure {
    /// Whose it is.
    pub product: ProductId,
    /// The case.
    pub case: IncidentId,
    /// Its record: what names it is about the case, wherever it stands.
    pub record: DeskId,
    /// Its chats.
    pub rooms: BTreeSet<RoomId>,
    /// Deliveries of the messenger whose words it is: these messages go whole, however short.
    pub messages: BTreeSet<String>,
    /// Words long enough to tell whose they are: what repeats them keeps the rest of what it says.
    pub words: BTreeSet<String>,
    /// SHA-256 of files' content, lower-case hex.
    pub files: BTreeSet<String>,
    /// What stands in place of words.
    pub instead: String,
}

impl Erasure {
    /// The text without the words, if it had any.
    pub fn without(&self, text: &str) -> Option<String> {
        let mut words: Vec<&str> =
            self.words.iter().map(|words| words.trim()).filter(|words| !words.is_empty()).collect();
        // What holds another goes first: of a sentence nothing is left over.
        words.sort_by_key(|words| std::cmp::Reverse(words.len()));
        let erased = words.into_iter().fold(text.to_owned(), |text, words| text.replace(words, &self.instead));
        (erased != text).then_some(erased)
    }

    /// JSON without the words in its texts, if it had any; nothing where it is no JSON.
    pub fn without_in(&self, json: &str) -> Option<String> {
        let mut value: Value = serde_json::from_str(json).ok()?;
        self.erase(&mut value).then(|| value.to_string())
    }

    /// Takes the words out of every text of a value; whether there were any.
    pub fn erase(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => self.without(text).map(|erased| *text = erased).is_some(),
            Value::Array(items) => items.iter_mut().filter_map(|item| self.erase(item).then_some(())).count() > 0,
            Value::Object(fields) => {
                fields.values_mut().filter_map(|field| self.erase(field).then_some(())).count() > 0
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    /// Whether a text is about the case: it names the record or the case itself, not one whose number begins the same.
    pub fn is_about(&self, text: &str) -> bool {
        let stands = |name: &str| {
            text.match_indices(name).any(|(start, _)| {
                let (before, after) = (text[..start].chars().next_back(), text[start + name.len()..].chars().next());
                [before, after].into_iter().flatten().all(|beside| !beside.is_alphanumeric())
            })
        };
        stands(self.record.as_str()) || stands(self.case.as_str())
    }
}

/// The stores an installation has beside its table.
#[async_trait]
pub trait Copies: Send + Sync {
    /// Erases it wherever it stands; how many things were changed. Done again it finds nothing.
    async fn erase(&self, what: &Erasure) -> Result<usize, CallError>;

    /// Makes what was erased unreadable in their bytes as well, as [`crate::table::Table::forget`] does. `Permanent` where
    /// only the operator can.
    async fn forget(&self) -> Result<(), CallError>;
}

/// A host that has only the table: what was posted elsewhere is for others to remove.
pub struct NoCopies;

#[async_trait]
impl Copies for NoCopies {
    async fn erase(&self, _: &Erasure) -> Result<usize, CallError> {
        Ok(0)
    }

    async fn forget(&self) -> Result<(), CallError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn erasure(words: &[&str]) -> Erasure {
        Erasure {
            product: "clinics".into(),
            case: "inc-1".into(),
            record: "SD-1".into(),
            rooms: BTreeSet::new(),
            messages: BTreeSet::new(),
            words: words.iter().map(|&words| words.to_owned()).collect(),
            files: BTreeSet::new(),
            instead: "(erased)".to_owned(),
        }
    }

    #[test]
    fn the_longer_words_go_first_and_the_rest_stays() {
        let what = erasure(&["Ivan Zakharov", " Ivan Zakharov rang \n"]);
        assert_eq!(
            what.without("1: Ivan Zakharov rang, Ivan Zakharov waits").as_deref(),
            Some("1: (erased), (erased) waits")
        );
        assert_eq!(what.without("nothing of it"), None);
    }

    #[test]
    fn a_text_is_about_the_case_it_names_and_about_no_other() {
        let what = erasure(&[]);
        assert!(what.is_about("closed: SD-1.") && what.is_about("/incidents/clinics/inc-1"));
        assert!(!what.is_about("SD-10, SSD-1, inc-12"));
    }

    #[test]
    fn words_that_json_writes_otherwise_are_found_in_it() {
        let what = erasure(&["he said \"no\"\nand left"]);
        let json = serde_json::json!({ "a": ["so he said \"no\"\nand left it", 1], "b": "he said" }).to_string();
        assert_eq!(what.without_in(&json).as_deref(), Some(r#"{"a":["so (erased) it",1],"b":"he said"}"#));
        assert_eq!(what.without_in("{}"), None);
    }
}
