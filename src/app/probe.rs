//! Whether a web server answers, as it looks from this machine.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use rustls_platform_verifier::Verifier;

/// The most bytes of an answer that are read: its first line is enough.
const MOST: u64 = 4096;

/// The status with which the server of a web address answers GET.
///
/// # Errors
/// Why none came, in a few words.
pub fn status(url: &str, patience: Duration) -> Result<u16, String> {
    let deadline = Instant::now() + patience;
    let (tls, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return Err("it is no web address".to_owned()),
    };
    let (host, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
    let (name, port) = split_port(host, if tls { 443 } else { 80 });
    let mut tcp = connect(name, port, deadline)?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: partnerctl\r\nConnection: close\r\n\r\n");
    if tls {
        let name = ServerName::try_from(name.to_owned()).map_err(|error| error.to_string())?;
        let connection = ClientConnection::new(trust()?, name).map_err(|error| error.to_string())?;
        ask(&mut StreamOwned::new(connection, tcp), &request)
    } else {
        ask(&mut tcp, &request)
    }
}

/// Name and port of `host`, `host:port` or `[::1]:port`. The name is without brackets.
fn split_port(host: &str, usual: u16) -> (&str, u16) {
    let split = host.rsplit_once(':').and_then(|(name, port)| Some((name, port.parse().ok()?)));
    let (name, port) = match split {
        Some((name, port)) if !name.is_empty() && (!name.contains(':') || name.ends_with(']')) => (name, port),
        _ => (host, usual),
    };
    (name.trim_start_matches('[').trim_end_matches(']'), port)
}

fn connect(name: &str, port: u16, deadline: Instant) -> Result<TcpStream, String> {
    let found = (name, port).to_socket_addrs().map_err(|_| format!("the name {name} is not known"))?;
    let mut last = format!("the name {name} has no address");
    for address in found {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err("it takes too long".to_owned());
        }
        match TcpStream::connect_timeout(&address, left) {
            Ok(tcp) => {
                let both = tcp.set_read_timeout(Some(left)).and_then(|()| tcp.set_write_timeout(Some(left)));
                return both.map(|()| tcp).map_err(|error| in_words(&error));
            }
            Err(error) => last = in_words(&error),
        }
    }
    Err(last)
}

/// The certificates that this system trusts.
fn trust() -> Result<Arc<ClientConfig>, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new(Arc::clone(&provider)).map_err(|error| error.to_string())?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

fn ask(stream: &mut (impl Read + Write), request: &str) -> Result<u16, String> {
    stream.write_all(request.as_bytes()).and_then(|()| stream.flush()).map_err(|error| in_words(&error))?;
    let mut answer = Vec::new();
    match stream.take(MOST).read_to_end(&mut answer) {
        // A server that ends without a last word of TLS has answered all the same.
        Ok(_) | Err(_) if answer.starts_with(b"HTTP/1.") => {}
        Ok(_) => return Err("what answers speaks no HTTP".to_owned()),
        Err(error) => return Err(in_words(&error)),
    }
    let line = answer.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let status = String::from_utf8_lossy(line).split(' ').nth(1).and_then(|status| status.parse().ok());
    status.ok_or_else(|| "what answers speaks no HTTP".to_owned())
}

fn in_words(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::ConnectionRefused => "nothing listens there".to_owned(),
        std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => "it takes too long".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn port_comes_from_address_or_default() {
        for (host, name, port) in [
            ("access.example.com", "access.example.com", 443),
            ("access.example.com:8443", "access.example.com", 8443),
            ("[::1]:8080", "::1", 8080),
            ("[::1]", "::1", 443),
        ] {
            assert_eq!(split_port(host, 443), (name, port), "{host}");
        }
    }

    #[test]
    fn status_is_that_of_the_first_line() {
        /// The request goes nowhere.
        struct Both(std::io::Cursor<Vec<u8>>);
        impl Read for Both {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                self.0.read(buffer)
            }
        }
        impl Write for Both {
            fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
                Ok(buffer.len())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let answering = |text: &str| Both(std::io::Cursor::new(text.as_bytes().to_vec()));
        assert_eq!(ask(&mut answering("HTTP/1.1 503 Service Unavailable\r\n\r\n"), ""), Ok(503));
        assert!(ask(&mut answering("220 mail.example ESMTP\r\n"), "").is_err());
    }
}
