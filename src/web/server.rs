//! The listener: accepts connections, speaks TLS or plain HTTP, and ends when the process is asked to stop.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::app::system::raise_open_files;
use crate::error::{Error, Result};

use super::connections::{Connection, Connections};
use super::desk::{Desks, MakeDesk, Threads};
use super::http::{self, Peer};
use super::{Options, Site, tls};

/// How many desks work side by side. One change at a time is written anyway.
const DESKS: usize = 4;
/// The most connections at once.
const CONNECTIONS: u64 = 1024;
/// Files that are open besides connections.
const OTHER_FILES: u64 = 64;
/// How long a client may take for the head of a request, and stay without one.
const HEAD: Duration = Duration::from_secs(10);
/// How long a client may take for the TLS handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// The most bytes of the head of a request.
const LONGEST_HEAD: usize = 16 * 1024;
/// The most lines of the log that wait to be written; more are dropped.
const LOG_LINES: usize = 1024;
/// How long requests under way get when the server stops.
const LAST_REQUESTS: Duration = Duration::from_secs(10);
/// How long mails and programs that are queued then can still begin.
const LAST_WORK: Duration = Duration::from_secs(10);

/// A server that runs, on threads of its own.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// One line for each request.
    pub log: Receiver<String>,
    stop: watch::Sender<Stop>,
    thread: JoinHandle<()>,
    desks: Threads,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    NotYet,
    Now,
}

impl Running {
    /// Takes no more connections, lets the requests under way end, begins for a while what they queued, and ends.
    pub fn stop(self) {
        let _ = self.stop.send(Stop::Now);
        let _ = self.thread.join();
        self.desks.end(LAST_WORK);
    }
}

/// An address that is taken, on which no one is answered yet.
pub struct Bound {
    /// Where it listens.
    pub address: SocketAddr,
    runtime: Runtime,
    listener: TcpListener,
}

/// Takes an address; port 0 takes a free one.
///
/// # Errors
/// `failed` when the port is in use.
pub fn bind(listen: SocketAddr) -> Result<Bound> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_io().enable_time().build();
    let runtime = runtime.map_err(|error| Error::failed(format!("no threads could be started: {error}")))?;
    let listener = runtime.block_on(TcpListener::bind(listen)).map_err(|error| {
        Error::failed(format!("cannot listen on {listen}: {error}"))
            .advice("name another address with `--listen HOST:PORT`")
    })?;
    let address =
        listener.local_addr().map_err(|error| Error::failed(format!("the address cannot be seen: {error}")))?;
    Ok(Bound { address, runtime, listener })
}

impl Bound {
    /// Starts the server.
    ///
    /// # Errors
    /// `usage` for settings over which secrets would go in clear; `failed` when a certificate cannot be read; those of
    /// `make`.
    pub fn serve(self, options: &Options, make: &MakeDesk) -> Result<Running> {
        let Self { address, runtime, listener } = self;
        let acceptor = options.tls.as_ref().map(tls::acceptor).transpose()?;
        let site = Arc::new(runtime.block_on(async { Site::new(options) })?);
        let (desks, threads) = Desks::open(DESKS, make)?;
        let (lines, log) = sync_channel(LOG_LINES);
        let router = http::router(&site, desks, &lines)?;
        let (stop, stopped) = watch::channel(Stop::NotYet);
        let files = raise_open_files(CONNECTIONS + OTHER_FILES);
        let most = usize::try_from(files.saturating_sub(OTHER_FILES).clamp(16, CONNECTIONS)).unwrap_or(16);
        let listening = Listening { listener, acceptor, router, connections: Connections::new(most), stopped };
        let run = move || {
            runtime.block_on(listening.run());
            runtime.shutdown_timeout(LAST_REQUESTS);
        };
        let thread = std::thread::Builder::new().name("server".to_owned()).spawn(run);
        let thread = thread.map_err(|error| Error::failed(format!("no thread could be started: {error}")))?;
        Ok(Running { address, log, stop, thread, desks: threads })
    }
}

struct Listening {
    listener: TcpListener,
    acceptor: Option<TlsAcceptor>,
    router: Router,
    connections: Arc<Connections>,
    stopped: watch::Receiver<Stop>,
}

impl Listening {
    async fn run(mut self) {
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                _ = self.stopped.changed() => break,
            };
            let Ok((stream, peer)) = accepted else {
                // No file is free: those that are open end by time.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let Some(connection) = self.connections.admit() else { continue };
            let serving = Serving {
                router: self.router.clone(),
                peer,
                connection: Arc::new(connection),
                stopped: self.stopped.clone(),
            };
            tokio::spawn(take_in(stream, self.acceptor.clone(), serving));
        }
        let all_ended = async {
            while Arc::strong_count(&self.connections) > 1 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let _ = timeout(LAST_REQUESTS, all_ended).await;
    }
}

/// What one connection needs.
struct Serving {
    router: Router,
    peer: SocketAddr,
    connection: Arc<Connection>,
    stopped: watch::Receiver<Stop>,
}

async fn take_in(stream: TcpStream, acceptor: Option<TlsAcceptor>, serving: Serving) {
    let _ = stream.set_nodelay(true);
    match acceptor {
        None => serving.serve(stream).await,
        Some(acceptor) => {
            let connection = Arc::clone(&serving.connection);
            tokio::select! {
                shaken = timeout(HANDSHAKE, acceptor.accept(stream)) => {
                    if let Ok(Ok(stream)) = shaken {
                        serving.serve(stream).await;
                    }
                }
                () = connection.must_give_way() => {}
            }
        }
    }
}

impl Serving {
    async fn serve(mut self, stream: impl AsyncRead + AsyncWrite + Unpin + 'static) {
        let (peer, connection) = (Peer(self.peer.ip()), Arc::clone(&self.connection));
        let pages = TowerToHyperService::new(self.router);
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            request.extensions_mut().insert(Arc::clone(&connection));
            pages.call(request)
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(LONGEST_HEAD).half_close(false);
        let mut served = pin!(http.serve_connection::<_, _>(TokioIo::new(stream), service));
        loop {
            tokio::select! {
                _ = served.as_mut() => return,
                () = self.connection.must_give_way() => return,
                Ok(()) = self.stopped.changed() => served.as_mut().graceful_shutdown(),
            }
        }
    }
}
