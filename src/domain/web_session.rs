//! People who are signed in on the pages: until when, and how their secret is kept (docs/reference.md#pages).
//!
//! The browser holds a random token; the database holds its SHA-256 alone. Whether a session still holds follows from
//! its times at every request.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize as _, Zeroizing};

use super::id::{UserId, WebSessionId};
use super::session::{GRAIN, IDLE, LIFE};
use super::time::Instant;

/// 256 random bits that a browser holds in a cookie: proof of a sign-in, or the root of the form tokens of a browser that
/// is not signed in.
pub struct Token(Zeroizing<[u8; Token::BYTES]>);

impl Token {
    pub const BYTES: usize = 32;

    pub fn new(bytes: [u8; Self::BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads the value of a cookie.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(text.as_bytes()).ok()?);
        bytes.as_slice().try_into().ok().map(Self::new)
    }

    /// The value of the cookie.
    pub fn reveal(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64URL_NOPAD.encode(&*self.0))
    }

    /// What the database keeps of it.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(*self.0).into()
    }

    /// The token of the forms that this browser is given: other sites do not know it, and it does not show the cookie.
    pub fn form_token(&self) -> String {
        BASE64URL_NOPAD.encode(&self.form_mac())
    }

    /// Whether a form that came back is one that this browser was given. Compared in constant time.
    pub fn gave(&self, form_token: &str) -> bool {
        let given = BASE64URL_NOPAD.decode(form_token.as_bytes()).unwrap_or_default();
        bool::from(given.ct_eq(&self.form_mac()))
    }

    fn form_mac(&self) -> [u8; 32] {
        let mut key = [0; 64];
        key[..Self::BYTES].copy_from_slice(&*self.0);
        let mut mac = Hmac::<Sha256>::new((&key).into());
        key.zeroize();
        mac.update(b"partnerctl form");
        mac.finalize().into_bytes().into()
    }
}

/// Shows nothing of the secret.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A sign-in on the pages, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebSession {
    pub id: WebSessionId,
    pub person: UserId,
    pub began_at: Instant,
    /// The last use that was noted.
    pub used_at: Instant,
    /// When it was ended before its time, and why.
    pub ended: Option<(Instant, String)>,
}

/// What a web session is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebSessionState {
    Open,
    /// Signed out, or ended with the password or the login.
    Ended,
    /// 30 minutes without use.
    Idle,
    /// 8 hours after the sign-in.
    Expired,
}

impl WebSession {
    pub fn state(&self, now: Instant) -> WebSessionState {
        match &self.ended {
            Some(_) => WebSessionState::Ended,
            None if now >= self.began_at + LIFE => WebSessionState::Expired,
            None if now >= self.used_at + IDLE => WebSessionState::Idle,
            None => WebSessionState::Open,
        }
    }

    /// Whether a use at this moment is to be noted: not again within a minute, so that reading costs no write.
    pub fn notes_use(&self, now: Instant) -> bool {
        now >= self.used_at + GRAIN
    }

    /// The first instant at which it is over, unless it is used before.
    pub fn expires_at(&self) -> Instant {
        (self.used_at + IDLE).min(self.began_at + LIFE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(began: i64, used: i64) -> WebSession {
        WebSession {
            id: WebSessionId::new(1),
            person: UserId::new(1),
            began_at: Instant::from_ms(began),
            used_at: Instant::from_ms(used),
            ended: None,
        }
    }

    const MINUTE: i64 = 60_000;

    #[test]
    fn idle_after_30_minutes_over_after_8_hours() {
        use WebSessionState as S;
        for (used, now, state) in [
            (0, 0, S::Open),
            (0, 30 * MINUTE - 1, S::Open),
            (0, 30 * MINUTE, S::Idle),
            (29 * MINUTE, 59 * MINUTE - 1, S::Open),
            (470 * MINUTE, 480 * MINUTE - 1, S::Open),
            (479 * MINUTE, 480 * MINUTE, S::Expired),
        ] {
            assert_eq!(session(0, used).state(Instant::from_ms(now)), state, "{used} {now}");
        }
        let ended = WebSession { ended: Some((Instant::from_ms(1), "signed out".to_owned())), ..session(0, 0) };
        assert_eq!(ended.state(Instant::from_ms(2)), S::Ended);
    }

    #[test]
    fn form_token_fits_its_browser_alone() {
        let (one, other) = (Token::new([7; 32]), Token::new([8; 32]));
        assert!(one.gave(&one.form_token()));
        assert!(!one.gave(&other.form_token()));
        assert!(!one.gave(""));
        assert!(!one.gave(&one.reveal()));
        assert_eq!(Token::parse(&one.reveal()).map(|token| token.digest()), Some(one.digest()));
        assert!(Token::parse("short").is_none());
        assert!(!format!("{one:?}").contains(&*one.reveal()));
    }
}
