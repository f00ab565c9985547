//! A field of an issue by Jira's own account of it: how a value is written there, and whether it was kept.

use super::priority::ranked;
use crate::http::said;
use nabat_domain::catalogue::Priority;
use nabat_domain::time::At;
use serde_json::{Map, Value, json};

/// A field as a screen has it (`createmeta`, `editmeta`, `transitions.fields`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Field {
    pub(super) id: String,
    pub(super) name: String,
    kind: String,
    items: Option<String>,
    /// It has to be given, and Jira puts nothing there by itself.
    pub(super) needed: bool,
    allowed: Option<Vec<String>>,
}

/// What is to stand in a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wanted<'w> {
    /// A word, or one of a list's.
    Word(&'w str),
    /// All of these words.
    Words(&'w [&'w str]),
    /// A priority, by whatever name it has there.
    Rank(Priority),
    /// A moment.
    Moment(At),
}

impl Field {
    pub(super) fn read(id: &str, told: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let allowed = told["allowedValues"].as_array();
        Self {
            id: id.to_owned(),
            name: text(&told["name"]).unwrap_or_else(|| id.to_owned()),
            kind: text(&told["schema"]["type"]).unwrap_or_default(),
            items: text(&told["schema"]["items"]),
            needed: told["required"] == true && told["hasDefaultValue"] != true,
            allowed: allowed.map(|values| values.iter().filter_map(|value| words(value).into_iter().next()).collect()),
        }
    }

    /// The value as Jira takes it; or what it takes instead.
    pub(super) fn written(&self, wanted: Wanted<'_>) -> Result<Value, String> {
        match wanted {
            Wanted::Moment(at) if self.kind == "date" => Ok(day(at).into()),
            Wanted::Moment(at) => Ok(moment(at).into()),
            Wanted::Word(word) => self.chosen(&[word]),
            Wanted::Words(words) => self.chosen(words),
            Wanted::Rank(priority) => {
                let named = self.allowed.iter().flatten().find(|name| ranked(name) == Some(priority));
                self.chosen(&[named.map_or(priority.as_str(), String::as_str)])
            }
        }
    }

    /// Words of a list, or the first where the field takes one.
    fn chosen(&self, words: &[&str]) -> Result<Value, String> {
        let allowed = self.allowed.as_ref();
        let is_allowed = |word: &str| allowed.is_none_or(|allowed| allowed.iter().any(|one| one == word));
        if let Some(word) = words.iter().find(|word| !is_allowed(word)) {
            let allowed = allowed.map(Vec::as_slice).unwrap_or_default();
            // It goes into a log, and a list of choices may be one of people.
            let all = if allowed.is_empty() { "nothing".to_owned() } else { said(&allowed.join(", ")) };
            return Err(format!("`{word}` cannot stand in `{}`, Jira takes {all}", self.name));
        }
        Ok(match (self.kind.as_str(), self.items.as_deref()) {
            ("array", Some(items)) => words.iter().map(|word| one(items, word)).collect(),
            (kind, _) => words.first().map_or(Value::Null, |word| one(kind, word)),
        })
    }

    /// Whether a value that was read is the one that was wanted.
    pub(super) fn holds(&self, value: &Value, wanted: Wanted<'_>) -> bool {
        match wanted {
            Wanted::Word(word) => words(value).iter().any(|one| one == word),
            Wanted::Words(wanted) => wanted.iter().all(|word| words(value).iter().any(|one| one == word)),
            Wanted::Rank(priority) => words(value).first().is_some_and(|name| ranked(name) == Some(priority)),
            Wanted::Moment(at) if self.kind == "date" => value.as_str() == Some(&day(at)),
            Wanted::Moment(at) => value.as_str().and_then(read).is_some_and(|stands| stands.0 / 1_000 == at.0 / 1_000),
        }
    }
}

/// Fields of a screen told as an object by id.
pub(super) fn fields(told: &Map<String, Value>) -> Vec<Field> {
    told.iter().map(|(id, field)| Field::read(id, field)).collect()
}

fn one(kind: &str, word: &str) -> Value {
    match kind {
        "option" => json!({ "value": word }),
        "string" | "any" | "number" | "" => json!(word),
        // Groups, users, priorities, components, versions, resolutions.
        _ => json!({ "name": word }),
    }
}

/// The words of a value: of an option its value, of a group, a priority or a user its name.
pub(super) fn words(value: &Value) -> Vec<String> {
    let word = |value: &Value| {
        let named = || ["value", "name", "key"].into_iter().find_map(|field| value[field].as_str());
        value.as_str().or_else(named).map(str::to_owned)
    };
    match value {
        Value::Array(values) => values.iter().filter_map(word).collect(),
        value => word(value).into_iter().collect(),
    }
}

/// `2026-11-23T10:00:00.000+0000`.
fn moment(at: At) -> String {
    at.in_utc().format("%Y-%m-%dT%H:%M:%S%.3f+0000").to_string()
}

/// The day, by UTC: where a field has no clock, it is early rather than late for those east of it.
fn day(at: At) -> String {
    at.in_utc().format("%Y-%m-%d").to_string()
}

/// A moment of Jira's, whose zone has no colon.
pub(super) fn read(text: &str) -> Option<At> {
    let zone = text.len().checked_sub(4)?;
    let (signed, hours, minutes) = (text.get(..zone)?, text.get(zone..zone + 2)?, text.get(zone + 2..)?);
    match signed.ends_with(['+', '-']) {
        true => At::from_rfc3339(&format!("{signed}{hours}:{minutes}")),
        false => At::from_rfc3339(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(told: &Value) -> Field {
        Field::read("customfield_1", told)
    }

    #[test]
    fn moments_are_read_as_they_are_written() {
        let at = At(1_795_500_000_123);
        assert_eq!(read(&moment(at)), Some(at));
        assert_eq!(read("2026-11-23T13:00:00.000+0300"), At::from_rfc3339("2026-11-23T10:00:00Z"));
        for bad in ["", "2026", "soon", "2026-11-23T10:00:00.000+ждун", "2026-11-23T10:00:00.000+\u{1f691}", "+0ж0"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_value_is_written_as_its_kind_asks() {
        let group = field(&json!({ "name": "Work group", "schema": { "type": "group" } }));
        assert_eq!(group.written(Wanted::Word("vendor-2")), Ok(json!({ "name": "vendor-2" })));
        let several = field(&json!({ "schema": { "type": "array", "items": "option" } }));
        assert_eq!(several.written(Wanted::Word("book")), Ok(json!([{ "value": "book" }])));
        assert!(several.holds(&json!([{ "value": "x" }, { "value": "book" }]), Wanted::Word("book")));
        let date = field(&json!({ "schema": { "type": "date" } }));
        assert_eq!(date.written(Wanted::Moment(At(0))), Ok(json!("1970-01-01")));
        let few = json!({ "name": "Work group", "schema": { "type": "option" }, "allowedValues": [{ "value": "a" }] });
        let refused = field(&few).written(Wanted::Word("b"));
        assert_eq!(refused, Err("`b` cannot stand in `Work group`, Jira takes a".to_owned()));
    }

    #[test]
    fn what_jira_would_take_is_told_without_anybodys_number() {
        let people = json!({ "name": "Called", "schema": { "type": "option" },
            "allowedValues": [{ "value": "Anna +7 916 123-45-67" }, { "value": "anna.patient@mail.example" }] });
        let told = field(&people).written(Wanted::Word("b")).expect_err("it is none of these");
        assert!(told.contains("Anna") && !told.contains("916 123") && !told.contains("anna.patient"), "{told}");
    }
}
