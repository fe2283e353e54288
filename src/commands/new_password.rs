//! A new password: given, or asked for at a terminal until it can be one.

use crate::cli::context::Context;
use crate::domain::password::Password;
use crate::error::{Code, Error, Result};
use crate::term::secret::{self, Source};

/// Where a new password comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum From {
    Given(Source),
    /// A question, put twice.
    Asked,
}

/// Reads it, and lets `understand` say whether it can be one. At a terminal the rule is shown first, and one that is
/// refused, or typed in two ways, is asked for again.
///
/// # Errors
/// Those of `understand` for one that is given; `unconfirmed` when nothing is typed, or the input ends.
pub(super) fn read<T>(
    cx: &mut Context,
    from: &From,
    mut understand: impl FnMut(&mut Context, &str) -> Result<T>,
) -> Result<T> {
    let source = match from {
        From::Given(source) => source,
        From::Asked => return ask(cx, understand),
    };
    cx.await_secret(source, "the password")?;
    let typed = secret::read(source, "password", &mut *cx.stdin, &mut *cx.prompter)?;
    understand(cx, &typed)
}

fn ask<T>(cx: &mut Context, mut understand: impl FnMut(&mut Context, &str) -> Result<T>) -> Result<T> {
    cx.ui.context(&format!(
        "A password has {} to {} characters; common ones, and ones made of names or the address, are refused.",
        Password::SHORTEST,
        Password::LONGEST
    ));
    loop {
        cx.ui.show_context();
        let typed = cx.prompter.secret("New password")?;
        if typed.is_empty() {
            return Err(Error::unconfirmed("no password was given"));
        }
        let understood = match understand(cx, &typed) {
            Err(error) if error.code() == Code::Usage => {
                cx.ui.warn(error.message());
                cx.ui.hints(error.hints());
                continue;
            }
            understood => understood?,
        };
        if *cx.prompter.secret("The same password again")? == *typed {
            return Ok(understood);
        }
        cx.ui.warn("the two passwords differ");
    }
}
