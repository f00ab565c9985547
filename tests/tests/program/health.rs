//! Health, readiness and metrics of the running program.

use crate::client::{Api, Grant};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, sample};

#[tokio::test]
async fn it_says_that_it_lives_and_is_ready_and_what_it_has_to_do() {
    let data = Data::new();
    let host = Host::start(&data);
    let anybody = Api::new(&host.address, None);
    for path in ["/health", "/health/live", "/health/ready"] {
        assert_eq!(anybody.get(path).await.status, 200, "{path}");
    }
    assert_eq!(anybody.get("/metrics").await.status, 401);
    assert_eq!(
        host.api(&data, &Grant { product: PRODUCT, role: "contractor", act_as: false }).get("/metrics").await.status,
        403
    );
    host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.expect(202);
    let metrics = host.api(&data, &Grant::admin(PRODUCT)).get("/metrics").await;
    let text = String::from_utf8(metrics.bytes).expect("text");
    assert_eq!(metrics.status, 200);
    for line in [
        format!("nabat_incidents_open{{product=\"{PRODUCT}\"}} 1"),
        format!("nabat_jobs_dead{{product=\"{PRODUCT}\"}} 0"),
        "# TYPE nabat_due_late_seconds gauge".to_owned(),
        "# EOF".to_owned(),
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in {text}");
    }
    let others = host.api(&data, &Grant::admin("clinics")).get("/metrics").await;
    assert!(!String::from_utf8(others.bytes).expect("text").contains(PRODUCT), "a token sees its own product");
}
