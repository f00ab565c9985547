//! The query API: <https://prometheus.io/docs/prometheus/latest/querying/api/>.

use crate::http::{answer, not_understood, said};
use nabat_domain::time::{At, Length};
use nabat_kit::port::CallError;
use reqwest::{Client, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::BTreeMap;

use super::grid::Part;

/// Labels of a series.
pub type Labels = BTreeMap<String, String>;

/// `(end - start) / step` beyond this is refused by the server.
const MOST_POINTS: i64 = 11_000;
/// Longest answer of one query.
const LONGEST: usize = 64 * 1024 * 1024;
/// Most series a service is asked for; servers before 2.51 do not know the limit.
const MOST_KNOWN: &str = "50000";
/// What is told of an answer its own source calls partial.
const PARTIAL: &str = "isPartial: some of its storage did not answer";

/// Whose dialect of the query API is spoken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// Prometheus itself.
    Prometheus,
    /// VictoriaMetrics: unless told `nocache=1` it moves the range's ends to multiples of the step, and
    /// it says `isPartial` where some of its storage did not answer
    /// (<https://docs.victoriametrics.com/victoriametrics/url-examples/>, "Prometheus querying API enhancements").
    VictoriaMetrics,
}

/// The server.
pub struct Api {
    dialect: Dialect,
    base: Url,
    bearer: Option<String>,
    client: Client,
}

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Envelope<T> {
    status: String,
    data: Option<T>,
    #[serde(rename = "errorType", default)]
    error_type: String,
    #[serde(default)]
    error: String,
    #[serde(default)]
    warnings: Vec<String>,
    /// Of VictoriaMetrics.
    #[serde(rename = "isPartial", default)]
    is_partial: bool,
}

#[derive(Deserialize)]
struct Matrix {
    #[serde(default)]
    result: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    metric: Labels,
    #[serde(default)]
    values: Vec<(f64, Sample)>,
}

/// A sample comes as text, so that "NaN" and "+Inf" can; what is no number is no sample.
struct Sample(f64);

impl<'de> Deserialize<'de> for Sample {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        Ok(Self(text.parse().unwrap_or(f64::NAN)))
    }
}

impl Api {
    pub fn new(dialect: Dialect, base: &str, bearer: Option<String>, client: Client) -> Result<Self, CallError> {
        let mut base =
            Url::parse(base).map_err(|error| CallError::Permanent(format!("`{base}` is no address: {error}")))?;
        if !matches!(base.scheme(), "http" | "https") {
            return Err(CallError::Permanent(format!("`{base}` is no http:// or https:// address")));
        }
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        Ok(Self { dialect, base, bearer, client })
    }

    /// Label sets of series that match any of the selectors, with the warnings that came with them.
    pub async fn series(
        &self,
        matches: &[String],
        from: At,
        until: At,
    ) -> Result<(Vec<Labels>, Vec<String>), CallError> {
        let mut form: Vec<(&str, String)> = matches.iter().map(|one| ("match[]", one.clone())).collect();
        form.extend([("start", seconds(from)), ("end", seconds(until)), ("limit", MOST_KNOWN.to_owned())]);
        self.post::<Vec<Labels>>("series", &form).await
    }

    /// Samples of a query, with the warnings that came with them.
    pub async fn range(
        &self,
        query: &str,
        range: (At, At),
        step: Length,
    ) -> Result<(Vec<Part>, Vec<String>), CallError> {
        let mut form = vec![
            ("query", query.to_owned()),
            ("start", seconds(range.0)),
            ("end", seconds(range.1)),
            ("step", format!("{}", step.0 as f64 / 1_000.0)),
            ("timeout", "8s".to_owned()),
        ];
        match self.dialect {
            Dialect::Prometheus => {}
            Dialect::VictoriaMetrics => form.push(("nocache", "1".to_owned())),
        }
        let (matrix, warnings) = self.post::<Matrix>("query_range", &form).await?;
        let part = |row: Row| {
            let samples = row.values.into_iter().map(|(at, value)| (At((at * 1_000.0).round() as i64), value.0));
            Part { labels: row.metric, samples: samples.collect() }
        };
        Ok((matrix.result.into_iter().map(part).collect(), warnings))
    }

    /// The server's own page with the graph.
    pub fn graph(&self, query: &str, from: At, until: At) -> String {
        let mut url = self.base.join("graph").expect("a path can be joined to an http address");
        let range = format!("{}s", until.since(from).in_seconds());
        let end = until.in_utc().format("%Y-%m-%d %H:%M:%S").to_string();
        let asked = [("g0.expr", query), ("g0.tab", "0"), ("g0.range_input", &range), ("g0.end_input", &end)];
        url.query_pairs_mut().extend_pairs(asked);
        url.into()
    }

    async fn post<T: DeserializeOwned>(
        &self,
        what: &str,
        form: &[(&str, String)],
    ) -> Result<(T, Vec<String>), CallError> {
        let url = self.base.join(&format!("api/v1/{what}")).expect("a path can be joined to an http address");
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut request = self.client.post(url).header("content-type", "application/x-www-form-urlencoded").body(body);
        if let Some(bearer) = &self.bearer {
            request = request.bearer_auth(bearer);
        }
        let (status, body) = answer(request, LONGEST).await?;
        let read: Envelope<T> = serde_json::from_slice(&body).map_err(|_| not_understood(status, &body))?;
        match (read.status.as_str(), read.data) {
            ("success", Some(data)) => {
                let partial = read.is_partial.then(|| PARTIAL.to_owned());
                Ok((data, read.warnings.into_iter().chain(partial).collect()))
            }
            _ => Err(refused(&read.error_type, &read.error)),
        }
    }
}

/// What the server says, by its table of error types.
fn refused(sort: &str, words: &str) -> CallError {
    let told = format!("{sort}: {}", said(words));
    match sort {
        "timeout" | "internal" | "unavailable" | "canceled" => CallError::Transient(told),
        _ => CallError::Permanent(told),
    }
}

fn seconds(at: At) -> String {
    format!("{}.{:03}", at.0.div_euclid(1_000), at.0.rem_euclid(1_000))
}

/// A range cut into pieces the server answers.
pub fn within_limit((from, until): (At, At), step: Length) -> Vec<(At, At)> {
    let longest = step.0.max(1) * (MOST_POINTS - 1);
    let mut pieces = Vec::new();
    let mut begin = from;
    while begin <= until {
        let end = At((begin.0 + longest).min(until.0));
        pieces.push((begin, end));
        begin = At(end.0 + step.0.max(1));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_piece_has_more_points_than_are_answered_and_none_is_lost() {
        let step = Length::seconds(15);
        let whole = (At(0), At(30_000 * step.0));
        let pieces = within_limit(whole, step);
        let points = |piece: &(At, At)| piece.1.since(piece.0).0 / step.0 + 1;
        assert!(pieces.iter().all(|piece| points(piece) <= MOST_POINTS));
        assert_eq!(pieces.iter().map(points).sum::<i64>(), 30_001);
    }

    #[test]
    fn every_sort_of_sample_is_read() {
        let body = br#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"up"},
            "values":[[1700000000,"1"],[1700000015.5,"NaN"],[1700000030,"+Inf"],[1700000045,"-Inf"],[1700000060,"?"]]}]},"warnings":["half"]}"#;
        let read: Envelope<Matrix> = serde_json::from_slice(body).expect("an answer");
        let values: Vec<f64> = read.data.expect("data").result[0].values.iter().map(|it| it.1.0).collect();
        assert!(values[0] == 1.0 && values[1].is_nan() && values[2] == f64::INFINITY && values[3] == f64::NEG_INFINITY);
        assert!(values[4].is_nan());
        assert_eq!(read.warnings, ["half"]);
    }
}
