//! A mail server that says exactly the bytes that a test wants, and keeps what it was given.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the server says. No answer means that it closes the connection.
#[derive(Clone)]
pub struct Script {
    pub greeting: Vec<u8>,
    pub rcpt: Vec<u8>,
    pub dot: Option<Vec<u8>>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            greeting: b"220 ready\r\n".to_vec(),
            rcpt: b"250 fine\r\n".to_vec(),
            dot: Some(b"250 taken\r\n".to_vec()),
        }
    }
}

/// A mail server in threads of the test.
pub struct Scripted {
    port: u16,
    script: Arc<Mutex<Script>>,
    texts: Arc<Mutex<Vec<String>>>,
    rcpts: Arc<Mutex<usize>>,
}

impl Scripted {
    /// One that says this.
    pub fn new(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self { port, script: Arc::new(Mutex::new(script)), texts: Arc::default(), rcpts: Arc::default() };
        let (script, texts, rcpts) = (Arc::clone(&server.script), Arc::clone(&server.texts), Arc::clone(&server.rcpts));
        thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                let (script, texts, rcpts) = (Arc::clone(&script), Arc::clone(&texts), Arc::clone(&rcpts));
                thread::spawn(move || serve(&stream, &script, &texts, &rcpts));
            }
        });
        server
    }

    /// Where it listens, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// From now on it says this.
    pub fn says(&self, script: Script) {
        *self.script.lock().unwrap() = script;
    }

    /// The whole texts that it was given, in order.
    pub fn texts(&self) -> Vec<String> {
        self.texts.lock().unwrap().clone()
    }

    /// How many recipients it was asked for.
    pub fn rcpts(&self) -> usize {
        *self.rcpts.lock().unwrap()
    }
}

fn serve(stream: &TcpStream, script: &Mutex<Script>, texts: &Mutex<Vec<String>>, rcpts: &Mutex<usize>) {
    let says = |mut stream: &TcpStream, bytes: &[u8]| stream.write_all(bytes).is_ok();
    let script = || script.lock().unwrap().clone();
    says(stream, &script().greeting);
    let mut text: Option<String> = None;
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        if let Some(open) = &mut text {
            if line != "." {
                open.push_str(&line);
                open.push('\n');
                continue;
            }
            texts.lock().unwrap().extend(text.take());
            match script().dot {
                Some(bytes) if says(stream, &bytes) => continue,
                _ => return,
            }
        }
        let answer = match line.split([' ', ':']).next().unwrap_or_default() {
            "RCPT" => {
                *rcpts.lock().unwrap() += 1;
                script().rcpt
            }
            "DATA" => {
                text = Some(String::new());
                b"354 go on\r\n".to_vec()
            }
            _ => b"250 fine\r\n".to_vec(),
        };
        if !says(stream, &answer) {
            return;
        }
    }
}
