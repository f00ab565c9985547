//! What calls to DynamoDB use, by the rules of its price list: units of reading and of writing.
//!
//! https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html: 4 KB a unit read
//! strongly, half of it else; 1 KB a unit written, two in a transaction, of the larger of the item before and after;
//! a change of an index's key removes one entry and writes one. Emulators count otherwise, so it is counted here.

use super::recorder::Called;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Units used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Units {
    /// Halves of a unit of reading.
    pub half_reads: u64,
    /// Units of writing.
    pub writes: u64,
}

impl std::ops::AddAssign for Units {
    fn add_assign(&mut self, other: Self) {
        self.half_reads += other.half_reads;
        self.writes += other.writes;
    }
}

/// An item as it stands: its size, its entries in the indexes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Standing {
    bytes: u64,
    due: Option<String>,
    listed: Option<String>,
}

/// A table as the calls leave it.
#[derive(Default)]
pub struct Meter {
    items: BTreeMap<String, Standing>,
}

impl Meter {
    /// What a call used. Also one that was refused: DynamoDB looked.
    pub fn used(&mut self, call: &Called) -> Units {
        let items = |value: &Value| -> u64 { value.as_array().into_iter().flatten().map(size).sum() };
        match call.operation.as_str() {
            "GetItem" => read(size(&call.answer["Item"]), true),
            "Query" => read(items(&call.answer["Items"]), call.body["ConsistentRead"] == true),
            "BatchGetItem" => {
                let tables = call.body["RequestItems"].as_object().into_iter().flat_map(Map::values);
                let asked: usize = tables.filter_map(|table| table["Keys"].as_array()).map(Vec::len).sum();
                let answered = call.answer["Responses"].as_object().into_iter().flat_map(Map::values);
                let found: Vec<u64> = answered.filter_map(Value::as_array).flatten().map(size).collect();
                let missing = vec![0; asked.saturating_sub(found.len())];
                let mut all = Units::default();
                found.into_iter().chain(missing).for_each(|bytes| all += read(bytes, true));
                all
            }
            "TransactWriteItems" => self.written(call),
            other => panic!("nobody counts {other}"),
        }
    }

    fn written(&mut self, call: &Called) -> Units {
        let refused = call.answer["__type"].is_string();
        let mut all = Units::default();
        for action in call.body["TransactItems"].as_array().expect("actions") {
            let (kind, asked) = action.as_object().and_then(|action| action.iter().next()).expect("one action");
            let (place, after) = match kind.as_str() {
                "Put" => (place(&asked["Item"]), Some(standing(&asked["Item"]))),
                "Delete" => (place(&asked["Key"]), None),
                "ConditionCheck" => {
                    let there = self.items.get(&place(&asked["Key"])).map_or(0, |item| item.bytes);
                    all.writes += 2 * there.div_ceil(1024).max(1);
                    continue;
                }
                other => panic!("nobody counts {other}"),
            };
            let before = self.items.get(&place).cloned().unwrap_or_default();
            let now = after.clone().unwrap_or_default();
            all.writes += 2 * before.bytes.max(now.bytes).div_ceil(1024).max(1);
            for (old, new) in [(&before.due, &now.due), (&before.listed, &now.listed)] {
                if old != new {
                    all.writes += u64::from(old.is_some()) + u64::from(new.is_some());
                }
            }
            if !refused {
                match after {
                    Some(after) => drop(self.items.insert(place, after)),
                    None => drop(self.items.remove(&place)),
                }
            }
        }
        all
    }
}

fn read(bytes: u64, strongly: bool) -> Units {
    let blocks = bytes.div_ceil(4096).max(1);
    Units { half_reads: if strongly { 2 * blocks } else { blocks }, writes: 0 }
}

/// Where an item stands.
pub fn place(item: &Value) -> String {
    format!("{}\n{}", item["pk"]["S"], item["sk"]["S"])
}

fn standing(item: &Value) -> Standing {
    let entry = |names: [&str; 2]| {
        let values = names.map(|name| &item[name]);
        values.iter().all(|value| !value.is_null()).then(|| format!("{values:?}"))
    };
    Standing { bytes: size(item), due: entry(["due_shard", "due_at"]), listed: entry(["list_name", "list_place"]) }
}

/// Names and values: a text by its bytes, a number by every two digits and one more.
fn size(item: &Value) -> u64 {
    let one = |(name, value): (&String, &Value)| {
        let text = value["S"].as_str().map(str::len);
        let number = value["N"].as_str().map(|digits| digits.len().div_ceil(2) + 1);
        (name.len() + text.or(number).unwrap_or_else(|| panic!("{value}"))) as u64
    };
    item.as_object().into_iter().flatten().map(one).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn call(operation: &str, body: Value, answer: Value) -> Called {
        let (function, service) = ("any".to_owned(), "dynamodb");
        Called { function, service, operation: operation.to_owned(), body, answer, of_a_look: false }
    }

    fn item(body: usize, due: Option<u32>) -> Value {
        let mut item = json!({ "pk": { "S": "a" }, "sk": { "S": "b" }, "body": { "S": "x".repeat(body) } });
        if let Some(at) = due {
            item["due_shard"] = json!({ "N": "1" });
            item["due_at"] = json!({ "N": at.to_string() });
        }
        item
    }

    #[test]
    fn units_are_those_of_the_price_list() {
        let mut meter = Meter::default();
        let mut writes = |item: Value, answer: Value| {
            let body = json!({ "TransactItems": [{ "Put": { "Item": item } }] });
            meter.used(&call("TransactWriteItems", body, answer)).writes
        };
        // Ten bytes of names and keys beside the body.
        assert_eq!(writes(item(1014, None), json!({})), 2);
        assert_eq!(writes(item(1015, None), json!({})), 4);
        assert_eq!(writes(item(10, None), json!({ "__type": "TransactionCanceledException" })), 4, "refused");
        assert_eq!(writes(item(10, Some(5)), json!({})), 5, "the larger one, and an entry of the index");
        assert_eq!(writes(item(10, Some(6)), json!({})), 4, "an entry removed, one written");
        let delete = json!({ "TransactItems": [{ "Delete": { "Key": { "pk": { "S": "a" }, "sk": { "S": "b" } } } }] });
        assert_eq!(meter.used(&call("TransactWriteItems", delete, json!({}))).writes, 3);
        let mut reads =
            |operation: &str, body: Value, answer: Value| meter.used(&call(operation, body, answer)).half_reads;
        assert_eq!(reads("GetItem", json!({}), json!({})), 2, "nothing there costs as much as a little");
        assert_eq!(reads("GetItem", json!({}), json!({ "Item": item(4087, None) })), 4);
        let two = json!({ "Items": [item(3000, None), item(3000, None)] });
        assert_eq!(reads("Query", json!({ "ConsistentRead": true }), two.clone()), 4);
        assert_eq!(reads("Query", json!({}), two), 2);
        let asked = json!({ "RequestItems": { "t": { "Keys": [{}, {}] } } });
        assert_eq!(reads("BatchGetItem", asked, json!({ "Responses": { "t": [item(5000, None)] } })), 6);
    }
}
