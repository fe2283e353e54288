//! The bytes of a mail, looked at by a parser of another author: what is found here is a fault of the code that made
//! them.

use mail_parser::{Message, MessageParser};

/// The most bytes of a line (RFC 5322, section 2.1.1).
const LONGEST_LINE: usize = 998;
/// The headers of every mail, once each, and `Reply-To` where answers go elsewhere.
const HEADERS: [&str; 10] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "X-Partnerctl-Mail",
    "Content-Language",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
];
/// What turns the direction of writing, so that something else is read than is written.
const TURNS: [char; 9] =
    ['\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];

/// What is wrong with these bytes as a mail with this subject.
///
/// # Errors
/// The fault, as the end of a sentence about the mail.
pub(super) fn look(bytes: &[u8], subject: &str) -> Result<(), String> {
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() > LONGEST_LINE || line.contains(&b'\r') || line.contains(&0) {
            return Err(format!("has a line over {LONGEST_LINE} bytes, or one with a character that no mail may have"));
        }
    }
    let message = MessageParser::default().parse(bytes).ok_or("cannot be read by a mail program")?;
    for name in HEADERS {
        if header_count(&message, name) != 1 {
            return Err(format!("does not have the header {name} once"));
        }
    }
    let known = HEADERS.len() + header_count(&message, "Reply-To");
    if message.headers().len() != known {
        return Err("has a header that is not ours".to_owned());
    }
    if message.subject() != Some(subject) || subject.is_empty() {
        return Err("has no subject, or one that mail programs read otherwise".to_owned());
    }
    if (message.text_body_count(), message.html_body_count(), message.parts.len()) != (1, 1, 3) {
        return Err("does not have one text and one HTML".to_owned());
    }
    for (part, name) in [(message.body_text(0), "text"), (message.body_html(0), "HTML")] {
        let part = part.unwrap_or_default();
        if part.trim().is_empty() {
            return Err(format!("has nothing in its {name}"));
        }
        let odd = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || TURNS.contains(&c);
        if let Some(c) = part.chars().find(|c| odd(*c)) {
            return Err(format!("has the character U+{:04X} in its {name}", u32::from(c)));
        }
    }
    Ok(())
}

fn header_count(message: &Message<'_>, name: &str) -> usize {
    message.headers().iter().filter(|header| header.name().eq_ignore_ascii_case(name)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(head: &str, text: &str) -> String {
        format!(
            "From: a@desk.example\r\nTo: b@x.example\r\nSubject: Hello\r\nDate: Sat, 21 Nov 2026 13:05:00 +0000\r\n\
             Message-ID: <1@desk.example>\r\nX-Partnerctl-Mail: <1@desk.example>\r\nContent-Language: en\r\nAuto-Submitted: auto-generated\r\n{head}MIME-Version: 1.0\r\n\
             Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
             {text}\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>x</p>\r\n--b--\r\n"
        )
    }

    #[test]
    fn clean_mail_passes_and_faults_are_named() {
        assert_eq!(look(mail("", "x").as_bytes(), "Hello"), Ok(()));
        assert_eq!(look(mail("Reply-To: c@desk.example\r\n", "x").as_bytes(), "Hello"), Ok(()));
        for (head, text, subject, expected) in [
            ("Bcc: v@evil.example\r\n", "x", "Hello", "a header that is not ours"),
            ("Subject: b\r\n", "x", "Hello", "the header Subject once"),
            ("", "x", "Other", "mail programs read otherwise"),
            ("", " ", "Hello", "nothing in its text"),
            ("", "a\u{202E}b", "Hello", "the character U+202E in its text"),
            ("", "a\u{7}b", "Hello", "the character U+0007 in its text"),
            ("", "a\rb", "Hello", "that no mail may have"),
            ("", &"x".repeat(999), "Hello", "over 998 bytes"),
        ] {
            let fault = look(mail(head, text).as_bytes(), subject).unwrap_err();
            assert!(fault.contains(expected), "{fault}");
        }
        assert!(look(b"", "").is_err());
    }
}
