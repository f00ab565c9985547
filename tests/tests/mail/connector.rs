//! The SMTP connector against a real server, however it behaves.

use crate::server::Server;
use nabat_connectors::mail::Smtp;
use nabat_domain::catalogue::{MailSecurity, MailServer};
use nabat_domain::time::At;
use nabat_kit::port::{CallError, EffectKey, Mail, Mailer as _};

fn to(server: &Server, security: MailSecurity) -> MailServer {
    MailServer {
        host: "localhost".to_owned(),
        port: server.port,
        security,
        from: "nabat@clinics.example".to_owned(),
        user: None,
        password: None,
    }
}

async fn send(server: &MailServer, key: &str) -> Result<(), CallError> {
    let mail = Mail {
        to: "e5031@clinics.example".to_owned(),
        subject: "Сбой: Запись на приём (P1, SD-1042)".to_owned(),
        text: "Пользователи не могут: Записаться на приём\n.\nСледующие новости — 14:15.".to_owned(),
        at: At(1_795_431_600_000),
    };
    Smtp.send(&EffectKey(key.to_owned()), server, None, &mail).await
}

/// The value of a header line.
fn header<'m>(mail: &'m str, name: &str) -> &'m str {
    let found = mail.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    found.unwrap_or_else(|| panic!("{name} is not in {mail}"))
}

#[tokio::test]
async fn a_mail_is_taken_whole_and_bears_the_time_it_is_about() {
    let server = Server::start("take").expect("it starts");
    send(&to(&server, MailSecurity::None), "k1").await.expect("it is taken");
    let mail = server.mails().remove(0);
    assert_eq!(header(&mail, "To"), "e5031@clinics.example");
    assert_eq!(header(&mail, "From"), "nabat@clinics.example");
    assert_eq!(header(&mail, "Auto-Submitted"), "auto-generated");
    assert!(header(&mail, "Date").starts_with("Mon, 23 Nov 2026 11:00:00"));
    assert!(header(&mail, "Message-ID").ends_with("@clinics.example>"));
    assert!(header(&mail, "Subject").starts_with("=?utf-8?"));
    assert!(header(&mail, "Content-Type").starts_with("text/plain; charset=utf-8"));
}

#[tokio::test]
async fn what_is_refused_for_ever_is_permanent_and_names_nobody() {
    let server = Server::start("refuse").expect("it starts");
    let Err(CallError::Permanent(why)) = send(&to(&server, MailSecurity::None), "k1").await else {
        panic!("550 is for ever")
    };
    assert!(why.contains("nobody of that name"), "{why}");
    assert!(!why.contains("e5031@"), "the address is masked: {why}");
}

#[tokio::test]
async fn what_is_put_off_can_be_tried_again() {
    let server = Server::start("busy").expect("it starts");
    let settings = to(&server, MailSecurity::None);
    let first = send(&settings, "k1").await;
    assert!(matches!(&first, Err(CallError::Transient(why)) if why.contains("come again later")), "{first:?}");
    send(&settings, "k1").await.expect("the second time it is taken");
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn a_server_that_takes_and_closes_gets_it_again_under_the_same_name() {
    let server = Server::start("drop").expect("it starts");
    let settings = to(&server, MailSecurity::None);
    let first = send(&settings, "k1").await;
    assert!(matches!(first, Err(CallError::Transient(_))), "nobody knows whether it was taken: {first:?}");
    send(&settings, "k1").await.expect("the second time it says so");
    let mails = server.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(header(&mails[0], "Message-ID"), header(&mails[1], "Message-ID"));
    send(&settings, "k2").await.expect("taken");
    assert_ne!(header(&server.mails()[2], "Message-ID"), header(&mails[0], "Message-ID"));
}

#[tokio::test]
async fn a_server_that_closes_at_once_or_is_not_there_is_down() {
    let server = Server::start("mute").expect("it starts");
    let mut settings = to(&server, MailSecurity::None);
    assert!(matches!(send(&settings, "k1").await, Err(CallError::Transient(_))));
    drop(server);
    settings.port = 1;
    assert!(matches!(send(&settings, "k1").await, Err(CallError::Transient(_))));
}

#[tokio::test]
async fn no_mail_goes_out_in_the_open_where_tls_was_asked_for() {
    let plain = Server::start("take").expect("it starts");
    let refused = send(&to(&plain, MailSecurity::Starttls), "k1").await;
    assert!(refused.is_err(), "the server has no STARTTLS");
    let stranger = Server::start("tls").expect("it starts");
    let refused = send(&to(&stranger, MailSecurity::Starttls), "k1").await;
    assert!(refused.is_err(), "nobody here trusts its certificate");
    assert_eq!((plain.mails().len(), stranger.mails().len()), (0, 0));
}
