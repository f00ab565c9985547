//! Somebody who is no longer in `people.yaml` is nobody at the pages, whatever their session and their link say.

use crate::host::{Data, Host, printed, run};
use crate::person::Person;
use crate::samples::PRODUCT;
use nabat_tests::folder::Folder;

/// An observer: nothing of the estate names them but their own entry.
const OBSERVER: &str = "e5047";

#[tokio::test]
async fn whoever_is_taken_out_of_people_yaml_is_nobody_at_the_next_request() {
    let folder = Folder::new();
    nabat::example::write(folder.path()).expect("the example can be written");
    let estate = folder.path().to_str().expect("text");
    let data = Data::new();
    let host = Host::start_serving(&data, estate);
    let (stays, leaves) = (Person::of(&host, &data, "e5077").await, Person::of(&host, &data, OBSERVER).await);
    for page in ["/", "/chat"] {
        assert_eq!([stays.reads(page).await.0, leaves.reads(page).await.0], [200, 200], "{page}");
    }
    let people = folder.path().join(PRODUCT).join("people.yaml");
    let text = std::fs::read_to_string(&people).expect("the example has it");
    let (before, rest) = text.split_once(&format!("- id: {OBSERVER}")).expect("they are in it");
    let after = rest.split_once("\n- id: ").expect("others follow").1;
    std::fs::write(&people, format!("{before}- id: {after}")).expect("it can be written");
    let pushed = run(&["push", estate, "--data", &data.text()]);
    assert!(pushed.status.success(), "{}", printed(&pushed));
    for page in ["/", "/chat", "/desk", "/wiki", "/regulation/incident/text"] {
        assert_eq!([stays.reads(page).await.0, leaves.reads(page).await.0], [200, 401], "{page}");
    }
}
