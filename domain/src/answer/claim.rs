//! Facts stated in passing: taken, done, restored; not asked about, denied, promised or guessed.

use super::stance::{is_deferred, is_negated};
use super::vocabulary::{begins_like, is_one_of};
use super::word::{Joint, Word, says, stated_words};

/// "принял", "беру", "взял в работу", "on it", "ack".
pub fn reads_as_accepted(text: &str) -> bool {
    is_claimed(text, says_accepted)
}

/// "готово", "сделано", "done".
pub fn reads_as_done(text: &str) -> bool {
    let done = "готово сделано сделал сделала сделали выполнено выполнил выполнила выполнили завершено завершил \
                завершила завершили закончил закончила закончили done finished completed complete";
    is_claimed(text, |words, at| is_one_of(&words[at].text, done))
}

/// "восстановлено 14:32", "заработало", "починили", "service is back".
pub fn reads_as_restored(text: &str) -> bool {
    is_claimed(text, says_restored)
}

/// Whether every mention is a plain fact, and there is one.
fn is_claimed(text: &str, mentions: impl Fn(&[Word], usize) -> bool) -> bool {
    let words = stated_words(text);
    let mut said = (0..words.len()).filter(|at| mentions(&words, *at)).peekable();
    said.peek().is_some() && said.all(|at| !is_negated(&words, at) && !is_deferred(&words, at))
}

fn says_accepted(words: &[Word], at: usize) -> bool {
    let text = words[at].text.as_str();
    let (before, next) = neighbours(words, at);
    if is_one_of(text, "принято принял приняла приняли принимаю принимаем accept accepted accepting")
    {
        let other = "решен мер участ смен вызов звон душ decision measures shift";
        return next.is_none_or(|next| !begins_like(next, other));
    }
    if is_one_of(text, "беру берем взял взяла взяли") {
        let object = "в на инцидент задачу заявку сбой это его себе я";
        return next.is_none_or(|next| is_one_of(next, object));
    }
    let on_it = says(words, at, &["on", "it"])
        && before.is_none_or(|before| is_one_of(before, "i'm im am we're are already working get getting"));
    let taking = (says(words, at, &["taking", "it"]) && !says(words, at, &["taking", "it", "over"]))
        || says(words, at, &["taking", "this"])
        || says(words, at, &["i", "take", "it"]);
    let plus = text == "+" && words.len() == 1;
    on_it || taking || plus || is_one_of(text, "ack acked acknowledged подхватил подхватила занимаюсь 👍")
}

fn says_restored(words: &[Word], at: usize) -> bool {
    let whole = "восстановлен восстановлена восстановлено восстановлены восстановился восстановилась восстановилось \
                 восстановились заработал заработала заработало заработали поднялся поднялась поднялось поднялись \
                 починен починена починено исправлено устранено устранена устранен";
    let of_something = "восстановил восстановила восстановили починил починила починили поднял подняла подняли \
                        исправил исправила исправили устранил устранила устранили restored recovered fixed resolved";
    let working = "работает работают works working доступен доступна доступно доступны up";
    let text = words[at].text.as_str();
    let (before, next) = neighbours(words, at);
    if is_one_of(text, working) {
        let again = |word: Option<&str>| word.is_some_and(|word| is_one_of(word, "снова опять вновь again"));
        return again(before) || again(next) || says(words, at, &["up", "and", "running"]);
    }
    if text == "back" {
        let is = before.is_some_and(|before| is_one_of(before, "is are it's its we're everything's service's came"));
        return is || matches!(next, Some("online" | "in" | "up")) || says(words, at, &["back", "to", "normal"]);
    }
    let returned = is_one_of(text, "вернулся вернулась вернулось вернулись")
        && [["в", "строй"], ["в", "норму"], ["в", "работу"]].iter().any(|phrase| says(words, at + 1, phrase));
    let repaired = is_one_of(text, of_something) && !is_lesser_thing(words, at + 1);
    is_one_of(text, whole) || repaired || returned
}

/// The words right beside this one, no mark between.
fn neighbours(words: &[Word], at: usize) -> (Option<&str>, Option<&str>) {
    let before =
        at.checked_sub(1).filter(|_| words[at].joint == Joint::Blank).map(|before| words[before].text.as_str());
    let next = words.get(at + 1).filter(|next| next.joint == Joint::Blank).map(|next| next.text.as_str());
    (before, next)
}

/// Things whose repair is not yet the service's: "починили мониторинг", "fixed a typo".
fn is_lesser_thing(words: &[Word], at: usize) -> bool {
    let stems = "консол бэкап резерв реплик узел узла нод мониторинг vpn конфиг индекс таблиц дашборд тест лог прав \
                 парол вопрос приоритет тем заявк трубк опечатк backup replica node config index table dashboard typo \
                 test monitoring password access snapshot alert";
    let clause = words.get(at).map(|word| word.clause);
    words[at.min(words.len())..]
        .iter()
        .take_while(|word| Some(word.clause) == clause && words[at].joint == Joint::Blank)
        .take(3)
        .any(|word| begins_like(&word.text, stems))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(reads: fn(&str) -> bool, yes: &str, no: &str) {
        for text in yes.split(" | ") {
            assert!(reads(text), "{text:?} says so");
        }
        for text in no.split(" | ") {
            assert!(!reads(text), "{text:?} does not say so");
        }
    }

    #[test]
    fn accepted() {
        check(
            reads_as_accepted,
            "принял | Принято! | ПРИНЯЛА | приняли в работу | беру | Беру на себя | взял в работу | взяла | \
             на связи, принял | принял, смотрю логи | accept | Accepted. | on it | I'm on it | ok, on it | \
             ack | acknowledged | + | 👍 | taking it | принял в 14:32 | Принял инцидент | занимаюсь",
            "| готово | не принял | ещё не принято | пока не принял | не могу принять | принял? | \
             кто принял? | кто принял | принято решение перезапустить | принял меры | принимаю смену | \
             беру отгул | взял бэкап | not accepted | can't accept | will accept when I'm home | based on it | \
             taking it over | примем | если принято | + 1 | вроде принял | on its own",
        );
    }

    #[test]
    fn done() {
        check(
            reads_as_done,
            "готово | Готово, перезапустили | сделано | Сделали. | done | All done! | выполнено | finished | \
             Готово? Да, готово.",
            "| не готово | ещё не готово | будет готово | почти готово | готово? | скоро будет готово | \
             готов помочь | almost done | not done | isn't done yet | when done | will be done | \
             half done? no | частично сделано | готовим | когда сделано | вроде готово",
        );
    }

    #[test]
    fn restored() {
        check(
            reads_as_restored,
            "восстановлено | Восстановлено 14:32 | восстановлено в 14:32 МСК | Восстановили в 14:32 | \
             заработало | починили | Починили! | сервис восстановлен | всё поднялось | \
             только что восстановлено | снова работает | работает снова | restored | restored at 14:32 | \
             service is back | it's back | back online | back to normal | up again | fixed | works again | \
             восстановили запись на приём | устранено | вернулось в строй | после перезапуска заработало | \
             Заработало? Да, заработало",
            "| не восстановлено | ещё не восстановлено | восстановим | когда восстановите? | \
             когда восстановили | ещё не заработало | заработало? | будет восстановлено к 15:00 | \
             должно быть восстановлено | вроде заработало | почти восстановлено | частично восстановлено | \
             восстановлено частично | не до конца восстановлено | починили мониторинг | восстановили реплику | \
             fixed a typo | restored the backup | not restored | isn't restored yet | not fully restored | \
             will be restored soon | restored? | roll back | call me back | go back to v1 | работает | works | \
             восстановление идёт | восстанавливаем | as soon as it is restored, if restored | \
             восстановлено. Нет, не восстановлено | подняли приоритет | seems restored",
        );
    }

    proptest! {
        #[test]
        fn never_panics(text in "[\\s\\S]*|((не|принял|готово|восстановили|fixed|back|is|on|it|[,.?]) ?)*") {
            let _ = (reads_as_accepted(&text), reads_as_done(&text), reads_as_restored(&text));
        }
    }
}
