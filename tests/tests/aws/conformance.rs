//! Every area of the suite over DynamoDB, as two independent emulators have it.

use nabat_tests::emulator::{Emulator, Kind};
use nabat_tests::table_suite::{Case, conditions, conforms, due, limits, lists, races, ranges, sweeps, transactions};

async fn held(kind: Kind, cases: &[Case]) {
    let emulator = Emulator::start(kind);
    conforms(cases, async |_| emulator.any_table().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_holds_to_conditions() {
    held(Kind::Ministack, conditions::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dynoxide_holds_to_conditions() {
    held(Kind::Dynoxide, conditions::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_holds_to_transactions() {
    held(Kind::Ministack, transactions::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dynoxide_holds_to_transactions() {
    held(Kind::Dynoxide, transactions::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_holds_to_ranges() {
    held(Kind::Ministack, ranges::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dynoxide_holds_to_ranges() {
    held(Kind::Dynoxide, ranges::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_holds_to_due() {
    held(Kind::Ministack, due::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dynoxide_holds_to_due() {
    held(Kind::Dynoxide, due::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_holds_to_lists() {
    held(Kind::Ministack, lists::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dynoxide_holds_to_lists() {
    held(Kind::Dynoxide, lists::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_holds_to_limits() {
    held(Kind::Ministack, limits::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dynoxide_holds_to_limits() {
    held(Kind::Dynoxide, limits::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_holds_to_races() {
    held(Kind::Ministack, races::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dynoxide_holds_to_races() {
    held(Kind::Dynoxide, races::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ministack_holds_to_sweeps() {
    held(Kind::Ministack, sweeps::CASES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dynoxide_holds_to_sweeps() {
    held(Kind::Dynoxide, sweeps::CASES).await;
}
