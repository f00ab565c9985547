//! Transactions: what is asked of DynamoDB, and why it would not.

use super::item::{self, VERSION};
use crate::fault::table_error;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason, ConditionCheck, Delete, Put, TransactWriteItem};
use nabat_kit::table::{Action, Condition, Key, TableError};
use std::collections::HashMap;

/// Carries a transaction out. The SDK gives each call a token and repeats it with its retries.
pub async fn write(client: &Client, table: &str, actions: &[Action]) -> Result<(), TableError> {
    let asked: Vec<(&Key, TransactWriteItem)> =
        actions.iter().filter_map(|action| Some((action.key(), of_action(table, action)?))).collect();
    if asked.is_empty() {
        return Ok(());
    }
    let (keys, items): (Vec<&Key>, Vec<TransactWriteItem>) = asked.into_iter().unzip();
    match client.transact_write_items().set_transact_items(Some(items)).send().await {
        Ok(_) => Ok(()),
        Err(SdkError::ServiceError(said)) => match said.err() {
            TransactWriteItemsError::TransactionCanceledException(cancelled) => {
                Err(why(&keys, cancelled.cancellation_reasons()))
            }
            _ => Err(table_error(SdkError::ServiceError(said))),
        },
        Err(error) => Err(table_error(error)),
    }
}

/// `None` for an action that asks for nothing.
fn of_action(table: &str, action: &Action) -> Option<TransactWriteItem> {
    let built = "table, key and condition are given";
    let item = TransactWriteItem::builder();
    let item = match action {
        Action::Put(row, condition) => {
            let (expression, values) = insisting_on(*condition);
            let put = Put::builder()
                .table_name(table)
                .set_item(Some(item::of_row(row)))
                .set_condition_expression(expression)
                .set_expression_attribute_values(values);
            item.put(put.build().expect(built))
        }
        Action::Delete(key, condition) => {
            let (expression, values) = insisting_on(*condition);
            let delete = Delete::builder()
                .table_name(table)
                .set_key(Some(item::key(key)))
                .set_condition_expression(expression)
                .set_expression_attribute_values(values);
            item.delete(delete.build().expect(built))
        }
        Action::Check(_, Condition::Any) => return None,
        Action::Check(key, condition) => {
            let (expression, values) = insisting_on(*condition);
            let check = ConditionCheck::builder()
                .table_name(table)
                .set_key(Some(item::key(key)))
                .set_condition_expression(expression)
                .set_expression_attribute_values(values);
            item.condition_check(check.build().expect(built))
        }
    };
    Some(item.build())
}

/// A condition as an expression and its values.
fn insisting_on(condition: Condition) -> (Option<String>, Option<HashMap<String, AttributeValue>>) {
    match condition {
        Condition::Any => (None, None),
        Condition::Absent => (Some(format!("attribute_not_exists({})", item::PK)), None),
        Condition::Version(version) => {
            let values = HashMap::from([(":version".to_owned(), item::number(version))]);
            (Some(format!("{VERSION} = :version")), Some(values))
        }
    }
}

/// Why a transaction was cancelled, from the reasons given for each action in turn.
///
/// A request that can never go through is told before all else; then the first condition that did not
/// hold, by its key: the caller knows which of its rows means "seen before". Another writer at the same
/// moment is a conflict too. What is left is too much asked, or a reason of tomorrow's.
fn why(keys: &[&Key], reasons: &[CancellationReason]) -> TableError {
    let coded = |code: &str| {
        let found = keys.iter().zip(reasons).find(|(_, reason)| reason.code() == Some(code));
        found.map(|(key, reason)| ((*key).clone(), reason.message().unwrap_or_default().to_owned()))
    };
    for never in ["ValidationError", "ItemCollectionSizeLimitExceeded"] {
        if let Some((key, message)) = coded(never) {
            return TableError::Refused(format!("{never} at {key:?}: {message}"));
        }
    }
    for conflict in ["ConditionalCheckFailed", "TransactionConflict", "DuplicateItem"] {
        if let Some((key, _)) = coded(conflict) {
            return TableError::Conflict(key);
        }
    }
    let told = reasons.iter().filter_map(|reason| reason.code().filter(|code| *code != "None"));
    TableError::Unavailable(format!("the transaction was cancelled: {}", told.collect::<Vec<_>>().join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cancelled(codes: [&str; 3]) -> TableError {
        let keys = ["head", "event", "inbox"].map(|sk| Key::new("p", sk));
        let reasons = codes.map(|code| CancellationReason::builder().code(code).message("because").build());
        why(&keys.iter().collect::<Vec<_>>(), &reasons)
    }

    fn conflict(sk: &str) -> TableError {
        TableError::Conflict(Key::new("p", sk))
    }

    #[test]
    fn the_first_condition_that_failed_is_named() {
        assert_eq!(cancelled(["None", "ConditionalCheckFailed", "ConditionalCheckFailed"]), conflict("event"));
        assert_eq!(cancelled(["TransactionConflict", "None", "ConditionalCheckFailed"]), conflict("inbox"));
    }

    #[test]
    fn somebody_else_at_the_same_moment_is_a_conflict() {
        assert_eq!(cancelled(["None", "TransactionConflict", "None"]), conflict("event"));
    }

    #[test]
    fn too_much_asked_may_go_through_later() {
        for code in ["ThrottlingError", "ProvisionedThroughputExceeded", "AccessDenied", "SomethingNew"] {
            let told = TableError::Unavailable(format!("the transaction was cancelled: {code}"));
            assert_eq!(cancelled(["None", code, "None"]), told);
        }
    }

    #[test]
    fn what_never_goes_through_is_refused_with_its_reason() {
        let told = cancelled(["ConditionalCheckFailed", "ValidationError", "None"]);
        assert!(
            matches!(&told, TableError::Refused(why) if why.contains("event") && why.contains("because")),
            "{told}"
        );
    }

    #[test]
    fn looking_at_whatever_is_there_asks_for_nothing() {
        let check = |condition| of_action("table", &Action::Check(Key::new("p", "a"), condition));
        assert_eq!(check(Condition::Any), None);
        assert!(check(Condition::Absent).is_some());
    }
}
