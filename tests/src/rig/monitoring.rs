//! A model of a monitoring system: recordings with what was planted in them; it can be down, or answer in part.

use super::crash::Crashes;
use async_trait::async_trait;
use nabat::builtin::monitoring::{BuiltinMonitoring, Planted};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::At;
use nabat_kit::port::{CallError, Gathered, Labelled, Missing, Monitoring, OwnQuery, Wanted};
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

/// A page of something else.
const HTML: &str = "200 OK, and no answer of that system: <html>Sign in as bob@example.org</html>";

/// What is odd about the number of users.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Strange {
    /// Samples from a moment on are this: "NaN", "+Inf".
    Value(f64, At),
    /// Samples between two moments are not there.
    Gap(At, At),
    /// One organisation has no samples since a moment.
    Silent(&'static str, At),
    /// One organisation has twice as many since a moment.
    Twice(&'static str, At),
}

impl Strange {
    fn make(self, series: &mut [Labelled]) {
        for one in series {
            match self {
                Self::Value(value, from) => {
                    one.samples.iter_mut().filter(|(at, _)| *at >= from).for_each(|sample| sample.1 = value);
                }
                Self::Gap(from, until) => one.samples.retain(|(at, _)| *at < from || *at >= until),
                Self::Silent(organisation, from) if is_of(one, organisation) => {
                    one.samples.retain(|(at, _)| *at < from)
                }
                Self::Twice(organisation, from) if is_of(one, organisation) => {
                    one.samples.iter_mut().filter(|(at, _)| *at >= from).for_each(|sample| sample.1 *= 2.0);
                }
                Self::Silent(..) | Self::Twice(..) => {}
            }
        }
    }
}

fn is_of(series: &Labelled, organisation: &str) -> bool {
    series.labels.get("organisation").is_some_and(|id| id == organisation)
}

#[derive(Clone, Default)]
struct Kept {
    strange: Vec<Strange>,
    planted: Vec<Planted>,
    watching: Watching,
    asked: Vec<Wanted>,
    labelled: Option<String>,
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

    /// The number of users is odd so.
    pub fn is_strange(&self, strange: Strange) {
        self.kept().strange.push(strange);
    }

    /// Nothing is odd any more, not of the past either: late samples have come.
    pub fn is_itself_again(&self) {
        self.kept().strange.clear();
    }

    /// From now on it does so.
    pub fn becomes(&self, watching: Watching) {
        self.kept().watching = watching;
    }

    /// From now on every series has a label with these words, and its warnings repeat them.
    pub fn is_labelled(&self, words: &str) {
        self.kept().labelled = Some(words.to_owned());
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
                Watching::Html => return Err(CallError::Transient(HTML.to_owned())),
                Watching::Well | Watching::Half => {}
            }
            let recordings = BuiltinMonitoring::new(7);
            kept.planted.into_iter().for_each(|failure| recordings.plant(failure));
            let mut gathered = recordings.gather(wanted).await?;
            if let Some(words) = &kept.labelled {
                let named = |metric: &str| format!("{metric} {{asked={words}}}");
                gathered.series.iter_mut().for_each(|one| one.metric.0 = named(&one.metric.0));
                gathered.missing.push(Missing::Warned(words.clone()));
            }
            if kept.watching == Watching::Half {
                let mut place = 0;
                gathered.series.retain(|series| {
                    place += 1;
                    let comes = place % 2 == 1;
                    if !comes {
                        let query = format!("{}{{service=\"{}\"}}", series.metric, series.service);
                        let reason = "execution: too many samples".to_owned();
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

    async fn ask(&self, asked: &OwnQuery) -> Result<Vec<Labelled>, CallError> {
        let answer = async {
            let kept = self.monitoring.kept().clone();
            match kept.watching {
                Watching::Down => return Err(CallError::Transient("no connection".to_owned())),
                Watching::Html => return Err(CallError::Transient(HTML.to_owned())),
                Watching::Well | Watching::Half => {}
            }
            let recordings = BuiltinMonitoring::new(7);
            kept.planted.into_iter().for_each(|failure| recordings.plant(failure));
            let mut series = recordings.ask(asked).await?;
            kept.strange.iter().for_each(|strange| strange.make(&mut series));
            if let Some(words) = &kept.labelled {
                // By value and by name: either comes from a request.
                for one in &mut series {
                    one.labels.extend([("asked".to_owned(), words.clone()), (words.clone(), "1".to_owned())]);
                }
            }
            Ok(series)
        };
        self.crashes.call(answer).await
    }

    fn link(&self, query: &str, _: At, _: At) -> Option<String> {
        Some(format!("http://monitoring.test/graph?q={query}"))
    }
}
