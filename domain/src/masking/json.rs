//! Masks a JSON value through and through: strings, keys, numbers.

use super::contact::Allowed;
use super::kind::Kind;
use super::replace::{Masked, mask, replace};
use super::scan::{Finding, find, may_hold_any};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Masks every string and every object key of `value`. A key announces what its value is
/// (`{"inn": "…"}`), as does the key around it. A whole number that is an identifier becomes its
/// mark, a string. Keys that come to the same mark are told apart by a count: nothing is lost.
#[must_use]
pub fn mask_json(value: Value, allowed: &Allowed) -> (Value, BTreeMap<Kind, u32>) {
    let mut masking = Masking { allowed, found: BTreeMap::new() };
    let value = masking.value(value, Keys { outer: "", inner: "" });
    (value, masking.found)
}

/// The keys a value stands under.
#[derive(Clone, Copy)]
struct Keys<'k> {
    outer: &'k str,
    inner: &'k str,
}

impl<'k> Keys<'k> {
    /// Longest key that announces anything, in bytes. It is read again with every value under it,
    /// so it must not be the sender's to choose.
    const LONGEST: usize = 64;

    fn under(self, key: &'k str) -> Keys<'k> {
        Keys { outer: self.inner, inner: if key.len() > Self::LONGEST { "" } else { key } }
    }
}

struct Masking<'a> {
    allowed: &'a Allowed<'a>,
    found: BTreeMap<Kind, u32>,
}

impl Masking<'_> {
    fn value(&mut self, value: Value, keys: Keys) -> Value {
        match value {
            Value::String(text) => Value::String(self.string(text, keys)),
            Value::Array(items) => Value::Array(items.into_iter().map(|item| self.value(item, keys)).collect()),
            Value::Object(fields) => Value::Object(self.object(fields, keys)),
            Value::Number(number) => {
                let digits = number.to_string();
                match self.find(&digits, keys).as_slice() {
                    [whole] if whole.start == 0 && whole.end == digits.len() => {
                        Value::String(self.counted(replace(&digits, std::slice::from_ref(whole))))
                    }
                    _ => Value::Number(number),
                }
            }
            Value::Null | Value::Bool(_) => value,
        }
    }

    fn string(&mut self, text: String, keys: Keys) -> String {
        let findings = self.find(&text, keys);
        if findings.is_empty() { text } else { self.counted(replace(&text, &findings)) }
    }

    fn object(&mut self, fields: Map<String, Value>, keys: Keys) -> Map<String, Value> {
        let mut masked = Map::new();
        let mut uses: BTreeMap<String, u32> = BTreeMap::new();
        for (key, value) in fields {
            let key = self.counted(mask(&key, self.allowed));
            let value = self.value(value, keys.under(&key));
            let mut name = key.clone();
            while masked.contains_key(&name) {
                let count = uses.entry(key.clone()).or_insert(1);
                *count += 1;
                name = format!("{key} {count}");
            }
            masked.insert(name, value);
        }
        masked
    }

    /// What `text` holds, read with its keys on the line above it: there they announce, but no
    /// identifier reaches from one into the other.
    fn find(&self, text: &str, keys: Keys) -> Vec<Finding> {
        if !may_hold_any(text) {
            return Vec::new();
        }
        let announced = format!("{} {}\n{text}", keys.outer, keys.inner);
        let shift = announced.len() - text.len();
        find(&announced, self.allowed)
            .into_iter()
            .filter(|finding| finding.start >= shift)
            .map(|Finding { kind, start, end }| Finding { kind, start: start - shift, end: end - shift })
            .collect()
    }

    fn counted(&mut self, Masked { text, found }: Masked) -> String {
        for (kind, count) in found {
            *self.found.entry(kind).or_default() += count;
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeSet;

    fn check(given: Value, wanted: &Value) {
        let contacts = BTreeSet::from(["74951234567".to_owned()]);
        let allowed = Allowed { contacts: &contacts };
        let (once, found) = mask_json(given.clone(), &allowed);
        assert_eq!(&once, wanted, "{given}");
        assert_eq!(found.is_empty(), given == once, "{given}");
        assert_eq!(mask_json(once.clone(), &allowed), (once, BTreeMap::new()), "{given}: again");
    }

    #[test]
    fn strings_keys_and_numbers_are_masked() {
        check(
            json!({"id": "SD-1042", "at": 1_763_000_000_123_u64, "text": ["СНИЛС 112-233-445 95"], "n": 11_223_344_595_u64}),
            &json!({"id": "SD-1042", "at": 1_763_000_000_123_u64, "text": ["СНИЛС [snils ***]"], "n": "[snils ***]"}),
        );
        check(json!(79_161_234_567_u64), &json!("[phone ***]"));
        check(
            json!([84_951_234_567_u64, -11_223_344_595_i64, 0.5, null, true]),
            &json!([84_951_234_567_u64, -11_223_344_595_i64, 0.5, null, true]),
        );
    }

    #[test]
    fn keys_announce_their_values() {
        check(
            json!({"inn": 7_707_083_893_u64, "passport_number": "4509 123456", "birthDate": "1980-05-12T00:00:00Z"}),
            &json!({"inn": "[inn_company ***]", "passport_number": "[passport ***]", "birthDate": "[birth_date ***]T00:00:00Z"}),
        );
        check(json!({"birth": {"date": "1980-05-12"}}), &json!({"birth": {"date": "[birth_date ***]"}}));
        check(
            json!({"count": 7_707_083_893_u64, "created": "1980-05-12", "port": 8080}),
            &json!({"count": 7_707_083_893_u64, "created": "1980-05-12", "port": 8080}),
        );
    }

    #[test]
    fn keys_with_the_same_mark_are_told_apart() {
        check(
            json!({"112-233-445 95": 1, "11223344595": 2, "[snils ***] 2": 3}),
            &json!({"[snils ***]": 1, "[snils ***] 2": 2, "[snils ***] 2 2": 3}),
        );
    }
}
