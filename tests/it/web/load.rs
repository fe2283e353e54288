//! Too much of everything: guesses, connections, bodies. `PARTNERCTL_TEST_STORM=long` plays 10,000 guesses and 10,000
//! connections.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use partnerctl::app::system::raise_open_files;
use partnerctl::domain::code::CodeKind;

use super::{guess, sign_in, two_owners};
use crate::storm::long;
use crate::support::pages::Pages;
use crate::support::{Real, alone};

/// Guesses get the same page in the same time, whether the record exists or not; then 429; and write nothing.
#[test]
fn guesses_learn_nothing_and_write_nothing() {
    let mut world = two_owners();
    world.run("invite send ann@bigshoes.example -c big-shoes -r guest").ok();
    let pages = Pages::with(&world, |options| options.client_header = Some("x-real-ip".parse().unwrap()));
    let before = super::dump(&world);
    let guesses = if long() { 10_000 } else { 800_u32 };
    let (mut pages_seen, mut refused) = (std::collections::BTreeSet::new(), 0);
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for n in 0..guesses {
        let mut browser = pages.browser();
        browser.headers.push(("X-Real-Ip".to_owned(), format!("10.{}.{}.1", n / 250, n % 250)));
        let record = if n % 2 == 0 { 3 } else { 900 + i64::from(n) };
        let code = guess(CodeKind::Invitation, record, u8::try_from(n % 251).unwrap());
        let begun = Instant::now();
        let page = browser.post("/invitation", &[("code", &code)]);
        let taken = begun.elapsed();
        match page.status {
            404 => {
                pages_seen.insert(page.body);
                if n % 2 == 0 { &mut known } else { &mut unknown }.push(taken);
            }
            429 => refused += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!(pages_seen.len(), 1);
    // 600 a minute in all, and what drains meanwhile.
    assert!(refused > 0, "all {guesses} were looked at");
    let median = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64()
    };
    let ratio = median(&mut known) / median(&mut unknown);
    assert!((0.5..2.0).contains(&ratio), "a record that exists takes {ratio} times as long");
    assert_eq!(before, super::dump(&world));
    sign_in(&pages, "jim@bigshoes.example");
}

/// A server as a process of its own.
struct Served {
    child: Child,
    address: SocketAddr,
}

impl Served {
    fn start(real: &Real) -> Self {
        real.run("config set web.base_url http://127.0.0.1:8080").ok();
        let mut child = real.command("serve --listen 127.0.0.1:0").stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines
            .find_map(|line| {
                let line = line.unwrap();
                let rest = line.split_once("listening on http://")?.1;
                rest.split(',').next()?.parse().ok()
            })
            .unwrap();
        // The log goes on to be read, as a journal does.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// The status line of a whole request.
    fn get(&self, path: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.lines().next().unwrap_or_default().to_owned()
    }

    /// The most memory that the process had, in MiB.
    fn peak(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Others are served while connections are held open with half a head, half a form, or nothing.
#[test]
fn open_connections_keep_no_one_out() {
    let _alone = alone();
    let real = Real::new();
    let served = Served::start(&real);
    let wanted = if long() { 10_000 } else { 2_000 };
    let count = wanted.min(raise_open_files(wanted + 200).saturating_sub(200));
    let form = "POST /invitation HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\ncode=";
    let mut held = Vec::new();
    for n in 0..count {
        let mut stream = served.connect();
        let begun: &str = match n % 3 {
            0 => "GET / HTTP/1.1\r\nHost: x\r\n",
            1 => form,
            _ => "",
        };
        let _ = stream.write_all(begun.as_bytes());
        held.push(stream);
        if n % 500 == 499 {
            assert_eq!(served.get("/sign-in"), "HTTP/1.1 200 OK", "after {n} connections");
        }
    }
    assert_eq!(served.get("/sign-in"), "HTTP/1.1 200 OK");
    let peak = served.peak();
    assert!(peak <= 96, "the server took {peak} MiB for {count} connections");
}

/// A body of 1 GiB, with its length or in chunks, is read no further than a form is long.
#[test]
fn endless_body_is_not_read() {
    let real = Real::new();
    let served = Served::start(&real);
    let before = served.peak();
    let chunk = vec![b'x'; 64 * 1024];
    for length in ["Content-Length: 1073741824", "Transfer-Encoding: chunked"] {
        let mut stream = served.connect();
        let head = format!(
            "POST /invitation HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n{length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let sent = (0..16_384)
            .take_while(|_| {
                let framed = length.starts_with("Transfer").then(|| format!("{:x}\r\n", chunk.len()));
                let begun = framed.as_ref().is_none_or(|size| stream.write_all(size.as_bytes()).is_ok());
                begun && stream.write_all(&chunk).is_ok() && (framed.is_none() || stream.write_all(b"\r\n").is_ok())
            })
            .count();
        assert!(sent < 1000, "{length}: the server read {sent} chunks");
    }
    assert!(served.peak() < before + 8, "{before} MiB before, {} after", served.peak());
    assert_eq!(served.get("/sign-in"), "HTTP/1.1 200 OK");
}
