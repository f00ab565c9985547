//! Tokens of BotX, version 2: HS256 with the bot's secret key, both ways; version 1 is read where it comes in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use nabat_domain::time::At;
use nabat_kit::port::Reject;
use serde_json::{Value, json};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// So long a token of ours is good, seconds.
const LIFE: i64 = 60;
/// So much the other side's clock may be off, seconds: what the vendor's own library allows.
const LEEWAY: i64 = 1;

/// A bot on one corporate server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Account {
    /// The bot's id.
    pub(super) bot: String,
    /// The server's host.
    pub(super) host: String,
}

/// A token for a call of ours. `id` is never the same twice.
pub(super) fn token(account: &Account, secret: &str, now: At, id: &str) -> String {
    let now = now.0.div_euclid(1_000);
    // In this order, without spaces: the bytes are what is signed.
    let claims = format!(
        r#"{{"iss":{},"aud":{},"exp":{},"nbf":{now},"jti":{},"iat":{now},"version":2}}"#,
        json!(account.bot),
        json!(account.host),
        now + LIFE,
        json!(id),
    );
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text.as_bytes());
    let signed = format!("{}.{}", encode(r#"{"alg":"HS256","typ":"JWT"}"#), encode(&claims));
    let signature = URL_SAFE_NO_PAD.encode(digest(secret, &signed));
    format!("{signed}.{signature}")
}

/// Checks a token that came with a call to us.
///
/// # Errors
/// It is not the server's, not for this bot, or not of now.
pub(super) fn check(account: &Account, secrets: &[String], given: &str, now: At) -> Result<(), Reject> {
    let refused = |why: &str| Reject::Signature(why.to_owned());
    let (signed, signature) = given.rsplit_once('.').ok_or_else(|| refused("no token"))?;
    let (header, claims) = signed.split_once('.').ok_or_else(|| refused("no token"))?;
    let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| refused("a token that is no base64"));
    let json = |text: &str| serde_json::from_slice::<Value>(&decoded(text)?).map_err(|_| refused("a token of no JSON"));
    // Whoever may choose the algorithm chooses none.
    if json(header)?["alg"] != "HS256" {
        return Err(refused("a token of another algorithm"));
    }
    let signature = decoded(signature)?;
    if !secrets.iter().any(|secret| bool::from(digest(secret, signed).ct_eq(&signature))) {
        return Err(refused("a token that is not the server's"));
    }
    let claims = json(claims)?;
    let (bot, host) = (account.bot.as_str(), account.host.as_str());
    let version_2 = claims["iss"] == bot && claims["aud"] == host;
    let version_1 = claims["iss"] == host && claims["aud"] == json!([bot]);
    if !version_2 && !version_1 {
        return Err(refused("a token for somebody else"));
    }
    let now = now.0.div_euclid(1_000);
    let until = claims["exp"].as_i64().ok_or_else(|| refused("a token without an end"))?;
    let from = claims["nbf"].as_i64().unwrap_or(now);
    if until.saturating_add(LEEWAY) < now || from.saturating_sub(LEEWAY) > now {
        return Err(refused("a token of another time"));
    }
    Ok(())
}

fn digest(secret: &str, signed: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(signed.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "e29b417773f2feab9dac143ee3da20c5";
    /// Made with the vendor's library from the same account, secret, moment and id.
    const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiIxMjNlNDU2Ny1lODliLTEyZDMtYTQ1Ni00MjY2NTU0NDAwMDAiLCJhdWQiOiJjdHMuZXhhbXBsZS5jb20iLCJleHAiOjE3MDAwMDAwNjAsIm5iZiI6MTcwMDAwMDAwMCwianRpIjoiMDAwMTAyMDMwNDA1MDYwNzA4MDkwYTBiIiwiaWF0IjoxNzAwMDAwMDAwLCJ2ZXJzaW9uIjoyfQ.dqmg9UXJSNlMNCwnfvbw7GNgs69gmXgRodDzTv-jK4I";

    fn account() -> Account {
        Account { bot: "123e4567-e89b-12d3-a456-426655440000".to_owned(), host: "cts.example.com".to_owned() }
    }

    fn checked(token: &str, secret: &str, seconds: i64) -> Result<(), Reject> {
        let secrets: Vec<String> =
            [secret].into_iter().filter(|secret| !secret.is_empty()).map(str::to_owned).collect();
        check(&account(), &secrets, token, At(seconds * 1_000))
    }

    #[test]
    fn a_token_is_made_as_the_vendor_makes_it() {
        assert_eq!(token(&account(), SECRET, At(1_700_000_000_000), "000102030405060708090a0b"), TOKEN);
    }

    #[test]
    fn only_a_token_of_this_server_for_this_bot_and_of_now_is_taken() {
        for seconds in [1_700_000_000, 1_699_999_999, 1_700_000_061] {
            assert_eq!(checked(TOKEN, SECRET, seconds), Ok(()), "{seconds}");
        }
        let flipped = TOKEN.replace("In0.d", "In0.e").replace("fQ.d", "fQ.e");
        for (token, secret, seconds) in [
            (TOKEN, SECRET, 1_700_000_062),
            (TOKEN, SECRET, 1_699_999_998),
            (TOKEN, "another", 1_700_000_000),
            (TOKEN, "", 1_700_000_000),
            (flipped.as_str(), SECRET, 1_700_000_000),
            ("", SECRET, 1_700_000_000),
            ("a.b.c", SECRET, 1_700_000_000),
        ] {
            assert!(matches!(checked(token, secret, seconds), Err(Reject::Signature(_))), "{token} {seconds}");
        }
        let none =
            format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), TOKEN.split('.').nth(1).expect("claims"));
        assert!(checked(&none, SECRET, 1_700_000_000).is_err());
        let other = Account { bot: "other".to_owned(), ..account() };
        let theirs = token(&other, SECRET, At(1_700_000_000_000), "1");
        assert!(checked(&theirs, SECRET, 1_700_000_000).is_err());
    }

    /// A token of these words, signed as the server signs.
    fn signed(header: &str, claims: &Value) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text.as_bytes());
        let signed = format!("{}.{}", encode(header), encode(&claims.to_string()));
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(digest(SECRET, &signed)))
    }

    const HS256: &str = r#"{"alg":"HS256"}"#;

    #[test]
    fn the_older_way_is_read() {
        let claims = json!({ "iss": account().host, "aud": [account().bot], "exp": 1_700_000_060 });
        assert_eq!(checked(&signed(HS256, &claims), SECRET, 1_700_000_000), Ok(()));
    }

    #[test]
    fn what_the_server_signed_for_others_without_an_end_or_by_another_way_is_not_taken() {
        let Account { bot, host } = account();
        let until = 1_700_000_060;
        let newer = json!({ "iss": bot, "aud": host, "exp": until, "version": 2 });
        assert_eq!(checked(&signed(HS256, &newer), SECRET, 1_700_000_000), Ok(()));
        for claims in [
            json!({ "iss": bot, "aud": "other.example.com", "exp": until }),
            json!({ "iss": "other", "aud": host, "exp": until }),
            json!({ "iss": host, "aud": ["other"], "exp": until }),
            json!({ "iss": host, "aud": [bot, "other"], "exp": until }),
            json!({ "iss": "other.example.com", "aud": [bot], "exp": until }),
            json!({ "iss": bot, "aud": host }),
            json!({ "iss": host, "aud": [bot] }),
            json!({ "iss": bot, "aud": host, "exp": "1700000060" }),
        ] {
            assert!(checked(&signed(HS256, &claims), SECRET, 1_700_000_000).is_err(), "{claims}");
        }
        for header in [r#"{"alg":"none"}"#, r#"{"alg":"HS512"}"#, r#"{"typ":"JWT"}"#] {
            assert!(checked(&signed(header, &newer), SECRET, 1_700_000_000).is_err(), "{header}");
        }
    }
}
