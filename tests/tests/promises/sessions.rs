//! A session nobody uses ends; one that is used ends with the shift, and costs a write every few minutes at most.

use nabat_domain::ids::PersonId;
use nabat_domain::time::Length;
use nabat_kit::access::{close_session, keep_link, open_link, open_session, session};
use nabat_kit::configuration::push;
use nabat_kit::keys::SESSIONS;
use nabat_kit::table::{Action, Condition, Row, Table as _};
use nabat_tests::rig::{BEGINS, Rig};

/// What a product has that says nothing of it.
const IDLE: Length = Length::hours(12);

async fn opened(rig: &Rig) -> String {
    open_session(&rig.env, &rig.product, &PersonId::from("e3080")).await.expect("the table takes it")
}

async fn holds(rig: &Rig, secret: &str) -> bool {
    session(&rig.env, secret).await.expect("the table answers").is_some()
}

/// So long after the beginning.
fn after(rig: &Rig, length: Length) {
    rig.outside.clock.move_to(BEGINS.plus(length));
}

/// Sessions as they are kept.
fn kept(rig: &Rig) -> Vec<Row> {
    rig.outside.table.plain().dump().into_iter().filter(|row| row.key.pk == SESSIONS).collect()
}

fn less(length: Length, milliseconds: i64) -> Length {
    Length(length.0 - milliseconds)
}

async fn allow(rig: &Rig, hours: u32) {
    let mut catalogue = rig.catalogue.clone();
    catalogue.product.policy.idle_hours = hours;
    push(rig.outside.table.plain(), &catalogue, &rig.names).await.expect("the table takes it");
}

#[tokio::test]
async fn a_session_nobody_uses_is_over_after_the_time_stated_and_not_a_millisecond_before() {
    let rig = Rig::new().await;
    let (used, unused) = (opened(&rig).await, opened(&rig).await);
    after(&rig, less(IDLE, 1));
    assert!(holds(&rig, &used).await);
    after(&rig, IDLE);
    assert!(!holds(&rig, &unused).await);
    assert!(holds(&rig, &used).await, "who looked a millisecond ago stays");
    assert_eq!(kept(&rig).len(), 1, "what is over is kept no longer");
    allow(&rig, 15).await;
    assert!(!holds(&rig, &unused).await, "a longer time allowed later brings nobody back");
}

#[tokio::test]
async fn however_much_it_is_used_a_session_ends_with_the_shift() {
    let rig = Rig::new().await;
    let link = "0123456789abcdef0123456789abcdef";
    let person = PersonId::from("e3080");
    keep_link(&rig.outside.table, link, &rig.product, &person, BEGINS).await.expect("the table takes it");
    let (secret, _) = open_link(&rig.env, link).await.expect("the table answers").expect("the link holds");
    for hour in 1..16 {
        after(&rig, Length::hours(hour));
        assert!(holds(&rig, &secret).await, "after {hour} hours");
    }
    after(&rig, less(Length::hours(16), 1));
    assert!(holds(&rig, &secret).await);
    after(&rig, Length::hours(16));
    assert!(!holds(&rig, &secret).await);
}

#[tokio::test]
async fn a_use_is_written_down_every_five_minutes_at_most() {
    let rig = Rig::new().await;
    let secret = opened(&rig).await;
    let version = |rig: &Rig| kept(rig)[0].version;
    for second in 0..300 {
        after(&rig, Length::seconds(second));
        assert!(holds(&rig, &secret).await);
    }
    assert_eq!(version(&rig), 1, "five minutes of looking write nothing");
    after(&rig, Length::minutes(5));
    for _ in 0..20 {
        assert!(holds(&rig, &secret).await);
    }
    assert_eq!(version(&rig), 2);
    assert!(kept(&rig)[0].expires == Some(BEGINS.plus(Length::hours(16)).0), "and it is swept when it was to be");
    close_session(&rig.env, &secret).await.expect("the table takes it");
    assert!(!holds(&rig, &secret).await && kept(&rig).is_empty());
}

#[tokio::test]
async fn a_product_says_how_long_and_a_session_older_than_this_is_not_cut_off() {
    let rig = Rig::new().await;
    allow(&rig, 1).await;
    let (secret, older) = (opened(&rig).await, opened(&rig).await);
    after(&rig, less(Length::hours(1), 1));
    assert!(holds(&rig, &secret).await);
    after(&rig, Length::hours(3));
    assert!(!holds(&rig, &secret).await);
    // As the program before this one kept it.
    let row = kept(&rig).pop().expect("the other one");
    let mut body: serde_json::Value = serde_json::from_str(&row.body).expect("JSON");
    body.as_object_mut().expect("an object").remove("used").expect("it was written");
    let table = rig.outside.table.plain();
    let before = Row { body: body.to_string(), ..row };
    table.write(&[Action::Put(before, Condition::Any)]).await.expect("the table takes it");
    assert!(holds(&rig, &older).await);
    after(&rig, Length::hours(4));
    assert!(!holds(&rig, &older).await, "from its next use on it is counted");
}

#[tokio::test]
async fn a_link_holds_for_a_day_and_once() {
    let rig = Rig::new().await;
    let person = PersonId::from("e3080");
    let (links, day) = (["0", "1", "2"].map(|digit| digit.repeat(32)), Length::hours(24));
    for link in &links {
        keep_link(&rig.outside.table, link, &rig.product, &person, BEGINS).await.expect("the table takes it");
    }
    let opens = async |link: &str| open_link(&rig.env, link).await.expect("the table answers");
    after(&rig, less(day, 1));
    let (_, session) = opens(&links[0]).await.expect("it holds");
    assert_eq!((&session.person, &session.product), (&person, &rig.product));
    assert!(opens(&links[0]).await.is_none(), "it was used");
    let (one, other) = tokio::join!(opens(&links[1]), opens(&links[1]));
    assert!(one.is_some() != other.is_some(), "of two at once one is let in");
    after(&rig, day);
    assert!(opens(&links[2]).await.is_none(), "it is too late");
}
