//! A model of a monitoring system: recordings with what was planted in them; it can be down, or answer in part.

use super::crash::Crashes;
use async_trait::async_trait;
use nabat::builtin::monitoring::{BuiltinMonitoring, Planted};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::At;
use nabat_kit::port::{CallError, Gathered, Missing, Monitoring, Wanted};
use std::sync::{Arc, Mutex, MutexGuard};

/// How the monitoring system does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Watching {
    /// It answers.
    #[default]
    Well,
    /// Every call fails, as something that may work later.
    Down,
    /// It answers with a page of something else.
    Html,
    /// Every second series comes, the rest is said to have failed.
    Half,
}

#[derive(Clone, Default)]
struct Kept {
    planted: Vec<Planted>,
    watching: Watching,
    asked: Vec<Wanted>,
}

/// The model.
#[derive(Default)]
pub struct ModelMonitoring(Mutex<Kept>);

impl ModelMonitoring {
    /// A copy.
    pub fn fork(&self) -> Self {
        Self(Mutex::new(self.kept().clone()))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().expect("nothing panics while holding it")
    }

    /// From that moment on a service is at fault, and the victims wait for it.
    pub fn plant(&self, culprit: &str, victims: &[&str], from: At) {
        let victims = victims.iter().map(|victim| ServiceId::from(*victim)).collect();
        self.kept().planted.push(Planted { culprit: culprit.into(), victims, from, until: None });
    }

    /// From now on it does so.
    pub fn becomes(&self, watching: Watching) {
        self.kept().watching = watching;
    }

    /// What was asked of it, in order.
    pub fn asked(&self) -> Vec<Wanted> {
        self.kept().asked.clone()
    }
}

/// The monitoring system as a mortal process reaches it.
#[derive(Clone)]
pub struct MonitoringPort {
    monitoring: Arc<ModelMonitoring>,
    crashes: Crashes,
}

impl MonitoringPort {
    /// A port to a monitoring system.
    pub fn new(monitoring: ModelMonitoring, crashes: Crashes) -> Self {
        Self { monitoring: Arc::new(monitoring), crashes }
    }

    /// The monitoring system itself.
    pub fn plain(&self) -> &ModelMonitoring {
        &self.monitoring
    }
}

#[async_trait]
impl Monitoring for MonitoringPort {
    async fn gather(&self, wanted: &Wanted) -> Result<Gathered, CallError> {
        let answer = async {
            let kept = {
                let mut kept = self.monitoring.kept();
                kept.asked.push(wanted.clone());
                kept.clone()
            };
            match kept.watching {
                Watching::Down => return Err(CallError::Transient("no connection".to_owned())),
                Watching::Html => {
                    let told = "200 OK, and no answer of that system: <html>Sign in as bob@example.org</html>";
                    return Err(CallError::Permanent(told.to_owned()));
                }
                Watching::Well | Watching::Half => {}
            }
            let recordings = BuiltinMonitoring::new(7);
            kept.planted.into_iter().for_each(|failure| recordings.plant(failure));
            let mut gathered = recordings.gather(wanted).await?;
            if kept.watching == Watching::Half {
                let mut place = 0;
                gathered.series.retain(|series| {
                    place += 1;
                    let comes = place % 2 == 1;
                    if !comes {
                        let (query, reason) = (series.metric.0.clone(), "execution: too many samples".to_owned());
                        gathered.missing.push(Missing::Query { query, reason });
                    }
                    comes
                });
            }
            // The model has a page for every series.
            gathered.series.iter_mut().for_each(|series| series.query = Some(series.metric.0.clone()));
            Ok(gathered)
        };
        self.crashes.call(answer).await
    }

    fn link(&self, query: &str, _: At, _: At) -> Option<String> {
        Some(format!("http://monitoring.test/graph?q={query}"))
    }
}
