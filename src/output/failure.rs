//! What a failed write to standard output means.

use std::io;

use crate::error::Error;

/// What a failure to write standard output means: a reader who left is no failure (docs/reference.md#exit-codes), all else is.
pub fn stdout_failure(error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Error::reader_gone();
    }
    Error::failed(format!("cannot write standard output: {}", reason(error)))
}

/// What the system says about `error`, fit to follow a colon: lower case, without the number that Rust appends.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        // Not `I/O`.
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain([second]).chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Write as _;

    use super::*;
    use crate::error::Code;

    #[test]
    fn a_reader_who_left_is_no_failure() {
        assert!(stdout_failure(&io::ErrorKind::BrokenPipe.into()).is_reader_gone());
    }

    #[test]
    fn full_disk_is_reported_as_by_the_system() {
        let mut full = File::options().write(true).open("/dev/full").unwrap();
        let error = stdout_failure(&full.write_all(b"x").unwrap_err());
        assert_eq!((error.code(), error.is_reader_gone()), (Code::Failed, false));
        assert_eq!(error.message(), "cannot write standard output: no space left on device");
    }
}
