//! A fault of the configuration: where it is, what is wrong, what to do about it.

use super::source::Place;
use super::wrong::Wrong;
use miette::{Diagnostic, LabeledSpan, NamedSource, Severity, SourceCode};
use std::fmt;
use std::path::Path;

/// One fault or warning. Shown by `miette` with file, line and cure.
#[derive(Clone, Debug)]
pub struct Fault {
    file: String,
    place: Option<Place>,
    wrong: Wrong,
}

impl Fault {
    /// A fault at a place of a file.
    pub(super) fn at(place: Place, wrong: Wrong) -> Self {
        Self { file: place.source.name().to_owned(), place: Some(place), wrong }
    }

    /// A fault of a file or folder as a whole.
    pub(super) fn of(path: &Path, wrong: Wrong) -> Self {
        Self { file: path.display().to_string(), place: None, wrong }
    }

    /// The file or folder, as the reader was given it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line, from 1; none where the file as a whole is meant.
    pub fn line(&self) -> Option<usize> {
        self.place.as_ref().map(|place| place.line)
    }

    /// What is wrong.
    pub fn message(&self) -> String {
        self.wrong.to_string()
    }

    /// What to do about it.
    pub fn cure(&self) -> String {
        self.wrong.cure()
    }

    /// Whether the product works in spite of it.
    pub fn is_warning(&self) -> bool {
        self.wrong.severity() == Severity::Warning
    }

    fn order(&self) -> (&str, Option<usize>) {
        (&self.file, self.line())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without a place the picture has no file name of its own.
        match &self.place {
            Some(_) => write!(f, "{}", self.wrong),
            None => write!(f, "{}: {}", self.file, self.wrong),
        }
    }
}

impl std::error::Error for Fault {}

impl Diagnostic for Fault {
    fn severity(&self) -> Option<Severity> {
        Some(self.wrong.severity())
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.cure()))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        let source: &NamedSource<String> = self.place.as_ref().map(|place| place.source.miette())?;
        Some(source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.place.as_ref()?.span;
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(Some("here".to_owned()), span))))
    }
}

/// Everything found wrong, by file and line.
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Every one of them, by file and line.
    pub fn all(&self) -> &[Fault] {
        &self.0
    }

    /// Nothing found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Faults that keep the configuration from being used; warnings are none.
    pub fn errors(&self) -> usize {
        self.0.iter().filter(|fault| !fault.is_warning()).count()
    }

    pub(super) fn gathered(mut faults: Vec<Fault>) -> Self {
        faults.sort_by(|a, b| a.order().cmp(&b.order()));
        Self(faults)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.errors();
        write!(f, "configuration; errors: {errors}, warnings: {}", self.0.len() - errors)
    }
}

impl std::error::Error for Faults {}

impl Diagnostic for Faults {
    fn severity(&self) -> Option<Severity> {
        Some(if self.errors() > 0 { Severity::Error } else { Severity::Warning })
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.0.iter().map(|fault| fault as &dyn Diagnostic)))
    }
}
