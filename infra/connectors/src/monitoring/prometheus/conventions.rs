//! Under which labels a service's series are found.

use super::api::Labels;
use nabat_domain::ids::ServiceId;
use std::collections::BTreeMap;

/// Labels in common use, the most telling first.
const COMMON: [&str; 7] =
    ["service", "service_name", "app", "app_kubernetes_io_name", "application", "container", "job"];

/// Under which labels services are looked for.
#[derive(Clone, Debug)]
pub struct Conventions {
    labels: Vec<String>,
    overrides: BTreeMap<ServiceId, String>,
}

impl Default for Conventions {
    fn default() -> Self {
        Self { labels: COMMON.map(str::to_owned).to_vec(), overrides: BTreeMap::new() }
    }
}

impl Conventions {
    /// Labels of one's own, the first that knows a service holds for it.
    pub fn of_labels(labels: Vec<String>) -> Self {
        Self { labels, overrides: BTreeMap::new() }
    }

    /// A service found by what stands between the braces, whatever its labels: `namespace="pay",pod=~"api-.*"`.
    #[must_use]
    pub fn with(mut self, service: ServiceId, matchers: String) -> Self {
        self.overrides.insert(service, matchers);
        self
    }

    /// Selectors that find anything of the service.
    pub fn matches(&self, service: &ServiceId) -> Vec<String> {
        self.selectors(service).map(|selector| format!("{{{selector}}}")).collect()
    }

    /// The matchers that hold for a service whose series are known, and those series of it.
    pub fn chosen<'a>(&self, service: &ServiceId, known: &'a [Labels]) -> Option<(String, Vec<&'a Labels>)> {
        if let Some(matchers) = self.overrides.get(service) {
            return (!known.is_empty()).then(|| (matchers.clone(), known.iter().collect()));
        }
        self.labels.iter().find_map(|label| {
            let own: Vec<&Labels> =
                known.iter().filter(|one| one.get(label).is_some_and(|value| value == service.as_str())).collect();
            (!own.is_empty()).then(|| (matcher(label, service.as_str()), own))
        })
    }

    fn selectors<'a>(&'a self, service: &'a ServiceId) -> Box<dyn Iterator<Item = String> + 'a> {
        match self.overrides.get(service) {
            Some(matchers) => Box::new(std::iter::once(matchers.clone())),
            None => Box::new(self.labels.iter().map(|label| matcher(label, service.as_str()))),
        }
    }
}

/// `label="value"`, the value quoted: it came from outside.
fn matcher(label: &str, value: &str) -> String {
    let quoted = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("{label}=\"{quoted}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::typed;
    use proptest::prelude::*;

    proptest! {
        /// PromQL, "String literals": a backslash begins an escape, a line's end ends nothing.
        #[test]
        fn a_query_asks_for_the_name_and_nothing_else(name in typed()) {
            let query = matcher("job", &name);
            let inside = query.strip_prefix("job=\"").and_then(|query| query.strip_suffix('"')).expect("it is quoted");
            let (mut read, mut letters) = (String::new(), inside.chars());
            while let Some(c) = letters.next() {
                prop_assert!(!matches!(c, '"' | '\n'), "{query:?} ends there");
                read.extend(if c == '\\' { letters.next().map(|c| if c == 'n' { '\n' } else { c }) } else { Some(c) });
            }
            prop_assert_eq!(read, name);
        }
    }

    #[test]
    fn a_name_cannot_break_out_of_its_quotes() {
        assert_eq!(matcher("job", "a\"} or {x=\"\\"), r#"job="a\"} or {x=\"\\""#);
    }

    #[test]
    fn the_first_label_that_knows_the_service_holds() {
        let labels = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let known: [Labels; 2] = [labels(&[("job", "pay")]), labels(&[("app", "pay"), ("job", "pods")])];
        let service = ServiceId::from("pay");
        let (matchers, own) = Conventions::default().chosen(&service, &known).expect("it is known");
        assert_eq!((matchers.as_str(), own.len()), (r#"app="pay""#, 1));
        let own = Conventions::default().with(service.clone(), "team=\"x\"".to_owned());
        assert_eq!(own.matches(&service), [r#"{team="x"}"#]);
    }
}
