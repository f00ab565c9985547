//! Several products in one host: a session is of one, whoever its person is in another.

use crate::host::{Data, Host};
use crate::person::Person;
use crate::samples::{PRODUCT, failure};
use crate::until::until;

/// First line of hospitals and of the product of the samples.
const OF_BOTH: &str = "e3080";

#[tokio::test]
async fn a_session_of_one_product_sees_nothing_of_another_at_the_desk_and_in_the_wiki() {
    let data = Data::new();
    let host = Host::start(&data);
    // So little depends on it that Nabat only writes on its record.
    let record = "SD-4711".to_owned();
    host.desk().send(PRODUCT, "msg_1", &failure(&record, "shift-reports", "shift-report")).await.expect(202);
    let here = Person::of(&host, &data, OF_BOTH).await;
    let there = Person::of_product(&host, &data, "hospitals", OF_BOTH).await;
    let path = format!("/desk/{record}");
    until("what Nabat writes on the record", async || (here.reads(&path).await.0 == 200).then_some(())).await;
    assert_eq!(there.reads(&path).await.0, 404);
    assert!(here.reads("/desk").await.1.contains(&record));
    assert!(!there.reads("/desk").await.1.contains(&record));
    let choices = there.reads("/desk/new").await.1;
    assert!(choices.contains("value=\"hospitals/") && !choices.contains(&format!("value=\"{PRODUCT}/")), "{choices}");
}
