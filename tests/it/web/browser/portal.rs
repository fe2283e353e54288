//! The portal of the tests: it keeps what browsers send to it, and answers with a page of one line.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// What a portal answers.
#[derive(Debug, Clone, Copy)]
enum Answer {
    Page,
    /// Nothing: the browser stays where it is.
    Nothing,
}

/// A server that runs until the test ends.
pub struct Portal {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    answer: Arc<Mutex<Answer>>,
}

/// A request: its first line, and its body.
#[derive(Debug, Clone)]
pub struct Received {
    pub line: String,
    pub head: String,
    pub body: String,
}

impl Portal {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (received, answer) = (Arc::<Mutex<Vec<Received>>>::default(), Arc::new(Mutex::new(Answer::Page)));
        let (keeping, answering) = (Arc::clone(&received), Arc::clone(&answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let answer = *answering.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(request) = take(stream, answer) {
                    keeping.lock().unwrap_or_else(PoisonError::into_inner).push(request);
                }
            }
        });
        Self { address, received, answer }
    }

    /// The page that takes the code of a session.
    pub fn url(&self) -> String {
        format!("http://{}/enter", self.address)
    }

    /// From now on browsers stay on the page from which they came.
    pub fn stays_silent(&self) {
        *self.answer.lock().unwrap() = Answer::Nothing;
    }

    /// The last request for its page.
    pub fn last(&self) -> Received {
        let received = self.received.lock().unwrap();
        let last = received.iter().rev().find(|request| request.line.contains(" /enter"));
        last.unwrap_or_else(|| panic!("no one came to the portal")).clone()
    }
}

fn take(mut stream: TcpStream, answer: Answer) -> Option<Received> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let (mut line, mut head) = (String::new(), String::new());
    reader.read_line(&mut line).ok()?;
    let mut length = 0;
    loop {
        let mut next = String::new();
        if reader.read_line(&mut next).ok()? <= 2 {
            break;
        }
        if let Some(value) = next.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        head.push_str(&next);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let page = "<!doctype html><html lang=\"en\"><title>Portal</title><h1>Welcome to the portal</h1>";
    let reply = match answer {
        Answer::Page => format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
            page.len()
        ),
        Answer::Nothing => "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_owned(),
    };
    stream.write_all(reply.as_bytes()).ok()?;
    Some(Received { line, head, body: String::from_utf8(body).ok()? })
}
