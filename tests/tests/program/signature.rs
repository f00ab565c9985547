//! Who is let in at the desk's door: signed, by our secret, now.

use crate::desk::{Desk, SECRET, bytes, seconds_now, signature};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, sample};

#[test]
fn the_published_vector_is_made() {
    let made = signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", br#"{"test": 2432232314}"#);
    assert_eq!(made, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

#[tokio::test]
async fn a_signed_delivery_is_taken() {
    let data = Data::new();
    let host = Host::start(&data);
    host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.expect(202);
}

#[tokio::test]
async fn the_secret_made_at_the_first_start_is_the_one_in_the_file() {
    let data = Data::new();
    let host = Host::start_with(&data, None);
    let secret = std::fs::read_to_string(data.path().join("desk.secret")).expect("the file is there");
    Desk::new(&host.address, secret.trim()).send(PRODUCT, "msg_1", &sample("registered")).await.expect(202);
    host.desk().send(PRODUCT, "msg_2", &sample("drill")).await.expect(401);
}

#[tokio::test]
async fn a_wrong_signature_is_refused() {
    let data = Data::new();
    let host = Host::start(&data);
    let body = bytes(&sample("registered"));
    let now = seconds_now().to_string();
    let good = signature(SECRET, "msg_1", &now, &body);
    let other_secret = signature("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "msg_1", &now, &body);
    let other_body = signature(SECRET, "msg_1", &now, b"{}");
    let other_id = signature(SECRET, "msg_2", &now, &body);
    for wrong in [other_secret, other_body, other_id, good.replacen("v1,", "v2,", 1), "v1,".to_owned()] {
        refused(&host, &[("webhook-id", "msg_1"), ("webhook-timestamp", &now), ("webhook-signature", &wrong)], &body)
            .await;
    }
    let listed = format!("v1,bm90IG91cnM= {good}");
    let headers = [("webhook-id", "msg_1"), ("webhook-timestamp", &*now), ("webhook-signature", &*listed)];
    host.desk().post(PRODUCT, &headers, &body).await.expect("answered").expect(202);
}

#[tokio::test]
async fn what_is_signed_for_one_product_is_nothing_to_one_whose_desk_has_its_own_secret() {
    const OWN: &str = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let data = Data::new();
    std::fs::create_dir_all(data.path()).expect("a folder");
    std::fs::write(data.path().join("desk-clinics.secret"), format!("{OWN}\n")).expect("written");
    let host = Host::start(&data);
    let (body, now) = (bytes(&sample("registered")), seconds_now().to_string());
    let signed = signature(SECRET, "msg_1", &now, &body);
    let headers = [("webhook-id", "msg_1"), ("webhook-timestamp", &*now), ("webhook-signature", &*signed)];
    host.desk().post(PRODUCT, &headers, &body).await.expect("answered").expect(202);
    host.desk().post("clinics", &headers, &body).await.expect("answered").expect(401);
    // Of those without one the installation's is taken as before; the service is none of theirs.
    host.desk().post("hospitals", &headers, &body).await.expect("answered").expect(422);
    let own = Desk::new(&host.address, OWN);
    own.send("clinics", "msg_2", &sample("registered")).await.expect(422);
    own.send(PRODUCT, "msg_3", &sample("registered")).await.expect(401);
}

#[tokio::test]
async fn three_hundred_and_one_seconds_are_too_many_either_way() {
    let data = Data::new();
    let host = Host::start(&data);
    let body = bytes(&sample("registered"));
    // A second passes now and then between signing and checking.
    for apart in [-303, 303] {
        let then = (seconds_now() + apart).to_string();
        let good = signature(SECRET, "msg_1", &then, &body);
        refused(&host, &[("webhook-id", "msg_1"), ("webhook-timestamp", &then), ("webhook-signature", &good)], &body)
            .await;
    }
    for apart in [-297, 297] {
        let then = (seconds_now() + apart).to_string();
        let good = signature(SECRET, "msg_1", &then, &body);
        let headers = [("webhook-id", "msg_1"), ("webhook-timestamp", &*then), ("webhook-signature", &*good)];
        host.desk().post(PRODUCT, &headers, &body).await.expect("answered").expect(202);
    }
}

#[tokio::test]
async fn a_missing_or_empty_header_is_refused() {
    let data = Data::new();
    let host = Host::start(&data);
    let body = bytes(&sample("registered"));
    let now = seconds_now().to_string();
    let good = signature(SECRET, "msg_1", &now, &body);
    let all = [("webhook-id", "msg_1"), ("webhook-timestamp", &*now), ("webhook-signature", &*good)];
    refused(&host, &[], &body).await;
    for (name, _) in all {
        let without: Vec<_> = all.into_iter().filter(|(other, _)| *other != name).collect();
        refused(&host, &without, &body).await;
        let empty: Vec<_> =
            all.into_iter().map(|(other, value)| (other, if other == name { "" } else { value })).collect();
        refused(&host, &empty, &body).await;
    }
    let signed_by_nobody = signature("whsec_", "msg_1", &now, &body);
    refused(&host, &[all[0], all[1], ("webhook-signature", &signed_by_nobody)], &body).await;
}

/// Answered 401 whatever the product: a stranger does not learn which there are.
async fn refused(host: &Host, headers: &[(&str, &str)], body: &[u8]) {
    for product in [PRODUCT, "no-such-product"] {
        let answer = host.desk().post(product, headers, body).await.expect("answered");
        assert!(!answer.expect(401)["error"].as_str().expect("a reason").is_empty());
    }
}
