//! The transport `smtp` with a server of a few lines: what only the clock of a connection shows. The rest is shown with
//! a real one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::thread;

use super::*;

const MESSAGE: &[u8] = b"Subject: x\r\n\r\nx\r\n";

/// A server for one connection: refuses the text of the first mail, and is silent when the second begins.
fn refuses_one_and_falls_silent() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        drop(listener);
        let lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let says = |reply: &str| write!(&stream, "{reply}\r\n").unwrap();
        says("220 ready");
        let (mut mails, mut in_text) = (0, false);
        for line in lines.map_while(Result::ok) {
            match line.as_str() {
                "." if in_text => {
                    in_text = false;
                    says("554 no such text here");
                }
                _ if in_text => {}
                "DATA" => {
                    in_text = true;
                    says("354 go on");
                }
                line if line.starts_with("MAIL") && mails == 1 => {}
                line => {
                    mails += usize::from(line.starts_with("MAIL"));
                    says("250 fine");
                }
            }
        }
    });
    port
}

fn mail(id: i64) -> Outgoing {
    Outgoing {
        id: MailId::new(id),
        from: "noreply@desk.example".to_owned(),
        to: "jim@bigshoes.example".to_owned(),
        message: MESSAGE.to_vec(),
    }
}

#[test]
fn silence_after_refusal_is_waited_briefly() {
    let mut transport = Smtp::new(Server {
        host: Some("127.0.0.1".to_owned()),
        port: Some(refuses_one_and_falls_silent()),
        tls: Tls::None,
        ca_file: None,
        group: None,
        user: None,
        password: None,
        patience: Patience { command: Duration::from_millis(200), dot: Duration::from_secs(8) },
    });
    transport.offer(&mail(1)).unwrap();
    assert!(matches!(transport.commit(&mail(1)), Err(Refusal::Never(..))));
    let begun = std::time::Instant::now();
    transport.offer(&mail(2)).unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}
