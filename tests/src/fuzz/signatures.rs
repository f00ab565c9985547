//! Headers of signed deliveries, and secrets as they stand in files.

use nabat_domain::time::At;
use nabat_kit::signature::{SigningSecret, sign, sign_by_all, verify};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SENT: i64 = 1_800_000_000;

/// Four lines of headers and a body; a secret.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let secret = SigningSecret::parse(SECRET).expect("a secret");
    let body = br#"{"type":"incident.registered"}"#;
    let good = sign(secret.bytes(), "msg_1", SENT, body);
    let with = |id: &str, at: &str, list: &str| format!("{id}\n{at}\n{list}\n{{}}").into_bytes();
    vec![
        [format!("msg_1\n{SENT}\n{good}\n").as_bytes(), body].concat(),
        with("msg_1", "1800000000", "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v2,x"),
        with("", "-9223372036854775808", ""),
        with("msg.1", "+9223372036854775807", "v1, v1,= ,"),
        format!("{SECRET}\n {SECRET} \n").into_bytes(),
    ]
}

/// Nothing but the very bytes that were signed is taken.
pub(super) fn read(bytes: &[u8]) -> Vec<String> {
    let mut parts = bytes.splitn(4, |byte| *byte == b'\n');
    let [id, at, list] =
        std::array::from_fn(|_| String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned());
    let body = parts.next().unwrap_or_default();
    let secret = SigningSecret::parse(SECRET).expect("a secret");
    let headers = |name: &str| match name {
        "webhook-id" => Some(id.clone()),
        "webhook-timestamp" => Some(at.clone()),
        "webhook-signature" => Some(list.clone()),
        _ => None,
    };
    let mut said = Vec::new();
    match verify(&[Vec::new(), secret.bytes().to_vec()], &headers, body, At(SENT * 1_000)) {
        Ok(taken) => {
            let sent = at.parse().expect("whole seconds were taken");
            let ours = sign(secret.bytes(), &taken, sent, body);
            // A number may be written in several ways; what was signed is the text.
            assert!(at != sent.to_string() || list.split(' ').any(|one| one == ours), "a foreign signature was taken");
        }
        Err(why) => said.push(why.to_string()),
    }
    let text = String::from_utf8_lossy(bytes);
    said.extend(SigningSecret::parse(&text).err().map(|error| error.to_string()));
    said.extend(sign_by_all(bytes, "id", SENT, b"").err().map(|error| error.to_string()));
    said
}
