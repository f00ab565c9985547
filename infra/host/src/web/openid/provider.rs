//! A provider of OpenID Connect: what it can is asked for once an hour, its keys once more when a token names another.

use super::attempt::Attempt;
use super::person::EMAIL;
use super::talk::{Known, Token, Tokens, UserInfo};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use nabat_connectors::connections::SignIn;
use nabat_domain::ids::ConnectionId;
use nabat_domain::time::{At, Length};
use nabat_kit::port::CallError;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AccessToken, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    DiscoveryError, HttpRequest, HttpResponse, IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl,
    RequestTokenError, Scope, StandardErrorResponse, SubjectIdentifier, TokenResponse as _, UserInfoError,
};
use serde::Serialize;
use serde_json::Value;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Mutex;

/// What a provider can is taken from memory for so long.
const REMEMBERED: Length = Length::hours(1);

/// Tokens have to be signed by a key nobody but the provider has: by none, or by the client's secret, is not enough.
const SIGNED_BY: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Why nobody was signed in, in words without any token.
#[derive(Debug)]
pub enum Trouble {
    /// The provider cannot be asked.
    Away(String),
    /// It refused, or what it said does not hold.
    Refused(String),
}

impl Trouble {
    /// A provider's own word for why it refused, as far as it is a word.
    pub fn said(error: &str) -> Self {
        let word: String = error.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect();
        Self::Refused(format!("the provider says `{word}`"))
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::Away(why) | Self::Refused(why)) = self;
        f.write_str(why)
    }
}

/// A provider people sign in at.
pub struct Provider {
    sign_in: Arc<SignIn>,
    base: String,
    answer_at: String,
    remembered: Mutex<Option<Remembered>>,
    /// One asks at a time; whoever comes meanwhile waits for what comes of it.
    asking: Mutex<Asked>,
    /// How often it was asked, for whoever has to wait.
    asked: AtomicU64,
}

/// What the provider said of itself.
#[derive(Clone)]
struct Remembered {
    at: At,
    /// How often it had been asked by then.
    number: u64,
    can: ProviderMetadataWithLogout,
}

/// What came of asking so far.
#[derive(Default)]
struct Asked {
    times: u64,
    /// Why it could not be asked last.
    failed: Option<String>,
}

impl Provider {
    /// Of a connection; not called yet. People come back to below `base`.
    pub fn new(sign_in: Arc<SignIn>, base: &str, connection: &ConnectionId) -> Self {
        let answer_at = format!("{base}/sign-in/{connection}/answer");
        let (remembered, asking) = (Mutex::default(), Mutex::default());
        let asked = AtomicU64::new(0);
        Self { sign_in, base: base.to_owned(), answer_at, remembered, asking, asked }
    }

    /// What people call it.
    pub fn name(&self) -> String {
        self.sign_in.name()
    }

    /// The claim people are found by.
    pub fn claim(&self) -> &str {
        &self.sign_in.connection.claim
    }

    /// Its issuer.
    pub fn issuer(&self) -> &str {
        &self.sign_in.connection.issuer
    }

    /// Where a person is sent to be asked who they are.
    ///
    /// # Errors
    /// The provider cannot be asked what it can.
    #[nabat_kit::boxed]
    pub async fn question(&self, now: At, attempt: &Attempt) -> Result<String, Trouble> {
        let client = self.client(self.metadata(now).await?.can)?;
        let (state, nonce) = (CsrfToken::new(attempt.state.clone()), Nonce::new(attempt.nonce.clone()));
        let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
        let standard = if self.claim() == EMAIL { Some(EMAIL) } else { (self.claim() != "sub").then_some("profile") };
        let scopes = standard.into_iter().chain(self.sign_in.connection.scopes.iter().map(String::as_str));
        let asked = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || state, || nonce)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_scopes(scopes.map(|scope| Scope::new(scope.to_owned())));
        Ok(asked.url().0.to_string())
    }

    /// Exchanges a code for what the provider says of the person: the configured claim's value.
    ///
    /// # Errors
    /// It cannot be asked, refused, or what it said does not hold.
    #[nabat_kit::boxed]
    pub async fn vouches(&self, now: At, attempt: &Attempt, code: String) -> Result<String, Trouble> {
        let client = self.client(self.metadata(now).await?.can)?;
        let http = self.door();
        let asked = client.exchange_code(AuthorizationCode::new(code)).map_err(|error| strange(&error))?;
        let asked = asked.set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.clone()));
        let tokens: Tokens = asked.request_async(&http).await.map_err(not_exchanged)?;
        let token = tokens.id_token().ok_or_else(|| Trouble::Refused("no ID token came".to_owned()))?;
        let (claims, subject) = self.verified(now, token, attempt).await?;
        if let Some(found) = self.found(&claims)? {
            return Ok(found);
        }
        // Many providers say a name or a mail address only when they are asked for it.
        let told = self.told(client, tokens.access_token().clone(), subject).await?;
        let nothing = || match (self.claim(), told[EMAIL].is_string() || claims[EMAIL].is_string()) {
            (EMAIL, true) => Trouble::Refused(
                "that the mail address is verified is not said; where nobody can change theirs, say `unproved: true`"
                    .to_owned(),
            ),
            (claim, _) => Trouble::Refused(format!("nothing is said of `{claim}`")),
        };
        self.found(&told)?.ok_or_else(nothing)
    }

    /// Where a person ends their session at the provider, if it can be ended there. The token that would name them is
    /// not kept, so it may ask them whether they want to.
    #[nabat_kit::boxed]
    pub async fn way_out(&self, now: At) -> Option<String> {
        let end = self.metadata(now).await.ok()?.can.additional_metadata().end_session_endpoint.clone()?;
        let back = PostLogoutRedirectUrl::new(format!("{}/", self.base)).ok()?;
        let client = ClientId::new(self.sign_in.connection.client.clone());
        Some(LogoutRequest::from(end).set_client_id(client).set_post_logout_redirect_uri(back).http_get_url().into())
    }

    /// Asks anew what the provider can, and for its keys.
    ///
    /// # Errors
    /// It cannot be asked.
    #[nabat_kit::boxed]
    pub async fn ask(&self) -> Result<ProviderMetadataWithLogout, Trouble> {
        let issuer = IssuerUrl::new(self.issuer().to_owned()).map_err(|error| strange(&error))?;
        let http = self.door();
        ProviderMetadataWithLogout::discover_async(issuer, &http).await.map_err(not_discovered)
    }

    async fn metadata(&self, now: At) -> Result<Remembered, Trouble> {
        let held = |known: &Remembered| now < known.at.plus(REMEMBERED);
        if let Some(known) = self.remembered.lock().await.clone().filter(held) {
            return Ok(known);
        }
        self.asked_once(now, held).await
    }

    /// What the provider says of itself, asked by one for all who came while nobody knew; a failure is theirs too.
    async fn asked_once(&self, now: At, held: impl Fn(&Remembered) -> bool) -> Result<Remembered, Trouble> {
        let before = self.asked.load(Ordering::Acquire);
        let mut asking = self.asking.lock().await;
        if let Some(known) = self.remembered.lock().await.clone().filter(&held) {
            return Ok(known);
        }
        if let Some(why) = asking.failed.clone().filter(|_| asking.times > before) {
            return Err(Trouble::Away(why));
        }
        let found = self.ask().await;
        asking.times += 1;
        self.asked.store(asking.times, Ordering::Release);
        asking.failed = found.as_ref().err().map(ToString::to_string);
        let known = Remembered { at: now, number: asking.times, can: found? };
        *self.remembered.lock().await = Some(known.clone());
        Ok(known)
    }

    /// The connection's own way out, as the library wants to be given it: it borrows nothing.
    fn door(
        &self,
    ) -> impl Fn(HttpRequest) -> BoxFuture<'static, Result<HttpResponse, CallError>> + Send + Sync + use<> {
        let sign_in = Arc::clone(&self.sign_in);
        move |request| {
            let sign_in = Arc::clone(&sign_in);
            async move { sign_in.call(request).await }.boxed()
        }
    }

    fn client(&self, metadata: ProviderMetadataWithLogout) -> Result<Known, Trouble> {
        let (connection, secret) = (&self.sign_in.connection, ClientSecret::new(self.sign_in.secret.clone()));
        let methods = metadata.token_endpoint_auth_methods_supported().cloned().unwrap_or_default();
        let only_in_body = methods.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic);
        let back = RedirectUrl::new(self.answer_at.clone()).map_err(|error| strange(&error))?;
        let client = ClientId::new(connection.client.clone());
        Ok(Known::from_provider_metadata(metadata, client, Some(secret))
            .set_redirect_uri(back)
            .set_auth_type(if only_in_body { AuthType::RequestBody } else { AuthType::BasicAuth }))
    }

    /// The token's claims, once its signature, issuer, audience, time and nonce hold. A key nobody knows yet is looked
    /// for once: providers change them.
    async fn verified(&self, now: At, token: &Token, attempt: &Attempt) -> Result<(Value, SubjectIdentifier), Trouble> {
        let known = self.metadata(now).await?;
        let number = known.number;
        let checked = self.checked(now, known.can, token, attempt)?;
        let checked = match checked {
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                let newer = self.asked_once(now, |known| known.number > number).await?;
                self.checked(now, newer.can, token, attempt)?
            }
            checked => checked,
        };
        checked.map_err(|why| Trouble::Refused(format!("the ID token does not hold: {}", told(&why))))
    }

    fn checked(
        &self,
        now: At,
        metadata: ProviderMetadataWithLogout,
        token: &Token,
        attempt: &Attempt,
    ) -> Result<Result<(Value, SubjectIdentifier), ClaimsVerificationError>, Trouble> {
        let client = self.client(metadata)?;
        let time = chrono::DateTime::from_timestamp_millis(now.0).unwrap_or_default();
        let verifier = client.id_token_verifier().set_allowed_algs(SIGNED_BY).set_time_fn(move || time);
        let checked = token.claims(&verifier, &Nonce::new(attempt.nonce.clone()));
        Ok(checked.map(|claims| (plain(claims), claims.subject().clone())))
    }

    /// What the provider says when it is asked about the person of a token.
    async fn told(&self, client: Known, access: AccessToken, subject: SubjectIdentifier) -> Result<Value, Trouble> {
        let Ok(asked) = client.user_info(access, Some(subject)) else { return Ok(Value::Null) };
        let http = self.door();
        let told: UserInfo =
            asked.request_async(&http).await.map_err(|error: UserInfoError<CallError>| match error {
                UserInfoError::Request(error) => Trouble::Away(error.to_string()),
                error => Trouble::Refused(format!("what it says of the person does not hold: {}", self::told(&error))),
            })?;
        Ok(plain(&told))
    }

    /// The configured claim among others. An address nobody proved to be theirs is nobody's.
    fn found(&self, claims: &Value) -> Result<Option<String>, Trouble> {
        if self.claim() == EMAIL {
            match &claims["email_verified"] {
                Value::Bool(true) => {}
                // Some write it as a word.
                Value::String(word) if word == "true" => {}
                Value::Null if self.sign_in.connection.unproved => {}
                // It may be said where the person is asked about.
                Value::Null => return Ok(None),
                _ => return Err(Trouble::Refused("the mail address is not verified".to_owned())),
            }
        }
        Ok(match &claims[self.claim()] {
            Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }
}

/// Claims as they came, by name.
fn plain(claims: &impl Serialize) -> Value {
    serde_json::to_value(claims).unwrap_or_default()
}

fn not_discovered(error: DiscoveryError<CallError>) -> Trouble {
    Trouble::Away(told(&error))
}

fn not_exchanged(error: RequestTokenError<CallError, StandardErrorResponse<CoreErrorResponseType>>) -> Trouble {
    match error {
        RequestTokenError::Request(error) => Trouble::Away(error.to_string()),
        RequestTokenError::ServerResponse(refused) => Trouble::said(refused.error().as_ref()),
        // Its own words stand beside the answer itself, which is not told: it may hold tokens.
        error @ (RequestTokenError::Parse(..) | RequestTokenError::Other(_)) => Trouble::Refused(error.to_string()),
    }
}

fn strange(error: &impl Error) -> Trouble {
    Trouble::Away(told(error))
}

/// An error with what caused it, on one line.
fn told(error: &dyn Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        told = format!("{told}: {deeper}");
        cause = deeper.source();
    }
    told.replace(char::is_control, " ")
}
