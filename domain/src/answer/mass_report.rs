//! The parts a contractor's report of a mass failure has to have: times, cause, actions, why it was not
//! prevented, measures with dates and owners. A part begins on a line of its own, by its heading.

use super::text::{clean, doubt_text};
use super::word::fold;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A part of the report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportPart {
    /// When what happened.
    Times,
    /// Why it happened.
    Cause,
    /// What was done.
    Actions,
    /// Why it was not prevented.
    Prevention,
    /// What will be done so that it does not happen again.
    Measures,
    /// By when.
    MeasureDates,
    /// By whom.
    MeasureOwners,
}

impl ReportPart {
    /// Every part, in the order of a report.
    pub const ALL: [Self; 7] = [
        Self::Times,
        Self::Cause,
        Self::Actions,
        Self::Prevention,
        Self::Measures,
        Self::MeasureDates,
        Self::MeasureOwners,
    ];

    /// The id in files and catalogues.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Times => "times",
            Self::Cause => "cause",
            Self::Actions => "actions",
            Self::Prevention => "prevention",
            Self::Measures => "measures",
            Self::MeasureDates => "measure_dates",
            Self::MeasureOwners => "measure_owners",
        }
    }
}

/// Beginnings of headings. "Why it was not prevented" comes before what its words could also begin.
const HEADINGS: [(&str, ReportPart); 27] = [
    ("почему не предотврат", ReportPart::Prevention),
    ("почему не удалось предотврат", ReportPart::Prevention),
    ("почему не был", ReportPart::Prevention),
    ("why it was not prevented", ReportPart::Prevention),
    ("why not prevented", ReportPart::Prevention),
    ("why was it not prevented", ReportPart::Prevention),
    ("prevention", ReportPart::Prevention),
    ("хронология", ReportPart::Times),
    ("время", ReportPart::Times),
    ("времена", ReportPart::Times),
    ("начало", ReportPart::Times),
    ("times", ReportPart::Times),
    ("timeline", ReportPart::Times),
    ("time", ReportPart::Times),
    ("причин", ReportPart::Cause),
    ("root cause", ReportPart::Cause),
    ("cause", ReportPart::Cause),
    ("действия", ReportPart::Actions),
    ("выполненные действия", ReportPart::Actions),
    ("что сдела", ReportPart::Actions),
    ("actions", ReportPart::Actions),
    ("what was done", ReportPart::Actions),
    ("меры", ReportPart::Measures),
    ("мероприятия", ReportPart::Measures),
    ("корректирующие", ReportPart::Measures),
    ("measures", ReportPart::Measures),
    ("corrective", ReportPart::Measures),
];

/// Words that name an owner: "ответственный Иванов", "owner: Smith".
const OWNER: [&str; 6] = ["ответствен", "исполнител", "отв.", "owner", "responsible", "assignee"];

/// The parts a report lacks.
pub fn lacks(text: &str) -> BTreeSet<ReportPart> {
    let mut said: Vec<(ReportPart, String)> = Vec::new();
    for line in clean(text).lines() {
        match heading(line) {
            Some((part, rest)) => said.push((part, rest.to_owned())),
            None => {
                if let Some((_, words)) = said.last_mut() {
                    words.push('\n');
                    words.push_str(line);
                }
            }
        }
    }
    let of = |part: ReportPart| -> String {
        said.iter().filter(|(of, _)| *of == part).map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("\n")
    };
    let measures = fold(&of(ReportPart::Measures));
    let is_there = |part: ReportPart| match part {
        ReportPart::Times => of(part).chars().any(|c| c.is_ascii_digit()),
        ReportPart::MeasureDates => has_date(&measures),
        ReportPart::MeasureOwners => OWNER.iter().any(|owner| measures.contains(owner)),
        ReportPart::Cause | ReportPart::Actions | ReportPart::Prevention | ReportPart::Measures => {
            doubt_text(&of(part)).is_none()
        }
    };
    ReportPart::ALL.into_iter().filter(|part| !is_there(*part)).collect()
}

/// The part a line begins, and the rest of the line: "2. Причина: закончилось место".
fn heading(line: &str) -> Option<(ReportPart, &str)> {
    let bare = line.trim_start_matches(|c: char| !c.is_alphabetic());
    let folded = fold(bare);
    let (_, part) = HEADINGS.iter().find(|(begins, _)| folded.starts_with(begins))?;
    // The heading ends with its mark; a line without one is all heading.
    let rest = bare.split_once([':', '—', '–', '?']).map_or("", |(_, rest)| rest);
    Some((*part, rest.trim()))
}

/// "05.12", "2026-12-05", "5 декабря", "5 December".
fn has_date(folded: &str) -> bool {
    let months = "январ феврал март апрел мая июн июл август сентябр октябр ноябр декабр january february march april \
                  may june july august september october november december";
    let words: Vec<&str> = folded.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')')).collect();
    let numbers = |word: &str| {
        let parts: Vec<&str> = word.trim_matches(|c: char| !c.is_ascii_digit()).split(['.', '-', '/']).collect();
        let digits = |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|c| c.is_ascii_digit());
        (2..=3).contains(&parts.len()) && parts.iter().all(digits)
    };
    let by_month = words.windows(2).any(|pair| {
        let day = pair[0].parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
        day && months.split_whitespace().any(|month| pair[1].starts_with(month))
    });
    by_month || words.iter().any(|word| numbers(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WHOLE: &str = "1. Время: начало 14:02, передано 14:20, восстановлено 15:10\n2. Причина: закончилось место \
                         на томе журнала\n3. Действия: расширили том, перезапустили базу\n4. Почему не предотвратили: \
                         не было порога на рост журнала\n5. Меры:\n— порог 80 % до 05.12.2026, ответственный Гордеев";

    #[test]
    fn a_whole_report_lacks_nothing() {
        assert_eq!(lacks(WHOLE), BTreeSet::new());
        let english = "Times: 14:02 to 15:10\nRoot cause: the log volume was full\nActions: the volume was extended\n\
                       Why it was not prevented: nobody watched its growth\nMeasures: an alert by 5 December, owner Reed";
        assert_eq!(lacks(english), BTreeSet::new());
    }

    #[test]
    fn what_is_missing_is_named() {
        let check = |text: &str, missing: &[ReportPart]| {
            assert_eq!(lacks(text), missing.iter().copied().collect(), "{text}");
        };
        check("", &ReportPart::ALL);
        check("отчёт приложен", &ReportPart::ALL);
        check(&WHOLE.replace("ответственный", "сделает"), &[ReportPart::MeasureOwners]);
        check(&WHOLE.replace("05.12.2026", "потом"), &[ReportPart::MeasureDates]);
        check(&WHOLE.replace("закончилось место на томе журнала", "…"), &[ReportPart::Cause]);
        let short = WHOLE.lines().take(4).collect::<Vec<_>>().join("\n");
        check(&short, &[ReportPart::Measures, ReportPart::MeasureDates, ReportPart::MeasureOwners]);
    }

    proptest! {
        #[test]
        fn never_panics(text in "[\\s\\S]*|((причина|меры|time|:|—|5 декабря|\\n) ?)*") {
            lacks(&text);
        }
    }
}
