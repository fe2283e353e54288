//! A reply of a mail server, as far as it can be read (RFC 5321, section 4.2).
//!
//! Only the three digits decide. A mail that is sent again because the text after them was in another encoding arrives
//! as many times as it is tried, so the text is decoded as well as can be and kept for the record.

use encoding_rs::WINDOWS_1252;

use crate::domain::code::mask;
use crate::mail::sanitize;

/// The most bytes of one line that are kept.
const LONGEST_LINE: usize = 2048;
/// The most lines of a reply that are kept.
const MOST_LINES: usize = 100;

/// A reply: its code, and the text of each line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    code: u16,
    lines: Vec<String>,
}

/// A reply that is being read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    code: Option<u16>,
    lines: Vec<String>,
}

/// The server says something that is no reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotSmtp;

/// What a line of a reply is.
enum ReplyLine<'a> {
    More(u16, &'a [u8]),
    Last(u16, &'a [u8]),
    Other(&'a [u8]),
}

impl Reply {
    pub(super) const fn code(&self) -> u16 {
        self.code
    }

    /// The text of each line, without the code.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }

    /// Code and text in one honest line.
    pub(super) fn said(&self) -> String {
        words(&format!("{} {}", self.code, self.lines.join(" ")))
    }
}

impl Reading {
    /// Takes whole lines out of what came, until the reply is complete.
    ///
    /// # Errors
    /// When the first line has no code.
    pub(super) fn take(&mut self, unread: &mut Vec<u8>) -> Result<Option<Reply>, NotSmtp> {
        while let Some(end) = unread.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = unread.drain(..=end).collect();
            if self.line(&line[..end])? {
                return Ok(self.answer());
            }
        }
        // Of a line that does not end, the beginning is enough.
        unread.truncate(LONGEST_LINE);
        Ok(None)
    }

    /// The reply, of which nothing more comes: the code is known if one line of it, or the beginning of one, came.
    pub(super) fn cut_short(mut self, unread: &[u8]) -> Option<Reply> {
        if !unread.is_empty() && self.line(unread).is_err() {
            return None;
        }
        self.answer()
    }

    /// Takes a line; whether it was the last one.
    fn line(&mut self, line: &[u8]) -> Result<bool, NotSmtp> {
        let (text, is_last) = match (ReplyLine::of(line.strip_suffix(b"\r").unwrap_or(line)), self.code) {
            (ReplyLine::More(code, text), _) => {
                self.code = Some(code);
                (text, false)
            }
            (ReplyLine::Last(code, text), _) => {
                self.code = Some(code);
                (text, true)
            }
            (ReplyLine::Other(text), Some(_)) => (text, false),
            (ReplyLine::Other(_), None) => return Err(NotSmtp),
        };
        if self.lines.len() < MOST_LINES {
            self.lines.push(decoded(&text[..text.len().min(LONGEST_LINE)]));
        }
        Ok(is_last)
    }

    fn answer(&mut self) -> Option<Reply> {
        self.code.take().map(|code| Reply { code, lines: std::mem::take(&mut self.lines) })
    }
}

impl<'a> ReplyLine<'a> {
    fn of(line: &'a [u8]) -> Self {
        let Some((digits, rest)) = line.split_first_chunk::<3>() else { return Self::Other(line) };
        let is_code = matches!(digits[0], b'2'..=b'5') && digits.iter().all(u8::is_ascii_digit);
        if !is_code || rest.first().is_some_and(u8::is_ascii_digit) {
            return Self::Other(line);
        }
        let code = digits.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
        match rest.split_first() {
            Some((b'-', text)) => Self::More(code, text),
            Some((b' ' | b'\t', text)) => Self::Last(code, text),
            _ => Self::Last(code, rest),
        }
    }
}

/// UTF-8, or else the encoding that servers of the West use next to it.
fn decoded(text: &[u8]) -> String {
    match std::str::from_utf8(text) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(text).0.into_owned(),
    }
}

/// What comes from outside, in one line of bounded length. Servers quote what they got: codes are masked.
pub(super) fn words(text: &str) -> String {
    mask(&sanitize::line(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Option<Reply>, NotSmtp> {
        Reading::default().take(&mut bytes.to_vec())
    }

    fn shown(bytes: &[u8]) -> String {
        read(bytes).unwrap().unwrap().said()
    }

    #[test]
    fn three_digits_are_a_reply() {
        assert_eq!(shown(b"250 2.0.0 Taken\r\n"), "250 2.0.0 Taken");
        assert_eq!(shown(b"250\r\n"), "250");
        assert_eq!(shown(b"250\n"), "250");
        assert_eq!(shown(b"250\tTaken\n"), "250 Taken");
        assert_eq!(shown(b"259 odd\r\n"), "259 odd");
        assert_eq!(shown(b"550 Empf\xe4nger unbekannt\r\n"), "550 Empfänger unbekannt");
        assert_eq!(shown("250 übernommen\r\n".as_bytes()), "250 übernommen");
        assert_eq!(shown(b"250.taken\r\n"), "250 .taken");
    }

    #[test]
    fn lines_of_a_reply_are_joined() {
        assert_eq!(shown(b"550-5.7.1 one\r\n550-\r\n550 5.7.1 two\r\nrest"), "550 5.7.1 one 5.7.1 two");
        assert_eq!(shown(b"250-one\r\nno code\r\n250 two\r\n"), "250 one no code two");
        let long = [b"250 ".as_slice(), &[b'x'; 100_000], b"\r\n"].concat();
        assert!(shown(&long).starts_with("250 xxx"));
    }

    #[test]
    fn what_follows_a_reply_is_left() {
        let mut unread = b"250 one\r\n354 two\r\n".to_vec();
        assert_eq!(Reading::default().take(&mut unread).unwrap().unwrap().code(), 250);
        assert_eq!(unread, b"354 two\r\n");
    }

    #[test]
    fn what_has_no_code_is_no_reply() {
        for line in ["SSH-2.0-OpenSSH_9.9\r\n", "\r\n", "25\r\n", "2500 x\r\n", "650 x\r\n", "150 x\r\n", "x250 x\r\n"]
        {
            assert_eq!(read(line.as_bytes()), Err(NotSmtp), "{line:?}");
        }
    }

    #[test]
    fn a_reply_cut_short_has_its_code() {
        let cut = |bytes: &[u8]| {
            let (mut reading, mut unread) = (Reading::default(), bytes.to_vec());
            assert_eq!(reading.take(&mut unread), Ok(None));
            reading.cut_short(&unread).map(|answer| answer.code())
        };
        assert_eq!(cut(b"250 2.0.0 Tak"), Some(250));
        assert_eq!(cut(b"250"), Some(250));
        assert_eq!(cut(b"250-one\r\n"), Some(250));
        assert_eq!(cut(b"25"), None);
        assert_eq!(cut(b""), None);
        assert_eq!(cut(&[b'x'; 5000]), None);
    }
}
