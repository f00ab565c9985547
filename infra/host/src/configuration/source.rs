//! A file that was read, and a place in it.

use miette::{NamedSource, SourceSpan};
use serde_saphyr::{Location, Spanned};
use std::sync::Arc;

/// A file's text with the name it is shown by; cheap to clone.
#[derive(Clone, Debug)]
pub struct Source(Arc<NamedSource<String>>);

impl Source {
    /// A text under the name people will look for it by.
    pub fn new(name: impl AsRef<str>, text: String) -> Self {
        Self(Arc::new(NamedSource::new(name, text).with_language("YAML")))
    }

    /// The name people will look for it by.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        self.0.inner()
    }

    /// The place the YAML reader speaks of.
    pub fn place(&self, location: Location) -> Place {
        let line = usize::try_from(location.line()).unwrap_or(1).max(1);
        let start = location.span().byte_offset().and_then(|offset| usize::try_from(offset).ok());
        let length = location.span().byte_len().and_then(|length| usize::try_from(length).ok());
        let start = start.unwrap_or_else(|| self.line_start(line)).min(self.text().len());
        let rest = &self.text().get(start..).unwrap_or_default();
        // A block runs over many lines; its first one is enough to find it by.
        let first_line = rest.lines().next().unwrap_or_default().trim_end().len();
        let length = length.unwrap_or(first_line).min(first_line);
        Place { source: self.clone(), line, span: (start, length).into() }
    }

    /// The place a value was written at.
    pub fn of<T>(&self, value: &Spanned<T>) -> Place {
        self.place(value.referenced)
    }

    /// The beginning of the file.
    pub fn start(&self) -> Place {
        self.place(Location::UNKNOWN)
    }

    pub(super) fn miette(&self) -> &NamedSource<String> {
        &self.0
    }

    fn line_start(&self, line: usize) -> usize {
        self.text().split_inclusive('\n').take(line - 1).map(str::len).sum()
    }
}

/// A place in a file.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file.
    pub source: Source,
    /// Its line, from 1.
    pub line: usize,
    /// The bytes to point at.
    pub span: SourceSpan,
}
