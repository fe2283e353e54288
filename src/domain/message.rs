//! What someone writes to the person who reads a mail: plain lines, which are shown as a quotation and never as ours.

use super::code::without_code;
use super::name::plain_text_or_empty;
use crate::error::{Error, Result};

/// The longest message, in characters.
pub const LONGEST: usize = 2000;
/// The most lines of a message.
pub const MOST_LINES: usize = 40;

/// Reads a message of one or more lines, each of them plain text; an empty one is none.
///
/// # Errors
/// `usage` for one that is too long, or has a character that no name may have, or something that is shaped like a code.
pub fn message(text: &str) -> Result<Option<String>> {
    let lines: Result<Vec<String>> = text.lines().map(|line| plain_text_or_empty("message", line, LONGEST)).collect();
    let text = lines?.join("\n").trim().to_owned();
    let (length, lines) = (text.chars().count(), text.lines().count());
    if length > LONGEST {
        return Err(Error::usage(format!("message has {length} characters, at most {LONGEST} are allowed"))
            .fact("field", "message"));
    }
    if lines > MOST_LINES {
        return Err(Error::usage(format!("message has {lines} lines, at most {MOST_LINES} are allowed"))
            .fact("field", "message"));
    }
    without_code("message", text).map(|text| Some(text).filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn lines_are_kept_and_blanks_around_go() {
        assert_eq!(message(" Hello \r\n\n  Ann \n").unwrap().as_deref(), Some("Hello\n\nAnn"));
        assert_eq!(message(" \n ").unwrap(), None);
    }

    #[test]
    fn bounds_are_exact() {
        assert!(message(&"é".repeat(LONGEST)).is_ok());
        assert!(message(&"x\n".repeat(MOST_LINES)).is_ok());
        for refused in
            [&"é".repeat(LONGEST + 1), &"x\n".repeat(MOST_LINES + 1), "a\u{7}b", "a\u{202E}b", "a\tb", "\u{1b}[31m"]
        {
            assert_eq!(message(refused).unwrap_err().code(), Code::Usage, "{refused:?}");
        }
    }
}
