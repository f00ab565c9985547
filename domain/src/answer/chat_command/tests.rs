//! What people type at the bot, and what is read.

use super::*;
use proptest::prelude::*;

fn check(text: &str, expected: Option<ChatCommand>) {
    assert_eq!(read_command(text), expected, "{text:?}");
}

fn all(expected: Option<&ChatCommand>, texts: &[&str]) {
    for text in texts {
        check(text, expected.cloned());
    }
}

#[test]
fn without_arguments() {
    all(
        Some(&ChatCommand::Help),
        &["помощь", "Помощь!", "/помощь", "/help", "help", "HELP", "?", "/?", "/help@nabat_bot", " /help ", "??"],
    );
    all(Some(&ChatCommand::Status), &["статус", "Статус?", "/status", "status", "/СТАТУС"]);
    all(
        Some(&ChatCommand::TakeOver),
        &[
            "/takeover",
            "/take_over",
            "принимаю смену",
            "Смену принял.",
            "смену приняла",
            "принял смену у Иванова",
            "/принять-смену",
            "taking over",
            "I'm taking over",
            "/Принять-Смену",
        ],
    );
    all(Some(&ChatCommand::Duplicate { same: SameOrDifferent::Same }), &["/same", "/тот-же", "/тот_же"]);
    all(Some(&ChatCommand::Duplicate { same: SameOrDifferent::Different }), &["/different", "/другой"]);
    all(
        Some(&ChatCommand::Act { what: "restart".to_owned() }),
        &["/action restart", "/действие restart", "/run restart"],
    );
    all(Some(&ChatCommand::Keep), &["/keep", "/оставить"]);
    all(Some(&ChatCommand::Separate), &["/separate", "/отделить"]);
}

#[test]
fn no_commands() {
    all(
        None,
        &[
            "",
            "/",
            "//",
            "/ 5",
            "/5",
            "/var/log/messages",
            "/etc\\x",
            "помощь нужна",
            "help me",
            "статус не меняется",
            "answer began 14:32",
            "снять шаг",
            "кто принимает смену?",
            "принимаю смену?",
            "не принимаю смену",
            "принял",
            "keep",
            "same",
            "за",
            "14:32/14:33",
            "приоритет P3",
        ],
    );
}

#[test]
fn answers() {
    let answer = |step: &str, answer: &str| Some(ChatCommand::Answer { step: step.into(), answer: answer.into() });
    check("/answer began 14:32 МСК", answer("began", "14:32 МСК"));
    check("/ответ Summary упала БД\nподняли", answer("summary", "упала БД\nподняли"));
    check("/answer works.appointments.1 да", answer("works.appointments.1", "да"));
    let behalf = |step: &str, answer: &str| Some(ChatCommand::OnBehalf { step: step.into(), answer: answer.into() });
    check("/for began 14:32", behalf("began", "14:32"));
    check("/за began   14:32 ", behalf("began", "14:32"));
    let waive = |step: &str, reason: &str| Some(ChatCommand::Waive { step: step.into(), reason: reason.into() });
    check("/waive workaround nobody to ask", waive("workaround", "nobody to ask"));
    check("/снять workaround не нужен", waive("workaround", "не нужен"));
}

#[test]
fn corrections() {
    let correct = |step: &str, value: &str, reason: &str| {
        Some(ChatCommand::Correct { step: step.into(), value: value.into(), reason: reason.into() })
    };
    check("/correct began 14:05; wrong clock", correct("began", "14:05", "wrong clock"));
    check("/исправить began 14:05 МСК; перепутал; дважды", correct("began", "14:05 МСК", "перепутал; дважды"));
    check("/исправить began 14:05, потому что перепутал", correct("began", "14:05", "перепутал"));
    check("/correct began 14:05 BECAUSE of the log", correct("began", "14:05", "of the log"));
    let incomplete = ChatCommand::Incomplete { command: "correct" };
    all(
        Some(&incomplete),
        &[
            "/correct",
            "/correct began",
            "/correct began 14:05",
            "/correct began 14:05;",
            "/correct began ; why",
            "/исправить began 14:05 потому что",
        ],
    );
}

#[test]
fn other_arguments() {
    let hand =
        |role: Option<&str>, to: &str| Some(ChatCommand::HandOver { role: role.map(str::to_owned), to: to.into() });
    check("/handover p-17", hand(None, "p-17"));
    check("/handover duty_engineer p-17", hand(Some("duty_engineer"), "p-17"));
    check("/handover duty engineer to Ivan Petrov", hand(Some("duty_engineer"), "Ivan Petrov"));
    check("/передать дежурного инженера Петрову", hand(Some("duty_engineer"), "Петрову"));
    check("/передать первую линию Пётр Иванов", hand(Some("first_line"), "Пётр Иванов"));
    check("/передать Иванову", hand(None, "Иванову"));
    check("/change service=mis functions=a,b", Some(ChatCommand::Change { what: "service=mis functions=a,b".into() }));
    for (typed, priority) in
        [("P3", "P3"), ("p3", "P3"), ("П3", "P3"), ("Р3", "P3"), ("3", "P3"), ("P9", "P9"), ("low", "low")]
    {
        let expected = ChatCommand::Lower { priority: priority.into(), reason: "мало людей".into() };
        check(&format!("/priority {typed} мало людей"), Some(expected));
    }
    check("/аннулировать ложная тревога", Some(ChatCommand::Annul { reason: "ложная тревога".into() }));
    check("/problem PRB-7", Some(ChatCommand::Link { problem: "PRB-7".into() }));
}

#[test]
fn something_missing() {
    for (text, command) in [
        ("/answer", "answer"),
        ("/ответ began", "answer"),
        ("/for began", "for"),
        ("/снять summary", "waive"),
        ("/handover", "handover"),
        ("/handover duty_engineer", "handover"),
        ("/change", "change"),
        ("/priority P3", "priority"),
        ("/annul", "annul"),
        ("/problem", "problem"),
    ] {
        check(text, Some(ChatCommand::Incomplete { command }));
    }
}

#[test]
fn unknown_words() {
    for (text, word, did_you_mean) in [
        ("/statsu", "statsu", Some("status")),
        ("/стутас", "стутас", Some("статус")),
        ("/стат", "стат", Some("статус")),
        ("/waiv step", "waiv", Some("waive")),
        ("/аннулировть x", "аннулировть", Some("аннулировать")),
        ("/hlep", "hlep", Some("help")),
        ("/Погода завтра", "Погода", None),
        ("/x", "x", None),
        ("/deploy", "deploy", None),
    ] {
        check(text, Some(ChatCommand::Unknown { word: word.into(), did_you_mean }));
    }
}

proptest! {
    #[test]
    fn never_panics(text in "[\\s\\S]*|/[a-zа-яё@/ -]*|/(correct|исправить|handover|priority) [\\s\\S]*") {
        let _ = read_command(&text);
    }

    #[test]
    fn a_sentence_is_no_command(text in "[а-яё]{3,9}( [а-яё]{3,9}){2,5}") {
        let taken = text.starts_with("принял") || text.starts_with("смен") || text.starts_with("принимаю");
        prop_assume!(!taken);
        prop_assert_eq!(read_command(&text), None);
    }
}
