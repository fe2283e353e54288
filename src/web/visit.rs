//! One request as the pages see it, and what they answer.

use std::borrow::Cow;
use std::net::IpAddr;

use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, StatusCode};
use cookie::time::Duration as Age;
use cookie::{Cookie, SameSite};
use zeroize::Zeroizing;

use crate::app::env::random;
use crate::domain::language::Language;
use crate::domain::web_session::Token;
use crate::error::{Error, Result};

use super::desk::Desk;
use super::language::accepted;

/// The cookies that the server sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jar {
    /// Proof of a sign-in: a token.
    Session,
    /// The root of form tokens for a browser that is not signed in: a token.
    Visit,
    /// A code from a mail, between the page that takes it and the answer.
    Code,
    /// What was done, for the next page to say.
    Notice,
    /// The language that was chosen in this browser: its code.
    Language,
}

impl Jar {
    const fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Visit => "visit",
            Self::Code => "code",
            Self::Notice => "notice",
            Self::Language => "language",
        }
    }

    /// How long a browser keeps it, in seconds; the server looks at its own times as well.
    const fn age(self) -> Option<i64> {
        match self {
            Self::Session => None,
            Self::Visit | Self::Code => Some(15 * 60),
            Self::Notice => Some(60),
            Self::Language => Some(365 * 24 * 60 * 60),
        }
    }
}

/// Whether cookies go over TLS alone. On the loopback address there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    Tls,
    Loopback,
}

impl Channel {
    fn cookie_name(self, jar: Jar) -> Cow<'static, str> {
        match self {
            Self::Tls => format!("__Host-{}", jar.name()).into(),
            Self::Loopback => jar.name().into(),
        }
    }

    fn cookie(self, jar: Jar, value: String, age: Option<i64>) -> Cookie<'static> {
        let mut cookie = Cookie::build((self.cookie_name(jar), value)).path("/").http_only(true);
        cookie = cookie.same_site(SameSite::Lax).secure(self == Self::Tls);
        if let Some(seconds) = age {
            cookie = cookie.max_age(Age::seconds(seconds));
        }
        cookie.build()
    }
}

/// The fields of a form that was sent.
#[derive(Default)]
pub struct Form(Vec<(String, Zeroizing<String>)>);

impl Form {
    /// Reads `application/x-www-form-urlencoded`.
    pub fn parse(body: &[u8]) -> Self {
        let fields = form_urlencoded::parse(body);
        Self(fields.map(|(name, value)| (name.into_owned(), Zeroizing::new(value.into_owned()))).collect())
    }

    /// The value of a field; empty where it is missing.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// The values of every field of that name: the boxes that were ticked.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The text of a field without blanks around it; `None` where there is none.
    pub fn text(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty())
    }
}

/// One request.
pub struct Visit {
    /// Who asks, or the proxy in front of them.
    pub source: IpAddr,
    /// The path from the root of the pages, where it is a page that can be read again.
    pub page: Option<String>,
    /// The language that the browser asks for, if it is one of ours.
    pub accepted: Option<Language>,
    pub form: Form,
    params: Vec<(String, String)>,
    cookies: Vec<(String, Zeroizing<String>)>,
    channel: Channel,
}

impl Visit {
    /// A request by its head.
    pub fn new(source: IpAddr, channel: Channel, headers: &HeaderMap) -> Self {
        let all = |name: HeaderName, between: &str| {
            let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
            values.collect::<Vec<_>>().join(between)
        };
        let cookies = Cookie::split_parse(all(header::COOKIE, "; ")).flatten();
        let cookies = cookies.map(|one| (one.name().to_owned(), Zeroizing::new(one.value().to_owned()))).collect();
        let accepted = accepted(&all(header::ACCEPT_LANGUAGE, ","));
        Self { source, page: None, accepted, form: Form::default(), params: Vec::new(), cookies, channel }
    }

    /// As well with what its path and its form hold.
    #[must_use]
    pub fn with(self, page: Option<String>, params: Vec<(String, String)>, form: Form) -> Self {
        Self { page, params, form, ..self }
    }

    /// The language that was chosen in this browser.
    pub fn chosen_language(&self) -> Option<Language> {
        self.cookie(Jar::Language).and_then(|code| Language::from_text(code).ok())
    }

    /// A part of the path, by its name in the route.
    ///
    /// # Errors
    /// `bug` when the route has no such part.
    fn param(&self, name: &str) -> Result<&str> {
        let found = self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        found.ok_or_else(|| Error::bug(format!("the route has no {name}")))
    }

    /// A thing that a part of the path names. What names nothing is a page that does not exist: the answer does not repeat
    /// it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn named<T>(&self, name: &str, read: impl FnOnce(&str) -> Result<T>) -> Result<T> {
        read(self.param(name)?).map_err(|_| Error::not_found("the path names nothing"))
    }

    /// The value of a cookie that this server set.
    pub fn cookie(&self, jar: Jar) -> Option<&str> {
        let name = self.channel.cookie_name(jar);
        self.cookies.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The token of the person who is signed in, as far as the browser says so.
    pub fn session_token(&self) -> Option<Token> {
        self.cookie(Jar::Session).and_then(Token::parse)
    }

    /// What the form tokens of this browser are made from.
    fn form_root(&self) -> Option<Token> {
        self.session_token().or_else(|| self.cookie(Jar::Visit).and_then(Token::parse))
    }

    /// Whether the form is one that this browser was given.
    pub fn has_own_form(&self) -> bool {
        self.form_root().is_some_and(|root| root.gave(self.form.get("token")))
    }

    /// The token for the forms of the next page, with the cookie that goes along where the browser has none yet.
    ///
    /// # Errors
    /// `failed` when the system has no random bytes.
    pub fn form_token(&self, desk: &mut Desk) -> Result<(String, Option<Cookie<'static>>)> {
        if let Some(root) = self.form_root() {
            return Ok((root.form_token(), None));
        }
        let root = Token::new(random(&mut *desk.entropy)?);
        Ok((root.form_token(), Some(self.set(Jar::Visit, root.reveal().to_string()))))
    }

    /// Sets a cookie.
    pub fn set(&self, jar: Jar, value: String) -> Cookie<'static> {
        self.channel.cookie(jar, value, jar.age())
    }

    /// Takes a cookie away.
    pub fn clear(&self, jar: Jar) -> Cookie<'static> {
        self.channel.cookie(jar, String::new(), Some(0))
    }
}

/// What is answered.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub body: String,
    /// Where to go, from the root of the pages: `/sign-in`.
    pub location: Option<String>,
    pub cookies: Vec<Cookie<'static>>,
    /// The language of the page.
    pub language: Option<Language>,
    /// Whether the browser had a say in it.
    pub by_browser: bool,
    /// After how many seconds to try again.
    pub retry_after: Option<u64>,
    /// What went wrong, for the log.
    pub error: Option<Error>,
}

impl Reply {
    pub const fn page(status: StatusCode, body: String) -> Self {
        Self {
            status,
            body,
            location: None,
            cookies: Vec::new(),
            language: None,
            by_browser: false,
            retry_after: None,
            error: None,
        }
    }

    /// Sends the browser to another page, which it reads with GET.
    pub fn go(to: impl Into<String>) -> Self {
        Self { location: Some(to.into()), ..Self::page(StatusCode::SEE_OTHER, String::new()) }
    }

    #[must_use]
    pub fn with(mut self, cookies: impl IntoIterator<Item = Cookie<'static>>) -> Self {
        self.cookies.extend(cookies);
        self
    }
}
