//! The connection to a mail server: found, protected, logged in. Nothing of a mail, and no password, is said before it
//! is known to be safe.

use std::fmt::Display;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::ops::RangeInclusive;
use std::time::Duration;

use data_encoding::BASE64;
use lettre::Address;
use zeroize::Zeroizing;

use super::answer::Reply;
use super::answer::words;
use super::channel::{Channel, NoTrust, Trust};
use super::reply::{Step, Trouble};
use super::{Patience, Server, certificates, why, wire};
use crate::domain::authority::Verb;
use crate::domain::tls::Tls;
use crate::error::{Error, Hint, Result, Wanted, hint};
use crate::mail::setting::{set, unset};
use crate::mail::transport::Finding;

/// The most addresses of a host that are tried.
const MOST_ADDRESSES: usize = 4;
/// How long we wait for the answer to our goodbye.
const GOODBYE: Duration = Duration::from_secs(1);
/// A positive reply. Which of them it is makes no difference.
const DONE: RangeInclusive<u16> = 200..=299;
/// A reply that asks for more: the text of a mail, or the next step of a login.
const GO_ON: RangeInclusive<u16> = 300..=399;
/// How a certificate begins in PEM (RFC 7468).
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// What shows whether a changed setting is right.
fn try_it() -> Hint {
    hint!["look whether it works with ", Verb::MailStatus.step()]
}

/// A connection over which mails can go.
pub(super) struct Link {
    channel: Option<Channel>,
    address: SocketAddr,
    patience: Duration,
    /// What the server can do, as it answered to our hello.
    hello: Reply,
    mails: u64,
}

struct Credentials {
    user: String,
    password: Zeroizing<String>,
}

impl Server {
    /// What it is called in messages.
    pub(super) fn name(&self) -> &str {
        self.host.as_deref().unwrap_or("(none)")
    }

    pub(super) fn port(&self) -> u16 {
        self.port.unwrap_or(self.tls.port())
    }
}

/// Connects to the server, demands TLS as the settings want it, and logs in.
///
/// # Errors
/// `failed`: what happened, why, and which setting to change.
pub(super) fn connect(server: &Server) -> Result<Link> {
    let Some(host) = server.host.as_deref() else {
        return Err(Error::failed(
            "mail.transport is smtp, and mail.smtp.host is not set: there is no server to go to",
        )
        .hint(hint!["name it with ", set("mail.smtp.host", &Wanted("HOST"))])
        .hint(try_it()));
    };
    let inner = || {
        let credentials = credentials(server)?;
        let tls = match server.tls {
            Tls::None => None,
            Tls::StartTls | Tls::Implicit => Some(trust(server, host)?),
        };
        let addresses = resolve(server, host)?;
        let mut link = reach(server, host, &addresses, tls.as_ref())?;
        if let Some(credentials) = credentials {
            link.log_in(server, host, &credentials)?;
        }
        Ok(link)
    };
    inner().map_err(|error: Error| error.hint(try_it()))
}

/// Name and password, if the settings have them.
fn credentials(server: &Server) -> Result<Option<Credentials>> {
    match (&server.user, &server.password) {
        (None, None) => Ok(None),
        (Some(user), Some(password)) => Ok(Some(Credentials { user: user.clone(), password: password.read()? })),
        (Some(user), None) => Err(Error::failed(format!(
            "mail.smtp.user is {user}, and mail.smtp.password_file is not set: there is no password to log in with"
        ))
        .hint(hint!["name the file that holds it with ", set("mail.smtp.password_file", &Wanted("FILE"))])
        .hint(hint!["or log in as no one: ", unset("mail.smtp.user")])),
        (None, Some(_)) => Err(Error::failed(
            "mail.smtp.password_file is set, and mail.smtp.user is not: no one is named who logs in with it",
        )
        .hint(hint!["name them with ", set("mail.smtp.user", &Wanted("NAME"))])
        .hint(hint!["or log in as no one: ", unset("mail.smtp.password_file")])),
    }
}

/// The certificates that we trust, and the name that the server must prove.
fn trust(server: &Server, host: &str) -> Result<Trust> {
    let unusable = |why: &str| {
        Error::failed(format!("no certificates to trust were found: {why}"))
            .hint(Hint::plain("install those of this system (in Debian the package ca-certificates)"))
            .hint(hint!["or name your own with ", set("mail.smtp.ca_file", &Wanted("FILE"))])
    };
    let Some(path) = &server.ca_file else {
        return Trust::new(host, None).map_err(|error| match error {
            NoTrust::Other(why) => unusable(&why),
            NoTrust::Damaged => unusable("they are damaged"),
        });
    };
    let unfit = |why: &dyn Display| {
        Error::failed(format!("the certificate file {} (mail.smtp.ca_file) {why}", path.display())).hint(hint![
            "name another with ",
            set("mail.smtp.ca_file", &Wanted("FILE")),
            ", or unset it"
        ])
    };
    let pem = certificates::read(path, server.group).map_err(|error| unfit(&format!("cannot be read: {error}")))?;
    // The parser takes a file without any certificate for a list of none.
    if !pem.windows(BEGIN.len()).any(|part| part == BEGIN) {
        return Err(unfit(&"holds no certificate in PEM"));
    }
    Trust::new(host, Some(&pem)).map_err(|error| match error {
        NoTrust::Damaged => unfit(&"holds a damaged certificate"),
        NoTrust::Other(why) => unfit(&format!("cannot be used: {why}")),
    })
}

/// Where the server is. Without TLS only this machine will do.
fn resolve(server: &Server, host: &str) -> Result<Vec<SocketAddr>> {
    let found = (host, server.port()).to_socket_addrs().map_err(|error| {
        Error::failed(format!("the mail server {host} cannot be found: {}", words(&resolver(&error)))).hint(hint![
            "fix the name with ",
            set("mail.smtp.host", &Wanted("HOST")),
            ", or the network"
        ])
    })?;
    let addresses: Vec<SocketAddr> = found.take(MOST_ADDRESSES).collect();
    let away = |address: &SocketAddr| !is_loopback(address.ip());
    if let (Tls::None, Some(address)) = (server.tls, addresses.iter().find(|address| away(address))) {
        return Err(Error::failed(format!(
            "mail.smtp.tls is none, and {host} is not this machine ({}): codes and passwords would go in the clear",
            address.ip()
        ))
        .hint(hint![
            "have it protected with ",
            set("mail.smtp.tls", "starttls"),
            ", or `tls` for TLS from the start"
        ]));
    }
    if addresses.is_empty() {
        return Err(Error::failed(format!("the mail server {host} has no address"))
            .hint(hint!["name another with ", set("mail.smtp.host", &Wanted("HOST"))]));
    }
    Ok(addresses)
}

/// The resolver's own words, without what the library puts before them.
fn resolver(error: &io::Error) -> String {
    let text = error.to_string();
    text.strip_prefix("failed to lookup address information: ").unwrap_or(&text).to_owned()
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Connects to the first address that answers.
fn reach(server: &Server, host: &str, addresses: &[SocketAddr], tls: Option<&Trust>) -> Result<Link> {
    let mut last = Error::bug("a host without addresses was to be reached");
    for address in addresses {
        let trouble = match dial(server, *address, tls) {
            Ok(link) => return Ok(link),
            Err(Unfit::Trouble(trouble)) => trouble,
            Err(Unfit::NoTls) => return Err(why::no_starttls(server, host)),
            Err(Unfit::Early) => return Err(why::spoke_early(host)),
        };
        let is_last_word = matches!(trouble, Trouble::Said(..)) || why::certificate(&trouble, host).is_some();
        last = why::unreachable(server, host, *address, &trouble);
        if is_last_word {
            break;
        }
    }
    Err(last)
}

/// Why an address will not do.
enum Unfit {
    Trouble(Trouble),
    /// It does not offer TLS.
    NoTls,
    /// Something was said before TLS that is to be taken for said inside it.
    Early,
}

impl From<Trouble> for Unfit {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// Connects to one address and demands TLS. With `starttls` nothing but the hello and the demand is said before.
fn dial(server: &Server, address: SocketAddr, tls: Option<&Trust>) -> Result<Link, Unfit> {
    let patience = server.patience.command;
    let mut channel = Channel::open(address, patience)?;
    let (from_the_start, by_command) = match server.tls {
        Tls::Implicit => (tls, None),
        Tls::StartTls => (None, tls),
        Tls::None => (None, None),
    };
    if let Some(tls) = from_the_start {
        channel = channel.protect(tls, patience)?;
    }
    due(channel.hear(patience)?, &DONE)?;
    let hello = say_hello(&mut channel, patience)?;
    let mut link = Link { channel: Some(channel), address, patience, hello, mails: 0 };
    if let Some(tls) = by_command {
        if !link.offers("STARTTLS") {
            return Err(Unfit::NoTls);
        }
        link.expect("STARTTLS", &DONE)?;
        link.start_tls(tls)?;
    }
    Ok(link)
}

/// Introduces us; what the server can do.
fn say_hello(channel: &mut Channel, patience: Duration) -> Result<Reply, Trouble> {
    channel.say(format!("EHLO {}\r\n", our_name()).as_bytes(), patience)?;
    due(channel.hear(patience)?, &DONE)
}

/// The reply, if its code is one of those that are due.
fn due(answer: Reply, due: &RangeInclusive<u16>) -> Result<Reply, Trouble> {
    match answer.code() {
        code if due.contains(&code) => Ok(answer),
        code @ 400.. => Err(Trouble::Said(code, answer.said())),
        _ => Err(Trouble::out_of_turn(&answer)),
    }
}

/// Our name, as given to the server.
fn our_name() -> String {
    let plain = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
    let name = nix::unistd::gethostname().ok().and_then(|name| name.into_string().ok());
    // No name that a server could look up: then by address (RFC 5321, section 4.1.4).
    name.filter(|name| plain(name)).unwrap_or_else(|| "[127.0.0.1]".to_owned())
}

impl Link {
    /// Whether mails went over it.
    pub(super) const fn was_used(&self) -> bool {
        self.mails > 0
    }

    /// Sender, recipient, and the leave to give the text.
    pub(super) fn introduce(&mut self, from: &str, to: &str) -> Result<(), (Step, Trouble)> {
        let from = address(from, Step::Mail)?;
        let to = address(to, Step::Rcpt)?;
        self.expect(&format!("MAIL FROM:<{from}>"), &DONE).map_err(|it| (Step::Mail, it))?;
        self.expect(&format!("RCPT TO:<{to}>"), &DONE).map_err(|it| (Step::Rcpt, it))?;
        self.expect("DATA", &GO_ON).map_err(|it| (Step::Data, it))?;
        Ok(())
    }

    /// The text, its final dot, and the answer to that, in words.
    pub(super) fn hand_over(&mut self, message: &[u8], patience: Patience) -> Result<String, Trouble> {
        self.mails += 1;
        self.exchange(wire::text(message).as_bytes(), &DONE, patience.dot).map(|answer| answer.said())
    }

    /// Forgets the mail that was begun.
    pub(super) fn reset(&mut self) -> Result<(), Trouble> {
        self.expect("RSET", &DONE).map(drop)
    }

    /// Closes the connection without a word.
    pub(super) fn hang_up(mut self) {
        self.channel = None;
    }

    /// What a look at the server found. The connection ends with `QUIT`.
    pub(super) fn findings(self, server: &Server) -> Vec<Finding> {
        let host = server.name();
        let at = SocketAddr::new(self.address.ip(), server.port());
        let mut lines = self.hello.lines();
        let name = words(lines.next().and_then(|line| line.split_whitespace().next()).unwrap_or("(nameless)"));
        let size = lines.find_map(|line| line.strip_prefix("SIZE ")?.trim().parse::<u64>().ok());
        let mut connection = format!("{host}, {at}, answers as {name}");
        if let Some(size) = size.filter(|size| *size > 0) {
            connection.push_str(&format!(", and takes mails of up to {size} bytes"));
        }
        let tls = match server.tls {
            Tls::StartTls => format!("by STARTTLS, with a certificate that is valid for {host}"),
            Tls::Implicit => format!("from the first byte, with a certificate that is valid for {host}"),
            Tls::None => "none: the server is on this machine".to_owned(),
        };
        let login = match (&server.user, &server.password) {
            (Some(user), Some(password)) => format!("as {user}, with the password in {}", password.path.display()),
            _ => "none: mail.smtp.user is not set".to_owned(),
        };
        [("connection", connection), ("tls", tls), ("login", login)]
            .map(|(what, found)| Finding { what, found })
            .to_vec()
    }

    /// Whether the server can do this.
    fn offers(&self, what: &str) -> bool {
        self.hello.lines().skip(1).any(|line| line.trim().eq_ignore_ascii_case(what))
    }

    /// Whether the server takes a login by this mechanism.
    fn takes_login(&self, mechanism: &str) -> bool {
        self.hello.lines().skip(1).any(|line| {
            let mut parts = line.split([' ', '=']).filter(|part| !part.is_empty());
            parts.next().is_some_and(|first| first.eq_ignore_ascii_case("AUTH"))
                && parts.any(|part| part.eq_ignore_ascii_case(mechanism))
        })
    }

    /// Goes on inside TLS, and asks again what the server can do: what it said before may be another's words. Bytes
    /// that came in the clear after the answer to STARTTLS are such words too (CVE-2011-0411 and its kin).
    fn start_tls(&mut self, tls: &Trust) -> Result<(), Unfit> {
        let Some(channel) = self.channel.take() else { return Err(closed().into()) };
        if channel.has_unread() {
            return Err(Unfit::Early);
        }
        let mut channel = channel.protect(tls, self.patience)?;
        self.hello = say_hello(&mut channel, self.patience)?;
        self.channel = Some(channel);
        Ok(())
    }

    /// Logs in: only inside TLS, or on this machine.
    fn log_in(&mut self, server: &Server, host: &str, who: &Credentials) -> Result<()> {
        let trouble = if self.takes_login("PLAIN") {
            let secret = Zeroizing::new(format!("\0{}\0{}", who.user, who.password.as_str()));
            let line = Zeroizing::new(format!("AUTH PLAIN {}", encoded(&secret).as_str()));
            self.expect(&line, &DONE)
        } else if self.takes_login("LOGIN") {
            self.expect("AUTH LOGIN", &GO_ON)
                .and_then(|_| self.expect(&encoded(&who.user), &GO_ON))
                .and_then(|_| self.expect(&encoded(&who.password), &DONE))
        } else {
            return Err(why::no_login(server, host));
        };
        trouble.map(drop).map_err(|trouble| why::login_refused(server, host, &trouble))
    }

    /// Says a command and takes only the codes that are due for an answer.
    fn expect(&mut self, command: &str, due: &RangeInclusive<u16>) -> Result<Reply, Trouble> {
        let line = Zeroizing::new(format!("{command}\r\n"));
        self.exchange(line.as_bytes(), due, self.patience)
    }

    fn exchange(&mut self, bytes: &[u8], codes: &RangeInclusive<u16>, patience: Duration) -> Result<Reply, Trouble> {
        let Some(channel) = self.channel.as_mut() else { return Err(closed()) };
        let answer = channel.say(bytes, patience).and_then(|()| channel.hear(patience));
        let answer = answer.and_then(|answer| due(answer, codes));
        if answer.as_ref().is_err_and(Trouble::ends_the_connection) {
            self.channel = None;
        }
        answer
    }
}

fn closed() -> Trouble {
    Trouble::Unsent("the connection is closed".to_owned())
}

fn encoded(secret: &str) -> Zeroizing<String> {
    Zeroizing::new(BASE64.encode(secret.as_bytes()))
}

impl Drop for Link {
    fn drop(&mut self) {
        if let Some(channel) = &mut self.channel {
            // Whether it is heard makes no difference: all that was to be said is said.
            let goodbye = channel.say(b"QUIT\r\n", GOODBYE).and_then(|()| channel.hear(GOODBYE));
            drop(goodbye);
        }
    }
}

/// An address for the envelope. It was checked when the mail was made.
fn address(text: &str, step: Step) -> Result<Address, (Step, Trouble)> {
    let (local, domain) = text.rsplit_once('@').unwrap_or((text, ""));
    Address::new(local, domain).map_err(|_| (step, Trouble::Said(553, "553 this is no address".to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_is_known_by_each_name() {
        for own in ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"] {
            assert!(is_loopback(own.parse().unwrap()), "{own}");
        }
        for away in ["0.0.0.0", "::", "192.0.2.1", "10.0.0.1", "::ffff:192.0.2.1", "fe80::1"] {
            assert!(!is_loopback(away.parse().unwrap()), "{away}");
        }
    }
}
