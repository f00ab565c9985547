//! How a word is meant: denied, promised, under a condition, guessed.

use super::vocabulary::{begins_like, is_one_of};
use super::word::Word;

/// Whether the word is denied.
pub(super) fn is_negated(words: &[Word], at: usize) -> bool {
    negation_of(words, at).is_some()
}

/// The word that denies this one: "не готово", "ещё не до конца восстановлено", "isn't fully restored".
pub(super) fn negation_of(words: &[Word], at: usize) -> Option<usize> {
    let clause = words[at].clause;
    let mut before = (0..at).rev().take_while(|before| words[*before].clause == clause);
    before.find(|before| !is_between(&words[*before].text)).filter(|before| is_negation(&words[*before].text))
}

/// "не", "not", "doesn't".
pub(super) fn is_negation(text: &str) -> bool {
    let bare = "не ни никак not never cannot cant dont doesnt isnt arent wont no";
    is_one_of(text, bare) || text.ends_with("n't")
}

/// Words that may stand between a negation and what it denies.
fn is_between(text: &str) -> bool {
    let between = "еще пока был была было были до конца совсем вообще полностью очень особо у нас yet been be fully \
                   quite really currently completely is it has have seem to at all very";
    is_one_of(text, between)
}

/// Whether the word stands under a condition, in a promise or a guess: "когда починили", "будет
/// готово", "вроде заработало", "almost done".
pub(super) fn is_deferred(words: &[Word], at: usize) -> bool {
    let here = |word: &&Word| word.sentence == words[at].sentence;
    let before = words[..at].iter().filter(here).any(|word| is_condition(&word.text) || is_promise(&word.text));
    before || words.iter().filter(here).any(|word| is_guess(&word.text) || is_part(&word.text))
}

/// "если", "когда": what follows is no fact.
pub(super) fn is_condition(text: &str) -> bool {
    is_one_of(text, "если когда кто чтобы как ли if when who whether once until unless before")
}

/// "будет", "скоро": what follows is not so yet.
pub(super) fn is_promise(text: &str) -> bool {
    let stems = "должн попроб постара надею планир ждем hope try need wait";
    let exact = "будет будут скоро нужно надо жду сказать бы will would should must may might could can soon being \
                 going";
    is_one_of(text, exact) || text.ends_with("'ll") || begins_like(text, stems)
}

/// "вроде", "probably".
pub(super) fn is_guess(text: &str) -> bool {
    let guesses = "похоже кажется вроде наверное наверно возможно видимо вероятно maybe perhaps probably seems likely \
                   think guess apparently";
    is_one_of(text, guesses)
}

fn is_part(text: &str) -> bool {
    let stems = "частичн наполовину partial partly halfway";
    matches!(text, "почти" | "almost" | "nearly") || begins_like(text, stems)
}
