//! Where a function is cut off at a moment, no call is begun that might not be over by then. Nothing failed by it: the
//! next one does what there was no time for.

use crate::crashes::left;
use crate::phases::every;
use nabat_domain::time::Length;
use nabat_kit::perform::{CALL, JobRow};
use nabat_tests::rig::Rig;

/// How often the jobs that wait have failed.
fn failures(rig: &Rig) -> Vec<u32> {
    let jobs = rig.outside.table.plain().dump().into_iter().filter(|row| row.key.sk.starts_with("J#"));
    jobs.map(|row| serde_json::from_str::<JobRow>(&row.body).expect("a job can be read").attempts).collect()
}

#[tokio::test]
async fn promise_04_nothing_is_begun_outside_that_might_be_cut_off() {
    let mut given_back = 0;
    for phase in every().await {
        let whole = phase.carry_through(phase.rig.outside.fork()).await;
        let expected = left(&phase, &whole, "nobody was cut off").await;
        let outside = phase.rig.outside.fork();
        let mut rig = Rig::of(outside.clone()).await;
        let before = outside.crashes.effects().tried().len();
        rig.env.until = Some(rig.env.now().plus(CALL).minus(Length(1)));
        assert!(phase.send(&rig).await, "{}: people and desks are answered all the same", phase.name);
        let begun = outside.crashes.effects().tried().split_off(before);
        assert!(begun.is_empty(), "{}: begun with less than a call's time left: {begun:#?}", phase.name);
        let failures = failures(&rig);
        assert!(failures.iter().all(|failed| *failed == 0), "{}: nothing failed: {failures:?}", phase.name);
        given_back += failures.len();
        // With a call's time left it is begun, and then nobody is cut off any more.
        rig.env.until = Some(rig.env.now().plus(CALL));
        rig.tick().await;
        let begun = outside.crashes.effects().tried().len() > before;
        assert!(begun, "{}: nothing is begun where there is time", phase.name);
        let rig = phase.carry_through(outside).await;
        assert_eq!(left(&phase, &rig, "cut off").await, expected, "{}", phase.name);
    }
    assert!(given_back > 0, "some jobs were given back");
}
