//! The connection to a mail server: found, protected, logged in. Nothing of a mail, and no password, is said before it
//! is known to be safe.

use std::fmt::Display;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::ops::RangeInclusive;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters, TlsParametersBuilder};
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;

use super::reply::{Step, Trouble, said, words};
use super::{Patience, Server, why, wire};
use crate::domain::tls::Tls;
use crate::error::{Error, Result};
use crate::mail::transport::Finding;

/// The most addresses of a host that are tried.
const MOST_ADDRESSES: usize = 4;
/// How long we wait for the answer to our goodbye.
const GOODBYE: Duration = Duration::from_secs(1);
/// How long we look for what was said too early.
const GLANCE: Duration = Duration::from_millis(1);
/// The ways to log in: both only inside TLS, or on this machine.
const MECHANISMS: &[Mechanism] = &[Mechanism::Plain, Mechanism::Login];
/// How a certificate begins in PEM (RFC 7468).
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
const STATUS: &str = "look whether it works with `partnerctl mail status`";

/// A connection over which mails can go.
pub(super) struct Link {
    connection: Option<SmtpConnection>,
    address: SocketAddr,
    mails: u64,
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
        .hint("name it with `partnerctl config set mail.smtp.host HOST`")
        .hint(STATUS));
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
    inner().map_err(|error: Error| error.hint(STATUS))
}

/// Name and password, if the settings have them.
fn credentials(server: &Server) -> Result<Option<Credentials>> {
    match (&server.user, &server.password) {
        (None, None) => Ok(None),
        // The copies in there live until we are logged in, and are not wiped: that is not ours to do.
        (Some(user), Some(password)) => Ok(Some(Credentials::new(user.clone(), password.read()?.to_string()))),
        (Some(user), None) => Err(Error::failed(format!(
            "mail.smtp.user is {user}, and mail.smtp.password_file is not set: there is no password to log in with"
        ))
        .hint("name the file that holds it with `partnerctl config set mail.smtp.password_file FILE`")
        .hint("or log in as nobody: `partnerctl config unset mail.smtp.user`")),
        (None, Some(_)) => Err(Error::failed(
            "mail.smtp.password_file is set, and mail.smtp.user is not: nobody is named who logs in with it",
        )
        .hint("name them with `partnerctl config set mail.smtp.user NAME`")
        .hint("or log in as nobody: `partnerctl config unset mail.smtp.password_file`")),
    }
}

/// The certificates that we trust, and the name that the server must prove.
fn trust(server: &Server, host: &str) -> Result<TlsParameters> {
    let system = TlsParametersBuilder::new(host.to_owned());
    let Some(path) = &server.ca_file else {
        return system.build().map_err(|error| {
            Error::failed(format!("no certificates to trust were found: {}", words(&error.to_string())))
                .hint("install those of this system (in Debian the package ca-certificates)")
                .hint("or name your own with `partnerctl config set mail.smtp.ca_file FILE`")
        });
    };
    let unfit = |why: &dyn Display| {
        Error::failed(format!("the certificate file {} (mail.smtp.ca_file) {why}", path.display()))
            .hint("name another with `partnerctl config set mail.smtp.ca_file FILE`, or unset it")
    };
    let pem = std::fs::read(path).map_err(|error| unfit(&format!("cannot be read: {error}")))?;
    // The parser takes a file without any certificate for a list of none.
    if !pem.windows(BEGIN.len()).any(|part| part == BEGIN) {
        return Err(unfit(&"holds no certificate in PEM"));
    }
    let own = Certificate::from_pem(&pem).map_err(|_| unfit(&"holds a damaged certificate"))?;
    system.add_root_certificate(own).build().map_err(|_| unfit(&"holds a damaged certificate"))
}

/// Where the server is. Without TLS only this machine will do.
fn resolve(server: &Server, host: &str) -> Result<Vec<SocketAddr>> {
    let found = (host, server.port()).to_socket_addrs().map_err(|error| {
        Error::failed(format!("the mail server {host} cannot be found: {}", words(&resolver(&error))))
            .hint("mend the name with `partnerctl config set mail.smtp.host HOST`, or the network")
    })?;
    let addresses: Vec<SocketAddr> = found.take(MOST_ADDRESSES).collect();
    let away = |address: &SocketAddr| !is_loopback(address.ip());
    if let (Tls::None, Some(address)) = (server.tls, addresses.iter().find(|address| away(address))) {
        return Err(Error::failed(format!(
            "mail.smtp.tls is none, and {host} is not this machine ({}): codes and passwords would go in the clear",
            address.ip()
        ))
        .hint(
            "have it protected with `partnerctl config set mail.smtp.tls starttls`, or `tls` for TLS from the start",
        ));
    }
    if addresses.is_empty() {
        return Err(Error::failed(format!("the mail server {host} has no address"))
            .hint("name another with `partnerctl config set mail.smtp.host HOST`"));
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
fn reach(server: &Server, host: &str, addresses: &[SocketAddr], tls: Option<&TlsParameters>) -> Result<Link> {
    let mut last = Error::bug("a host without addresses was to be reached");
    for address in addresses {
        let trouble = match dial(server, *address, tls) {
            Ok(connection) => return Ok(Link { connection: Some(connection), address: *address, mails: 0 }),
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

impl From<lettre::transport::smtp::Error> for Unfit {
    fn from(error: lettre::transport::smtp::Error) -> Self {
        Self::Trouble(Trouble::of(&error))
    }
}

/// Connects to one address and demands TLS. With `starttls` nothing but the hello and the demand is said before.
fn dial(server: &Server, address: SocketAddr, tls: Option<&TlsParameters>) -> Result<SmtpConnection, Unfit> {
    let patience = Some(server.patience.command);
    let from_the_start = tls.filter(|_| server.tls == Tls::Implicit);
    let mut connection = SmtpConnection::connect(address, patience, &hello(), from_the_start, None)?;
    if let (Some(tls), Tls::StartTls) = (tls, server.tls) {
        if !connection.can_starttls() {
            goodbye(&mut connection);
            return Err(Unfit::NoTls);
        }
        connection.starttls(tls, &hello())?;
        if spoke_early(&mut connection, server.patience.command)? {
            return Err(Unfit::Early);
        }
    }
    Ok(connection)
}

/// Whether answers lie there that nobody asked for. What came in the clear with the answer to STARTTLS, from whoever
/// stands between, is still in the library's buffer, and would be taken for the server's own words (CVE-2011-0411 and
/// its kin). A short look empties that buffer. If a whole answer from it already served as the one to our hello, all
/// later ones come one too late, which the answer to DATA betrays: only 354 is taken for one.
fn spoke_early(connection: &mut SmtpConnection, usual: Duration) -> Result<bool, Unfit> {
    let lost = |error: io::Error| Unfit::Trouble(Trouble::Lost(words(&error.to_string())));
    connection.set_timeout(Some(GLANCE)).map_err(lost)?;
    let early = match connection.read_response() {
        Ok(_) => true,
        Err(error) => !matches!(Trouble::of(&error), Trouble::Silent),
    };
    connection.set_timeout(Some(usual)).map_err(lost)?;
    Ok(early)
}

/// Our name, as the server is told.
fn hello() -> ClientId {
    let plain = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
    match ClientId::default() {
        ClientId::Domain(name) if !name.is_empty() && plain(&name) => ClientId::Domain(name),
        // No name that a server could look up: then by address (RFC 5321, section 4.1.4).
        _ => ClientId::Ipv4(Ipv4Addr::LOCALHOST),
    }
}

fn goodbye(connection: &mut SmtpConnection) {
    if connection.set_timeout(Some(GOODBYE)).is_ok() {
        // Whether it is heard makes no difference: all that was to be said is said.
        drop(connection.command(Quit));
    }
}

impl Link {
    /// Whether mails went over it.
    pub(super) const fn was_used(&self) -> bool {
        self.mails > 0
    }

    /// Sender, recipient, and the leave to give the text.
    pub(super) fn introduce(&mut self, from: &str, to: &str) -> Result<(), (Step, Trouble)> {
        self.expect(Mail::new(Some(address(from, Step::Mail)?), Vec::new()), 250..=259)
            .map_err(|it| (Step::Mail, it))?;
        self.expect(Rcpt::new(address(to, Step::Rcpt)?, Vec::new()), 250..=259).map_err(|it| (Step::Rcpt, it))?;
        self.expect(Data, 354..=354).map_err(|it| (Step::Data, it))?;
        Ok(())
    }

    /// The text, its final dot, and the answer to that, in words.
    pub(super) fn hand_over(&mut self, message: &[u8], patience: Patience) -> Result<String, Trouble> {
        self.mails += 1;
        self.wait(patience.dot)?;
        let reply = self.expect(wire::text(message), 250..=259);
        // The answer holds, whatever becomes of the connection now.
        if self.wait(patience.command).is_err() {
            self.connection = None;
        }
        reply.map(|reply| said(&reply))
    }

    /// Forgets the mail that was begun.
    pub(super) fn reset(&mut self) -> Result<(), Trouble> {
        self.expect(Rset, 250..=259).map(drop)
    }

    /// Closes the connection without a word.
    pub(super) fn hang_up(mut self) {
        self.connection = None;
    }

    /// What a look at the server found. It is told goodbye.
    pub(super) fn findings(mut self, server: &Server) -> Vec<Finding> {
        let host = server.name();
        let at = SocketAddr::new(self.address.ip(), server.port());
        let answer = self.expect(Ehlo::new(hello()), 250..=250);
        let mut lines = answer.iter().flat_map(Response::message);
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

    fn log_in(&mut self, server: &Server, host: &str, credentials: &Credentials) -> Result<()> {
        let connection = self.connection.as_mut().ok_or_else(|| Error::bug("logged in without a connection"))?;
        if connection.server_info().get_auth_mechanism(MECHANISMS).is_none() {
            return Err(why::no_login(server, host));
        }
        let trouble = match connection.auth(MECHANISMS, credentials) {
            Ok(reply) if reply.has_code(235) => return Ok(()),
            Ok(reply) => Trouble::out_of_turn(&reply),
            Err(error) => Trouble::of(&error),
        };
        if trouble.ends_the_connection() {
            self.connection = None;
        }
        Err(why::login_refused(server, host, &trouble))
    }

    fn wait(&mut self, span: Duration) -> Result<(), Trouble> {
        let set = self.connection.as_mut().map(|connection| connection.set_timeout(Some(span)));
        set.transpose().map(drop).map_err(|error| Trouble::Unsent(words(&error.to_string())))
    }

    /// Says something and takes only the codes that are due for an answer.
    fn expect(&mut self, command: impl Display, due: RangeInclusive<u16>) -> Result<Response, Trouble> {
        let Some(connection) = self.connection.as_mut() else {
            return Err(Trouble::Unsent("the connection is closed".to_owned()));
        };
        let trouble = match connection.command(command) {
            Ok(reply) if due.contains(&reply.code().into()) => return Ok(reply),
            Ok(reply) => Trouble::out_of_turn(&reply),
            Err(error) => Trouble::of(&error),
        };
        if trouble.ends_the_connection() {
            self.connection = None;
        }
        Err(trouble)
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        if let Some(connection) = &mut self.connection {
            goodbye(connection);
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
    fn this_machine_is_known_by_each_of_its_names() {
        for own in ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"] {
            assert!(is_loopback(own.parse().unwrap()), "{own}");
        }
        for away in ["0.0.0.0", "::", "192.0.2.1", "10.0.0.1", "::ffff:192.0.2.1", "fe80::1"] {
            assert!(!is_loopback(away.parse().unwrap()), "{away}");
        }
    }
}
