//! `reliability:` of `product.yaml`: targets by day, announced works, what counts, digests.

#[cfg(test)]
use crate::configuration::schema;
use chrono::{NaiveDate, NaiveTime};
use nabat_domain::catalogue::{Counting, Digest, Every, Language, ReliabilityTerms};
use nabat_domain::ids::ChannelId;
use nabat_domain::reliability::{Span, Target, Targets, Works, WorksPolicy};
use nabat_domain::time::At;
use serde::Deserialize;
use serde_saphyr::Spanned;

/// What the figures are held against.
#[derive(Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReliabilityEntry {
    /// The share of the time that has to be free of failure, by the day from which it holds.
    pub targets: Vec<TargetEntry>,
    /// Which failures count: confirmed high-priority ones, or all that were recorded.
    #[cfg_attr(test, schemars(with = "Option<schema::Word<Counting>>"))]
    pub counting: Counting,
    /// Whether time under works announced before they began leaves the figures or counts.
    #[cfg_attr(test, schemars(with = "Option<schema::Word<WorksPolicy>>"))]
    pub under_works: WorksPolicy,
    /// Works on the estate, as announced.
    pub works: Vec<WorksEntry>,
    /// Digests of the figures, posted in standing rooms on schedule.
    pub digests: Vec<DigestEntry>,
}

/// A target and its day.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TargetEntry {
    /// First day on which it holds: `2026-01-01`.
    #[cfg_attr(test, schemars(with = "NaiveDate"))]
    pub from: Spanned<NaiveDate>,
    /// The share, at most nine decimals: `0.985`.
    #[cfg_attr(test, schemars(with = "f64"))]
    pub target: Spanned<f64>,
}

/// Works.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WorksEntry {
    /// When they were announced, RFC 3339: `2026-06-15T12:00:00+03:00`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub announced_at: Spanned<String>,
    /// First moment of them.
    #[cfg_attr(test, schemars(with = "String"))]
    pub starts_at: Spanned<String>,
    /// First moment after them, as announced: what overruns it is failure.
    #[cfg_attr(test, schemars(with = "String"))]
    pub ends_at: Spanned<String>,
}

/// A digest.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DigestEntry {
    /// How often: `week`, on Mondays of the week before, or `month`, on the first of the month before.
    #[cfg_attr(test, schemars(with = "schema::Word<Every>"))]
    pub every: Spanned<Every>,
    /// When on that day, by the product's clock: `09:00:00`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub at: NaiveTime,
    /// The standing room of `notices.yaml` it is posted in.
    #[cfg_attr(test, schemars(with = "String"))]
    pub channel: Spanned<ChannelId>,
    /// Its language; the product's unless said.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<schema::Word<Language>>"))]
    pub language: Option<Language>,
}

impl DigestEntry {
    fn digest(&self) -> Digest {
        Digest { every: self.every.value, at: self.at, channel: self.channel.value.clone(), language: self.language }
    }
}

impl TargetEntry {
    /// The share; `None` if it is none, or has more decimals than are counted.
    pub fn share(&self) -> Option<Target> {
        Target::read(&self.target.value.to_string())
    }
}

impl WorksEntry {
    /// The works; `None` if a moment cannot be read.
    pub fn works(&self) -> Option<Works> {
        let read = |text: &Spanned<String>| At::from_rfc3339(&text.value);
        let span = Span::new(read(&self.starts_at)?, read(&self.ends_at)?);
        Some(Works { announced: read(&self.announced_at)?, span })
    }
}

impl ReliabilityEntry {
    /// The terms as the catalogue keeps them; what the checks refuse is left out.
    pub fn terms(&self) -> ReliabilityTerms {
        let targets = self.targets.iter().filter_map(|entry| Some((entry.from.value, entry.share()?)));
        ReliabilityTerms {
            targets: Targets::new(targets),
            counting: self.counting,
            under_works: self.under_works,
            works: self.works.iter().filter_map(WorksEntry::works).collect(),
            digests: self.digests.iter().map(DigestEntry::digest).collect(),
        }
    }
}
