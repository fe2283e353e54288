//! The text of a mail as it goes over the wire.

use crate::error::{Error, Result};

/// Whether a message can go as it is: ASCII, its lines ended by CRLF and by nothing else. A lone CR or LF is taken for
/// the end of a line by some servers and not by others, which lets a text smuggle commands past one of them.
///
/// # Errors
/// `bug`: the code that composes mails keeps to that.
pub(super) fn check(message: &[u8]) -> Result<()> {
    let mut before = b'\n';
    for byte in message.iter().copied().chain([b' ']) {
        if (before == b'\r') != (byte == b'\n') || byte == 0 || !byte.is_ascii() {
            return Err(Error::bug("the message has a lone line break or other bytes in it that no mail may have"));
        }
        before = byte;
    }
    Ok(())
}

/// The text with its final dot (RFC 5321, section 4.5.2), to be written at once: a dot of its own would wait until
/// the server has acknowledged the text, and the server waits with that. A message that ends with a line end gets no
/// second one, so that what arrives is what was composed.
pub(super) fn text(message: &[u8]) -> String {
    let message = String::from_utf8_lossy(message);
    let mut text = String::with_capacity(message.len() + message.len() / 64 + 8);
    for line in message.split_inclusive("\r\n") {
        if line.starts_with('.') {
            text.push('.');
        }
        text.push_str(line);
    }
    if !text.is_empty() && !text.ends_with("\r\n") {
        text.push_str("\r\n");
    }
    text.push_str(".\r\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_doubled_and_no_line_is_added() {
        assert_eq!(text(b"a: b\r\n\r\n.\r\n..x\r\ny.\r\n"), "a: b\r\n\r\n..\r\n...x\r\ny.\r\n.\r\n");
        assert_eq!(text(b".a\r\nb"), "..a\r\nb\r\n.\r\n");
        assert_eq!(text(b""), ".\r\n");
    }

    #[test]
    fn a_message_of_whole_lines_passes() {
        for message in ["", "a", "a\r\n", "a: b\r\n\r\nc\r\n", ".\r\n"] {
            check(message.as_bytes()).unwrap();
        }
    }

    #[test]
    fn smuggled_commands_do_not_pass() {
        for message in ["a\nb", "a\r\n.\nQUIT", "a\rb", "\n", "a\r", "\r\r\n", "a\r\n\n", "\0", "ä"] {
            check(message.as_bytes()).unwrap_err();
        }
    }
}
