//! Yes or no.

use super::vocabulary::{begins_like, is_one_of};
use super::word::{Asked, Joint, fold, words};

/// An answer to a question that takes two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum YesNo {
    /// "да".
    Yes,
    /// "нет".
    No,
}

/// Reads yes or no from the beginning of a text. Both at once ("да нет"), a question, "не знаю":
/// `None`.
pub fn read_yes_no(text: &str) -> Option<YesNo> {
    if matches!(fold(text.trim()).as_str(), "-" | "–" | "—" | "минус" | "👎") {
        return Some(YesNo::No);
    }
    let words = words(text);
    if words.first()?.asked == Asked::Yes {
        return None;
    }
    let said: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let first = opening(&said)?;
    let clause = words[0].clause;
    let opposite = words.iter().enumerate().skip(1).any(|(at, word)| {
        let alone = word.joint != Joint::Blank && words.get(at + 1).is_none_or(|next| next.joint != Joint::Blank);
        let denied = matches!(words[at - 1].text.as_str(), "не" | "not");
        let meant = plain(&word.text).map(|sense| if denied { YesNo::No } else { sense });
        (word.clause == clause || alone) && meant.is_some_and(|other| other != first)
    });
    (!opposite).then_some(first)
}

fn opening(said: &[&str]) -> Option<YesNo> {
    let next = said.get(1).copied().unwrap_or_default();
    let unsure = "знаю знаем уверен уверена уверены понятно помню могу idea sure doubt problem comment";
    match said[0] {
        "не" | "not" => {
            let denied = "нуж над треб был планир провод переда буд стоит вед идут needed required necessary planned";
            begins_like(next, denied).then_some(YesNo::No)
        }
        "no" | "нет" if is_one_of(next, unsure) => None,
        "так" => (next == "точно").then_some(YesNo::Yes),
        "of" => (next == "course").then_some(YesNo::Yes),
        word => plain(word),
    }
}

fn plain(word: &str) -> Option<YesNo> {
    match word {
        "да"
        | "ага"
        | "угу"
        | "конечно"
        | "верно"
        | "именно"
        | "подтверждаю"
        | "нужно"
        | "надо"
        | "требуется"
        | "есть"
        | "идут"
        | "ведутся"
        | "проводятся"
        | "yes"
        | "y"
        | "yep"
        | "yeah"
        | "yup"
        | "sure"
        | "correct"
        | "+"
        | "👍"
        | "✅" => Some(YesNo::Yes),
        "нет"
        | "неа"
        | "нету"
        | "никак"
        | "отсутствуют"
        | "никаких"
        | "no"
        | "n"
        | "nope"
        | "nah"
        | "none"
        | "👎"
        | "❌" => Some(YesNo::No),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(expected: Option<YesNo>, texts: &str) {
        for text in texts.split(" | ") {
            assert_eq!(read_yes_no(text), expected, "{text:?}");
        }
    }

    #[test]
    fn yes() {
        all(
            Some(YesNo::Yes),
            "да | Да! | да, с 10:00 | ага | Так точно | + | 👍 | yes | Yep, until noon | of course | \
             надо передать подрядчику | идут с утра",
        );
    }

    #[test]
    fn no() {
        all(
            Some(YesNo::No),
            "нет | Нет. | нет, не было | НЕТ, плановых работ нет | - | — | no | nope | none | не нужно | \
             не планировались | не проводятся | not needed",
        );
    }

    #[test]
    fn neither() {
        all(
            None,
            "не знаю | нет уверенности, да | не уверен | да нет | да не нужно | да нет, наверное | нет, да | \
             yes and no | no idea | not sure | да? | нет? | давно | note | проверяю | ?",
        );
        assert_eq!(read_yes_no(""), None);
    }

    proptest! {
        #[test]
        fn never_panics(text in "[\\s\\S]*|((да|нет|yes|no|не|[,.?-]) ?)*") {
            let _ = read_yes_no(&text);
        }
    }
}
