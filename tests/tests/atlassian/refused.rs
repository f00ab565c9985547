//! What a Jira does not do, and who hears of it: fields that are not kept, screens that ask for more, tokens that end.

use crate::{clock, key, now};
use anyhow::ensure;
use nabat_domain::ids::{DeskId, ProductId};
use nabat_domain::time::{At, Length};
use nabat_kit::port::{CallError, Desk, DeskRecordChange, FieldFault, Lacking, NewDeskProblem};
use nabat_tests::atlassian::jira::{JiraModel, fields};
use nabat_tests::desk_suite::changed;

const DUE: At = At(1_795_500_000_000);

fn assign(group: &str) -> DeskRecordChange {
    DeskRecordChange::Assign { work_group: group.to_owned(), due: DUE }
}

fn close() -> DeskRecordChange {
    DeskRecordChange::Close { text: "restarted".to_owned() }
}

fn started() -> (JiraModel, DeskId) {
    let jira = JiraModel::new(clock());
    let record = jira.register("Crews cannot be assigned", "dispatch", &["assign-crew"], now());
    (jira, DeskId::new(record))
}

fn permanent(answer: Result<(), CallError>) -> anyhow::Result<String> {
    match answer {
        Err(CallError::Permanent(why)) => Ok(why),
        other => anyhow::bail!("refused for good: {other:?}"),
    }
}

#[tokio::test]
async fn a_field_that_is_not_kept_not_there_or_not_so_is_named() -> anyhow::Result<()> {
    let (jira, record) = started();
    let desk = jira.desk();
    desk.change(&key("a.1"), &"city".into(), &record, &assign("vendor-2")).await?;
    jira.is_odd(|odd| odd.keeps.extend(["Work group".to_owned()]));
    let why = permanent(desk.change(&key("a.2"), &"city".into(), &record, &assign("vendor-3")).await)?;
    assert_eq!(why, format!("the desk answered well and left Work group of {record} as before"));
    jira.is_odd(|odd| odd.keeps.clear());
    let why = permanent(desk.change(&key("a.3"), &"city".into(), &record, &assign("nobody")).await)?;
    ensure!(why.contains("Could not find group with name 'nobody'"), "{why}");
    jira.is_odd(|odd| odd.off_screen.extend(["Due by".to_owned()]));
    let why = permanent(desk.change(&key("a.4"), &"city".into(), &record, &assign("vendor-2")).await)?;
    ensure!(why.contains("`Due by`") && why.contains("not on the screen"), "{why}");
    // An incident that came another way has no record here to be changed.
    assert_eq!(desk.change(&key("a.5"), &"city".into(), &DeskId::from("alert-abc"), &assign("vendor-2")).await, Ok(()));
    Ok(())
}

#[tokio::test]
async fn closing_goes_by_the_workflow_and_says_what_it_asks_for() -> anyhow::Result<()> {
    let (jira, record) = started();
    // From another status, by another transition.
    jira.carry(record.as_str(), "In progress", now());
    jira.is_odd(|odd| odd.asks_resolution = true);
    let mut settings = jira.settings(fields());
    settings.resolution = None;
    let bare = nabat_connectors::desk::jira::Jira::new(settings.clone(), "token-of-the-tests", None)?;
    let why = permanent(bare.change(&key("b.1"), &"city".into(), &record, &close()).await)?;
    ensure!(why.contains("`Resolve`") && why.contains("asks for Resolution"), "{why}");
    settings.resolution = Some("Fixed".to_owned());
    let wrong = nabat_connectors::desk::jira::Jira::new(settings, "token-of-the-tests", None)?;
    let why = permanent(wrong.change(&key("b.1"), &"city".into(), &record, &close()).await)?;
    ensure!(why.contains("`Fixed`") && why.contains("Done, Duplicate"), "{why}");
    jira.desk().change(&key("b.1"), &"city".into(), &record, &close()).await?;
    assert_eq!(jira.status(record.as_str()), "Closed");
    assert_eq!(jira.issue(record.as_str())["fields"]["resolution"]["name"], "Done");
    let said = jira.words(record.as_str()).iter().filter(|text| text.contains("restarted")).count();
    assert_eq!(said, 1, "tried three times, said once");
    let other = DeskId::new(jira.register("Booking fails", "appointments", &["book"], now()));
    jira.is_odd(|odd| odd.closes_nothing = true);
    let why = permanent(jira.desk().change(&key("b.2"), &"city".into(), &other, &close()).await)?;
    ensure!(why.contains("from `Open`") && why.contains("only to `In progress`"), "{why}");
    Ok(())
}

#[tokio::test]
async fn what_a_screen_of_creation_asks_for_or_lacks_is_said_before_anything_is_made() -> anyhow::Result<()> {
    let (jira, from) = started();
    let new = NewDeskProblem {
        product: ProductId::from("city"),
        title: "Why\nso".repeat(90),
        text: "known".to_owned(),
        from,
    };
    let refused = async |jira: &JiraModel| {
        let made = jira.desk().open_problem(&key("p.1"), &new).await.map(drop);
        permanent(made)
    };
    jira.is_odd(|odd| odd.asked.extend(["Impact".to_owned()]));
    let why = refused(&jira).await?;
    ensure!(why.contains("asks for Impact"), "{why}");
    jira.is_odd(|odd| {
        odd.asked.clear();
        odd.off_screen.extend(["Labels".to_owned()]);
    });
    let why = refused(&jira).await?;
    ensure!(why.contains("labels") && jira.keys("Problem").is_empty(), "{why}");
    jira.is_odd(|odd| odd.off_screen.clear());
    // The answer is lost, and the repeat finds what was made.
    jira.trouble().lose(1);
    ensure!(jira.desk().open_problem(&key("p.1"), &new).await.is_err());
    let made = jira.desk().open_problem(&key("p.1"), &new).await?;
    assert_eq!(jira.keys("Problem"), [made.id.to_string()]);
    Ok(())
}

#[tokio::test]
async fn a_token_that_ended_is_said_even_where_anybody_may_read() -> anyhow::Result<()> {
    let (jira, record) = started();
    for open_to_all in [false, true] {
        jira.is_odd(|odd| {
            odd.token_ended = true;
            odd.open_to_all = open_to_all;
        });
        let why = permanent(jira.desk().change(&key("t.1"), &"city".into(), &record, &close()).await)?;
        ensure!(why.contains("does not take the token of nabat"), "{why}");
        // Not "nothing changed".
        ensure!(changed(&jira.desk(), now().minus(Length::minutes(5))).await.is_err());
    }
    Ok(())
}

#[tokio::test]
async fn a_jira_that_asks_to_wait_is_waited_for_as_long_as_it_says() {
    let (jira, record) = started();
    jira.trouble().ask_to_wait(17);
    let answer = jira.desk().change(&key("w.1"), &"city".into(), &record, &close()).await;
    assert_eq!(answer, Err(CallError::Throttled { retry_after: Some(Length::seconds(17)) }));
}

#[tokio::test]
async fn fields_are_held_against_jiras_own_account_of_them() -> anyhow::Result<()> {
    let (jira, _) = started();
    assert_eq!(jira.desk().lacking().await?, Some(Vec::new()));
    let named = |field: &str, fault| Lacking { field: field.to_owned(), fault };
    let mut wrong = fields();
    (wrong.service, wrong.problems, wrong.problem) = ("Svc".to_owned(), "Trouble".to_owned(), "Causes".to_owned());
    let expected = [("Svc", FieldFault::Absent), ("Trouble", FieldFault::Absent), ("Causes", FieldFault::Absent)];
    let lacking = jira.desk_with(wrong).lacking().await?.unwrap_or_default();
    assert_eq!(lacking, expected.map(|(field, fault)| named(field, fault)));
    jira.is_odd(|odd| {
        odd.off_screen.extend(["Due by".to_owned()]);
        odd.asked.extend(["Impact".to_owned()]);
    });
    let lacking = jira.desk().lacking().await?.unwrap_or_default();
    ensure!(lacking.contains(&named("Due by", FieldFault::NotOnScreen)), "{lacking:?}");
    ensure!(lacking.contains(&named("Impact", FieldFault::Needed)), "{lacking:?}");
    Ok(())
}
