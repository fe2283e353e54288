//! A real mail server (`tests/smtp/server.py`, on aiosmtpd), and a tap on the line to it.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::{fs, thread};

use tempfile::TempDir;

use super::certs::Certs;
use super::{Real, World, python};

/// A mail server of its own process. It ends when this is dropped.
pub struct Server {
    child: Child,
    port: u16,
    folder: TempDir,
}

/// A mail that a server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The connection over which it came, counted from 1.
    pub connection: u64,
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// Its bytes in hexadecimal SHA-256.
    pub sha256: String,
    /// Its bytes; none if the server was set to forget them.
    pub bytes: Vec<u8>,
}

impl Server {
    /// Starts one with these arguments; see the head of `tests/smtp/server.py`:
    /// `Server::start(&["--limit", "3", "--fault", "rcpt:gone:550 5.1.1 No such user"])`.
    pub fn start(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/smtp/server.py");
        let mut command = Command::new(python());
        command
            .args(["-W", "ignore"])
            .arg(script)
            .arg(folder.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().unwrap_or_else(|_| panic!("the mail server did not start: {line:?}"));
        Self { child, port, folder }
    }

    /// Starts one that protects its connections so (`starttls`, `tls`), and shows this certificate.
    pub fn protected(tls: &str, certs: &Certs, shown: &str, more: &[&str]) -> Self {
        let [certificate, key] = ["pem", "key"].map(|ending| certs.path(&format!("{shown}.{ending}")));
        let own = ["--tls", tls, "--cert", certificate.to_str().unwrap(), "--key", key.to_str().unwrap()];
        Self::start(&[&own[..], more].concat())
    }

    /// Where it listens, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The mails that it took, in order; the same one twice if it took it twice.
    pub fn mails(&self) -> Vec<Mail> {
        let listed = fs::read_to_string(self.folder.path().join("mails.jsonl")).unwrap();
        let lines = listed.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        lines
            .map(|line| Mail {
                connection: line["connection"].as_u64().unwrap(),
                from: text(&line["from"]),
                to: line["to"].as_array().unwrap().iter().map(text).collect(),
                sha256: text(&line["sha256"]),
                bytes: fs::read(self.folder.path().join(text(&line["file"]))).unwrap_or_default(),
            })
            .collect()
    }

    /// The commands that it was given, each after the number of its connection: `1 MAIL FROM:<jim@x.example>`.
    pub fn log(&self) -> Vec<String> {
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap();
        log.lines().map(str::to_owned).collect()
    }

    /// The same, without what the commands say.
    pub fn verbs(&self) -> Vec<String> {
        self.log().iter().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
    }

    /// From now on the mails of this world go to it, in the clear.
    pub fn serves(&self, world: &mut World) {
        for line in settings(self.port) {
            world.run(&line).ok();
        }
    }

    /// From now on the mails of this database go to it, in the clear.
    pub fn serves_real(&self, real: &Real) {
        for line in settings(self.port) {
            real.run(&line).ok();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The commands after which mails go to this port of 127.0.0.1, in the clear.
pub fn settings(port: u16) -> [String; 6] {
    [
        "config set mail.transport smtp".to_owned(),
        "config set mail.smtp.host 127.0.0.1".to_owned(),
        format!("config set mail.smtp.port {port}"),
        "config set mail.smtp.tls none".to_owned(),
        "config set mail.from 'Support <support@test.example>'".to_owned(),
        "config set web.base_url https://access.test.example".to_owned(),
    ]
}

/// A proxy between clients and a server: passes on what they say, and remembers what the clients said.
pub struct Tap {
    port: u16,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Tap {
    /// Listens on the line to this port of 127.0.0.1.
    pub fn before(server: u16) -> Self {
        Self::forging(server, <[u8]>::to_vec)
    }

    /// The same, but clients get what `forge` makes of the server's words.
    pub fn forging(server: u16, forge: impl Fn(&[u8]) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (hearing, forge) = (Arc::clone(&heard), Arc::new(forge));
        thread::spawn(move || {
            while let Ok((client, _)) = listener.accept() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                let (back, forth) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                let (hearing, forge) = (Arc::clone(&hearing), Arc::clone(&forge));
                thread::spawn(move || {
                    pass(client, server, |bytes| {
                        hearing.lock().unwrap().extend_from_slice(bytes);
                        bytes.to_vec()
                    });
                });
                thread::spawn(move || pass(back, forth, |bytes| forge(bytes)));
            }
        });
        Self { port, heard }
    }

    /// Where it listens, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What clients said so far, in the clear or not.
    pub fn heard(&self) -> Vec<u8> {
        self.heard.lock().unwrap().clone()
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, mut change: impl FnMut(&[u8]) -> Vec<u8>) {
    let mut bytes = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        if to.write_all(&change(&bytes[..read])).is_err() {
            break;
        }
    }
    drop(to.shutdown(Shutdown::Write));
}
