//! What stands behind a command's word.

use crate::answer::word::fold;
use crate::incident::Mark;

/// The first word and the rest; both must be there.
pub(super) fn two_parts(arguments: &str) -> Option<(String, String)> {
    let (first, rest) = arguments.trim().split_once(char::is_whitespace)?;
    let rest = rest.trim();
    (!rest.is_empty()).then(|| (first.to_owned(), rest.to_owned()))
}

/// "14:32; перепутал": value and reason, parted by `;`, "потому что" or "because".
pub(super) fn value_and_reason(text: &str) -> Option<(String, String)> {
    let parted = text.split_once(';').or_else(|| at_because(text))?;
    let (value, reason) = (parted.0.trim().trim_end_matches([',', '.']).trim(), parted.1.trim());
    (!value.is_empty() && !reason.is_empty()).then(|| (value.to_owned(), reason.to_owned()))
}

fn at_because(text: &str) -> Option<(&str, &str)> {
    let marks = ["потому что", "так как", "because"];
    let starts = text.char_indices().filter(|(at, _)| *at == 0 || text[..*at].ends_with([' ', ',', '\n']));
    starts
        .filter_map(|(at, _)| {
            marks.iter().find_map(|mark| after_mark(&text[at..], mark)).map(|rest| (&text[..at], rest))
        })
        .next()
}

/// What follows the mark at the beginning of the text, in any letter case.
fn after_mark<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let mut end = text.char_indices().map(|(at, _)| at).skip(mark.chars().count()).chain(std::iter::once(text.len()));
    let end = end.next()?;
    (fold(&text[..end]) == mark && text[end..].starts_with(char::is_whitespace)).then(|| &text[end..])
}

/// Role ids and what people call the roles; longer names first.
const ROLES: [(&[&str], &str); 30] = [
    (&["first_line"], "first_line"),
    (&["first", "line"], "first_line"),
    (&["первая", "линия"], "first_line"),
    (&["первую", "линию"], "first_line"),
    (&["1-я", "линия"], "first_line"),
    (&["1-ю", "линию"], "first_line"),
    (&["duty_engineer"], "duty_engineer"),
    (&["duty", "engineer"], "duty_engineer"),
    (&["дежурный", "инженер"], "duty_engineer"),
    (&["дежурного", "инженера"], "duty_engineer"),
    (&["дежурный"], "duty_engineer"),
    (&["дежурного"], "duty_engineer"),
    (&["contractor"], "contractor"),
    (&["подрядчик"], "contractor"),
    (&["подрядчика"], "contractor"),
    (&["service_owner"], "service_owner"),
    (&["service", "owner"], "service_owner"),
    (&["ответственный", "за", "сервис"], "service_owner"),
    (&["ответственный"], "service_owner"),
    (&["shift_head"], "shift_head"),
    (&["shift", "head"], "shift_head"),
    (&["начальник", "смены"], "shift_head"),
    (&["начальника", "смены"], "shift_head"),
    (&["process_manager"], "process_manager"),
    (&["process", "manager"], "process_manager"),
    (&["менеджер", "процесса"], "process_manager"),
    (&["менеджера", "процесса"], "process_manager"),
    (&["problem_manager"], "problem_manager"),
    (&["менеджер", "проблем"], "problem_manager"),
    (&["менеджера", "проблем"], "problem_manager"),
];

/// "duty_engineer to Иванов": the role, if one is named before the person, and the person.
pub(super) fn role_and_person(arguments: &str) -> Option<(Option<String>, String)> {
    let typed: Vec<&str> = arguments.split_whitespace().collect();
    let folded: Vec<String> = typed.iter().map(|word| fold(word)).collect();
    let role =
        ROLES.iter().find(|(name, _)| folded.iter().map(String::as_str).take(name.len()).eq(name.iter().copied()));
    let named = role.map_or(0, |(name, _)| name.len());
    let small = folded.get(named).is_some_and(|word| matches!(word.as_str(), "to" | "кому" | "->" | "→" | ":"));
    let person = typed.get(named + usize::from(small)..)?.join(" ");
    (!person.is_empty()).then(|| (role.map(|(_, id)| (*id).to_owned()), person))
}

/// `P1` to `P4` from "p3", "П3", Cyrillic "Р3" or "3"; anything else as typed.
pub(super) fn priority(typed: &str) -> String {
    let folded = fold(typed);
    let digits = folded.trim_start_matches(['p', 'п', 'р']).trim_end_matches([',', ';', ':']);
    match digits {
        "1" | "2" | "3" | "4" => format!("P{digits}"),
        _ => typed.to_owned(),
    }
}

/// Words for marks.
const MARKS: [(&str, Mark); 12] = [
    ("cause", Mark::Cause),
    ("причина", Mark::Cause),
    ("noise", Mark::Noise),
    ("шум", Mark::Noise),
    ("not now", Mark::NotNow),
    ("not_now", Mark::NotNow),
    ("not-now", Mark::NotNow),
    ("later", Mark::NotNow),
    ("не сейчас", Mark::NotNow),
    ("не-сейчас", Mark::NotNow),
    ("позже", Mark::NotNow),
    ("потом", Mark::NotNow),
];

/// "2 шум": the number of a finding and what it is, in either order.
pub(super) fn place_and_mark(arguments: &str) -> Option<(usize, Mark)> {
    let folded = fold(arguments);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let number = |word: &&str| word.trim_start_matches(['#', '№']).trim_end_matches(['.', ',', ':', ')']).parse().ok();
    let place = words.iter().find_map(number)?;
    let rest: Vec<&str> = words.iter().filter(|word| number(word).is_none()).copied().collect();
    let rest = rest.join(" ");
    MARKS.iter().find(|(word, _)| *word == rest).map(|(_, mark)| (place, *mark))
}
