//! Monitoring: a real Prometheus and a real VictoriaMetrics with a failure in their history, a model of
//! Zabbix, one contract for all of them, and answers no one wants.

mod bad_answers;
mod contract;
mod history;
mod load;
mod program;
mod prometheus;
mod search;
mod server;
#[cfg(not(debug_assertions))]
mod speed;
mod victoria;
mod whole;
mod zabbix;
mod zabbix_model;
