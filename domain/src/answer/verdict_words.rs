//! Words people judge a service by, each with its sense.

use super::stance::{is_condition, is_guess, is_negation, is_promise};
use super::vocabulary::{begins_like, is_one_of};
use super::word::{Joint, Word, says};

/// What a word or phrase says about a service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sense {
    /// It works.
    Good,
    /// Good by itself, a mere interjection beside other words: "ок".
    Weak,
    /// Works badly: "тормозит".
    Slow,
    /// Works in part, also by itself: "частично".
    Partly,
    /// Works in part, only beside a verdict: "не у всех".
    Some,
    /// Spoils a "works", adds nothing to a "does not": "с ошибками".
    Flaw,
    /// It does not work.
    Bad,
    /// "нет": something is missing, what is not known.
    Nope,
    /// Says something only when denied: "не отвечает", for "отвечает 500" is no praise.
    IfDenied,
    /// Denies the next word.
    Not,
    /// Turns: "но", "but".
    But,
    /// Joins two clauses that may differ: "а", "и".
    Joins,
    /// The present, against a past: "уже", "now".
    Now,
    /// Everything of it: "совсем".
    Wholly,
    /// A guess: "вроде".
    Guess,
    /// Being looked at: "проверяю".
    Busy,
    /// Not so yet: "будет".
    Promise,
    /// No statement at all: "не знаю", "если".
    Unknown,
    /// Says nothing.
    Filler,
    /// Anything else.
    Other,
}

/// Phrases, before single words; the longer of two that begin alike stands first.
const PHRASES: [(&[&str], Sense); 98] = [
    (&["does_not_work"], Sense::Bad),
    (&["не", "до", "конца"], Sense::Some),
    (&["не", "у", "всех"], Sense::Some),
    (&["не", "для", "всех"], Sense::Some),
    (&["не", "все"], Sense::Some),
    (&["не", "всегда"], Sense::Some),
    (&["не", "везде"], Sense::Some),
    (&["не", "сразу"], Sense::Some),
    (&["не", "полностью"], Sense::Some),
    (&["not", "fully"], Sense::Some),
    (&["not", "completely"], Sense::Some),
    (&["not", "all"], Sense::Some),
    (&["not", "everyone"], Sense::Some),
    (&["not", "always"], Sense::Some),
    (&["not", "everywhere"], Sense::Some),
    (&["not", "for", "everyone"], Sense::Some),
    (&["только", "что"], Sense::Now),
    (&["как", "часы"], Sense::Good),
    (&["через", "раз"], Sense::Partly),
    (&["some", "of", "the", "time"], Sense::Partly),
    (&["перестал", "работать"], Sense::Bad),
    (&["перестала", "работать"], Sense::Bad),
    (&["перестало", "работать"], Sense::Bad),
    (&["перестали", "работать"], Sense::Bad),
    (&["stopped", "working"], Sense::Bad),
    (&["out", "of", "service"], Sense::Bad),
    (&["out", "of", "order"], Sense::Bad),
    (&["не", "в", "порядке"], Sense::Bad),
    (&["нет", "доступа"], Sense::Bad),
    (&["доступа", "нет"], Sense::Bad),
    (&["нет", "связи"], Sense::Bad),
    (&["связи", "нет"], Sense::Bad),
    (&["нет", "ответа"], Sense::Bad),
    (&["no", "access"], Sense::Bad),
    (&["no", "response"], Sense::Bad),
    (&["no", "connection"], Sense::Bad),
    (&["shut", "down"], Sense::Bad),
    (&["slowed", "down"], Sense::Slow),
    (&["slow", "down"], Sense::Slow),
    (&["в", "порядке"], Sense::Good),
    (&["в", "норме"], Sense::Good),
    (&["в", "строю"], Sense::Good),
    (&["в", "штатном", "режиме"], Sense::Good),
    (&["без", "проблем"], Sense::Weak),
    (&["без", "ошибок"], Sense::Weak),
    (&["без", "задержек"], Sense::Weak),
    (&["без", "замечаний"], Sense::Weak),
    (&["без", "жалоб"], Sense::Weak),
    (&["нет", "проблем"], Sense::Weak),
    (&["проблем", "нет"], Sense::Weak),
    (&["нет", "жалоб"], Sense::Weak),
    (&["жалоб", "нет"], Sense::Weak),
    (&["нет", "ошибок"], Sense::Weak),
    (&["ошибок", "нет"], Sense::Weak),
    (&["no", "issues"], Sense::Weak),
    (&["no", "problems"], Sense::Weak),
    (&["no", "complaints"], Sense::Weak),
    (&["no", "errors"], Sense::Weak),
    (&["проблем", "не", "видим"], Sense::Weak),
    (&["проблем", "не", "вижу"], Sense::Weak),
    (&["проблем", "не", "наблюдаем"], Sense::Weak),
    (&["проблем", "не", "наблюдается"], Sense::Weak),
    (&["не", "видим", "проблем"], Sense::Weak),
    (&["не", "вижу", "проблем"], Sense::Weak),
    (&["не", "наблюдаем", "проблем"], Sense::Weak),
    (&["see", "no", "problems"], Sense::Weak),
    (&["see", "no", "issues"], Sense::Weak),
    (&["жалоб", "больше", "нет"], Sense::Weak),
    (&["не", "затронут"], Sense::Good),
    (&["не", "затронута"], Sense::Good),
    (&["не", "затронуто"], Sense::Good),
    (&["не", "затронуты"], Sense::Good),
    (&["not", "affected"], Sense::Good),
    (&["как", "обычно"], Sense::Filler),
    (&["как", "всегда"], Sense::Filler),
    (&["как", "положено"], Sense::Filler),
    (&["не", "могут"], Sense::Bad),
    (&["can't", "log", "in"], Sense::Bad),
    (&["cannot", "log", "in"], Sense::Bad),
    (&["unable", "to"], Sense::Bad),
    (&["back", "to", "normal"], Sense::Good),
    (&["up", "and", "running"], Sense::Good),
    (&["стал", "работать"], Sense::Good),
    (&["стало", "работать"], Sense::Good),
    (&["начал", "работать"], Sense::Good),
    (&["начало", "работать"], Sense::Good),
    (&["working", "on"], Sense::Busy),
    (&["работает", "над"], Sense::Busy),
    (&["работают", "над"], Sense::Busy),
    (&["let", "me"], Sense::Busy),
    (&["не", "могу"], Sense::Unknown),
    (&["не", "можем"], Sense::Unknown),
    (&["не", "ясно"], Sense::Unknown),
    (&["не", "понятно"], Sense::Unknown),
    (&["not", "sure"], Sense::Unknown),
    (&["no", "idea"], Sense::Unknown),
    (&["can't", "tell"], Sense::Unknown),
    (&["cannot", "tell"], Sense::Unknown),
];

/// The sense of what begins at word `at`, and the word after it.
pub(super) fn sense_at(words: &[Word], at: usize) -> (Sense, usize) {
    if let Some((phrase, sense)) = PHRASES.iter().find(|(phrase, _)| says(words, at, phrase)) {
        return (*sense, at + phrase.len());
    }
    let text = words[at].text.as_str();
    let after_negation = at > 0 && words[at].joint == Joint::Blank && is_negation(&words[at - 1].text);
    let ignorant = "знаю знаем уверен уверена уверены проверял проверяла проверяли know check checked";
    if after_negation && is_one_of(text, ignorant) {
        return (Sense::Unknown, at + 1);
    }
    // "Нет, работает": an answer to what was asked before; elsewhere "нет" denies.
    let interjection = at == 0 && words.get(1).is_some_and(|next| next.joint != Joint::Blank);
    if matches!(text, "нет" | "no") {
        return (if interjection { Sense::Filler } else { Sense::Nope }, at + 1);
    }
    (single(text), at + 1)
}

fn single(text: &str) -> Sense {
    let of_claim = if is_condition(text) || is_one_of(text, "хз непонятно неясно неизвестно unknown unclear unsure")
    {
        Some(Sense::Unknown)
    } else if is_guess(text) {
        Some(Sense::Guess)
    } else if is_promise(text) || text.starts_with("заработае") {
        Some(Sense::Promise)
    } else if is_negation(text) {
        Some(Sense::Not)
    } else {
        None
    };
    of_claim.or_else(|| of_list(text)).or_else(|| of_stem(text)).unwrap_or(Sense::Other)
}

fn of_list(text: &str) -> Option<Sense> {
    let good = "работает работают works work working функционирует открывается открываются грузится грузятся \
                загружается загружаются доступен доступна доступно доступны заработал заработала \
                заработало заработали поднялся поднялась поднялось поднялись восстановлен восстановлена \
                восстановлено восстановлены восстановился восстановилась восстановилось починили исправен исправна \
                исправно жив жива restored recovered operational healthy available unaffected online loads \
                opens reachable";
    let weak = "ок окей ok okay хорошо норм нормально нормальный отлично порядок штатно стабильно fine good great \
                green up back normal normally + 👍 ✅";
    let bad = "лежит лежат упал упала упало упали висит висят рухнул рухнула рухнуло отвалился отвалилась \
               отвалилось down broken dead unavailable inaccessible unreachable offline outage failing fails failed \
               crashed hangs hung неработает";
    let partly = "местами иногда временами периодически sometimes occasionally partly";
    let now = "уже сейчас теперь снова опять now again already";
    let filler = "все у нас с is it it's its the a we are we're everything all пока еще да yes yet still спасибо \
                  thanks стало стал проверил проверила проверили checked there for us does do сервис система service \
                  system в целом на нашей стороне стороны on our side end";
    let lists = [
        (good, Sense::Good),
        (weak, Sense::Weak),
        (bad, Sense::Bad),
        (partly, Sense::Partly),
        (now, Sense::Now),
        ("только лишь only часть части некоторые некоторых половина some half", Sense::Some),
        ("отвечает отвечают responding responds", Sense::IfDenied),
        ("но but однако however хотя although кроме except", Sense::But),
        ("а и зато and while", Sense::Joins),
        ("совсем вообще полностью совершенно completely totally fully entirely", Sense::Wholly),
        (filler, Sense::Filler),
    ];
    lists.into_iter().find(|(list, _)| is_one_of(text, list)).map(|(_, sense)| sense)
}

fn of_stem(text: &str) -> Option<Sense> {
    let slow = "медлен тормоз подтормаж притормаж долго лага лаги подвиса деград нестабильн перебо глюч сбоит барахл \
                некорректн slow lag sluggish unstable degrad flaky";
    let flaw = "ошибк ошибок таймаут задержк проблем жалоб плох сложно error timeout delay issue problem poor badly";
    let busy = "провер уточн смотр посмотр гляну выясн разбира checking investigat looking";
    let stems = [
        ("недоступ сломан сломал неисправ нерабоч завис мертв", Sense::Bad),
        (slow, Sense::Slow),
        ("частичн аварийн выборочн partial intermittent", Sense::Partly),
        (flaw, Sense::Flaw),
        (busy, Sense::Busy),
    ];
    stems.into_iter().find(|(list, _)| begins_like(text, list)).map(|(_, sense)| sense)
}
