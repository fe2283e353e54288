//! The address of a database on a server: `postgresql://[USER@]HOST[:PORT][,HOST…]/NAME[?KEY=VALUE&…]`
//! (docs/database.md).

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use crate::error::{Error, Hint, Result};

/// How an address begins.
const SCHEMES: [&str; 2] = ["postgresql://", "postgres://"];
/// Where a server listens if no port is named.
const PORT: u16 = 5432;
/// The folder of the socket on Debian, where no host is named.
const SOCKETS: &str = "/run/postgresql";

/// Where a database is, and how it is reached. It never holds a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerAddress {
    /// In the order in which they are tried.
    pub hosts: Vec<ServerHost>,
    pub database: String,
    /// The role; none for that of the account's name.
    pub user: Option<String>,
    /// The file with the certificates of those who may vouch for the server, next to those of the system.
    pub authorities: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerHost {
    /// A folder of this machine with the socket of a server, and the port that is in its name.
    Socket(PathBuf, u16),
    Tcp(String, u16),
}

/// Whether what goes to a server is protected on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// It does not leave this machine.
    Local,
    /// TLS with a certificate that is verified.
    Protected,
}

impl ServerAddress {
    /// Whether this is meant as the address of a server, and not as the name of a file.
    pub fn is_meant(typed: &str) -> bool {
        SCHEMES.iter().any(|scheme| typed.starts_with(scheme))
    }

    /// # Errors
    /// `usage`: a password in it, a parameter that is unknown, TLS that is switched off to another machine.
    pub fn parse(typed: &str) -> Result<Self> {
        let rest =
            SCHEMES.iter().find_map(|scheme| typed.strip_prefix(scheme)).ok_or_else(|| wrong("has no scheme"))?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (place, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (user, hosts) = match place.rsplit_once('@') {
            Some((user, hosts)) if user.contains(':') => {
                return Err(password_in_it(hosts, database));
            }
            Some((user, hosts)) => (Some(decoded(user)?).filter(|user| !user.is_empty()), hosts),
            None => (None, place),
        };
        let mut address = Self { hosts: hosts_of(hosts)?, database: decoded(database)?, user, authorities: None };
        if address.database.is_empty() {
            return Err(
                wrong("names no database").hint(Hint::plain("put its name behind the host: postgresql://HOST/NAME"))
            );
        }
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            address.take(key, decoded(value)?)?;
        }
        Ok(address)
    }

    fn take(&mut self, key: &str, value: String) -> Result<()> {
        match (key, value.as_str()) {
            ("host", _) => self.hosts = value.split(',').map(|host| host_of(host, PORT)).collect(),
            ("user", _) => self.user = Some(value),
            ("sslrootcert", _) => self.authorities = Some(PathBuf::from(value)),
            ("password" | "passfile" | "sslpassword", _) => {
                return Err(password_in_it(&self.place(), &self.database));
            }
            // What holds anyway. With several hosts, the one that takes changes is looked for.
            ("sslmode", "verify-full") | ("target_session_attrs", "read-write") => {}
            ("sslmode", _) if self.wire() == Wire::Local => {}
            ("sslmode", mode) => {
                return Err(wrong(&format!("asks for sslmode={mode} to another machine")).hint(Hint::plain(
                    "leave it out: what goes to another machine is encrypted, and its certificate is verified",
                )));
            }
            (key, _) => {
                return Err(wrong(&format!("has the unknown parameter {key}"))
                    .hint(Hint::plain("it may have host, user, sslmode, sslrootcert and target_session_attrs")));
            }
        }
        Ok(())
    }

    /// Whether anything leaves this machine.
    pub fn wire(&self) -> Wire {
        if self.hosts.iter().all(ServerHost::is_local) { Wire::Local } else { Wire::Protected }
    }

    /// The hosts, as they are typed.
    fn place(&self) -> String {
        self.hosts.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    }

    /// A name for files of this host about this database.
    pub fn file_name(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '_' };
        format!("{}_{}", self.place(), self.database).chars().map(plain).collect()
    }
}

impl ServerHost {
    fn is_local(&self) -> bool {
        match self {
            Self::Socket(..) => true,
            Self::Tcp(host, _) => host == "localhost" || host.parse::<IpAddr>().is_ok_and(|host| host.is_loopback()),
        }
    }
}

impl fmt::Display for ServerHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (host, port) = match self {
            Self::Socket(folder, port) if folder == Path::new(SOCKETS) => (String::new(), *port),
            Self::Socket(folder, port) => (folder.display().to_string().replace('/', "%2F"), *port),
            Self::Tcp(host, port) if host.contains(':') => (format!("[{host}]"), *port),
            Self::Tcp(host, port) => (host.clone(), *port),
        };
        if port == PORT { f.write_str(&host) } else { write!(f, "{host}:{port}") }
    }
}

/// As people are shown it: without the role and what else is only about how it is reached.
impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "postgresql://{}/{}", self.place(), self.database)
    }
}

fn hosts_of(hosts: &str) -> Result<Vec<ServerHost>> {
    hosts
        .split(',')
        .map(|typed| {
            let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
            let (host, port) = match typed.rsplit_once(':') {
                Some((host, port)) if is_port(port) && (!host.contains(':') || host.ends_with(']')) => {
                    (host, port.parse().map_err(|_| wrong(&format!("has the port {port}")))?)
                }
                _ => (typed, PORT),
            };
            let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
            Ok(host_of(&decoded(host)?, port))
        })
        .collect()
}

fn host_of(host: &str, port: u16) -> ServerHost {
    match host {
        "" => ServerHost::Socket(PathBuf::from(SOCKETS), port),
        folder if folder.starts_with('/') => ServerHost::Socket(PathBuf::from(folder), port),
        name => ServerHost::Tcp(name.to_owned(), port),
    }
}

/// `%2F` is a slash.
fn decoded(text: &str) -> Result<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let hex = rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.ok_or_else(|| wrong("has a % without two hexadecimal digits"))?);
        rest = rest.get(2..).unwrap_or_default();
    }
    let text = String::from_utf8(bytes).map_err(|_| wrong("is not UTF-8"))?;
    if text.contains('\0') { Err(wrong("has a NUL in it")) } else { Ok(text) }
}

fn wrong(why: &str) -> Error {
    Error::usage(format!("the address of the database {why}"))
}

/// Others see the words of a command line, and variables get into logs.
fn password_in_it(hosts: &str, database: &str) -> Error {
    Error::usage(format!("the address of the database postgresql://{hosts}/{database} has a password in it"))
        .hint(Hint::plain("have the server know the account itself (peer or a client certificate)"))
        .hint(Hint::plain("or put the password into ~/.pgpass, readable by you alone"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(typed: &str) -> ServerAddress {
        ServerAddress::parse(typed).unwrap()
    }

    #[test]
    fn address_has_hosts_a_database_and_how_it_is_reached() {
        for (typed, shown, wire) in [
            ("postgresql://db.example/desk", "postgresql://db.example/desk", Wire::Protected),
            (
                "postgres://jim@db.example:5432/desk?sslmode=verify-full",
                "postgresql://db.example/desk",
                Wire::Protected,
            ),
            (
                "postgresql://a:6000,b/desk?target_session_attrs=read-write",
                "postgresql://a:6000,b/desk",
                Wire::Protected,
            ),
            ("postgresql:///desk", "postgresql:///desk", Wire::Local),
            ("postgresql://%2Ftmp%2Fpg:6000/desk", "postgresql://%2Ftmp%2Fpg:6000/desk", Wire::Local),
            ("postgresql:///desk?host=/tmp/pg", "postgresql://%2Ftmp%2Fpg/desk", Wire::Local),
            ("postgresql://localhost/desk?sslmode=disable", "postgresql://localhost/desk", Wire::Local),
            ("postgresql://[::1]:6000/desk", "postgresql://[::1]:6000/desk", Wire::Local),
            ("postgresql://localhost,db.example/desk", "postgresql://localhost,db.example/desk", Wire::Protected),
        ] {
            let address = parse(typed);
            assert_eq!((address.to_string().as_str(), address.wire()), (shown, wire), "{typed}");
            assert_eq!(parse(shown).hosts, address.hosts, "{typed}");
        }
        let address = parse("postgresql://jim%40x@db/my%20desk?sslrootcert=/etc/ca.pem");
        assert_eq!((address.user.as_deref(), address.database.as_str()), (Some("jim@x"), "my desk"));
        assert_eq!(address.authorities.as_deref(), Some(Path::new("/etc/ca.pem")));
        assert_eq!(address.file_name(), "db_my_desk");
    }

    #[test]
    fn wrong_address_is_a_usage_error_that_shows_no_password() {
        for (typed, why) in [
            ("postgresql://jim:s3cret@db/desk", "postgresql://db/desk has a password in it"),
            ("postgresql://db/desk?password=s3cret", "postgresql://db/desk has a password in it"),
            ("postgresql://db/desk?sslmode=disable", "asks for sslmode=disable to another machine"),
            ("postgresql://db/desk?sslmode=require", "asks for sslmode=require to another machine"),
            ("postgresql://db", "names no database"),
            ("postgresql://db/", "names no database"),
            ("postgresql://db:99999/desk", "has the port 99999"),
            ("postgresql://db/desk?colour=red", "has the unknown parameter colour"),
            ("postgresql://db/de%2", "has a % without two hexadecimal digits"),
        ] {
            let error = ServerAddress::parse(typed).unwrap_err();
            assert_eq!(error.code(), crate::error::Code::Usage, "{typed}");
            assert!(error.message().contains(why) && !error.message().contains("s3cret"), "{typed}: {error}");
        }
    }

    #[test]
    fn only_the_two_schemes_are_an_address() {
        for typed in ["postgresql://x/y", "postgres://x/y"] {
            assert!(ServerAddress::is_meant(typed), "{typed}");
        }
        for typed in ["x.db", "file:x.db", "./postgresql://x", "sqlite://x", "postgresql:x"] {
            assert!(!ServerAddress::is_meant(typed), "{typed}");
        }
    }
}
