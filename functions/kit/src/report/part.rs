//! A report before it is said: people by id, typed words by hash, so that one content makes both views.

use super::redacted::redacted;
use crate::document::{Block, Chart, Fact};
use crate::messages::{Speaker, say};
use nabat_domain::incident::{Arg, State, TextRef, Wording};
use std::collections::BTreeSet;

/// A piece of a report. Keys name messages of the catalogues.
pub(super) enum Part {
    Heading(&'static str),
    Notice(Wording),
    Paragraph(Arg),
    Facts(Vec<(Name, Arg)>),
    Table { head: &'static [&'static str], rows: Vec<Vec<Arg>> },
    Link { key: &'static str, address: String },
    Chart(Chart),
}

/// What a fact is called.
pub(super) enum Name {
    /// By a message of the catalogues.
    Key(&'static str),
    /// By a step, or what else has a name of its own.
    Of(Arg),
}

/// Who is shown a section.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    Both,
    FullOnly,
    RedactedOnly,
}

/// Parts that stand together.
pub(super) struct Section {
    pub(super) view: View,
    pub(super) parts: Vec<Part>,
}

impl Section {
    /// A section for everybody; none at all where it has no body.
    pub(super) fn of(key: &'static str, body: Vec<Part>) -> Self {
        Self::seen(View::Both, key, body)
    }

    /// The same for those who see everything.
    pub(super) fn full_only(key: &'static str, body: Vec<Part>) -> Self {
        Self::seen(View::FullOnly, key, body)
    }

    /// The same for those who do not see everything.
    pub(super) fn redacted_only(key: &'static str, body: Vec<Part>) -> Self {
        Self::seen(View::RedactedOnly, key, body)
    }

    fn seen(view: View, key: &'static str, body: Vec<Part>) -> Self {
        let mut parts = Vec::with_capacity(body.len() + 1);
        if !body.is_empty() {
            parts.push(Part::Heading(key));
            parts.extend(body);
        }
        Self { view, parts }
    }
}

/// How much of a report is seen.
pub(super) enum Eyes<'a> {
    Full,
    /// Roles in place of names; of typed words only the allowed ones.
    Redacted {
        state: &'a State,
        allowed: &'a BTreeSet<TextRef>,
    },
}

impl Eyes<'_> {
    pub(super) fn sees(&self, view: View) -> bool {
        match self {
            Self::Full => view != View::RedactedOnly,
            Self::Redacted { .. } => view != View::FullOnly,
        }
    }

    pub(super) fn see(&self, arg: &Arg) -> Arg {
        match self {
            Self::Full => arg.clone(),
            Self::Redacted { state, allowed } => redacted(arg, state, allowed),
        }
    }
}

impl Part {
    /// The part in words.
    pub(super) fn block(&self, speaker: &Speaker, said: &impl Fn(&Arg) -> String) -> Block {
        let words = |key: &str| say(speaker.language, key, &[]);
        match self {
            Self::Heading(key) => Block::Heading { text: words(key) },
            Self::Notice(wording) => Block::Notice { text: said(&message(wording.clone())) },
            Self::Paragraph(arg) => Block::Paragraph { text: said(arg) },
            Self::Facts(rows) => {
                let name = |name: &Name| match name {
                    Name::Key(key) => words(key),
                    Name::Of(arg) => said(arg),
                };
                Block::Facts { rows: rows.iter().map(|(n, arg)| Fact { name: name(n), value: said(arg) }).collect() }
            }
            Self::Table { head, rows } => Block::Table {
                head: head.iter().map(|key| words(key)).collect(),
                rows: rows.iter().map(|row| row.iter().map(said).collect()).collect(),
            },
            Self::Link { key, address } => Block::Link { text: words(key), address: address.clone() },
            Self::Chart(chart) => Block::Chart(chart.clone()),
        }
    }
}

/// A wording as something to fill in.
pub(super) fn message(wording: Wording) -> Arg {
    Arg::Message(Box::new(wording))
}

/// A message of the catalogues as something to fill in.
pub(super) fn key(key: &str) -> Arg {
    message(Wording::new(key))
}

/// Nothing to say here.
pub(super) fn nothing() -> Arg {
    Arg::Word("—".to_owned())
}
