//! The words commands begin with, and the nearest of them to a slip of the finger.

/// A command's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Name {
    Help,
    Status,
    Answer,
    OnBehalf,
    Waive,
    Correct,
    HandOver,
    TakeOver,
    Change,
    Lower,
    Same,
    Different,
    Keep,
    Separate,
    Again,
    Act,
    Mark,
    Annul,
    Restrict,
    Unrestrict,
    Link,
}

/// Every word with its command. The first of a command is its English name.
const WORDS: [(&str, Name); 59] = [
    ("help", Name::Help),
    ("помощь", Name::Help),
    ("status", Name::Status),
    ("статус", Name::Status),
    ("answer", Name::Answer),
    ("ответ", Name::Answer),
    ("ответить", Name::Answer),
    ("for", Name::OnBehalf),
    ("за", Name::OnBehalf),
    ("waive", Name::Waive),
    ("снять", Name::Waive),
    ("correct", Name::Correct),
    ("исправить", Name::Correct),
    ("handover", Name::HandOver),
    ("hand-over", Name::HandOver),
    ("передать", Name::HandOver),
    ("takeover", Name::TakeOver),
    ("take-over", Name::TakeOver),
    ("принять-смену", Name::TakeOver),
    ("принятьсмену", Name::TakeOver),
    ("change", Name::Change),
    ("изменить", Name::Change),
    ("priority", Name::Lower),
    ("приоритет", Name::Lower),
    ("same", Name::Same),
    ("тот-же", Name::Same),
    ("тотже", Name::Same),
    ("different", Name::Different),
    ("другой", Name::Different),
    ("keep", Name::Keep),
    ("оставить", Name::Keep),
    ("separate", Name::Separate),
    ("отделить", Name::Separate),
    ("again", Name::Again),
    ("search", Name::Again),
    ("ещераз", Name::Again),
    ("еще-раз", Name::Again),
    ("искать", Name::Again),
    ("action", Name::Act),
    ("run", Name::Act),
    ("действие", Name::Act),
    ("выполнить", Name::Act),
    ("mark", Name::Mark),
    ("метка", Name::Mark),
    ("пометить", Name::Mark),
    ("annul", Name::Annul),
    ("аннулировать", Name::Annul),
    ("restrict", Name::Restrict),
    ("ограничить", Name::Restrict),
    ("закрыть-доступ", Name::Restrict),
    ("unrestrict", Name::Unrestrict),
    ("открыть-доступ", Name::Unrestrict),
    ("снять-ограничение", Name::Unrestrict),
    ("problem", Name::Link),
    ("проблема", Name::Link),
    ("link", Name::Link),
    ("start", Name::Help),
    ("correction", Name::Correct),
    ("исправление", Name::Correct),
];

impl Name {
    /// The word shown in its usage.
    pub fn english(self) -> &'static str {
        WORDS.iter().find(|(_, name)| *name == self).map_or("help", |(word, _)| *word)
    }
}

/// The command of a folded word; underscores count as hyphens, some messengers allow nothing else.
pub(super) fn name_of(word: &str) -> Option<Name> {
    let word = word.replace('_', "-");
    WORDS.iter().find(|(known, _)| *known == word).map(|(_, name)| *name)
}

/// The known word a folded word was likely meant to be: one it begins, or one a slip or two away.
pub(super) fn likeliest(word: &str) -> Option<&'static str> {
    let length = word.chars().count();
    let known = || WORDS.iter().map(|(known, _)| *known).chain(crate::answer::contractor_command::known());
    let begun = known().find(|known| length >= 3 && known.starts_with(word));
    let allowed = if length <= 4 { 1 } else { 2 };
    let near = || {
        known()
            .map(|known| (slips(word, known), known))
            .filter(|(slips, _)| *slips <= allowed)
            .min_by_key(|(slips, _)| *slips)
    };
    begun.or_else(|| near().map(|(_, known)| known))
}

/// Letters put in, left out, changed or swapped with a neighbour (optimal string alignment).
fn slips(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().take(32).collect(), other.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let changed = row[j] + usize::from(a != b);
            let mut least = changed.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(one.len())
}
