//! The bytes between a mail server and us, in the clear or inside TLS.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use rustls_platform_verifier::Verifier;

use super::answer::words;
use super::answer::{NotSmtp, Reading, Reply};
use super::reply::Trouble;

/// The most bytes of one reply that are read.
const LONGEST_REPLY: usize = 1 << 20;

/// Whom we trust, and the name that the server must prove.
#[derive(Debug, Clone)]
pub(super) struct Trust {
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
}

/// Why a server's certificate could not be judged.
pub(super) enum NoTrust {
    /// The certificates of our own are damaged.
    Damaged,
    /// Something else, in the library's words.
    Other(String),
}

/// A connection to a server.
pub(super) struct Channel {
    stream: Stream,
    /// What was received and belongs to no reply yet.
    unread: Vec<u8>,
    /// Whether a reply was cut short, so that later ones would be taken for others.
    is_over: bool,
}

enum Stream {
    Clear(TcpStream),
    Protected(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Trust {
    /// The certificates of this system and these, in PEM.
    ///
    /// # Errors
    /// When they cannot be used.
    pub(super) fn new(host: &str, own: Option<&[u8]>) -> Result<Self, NoTrust> {
        let other = |error: &dyn std::fmt::Display| NoTrust::Other(words(&error.to_string()));
        let own: Vec<CertificateDer<'static>> = own
            .map(|pem| CertificateDer::pem_slice_iter(pem).collect())
            .transpose()
            .map_err(|_| NoTrust::Damaged)?
            .unwrap_or_default();
        for certificate in &own {
            RootCertStore::empty().add(certificate.clone()).map_err(|_| NoTrust::Damaged)?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = Verifier::new_with_extra_roots(own, Arc::clone(&provider)).map_err(|error| other(&error))?;
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| other(&error))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        let name = ServerName::try_from(host.to_owned()).map_err(|error| other(&error))?;
        Ok(Self { config: Arc::new(config), name })
    }
}

impl Channel {
    /// Connects, in the clear.
    ///
    /// # Errors
    /// Why the server cannot be reached.
    pub(super) fn open(address: SocketAddr, patience: Duration) -> Result<Self, Trouble> {
        let tcp = TcpStream::connect_timeout(&address, patience).map_err(|error| Trouble::of(&error))?;
        tcp.set_nodelay(true).map_err(|error| Trouble::of(&error))?;
        Ok(Self { stream: Stream::Clear(tcp), unread: Vec::new(), is_over: false })
    }

    /// Whether something came that no reply was wanted for.
    pub(super) fn has_unread(&self) -> bool {
        !self.unread.is_empty()
    }

    /// Goes on inside TLS. What was received before is not for there.
    ///
    /// # Errors
    /// Why the server is not to be trusted.
    pub(super) fn protect(self, trust: &Trust, patience: Duration) -> Result<Self, Trouble> {
        let Stream::Clear(mut tcp) = self.stream else { return Ok(self) };
        set_patience(&tcp, patience)?;
        let mut tls =
            ClientConnection::new(Arc::clone(&trust.config), trust.name.clone()).map_err(Trouble::Untrusted)?;
        while tls.is_handshaking() {
            tls.complete_io(&mut tcp).map_err(|error| Trouble::of(&error))?;
        }
        Ok(Self { stream: Stream::Protected(Box::new(StreamOwned::new(tls, tcp))), unread: Vec::new(), is_over: false })
    }

    /// Says something, all of it.
    ///
    /// # Errors
    /// [`Trouble::Unsent`]: the server has not got the end of it.
    pub(super) fn say(&mut self, bytes: &[u8], patience: Duration) -> Result<(), Trouble> {
        if self.is_over {
            return Err(Trouble::Unsent("the server closed the connection".to_owned()));
        }
        let said = set_patience(self.tcp(), patience).and_then(|()| {
            let stream = self.stream.both();
            stream.write_all(bytes).and_then(|()| stream.flush()).map_err(|error| Trouble::of(&error))
        });
        said.map_err(|trouble| match trouble {
            Trouble::Silent => Trouble::Unsent("the server reads nothing any more".to_owned()),
            Trouble::Lost(why) => Trouble::Unsent(why),
            other => other,
        })
    }

    /// Waits for a reply, for at most `patience` in all.
    ///
    /// # Errors
    /// When none came.
    pub(super) fn hear(&mut self, patience: Duration) -> Result<Reply, Trouble> {
        let deadline = Instant::now() + patience;
        let mut reading = Reading::default();
        let mut received = 0;
        let trouble = loop {
            match reading.take(&mut self.unread) {
                Ok(Some(answer)) => return Ok(answer),
                Ok(None) => {}
                Err(NotSmtp) => break Trouble::Lost("what it says is not SMTP".to_owned()),
            }
            if received > LONGEST_REPLY {
                break Trouble::Lost("what it says does not end".to_owned());
            }
            match self.receive(deadline.saturating_duration_since(Instant::now())) {
                Ok(0) => break Trouble::Lost("the server closed the connection".to_owned()),
                Ok(count) => received += count,
                Err(trouble) => break trouble,
            }
        };
        self.is_over = true;
        reading.cut_short(&std::mem::take(&mut self.unread)).ok_or(trouble)
    }

    fn receive(&mut self, patience: Duration) -> Result<usize, Trouble> {
        if patience.is_zero() {
            return Err(Trouble::Silent);
        }
        set_patience(self.tcp(), patience)?;
        let mut bytes = [0; 4096];
        loop {
            match self.stream.both().read(&mut bytes) {
                Ok(count) => {
                    self.unread.extend_from_slice(bytes.get(..count).unwrap_or_default());
                    return Ok(count);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Trouble::of(&error)),
            }
        }
    }

    const fn tcp(&self) -> &TcpStream {
        match &self.stream {
            Stream::Clear(tcp) => tcp,
            Stream::Protected(tls) => &tls.sock,
        }
    }
}

impl Stream {
    fn both(&mut self) -> &mut dyn ReadWrite {
        match self {
            Self::Clear(tcp) => tcp,
            Self::Protected(tls) => tls.as_mut(),
        }
    }
}

/// What both kinds of streams are.
trait ReadWrite: Read + Write {}

impl<T: Read + Write> ReadWrite for T {}

fn set_patience(tcp: &TcpStream, patience: Duration) -> Result<(), Trouble> {
    let both = tcp.set_read_timeout(Some(patience)).and_then(|()| tcp.set_write_timeout(Some(patience)));
    both.map_err(|error| Trouble::of(&error))
}
