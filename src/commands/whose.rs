//! Which client a thing is of that was named without its client: a hint, and never followed.

use std::ffi::OsString;

use crate::cli::context::Context;
use crate::domain::shell::shell_format;
use crate::error::{Code, Error};
use crate::ops::foreign;

/// Adds the option that names the client of the invitation or link on the line, for staff.
pub(super) fn with_client(cx: &mut Context, args: &[OsString], error: Error) -> Error {
    if error.code() != Code::ClientRequired {
        return error;
    }
    let found = args.iter().filter_map(|word| word.to_str()).find_map(|word| {
        let client = cx.read(|tx, actor| foreign::client_of(tx, actor, word)).ok().flatten()?;
        Some((word, client))
    });
    match found {
        Some((word, client)) => error.advice(shell_format!("{} is of {}: `-c {}`", word, client.slug, client.slug)),
        None => error,
    }
}
