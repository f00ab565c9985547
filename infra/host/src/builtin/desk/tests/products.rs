//! Two products at one desk: what is one's is not there for the other's people, also under the same number.

use super::page::{get, send};
use super::{Rig, effect, key, rig};
use crate::builtin::desk::BuiltinDesk;
use crate::builtin::desk::store;
use crate::builtin::rig::{CSRF, Folder, Receiver, client, serve};
use nabat_domain::ids::ProductId;
use nabat_kit::port::{CallError, Desk, DeskFile, DeskRecordChange, NewDeskProblem};
use nabat_kit::signature::{SigningSecret, verify};
use reqwest::StatusCode;
use std::collections::BTreeMap;

/// Status and text of a page for anna, signed in to a product.
async fn seen(rig: &Rig, product: &str, path: &str) -> (StatusCode, String) {
    let asked = client().get(format!("{}{path}", rig.base)).header("x-person", "anna").header("x-product", product);
    let answer = asked.send().await.expect("answered");
    (answer.status(), answer.text().await.expect("text"))
}

/// The city and the port each have a record SD-77 at a desk of their own, and a file on it.
async fn both(rig: &Rig) {
    for (number, product) in ["city", "port"].into_iter().enumerate() {
        let (product, record) = (ProductId::from(product), "SD-77".into());
        let comment = DeskRecordChange::Comment { text: format!("Of the {product}") };
        rig.desk.change(&effect(&format!("c{number}")), &product, &record, &comment).await.expect("written");
        let (media_type, content) = ("text/plain".to_owned(), format!("Content of the {product}").into_bytes());
        let file = DeskFile { name: format!("{product}.txt"), media_type, content, text: "A file".to_owned() };
        rig.desk.attach(&effect(&format!("f{number}")), &product, &record, &file).await.expect("attached");
    }
}

#[tokio::test]
async fn equal_numbers_of_two_products_are_two_records_each_for_its_own_people() {
    let rig = rig().await;
    both(&rig).await;
    for (own, other, path, file) in [("city", "port", "/desk/SD-77", 1), ("port", "city", "/desk/SD-77@port", 2)] {
        let (status, page) = seen(&rig, own, path).await;
        assert_eq!(status, StatusCode::OK, "{own}");
        assert!(page.contains(&format!("Of the {own}")) && !page.contains(&format!("Of the {other}")), "{page}");
        assert!(page.contains("<h1>SD-77 ") && !page.contains("/comment\""), "what is elsewhere is written on there");
        assert_eq!(seen(&rig, other, path).await.0, StatusCode::NOT_FOUND, "{other}");
        let file = format!("{path}/files/{file}");
        assert_eq!(seen(&rig, own, &file).await.1, format!("Content of the {own}"));
        assert_eq!(seen(&rig, other, &file).await.0, StatusCode::NOT_FOUND, "{other}");
        assert_eq!(seen(&rig, own, "/desk").await.1.matches(">SD-77<").count(), 1, "{own}");
    }
    let comment = format!("csrf={CSRF}&text=x");
    assert_eq!(send(&rig, "anna", "/desk/SD-77/comment", &comment).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_problem_is_shown_and_linked_to_in_its_own_product_alone() {
    let rig = rig().await;
    let (title, text) = ("Leak".to_owned(), "memory".to_owned());
    let new = NewDeskProblem { product: "city".into(), title, text, from: "SD-77".into() };
    let problem = rig.desk.open_problem(&effect("p"), &new).await.expect("opened").id;
    let path = format!("/desk/problems/{problem}");
    assert!(seen(&rig, "city", &path).await.1.contains("Leak"));
    assert!(seen(&rig, "city", "/desk").await.1.contains("Leak"));
    assert_eq!(seen(&rig, "port", &path).await.0, StatusCode::NOT_FOUND);
    assert!(!seen(&rig, "port", "/desk").await.1.contains("Leak"));
    let linked = rig.desk.link_problem(&effect("l"), &"port".into(), &"SD-8".into(), &problem).await;
    assert!(matches!(linked, Err(CallError::Permanent(_))), "{linked:?}");
}

#[tokio::test]
async fn what_an_older_file_has_of_no_known_product_is_nobodys_until_it_is_settled() {
    let rig = rig().await;
    let older = "INSERT INTO record (id, state, opened, changed) VALUES ('SD-7', 'open', 1, 1), ('SD-8', 'open', 1, 1);
        INSERT INTO problem (title, text, state, opened) VALUES ('Leak', '', 'open', 1), ('Dust', '', 'open', 1);
        INSERT INTO link VALUES ('SD-7', 'problem', 'PRB-0001'), ('SD-7', 'problem', 'PRB-0002'),
            ('SD-8', 'problem', 'PRB-0002');";
    rig.desk.database.write(move |store| store.execute_batch(older)).await.expect("written");
    let paths = ["/desk/SD-7", "/desk/SD-8", "/desk/problems/PRB-0001", "/desk/problems/PRB-0002"];
    let found = async || {
        let mut found = Vec::new();
        for path in paths {
            found.push(get(&rig, "anna", path).await.status() == StatusCode::OK);
        }
        found
    };
    assert_eq!(found().await, [false; 4]);
    let settled = rig.desk.database.write(|store| {
        store::own(store, &"SD-7".into(), &"city".into())?;
        store::own_problems_by_links(store)
    });
    settled.await.expect("settled");
    assert_eq!(found().await, [true, false, true, false], "what came of two records of which one is unknown stays so");
    // What is written now is not mixed with what is nobody's.
    let comment = DeskRecordChange::Comment { text: "Now".to_owned() };
    rig.desk.change(&effect("n"), &"city".into(), &"SD-8".into(), &comment).await.expect("written");
    assert!(seen(&rig, "city", "/desk/SD-8@city").await.1.contains("Now"));
    assert!(!found().await[1]);
}

#[tokio::test]
async fn the_desk_signs_for_each_product_with_its_own_secret() {
    let (rig, folder, receiver) = (rig().await, Folder::new(), Receiver::default());
    let own = SigningSecret::new(b"the city's own".to_vec()).expect("not empty");
    let keys = BTreeMap::from([(ProductId::from("city"), own.clone())]);
    let desk = BuiltinDesk::open_with(&folder.file("desk.db"), rig.hand.clone(), key(), keys).expect("a fresh file");
    let desk = std::sync::Arc::new(desk);
    desk.outbox().connect(&serve(receiver.routes("/desk/{product}/generic")).await);
    for product in ["city", "port"] {
        let facts = crate::builtin::desk::NewRecord { product: product.into(), ..super::failure(&rig) };
        desk.register(facts).await.expect("registered");
    }
    desk.outbox().deliver_due().await.expect("read");
    let signed = |secret: &SigningSecret| {
        let by = |came: &crate::builtin::rig::Came| {
            let headers = |name: &str| came.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
            verify(&[secret.bytes().to_vec()], &headers, &came.body, nabat_kit::port::Clock::now(&*rig.hand)).is_ok()
        };
        receiver.came().iter().filter(|came| by(came)).count()
    };
    assert_eq!((receiver.came().len(), signed(&own), signed(&key())), (2, 1, 1));
}
