//! The table on DynamoDB and the doorbell on SQS: AWS, or whatever else speaks their language.
//!
//! Where they are, and who asks, comes from the environment as every AWS tool reads it: `AWS_ENDPOINT_URL`,
//! `AWS_REGION`, profiles, roles. A function reads the variables alone.

mod cloud;
mod environment;
mod fault;
pub mod function;
mod machine;
pub mod queue;
mod secrets;
pub mod table;

pub use cloud::Cloud;
pub use queue::Queues;
pub use table::DynamoTable;
