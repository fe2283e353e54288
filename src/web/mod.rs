//! The pages on which people answer their mails, sign in, and enter accounts (docs/reference.md#pages).
//!
//! A request comes in at `server`, which knows the network, TLS and the limits of connections, and `http`, which knows
//! headers, cookies and forms. A handler of `pages` then runs on a `desk`, one of four threads with a store of their
//! own, and calls the same use cases as the command line. `pages::ROUTES` has the handler of each path.

mod cause;
mod connections;
mod desk;
mod http;
mod language;
mod limits;
mod notice;
mod pages;
mod reader;
mod refusal;
mod server;
mod tls;
mod view;
mod visit;

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use axum::http::{HeaderName, StatusCode};
use serde::Serialize;

use crate::domain::language::Language;
use crate::error::{Error, Result};
use crate::language::catalogue::say;
use crate::language::{Catalogue, Text};

pub use desk::{Desk, MakeDesk};
pub use pages::ROUTES;
pub use server::{Bound, Running, bind};

use cause::Wrong;
use limits::{Attempt, Limits};
use refusal::Refusal;
use view::{Frame, Scripts, Views};
use visit::{Channel, Reply};

/// What a server is started with.
#[derive(Debug, Clone)]
pub struct Options {
    pub tls: Option<TlsFiles>,
    /// The header in which a proxy says who asks. Without one, who connects is who asks.
    pub client_header: Option<HeaderName>,
    /// The setting `web.base_url`.
    pub base_url: String,
    /// The setting `portal.login_url`.
    pub portal: Option<String>,
    /// The name of the support desk, as mails have it; none where it has none.
    pub desk_name: Option<String>,
    /// The language of the desk.
    pub language: Language,
}

/// The certificate of the server, and its private key.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// A page that says one thing.
#[derive(Serialize)]
struct Message {
    title: String,
    #[serde(flatten)]
    wrong: Wrong,
}

/// Whether a browser had a say in the language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ByBrowser {
    Yes,
    No,
}

/// What all requests share.
pub struct Site {
    views: Views,
    limits: Limits,
    /// The origin of the pages: `https://access.example.com`.
    origin: String,
    /// The path under which they are, without a slash at its end.
    base: String,
    channel: Channel,
    desk_name: Option<String>,
    /// The language of the desk.
    language: Language,
    portal: Option<String>,
    client_header: Option<HeaderName>,
    scripts: Scripts,
    begun: tokio::time::Instant,
}

impl Site {
    /// # Errors
    /// `usage` for addresses over which secrets would go in clear.
    fn new(options: &Options) -> Result<Self> {
        let (origin, base, channel) = pages_at(&options.base_url)?;
        if let Some(portal) = &options.portal {
            check_portal(portal)?;
        }
        Ok(Self {
            views: Views::new()?,
            limits: Limits::default(),
            origin: plain(origin),
            base: base.trim_end_matches('/').to_owned(),
            channel,
            desk_name: options.desk_name.clone(),
            language: options.language,
            portal: options.portal.clone(),
            client_header: options.client_header.clone(),
            scripts: http::scripts(),
            begun: tokio::time::Instant::now(),
        })
    }

    /// How much time passed since the start. It never goes back.
    fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// The frame of a page in this language, which the browser had a say in or not.
    fn frame(&self, language: Language, by_browser: ByBrowser) -> Frame<'_> {
        let desk = match &self.desk_name {
            Some(name) => Cow::Borrowed(name.as_str()),
            None => Cow::Owned(say!(Catalogue::of(Text::Pages, language), "support-desk")),
        };
        let by_browser = by_browser == ByBrowser::Yes;
        Frame { base: &self.base, desk, language, by_browser, scripts: self.scripts, ..Frame::default() }
    }

    /// A page that says one thing.
    fn message(&self, status: StatusCode, frame: &Frame<'_>, wrong: Wrong) -> Reply {
        let pages = Catalogue::of(Text::Pages, frame.language);
        let title = match status {
            StatusCode::NOT_FOUND => say!(pages, "not-found-title"),
            _ => say!(pages, "not-possible-title"),
        };
        let page = self.views.page(status, "message.html", frame, Message { title, wrong });
        page.unwrap_or_else(|_| Reply::page(status, String::new()))
    }

    /// The page of a refusal.
    fn refuse(&self, refusal: Refusal, frame: &Frame<'_>) -> Reply {
        let wrong = Wrong { words: refusal.words(frame.language), english: false };
        self.message(refusal.status(), frame, wrong)
    }

    /// Counts an attempt of a source; the page for it where it tried too often.
    fn attempt(&self, attempt: Attempt, source: IpAddr, language: Language) -> Result<(), Reply> {
        self.may(attempt, source, language)?;
        self.limits.count(attempt, source, self.elapsed());
        Ok(())
    }

    /// As [`Site::attempt`], where only what fails is counted.
    fn may(&self, attempt: Attempt, source: IpAddr, language: Language) -> Result<(), Reply> {
        self.limits.may(attempt, source, self.elapsed()).map_err(|wait| self.too_many(wait, language))
    }

    /// The page for anyone who tried too often.
    fn too_many(&self, wait: Duration, language: Language) -> Reply {
        let seconds = wait.as_secs().max(1);
        let page = self.refuse(Refusal::TooManyAttempts, &self.frame(language, ByBrowser::Yes));
        Reply { retry_after: Some(seconds), ..page }
    }
}

/// Whether `serve` takes this value of `web.base_url`.
///
/// # Errors
/// `usage` for an address over which passwords would go in clear, or that is none of pages.
pub fn check_base_url(url: &str) -> Result<()> {
    pages_at(url).map(drop)
}

/// Whether `serve` takes this value of `portal.login_url`.
///
/// # Errors
/// `usage` for an address over which codes would go in clear.
pub fn check_portal(url: &str) -> Result<()> {
    match split(url).and_then(|(origin, _)| origin.strip_prefix("http://")) {
        Some(host) if !is_loopback(host) => {
            Err(Error::usage(format!("portal.login_url is {url}: codes would go over it in clear"))
                .advice("set it with `partnerctl config set portal.login_url https://HOST/PATH`"))
        }
        _ => Ok(()),
    }
}

/// Origin and path of the pages, and what their cookies need. Only on this machine there is no TLS.
fn pages_at(url: &str) -> Result<(&str, &str, Channel)> {
    let advice = "set it with `partnerctl config set web.base_url https://HOST`";
    let (origin, base) = split(url)
        .filter(|(origin, base)| !origin.contains('@') && !base.contains("//"))
        .ok_or_else(|| Error::usage(format!("web.base_url is no address of pages: {url}")).advice(advice))?;
    match origin.strip_prefix("http://") {
        Some(host) if !is_loopback(host) => {
            Err(Error::usage(format!("web.base_url is {url}: passwords would go over it in clear")).advice(advice))
        }
        Some(_) => Ok((origin, base, Channel::Loopback)),
        None => Ok((origin, base, Channel::Tls)),
    }
}

/// The port of `web.base_url` where that is this machine itself, without a proxy in front, and another one
/// than the server listens on.
#[must_use]
pub fn other_port(base_url: &str, listening: SocketAddr) -> Option<u16> {
    let (origin, _) = split(base_url)?;
    let (scheme, host) = origin.split_once("://")?;
    let usual = if scheme == "https" { 443 } else { 80 };
    let port = host.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(usual);
    (is_loopback(host) && port != listening.port()).then_some(port)
}

/// Reads the name of the header in which a proxy says who asks.
///
/// # Errors
/// `usage` when it is no name of a header.
pub fn client_header(name: &str) -> Result<HeaderName> {
    name.parse().map_err(|_| Error::usage(format!("{name:?} is not the name of a header")))
}

/// Origin and path of a web address.
fn split(url: &str) -> Option<(&str, &str)> {
    let host = url.find("://")? + 3;
    match url[host..].find('/') {
        Some(slash) => Some(url.split_at(host + slash)),
        None => Some((url, "")),
    }
}

/// An origin as browsers write it: in small letters, without the usual port.
fn plain(origin: &str) -> String {
    let small = origin.to_ascii_lowercase();
    let usual = if small.starts_with("https:") { ":443" } else { ":80" };
    small.strip_suffix(usual).map_or_else(|| small.clone(), str::to_owned)
}

/// Whether `host:port` is this machine itself.
fn is_loopback(host: &str) -> bool {
    if host.contains('@') {
        return false;
    }
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => host.split(':').next(),
    };
    let name = name.unwrap_or_default();
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_port_is_that_of_this_machine_alone() {
        let listening = "127.0.0.1:9000".parse().unwrap();
        for (url, port) in [
            ("http://127.0.0.1:8080", Some(8080)),
            ("http://localhost:8080/portal", Some(8080)),
            ("http://[::1]", Some(80)),
            ("https://localhost", Some(443)),
            ("http://127.0.0.1:9000", None),
            // A proxy is in front of it.
            ("https://access.example.com", None),
            ("https://access.example.com:8443", None),
        ] {
            assert_eq!(other_port(url, listening), port, "{url}");
        }
    }

    #[test]
    fn address_splits_into_origin_and_path() {
        for (url, origin, path) in [
            ("https://access.example.com", "https://access.example.com", ""),
            ("https://access.example.com/portal", "https://access.example.com", "/portal"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080", "/"),
        ] {
            assert_eq!(split(url), Some((origin, path)));
        }
    }

    #[test]
    fn origin_is_as_browsers_write_it() {
        for (given, written) in [
            ("https://Access.Example.com:443", "https://access.example.com"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("https://access.example.com:8443", "https://access.example.com:8443"),
            ("http://127.0.0.1:443", "http://127.0.0.1:443"),
        ] {
            assert_eq!(plain(given), written);
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for host in ["localhost", "localhost:8080", "127.0.0.1:80", "[::1]:8080", "127.8.9.1"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in
            ["example.com", "localhost.example.com", "192.0.2.1:80", "[2001:db8::1]", "127.0.0.1:80@example.com"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
