//! Commands between us and a contractor: "/запрос доступ к базе", "/report …".

/// A command about a contractor's part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ContractorCommand {
    /// The contractor needs something before it can go on.
    Request(String),
    /// The contractor hands it back.
    HandBack(String),
    /// The contractor objects.
    Object(String),
    /// How does the contractor's own clock stand?
    Clock,
    /// The report of a mass failure.
    Report(String),
    /// The report is accepted.
    AcceptReport,
    /// The report is refused.
    RefuseReport(String),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Name {
    Request,
    HandBack,
    Object,
    Clock,
    Report,
    AcceptReport,
    RefuseReport,
}

/// Every word with its command. The first of a command is its English name.
const WORDS: [(&str, Name); 19] = [
    ("request", Name::Request),
    ("запрос", Name::Request),
    ("запросить", Name::Request),
    ("handback", Name::HandBack),
    ("hand-back", Name::HandBack),
    ("вернуть", Name::HandBack),
    ("сдать", Name::HandBack),
    ("objection", Name::Object),
    ("object", Name::Object),
    ("возражение", Name::Object),
    ("clock", Name::Clock),
    ("часы", Name::Clock),
    ("report", Name::Report),
    ("отчет", Name::Report),
    ("accept-report", Name::AcceptReport),
    ("принять-отчет", Name::AcceptReport),
    ("refuse-report", Name::RefuseReport),
    ("отклонить-отчет", Name::RefuseReport),
    ("вернуть-отчет", Name::RefuseReport),
];

/// The words themselves, for a slip of the finger.
pub(super) fn known() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(word, _)| *word)
}

/// Reads a command's folded word and what stands behind it; `Err` names one that lacks what it needs.
pub(super) fn read(word: &str, arguments: &str) -> Option<Result<ContractorCommand, &'static str>> {
    let word = word.replace('_', "-");
    let (_, name) = WORDS.iter().find(|(known, _)| *known == word)?;
    let usage = WORDS.iter().find(|(_, of)| of == name).map_or("help", |(word, _)| *word);
    let words = || Some(arguments.to_owned()).filter(|words| !words.is_empty()).ok_or(usage);
    Some(match name {
        Name::Request => words().map(ContractorCommand::Request),
        Name::HandBack => Ok(ContractorCommand::HandBack(arguments.to_owned())),
        Name::Object => words().map(ContractorCommand::Object),
        Name::Clock => Ok(ContractorCommand::Clock),
        // An empty one is questioned like any that lacks parts.
        Name::Report => Ok(ContractorCommand::Report(arguments.to_owned())),
        Name::AcceptReport => Ok(ContractorCommand::AcceptReport),
        Name::RefuseReport => words().map(ContractorCommand::RefuseReport),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::word::fold;

    #[test]
    fn words_are_written_as_they_are_looked_for() {
        known().for_each(|word| assert_eq!(fold(word), word));
    }

    #[test]
    fn in_both_languages() {
        let request = ContractorCommand::Request("доступ".to_owned());
        assert_eq!(read("запрос", "доступ"), Some(Ok(request)));
        assert_eq!(read(&fold("отчёт"), ""), Some(Ok(ContractorCommand::Report(String::new()))));
        assert_eq!(read("accept_report", ""), Some(Ok(ContractorCommand::AcceptReport)));
        assert_eq!(read("refuse-report", ""), Some(Err("refuse-report")));
        assert_eq!(read("status", ""), None);
    }
}
