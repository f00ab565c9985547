//! What service desks send, rightly signed, to a rig that leads what it is told of.

use crate::rig::Rig;
use serde_json::Value;
use std::cell::RefCell;

thread_local! {
    static RIG: RefCell<Option<(tokio::runtime::Runtime, Rig, u64)>> = const { RefCell::new(None) };
}

/// What the rig's own desk would send, and the examples of the contract, which are of other days and products.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let registered = runtime.block_on(Rig::new()).registration("SD-1", "appointments");
    let (mut updated, mut closed) = (registered.clone(), registered.clone());
    updated["type"] = "incident.updated".into();
    closed["type"] = "incident.closed".into();
    let own = [registered, updated, closed].map(|body| body.to_string().into_bytes());
    let contract = [
        include_bytes!("../../../events/generic/registered.json").to_vec(),
        include_bytes!("../../../events/generic/registered-least.json").to_vec(),
        include_bytes!("../../../events/generic/updated.json").to_vec(),
        include_bytes!("../../../events/generic/closed.json").to_vec(),
        include_bytes!("../../../events/generic/drill.json").to_vec(),
        include_bytes!("../../../events/generic/already-over.json").to_vec(),
        include_bytes!("../../../events/generic/recorded-only.json").to_vec(),
    ];
    own.into_iter().chain(contract).collect()
}

/// The answer is a sentence or a state, never a fault of ours.
pub(super) fn read(bytes: &[u8]) -> Vec<String> {
    RIG.with_borrow_mut(|kept| {
        let (runtime, rig, sent) = kept.get_or_insert_with(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            let rig = runtime.block_on(Rig::new());
            (runtime, rig, 0)
        });
        *sent += 1;
        let answer = runtime.block_on(rig.desk_bytes(&format!("msg_fuzz_{sent}"), bytes));
        let status = answer.status().as_u16();
        assert!(status < 500, "{status}: {}", String::from_utf8_lossy(answer.body()));
        let body: Value = serde_json::from_slice(answer.body()).expect("the answer is JSON");
        let said = body["error"].as_str().or_else(|| body["message"].as_str()).map(str::to_owned);
        assert!(status < 300 || said.is_some(), "{status} without a word: {body}");
        said.into_iter().collect()
    })
}
