//! One attempt to sign in: what was asked of the provider, kept in the browser it was begun in until it comes back.
//! Nothing of it is stored here, so that nobody who merely clicks fills the table.

use crate::web::who::{cookie, is_encrypted};
use http::HeaderMap;
use nabat_domain::ids::ConnectionId;
use nabat_domain::time::At;
use nabat_kit::access::{SIGNING_IN, secret};
use nabat_kit::env::Env;
use subtle::ConstantTimeEq as _;

/// An attempt.
pub struct Attempt {
    /// Which provider was asked.
    connection: ConnectionId,
    /// Tells the answer to this question from any other.
    pub state: String,
    /// Ties the provider's token to this question.
    pub nonce: String,
    /// Proves that who asked is who exchanges the code.
    pub verifier: String,
    /// Where the person wanted to go.
    pub back: String,
    /// It is too late then.
    until: At,
}

impl Attempt {
    /// A new one.
    pub fn new(env: &Env, connection: &ConnectionId, back: String) -> Self {
        let word = || secret(env.chance.bytes());
        let (state, nonce, verifier) = (word(), word(), [word(), word()].concat());
        Self { connection: connection.clone(), state, nonce, verifier, back, until: env.now().plus(SIGNING_IN) }
    }

    /// The one this browser began, if it is not too late.
    pub fn of(env: &Env, headers: &HeaderMap) -> Option<Self> {
        let kept = cookie(headers, name(&env.base))?;
        let (seal, text) = kept.split_once('.')?;
        if !bool::from(seal.as_bytes().ct_eq(sealed(env, text).as_bytes())) {
            return None;
        }
        let fields: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
        let field = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        let attempt = Self {
            connection: ConnectionId::new(field("connection")?),
            state: field("state")?,
            nonce: field("nonce")?,
            verifier: field("verifier")?,
            back: field("back")?,
            until: At(field("until")?.parse().ok()?),
        };
        (env.now() < attempt.until).then_some(attempt)
    }

    /// Whether an answer is to this very question.
    pub fn is_answered_by(&self, connection: &ConnectionId, state: &str) -> bool {
        self.connection == *connection && bool::from(self.state.as_bytes().ct_eq(state.as_bytes()))
    }

    /// What the browser keeps of it, sealed.
    pub fn cookie(&self, env: &Env) -> String {
        let text = form_urlencoded::Serializer::new(String::new())
            .append_pair("connection", self.connection.as_str())
            .append_pair("state", &self.state)
            .append_pair("nonce", &self.nonce)
            .append_pair("verifier", &self.verifier)
            .append_pair("until", &self.until.0.to_string())
            .append_pair("back", &self.back)
            .finish();
        put(&env.base, &format!("{}.{text}", sealed(env, &text)), SIGNING_IN.0 / 1_000)
    }
}

/// Takes what the browser keeps away.
pub fn forgotten(env: &Env) -> String {
    put(&env.base, "", 0)
}

/// No script reads it; it comes along when the provider sends the person back, and with nothing another site sends.
fn put(base: &str, value: &str, seconds: i64) -> String {
    let secure = if is_encrypted(base) { "; Secure" } else { "" };
    format!("{}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax{secure}", name(base))
}

fn name(base: &str) -> &'static str {
    if is_encrypted(base) { "__Host-nabat-sign-in" } else { "nabat-sign-in" }
}

fn sealed(env: &Env, text: &str) -> String {
    env.secrets.body_hash(format!("sign-in\n{text}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::put;

    #[test]
    fn what_a_browser_keeps_of_an_attempt_no_script_reads_and_no_other_site_sends() {
        let how = "v; Max-Age=600; Path=/; HttpOnly; SameSite=Lax";
        assert_eq!(put("http://127.0.0.1:8080", "v", 600), format!("nabat-sign-in={how}"));
        assert_eq!(put("https://nabat.example.org", "v", 600), format!("__Host-nabat-sign-in={how}; Secure"));
    }
}
