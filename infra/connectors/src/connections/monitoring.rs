//! A monitoring system.

use super::Secret;
use crate::monitoring::prometheus::{Conventions, Dialect, Prometheus};
use crate::monitoring::recording::Recording;
use crate::monitoring::zabbix::{self, Zabbix};
use nabat_domain::ids::SecretId;
use nabat_kit::port::Monitoring;
use std::path::PathBuf;
use std::sync::Arc;

/// A monitoring system, as configured.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MonitoringConnection {
    /// A Prometheus, or what speaks its query API.
    Prometheus {
        /// Its address, without `/api/v1`.
        base: String,
        /// The secret Nabat calls with, where one is asked for.
        token: Option<SecretId>,
        /// Labels services are known under; those in common use where there is none.
        labels: Vec<String>,
    },
    /// A VictoriaMetrics.
    VictoriaMetrics {
        /// Its address, without `/api/v1`.
        base: String,
        /// The secret Nabat calls with, where one is asked for.
        token: Option<SecretId>,
        /// Labels services are known under; those in common use where there is none.
        labels: Vec<String>,
    },
    /// A Zabbix.
    Zabbix {
        /// Its front end's address, without `api_jsonrpc.php`.
        base: String,
        /// The secret Nabat calls with: an API token.
        token: SecretId,
        /// Tags of hosts services are known under; those in common use where there is none.
        tags: Vec<String>,
    },
    /// Recorded samples.
    Recording {
        /// The CSV.
        file: PathBuf,
    },
}

impl MonitoringConnection {
    pub(super) fn open(&self, secret: Secret<'_>) -> anyhow::Result<Arc<dyn Monitoring>> {
        let of_prometheus = |base: &str, token: &Option<SecretId>, labels: &[String], dialect: Dialect| {
            let token = token.as_ref().map(secret).transpose()?;
            let conventions =
                if labels.is_empty() { Conventions::default() } else { Conventions::of_labels(labels.to_vec()) };
            anyhow::Ok(Arc::new(Prometheus::speaking(dialect, base, token, conventions)?) as Arc<dyn Monitoring>)
        };
        match self {
            Self::Prometheus { base, token, labels } => of_prometheus(base, token, labels, Dialect::Prometheus),
            Self::VictoriaMetrics { base, token, labels } => {
                of_prometheus(base, token, labels, Dialect::VictoriaMetrics)
            }
            Self::Zabbix { base, token, tags } => {
                let tags = if tags.is_empty() { zabbix::common_tags() } else { tags.clone() };
                Ok(Arc::new(Zabbix::new(base, secret(token)?.trim(), tags)?))
            }
            Self::Recording { file } => Ok(Arc::new(Recording::new(file.clone()))),
        }
    }
}
