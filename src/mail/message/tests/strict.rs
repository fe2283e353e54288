//! Python's `email` package with its strict SMTP policy: a second parser, which complains.

use std::io::Write;
use std::process::{Command, Stdio};

use super::*;

const SCRIPT: &str = r#"
import sys, email, email.policy, html.parser

class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.text = set(), []
    def handle_starttag(self, tag, attrs):
        assert tag not in ("script", "img", "link", "iframe", "style"), tag
        self.links |= {value for name, value in attrs if name == "href"}
    def handle_data(self, data):
        self.text.append(data)

policy = email.policy.SMTP.clone(raise_on_defect=True)
data = sys.stdin.buffer
count = 0
while size := data.readline():
    raw = data.read(int(size))
    assert all(len(line) <= 998 for line in raw.split(b"\r\n")), "a line over 998 bytes"
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b""), "a bare CR or LF"
    sys.excepthook = lambda kind, error, trace: (sys.__excepthook__(kind, error, trace), print(raw.split(b"\r\n\r\n")[0].decode(), file=sys.stderr))
    message = email.message_from_bytes(raw, policy=policy)
    for part in message.walk():
        assert not part.defects, part.defects
        for name, value in part.items():
            assert not value.defects, (name, value.defects)
    assert sorted(name.lower() for name in message.keys()) == [
        "auto-submitted", "content-language", "content-type", "date", "from", "message-id", "mime-version", "reply-to", "subject", "to", "x-partnerctl-mail",
    ], message.keys()
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert [address.addr_spec for address in message["to"].addresses] == ["jane@bigshoes.example"]
    assert [address.addr_spec for address in message["from"].addresses] == ["noreply@desk.example"]
    text = message.get_body(("plain",)).get_content()
    page = Links()
    page.feed(message.get_body(("html",)).get_content())
    for link in page.links:
        assert link in text.split(), link
    # Whatever a name says, only what we link is a link, and the text has the same.
    ours = {word for word in text.split() if word.startswith(("https://portal.example", "https://forms.example"))}
    # The page where the code can be typed is named in words only.
    ours = {word for word in ours if not any(other.startswith(word + chr(35)) for other in ours)}
    assert ours == page.links, (ours, page.links)
    assert all(not line.startswith((b"Bcc:", b"Cc:")) for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n"))
    code = "pci_31_abcdefghijklmnopqrstuvwxyz234567ab"
    assert (code in text.split()) == (code in "".join(page.text).split()), "only one part shows the code"
    message.as_bytes(policy=policy)
    count += 1
print(count)
"#;

#[test]
fn strict_parser_accepts_every_mail() {
    let mut python = Command::new("python3")
        .args(["-I", "-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("this test needs python3: install it, there is no skipping");
    let mut input = python.stdin.take().unwrap();
    let mut count = 0;
    for words in in_every_language() {
        for body in every(&words) {
            let bytes = composed(&body, &words);
            // A parser that gave up closes its end; what it said is reported below.
            let sent = writeln!(input, "{}", bytes.len()).and_then(|()| input.write_all(&bytes));
            count += usize::from(sent.is_ok());
        }
    }
    drop(input);
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), count.to_string());
    let names = 1 + Words::hostile().len();
    assert_eq!(count, Language::ALL.len() * names * every(&Words::plain()).len());
}
