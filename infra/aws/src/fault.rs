//! What goes wrong between here and the cloud, in the words of the table port.

use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use nabat_kit::table::TableError;
use std::error::Error;

/// Faults of the request itself: the same request fails every time.
const FOR_EVER: [&str; 3] = ["ValidationException", "IdempotentParameterMismatchException", "SerializationException"];

/// An error with all its causes.
pub fn told<E, R>(error: SdkError<E, R>) -> String
where
    E: Error + 'static,
    R: std::fmt::Debug + 'static,
{
    DisplayErrorContext(error).to_string()
}

/// An error of any call but a transaction's, which has reasons of its own.
///
/// What cannot go through as it is is refused. All else may go through another time: no answer, too
/// much asked, a right that is missing until somebody grants it.
pub fn table_error<E>(error: SdkError<E>) -> TableError
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let code = error.as_service_error().and_then(ProvideErrorMetadata::code).unwrap_or_default();
    let for_ever = FOR_EVER.contains(&code) || matches!(error, SdkError::ConstructionFailure(_));
    let told = told(error);
    if for_ever { TableError::Refused(told) } else { TableError::Unavailable(told) }
}
