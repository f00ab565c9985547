//! The real program as a child process: the contract for machines, its command line, its end.

mod access;
mod adoption;
mod anomalies;
mod api;
mod backup;
mod bar;
mod base;
mod canaries;
mod client;
#[cfg(feature = "aws")]
mod cloud;
mod command_line;
mod desk;
mod drill;
mod evidence;
mod fields;
mod files;
mod forms;
#[cfg(feature = "aws")]
mod functions;
mod health;
mod host;
mod jobs;
mod journal;
mod kill_nine;
mod leaving;
mod limits;
mod masking;
mod openapi;
mod outcomes;
mod paging;
mod person;
mod products;
mod receiver;
mod refused;
mod reliability;
mod repeated;
mod restricted;
mod samples;
mod schema;
mod signature;
mod speaking;
mod trace;
mod until;
mod webhooks;
mod whole;
