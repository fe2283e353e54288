//! Codes from mails, as the commands take them: never as an argument, where others could read them
//! (docs/reference.md#commands).

use std::path::PathBuf;

use clap::Args;

use crate::cli::context::Context;
use crate::domain::code::{Code, CodeKind};
use crate::error::Result;
use crate::term::Keyboard;
use crate::term::secret::{self, Source};

/// What the desk does for someone on the phone.
const OTHERWISE: &str = "without the code, answer on behalf of the person who was mailed it: `--as EMAIL -m REASON`";

/// Where the code comes from.
#[derive(Debug, Args)]
pub struct CodeArgs {
    /// Read the code from the first line of standard input
    #[arg(long, conflicts_with = "code_file")]
    pub code_stdin: bool,
    /// Read the code from the first line of this private file
    #[arg(long, value_name = "FILE")]
    pub code_file: Option<PathBuf>,
}

impl CodeArgs {
    /// Whether a flag says where the code comes from.
    pub const fn is_given(&self) -> bool {
        self.code_stdin || self.code_file.is_some()
    }

    /// The code, from where the flags say, else asked for without echo. `None` where there is no one to ask.
    ///
    /// # Errors
    /// `usage` for a mistyped code, or one of another kind; as [`secret::read`].
    pub fn read(&self, cx: &mut Context, kind: CodeKind) -> Result<Option<Code>> {
        let source = match &self.code_file {
            Some(path) => Source::File(cx.path(path)),
            None if self.code_stdin => Source::Stdin,
            None if cx.prompter.can_ask(Keyboard::Stdin) => {
                cx.ui.note(OTHERWISE);
                Source::Ask
            }
            None => return Ok(None),
        };
        cx.await_secret(&source, "the code")?;
        let text = secret::read(&source, "code", &mut *cx.stdin, &mut *cx.prompter)?;
        let code = Code::parse_as(kind, &text);
        code.map(Some).map_err(|error| if source == Source::Ask { error.advice(OTHERWISE) } else { error })
    }
}
