//! `partnerctl invite inspect`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::code::CodeArgs;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::code::CodeKind;
use crate::domain::mail::MailState;
use crate::error::{Error, Result};
use crate::ops::invite::{self, Listed, NO_MAIL, PasswordNeed};
use crate::output::columns::{boolean, id, instant, int, list as many, text};
use crate::output::{Cell, Columns, Shape};

use super::columns;

const COLUMNS: Columns = columns!(text("client_name"), boolean("needs_password"), text("message"));

/// Arguments of `invite inspect`.
#[derive(Debug, Args)]
pub struct Inspect {
    #[command(flatten)]
    code: CodeArgs,
}

impl Command for Inspect {
    const NAME: &'static str = "inspect";
    const ABOUT: &'static str = "Show what a code from a mail is for, without using it";
    const DETAILS: &'static str = "\
Looking never uses a code up, however often. `state` shows whether it can still be accepted; `needs_password` whether \
accepting takes a new password. An invitation of `invite send --require-mail` is `pending` before its mail has left, \
and cannot be answered yet: a warning says so. A code that a later sending replaced is `expired`, one that this database never issued \
`not_found`.";
    const FORMS: &'static [&'static str] = &["--code-stdin", "--code-file FILE"];
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl invite inspect --code-stdin < code.txt", "partnerctl invite inspect --code-file code.txt --json"];
    const VERB: Option<Verb> = Some(Verb::InviteInspect);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Read
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let code = self.code.read(cx, CodeKind::Invitation)?.ok_or_else(|| {
            Error::unconfirmed("no code was given, and there is no terminal to ask at")
                .advice("give it with `--code-stdin` or `--code-file`")
        })?;
        let now = cx.now();
        let (entrance, mail) = cx.read(|tx, actor| {
            let entrance = invite::inspect(tx, actor, &code, now)?;
            let mail = invite::mail_state(tx, entrance.invitation.id)?;
            Ok((entrance, mail))
        })?;
        let (record, place, now) = (&entrance.invitation, &entrance.client.row, cx.now());
        let listed = Listed::of(record, place.slug.as_str(), mail.map_or(NO_MAIL, MailState::name), now);
        let needs = record.is_open(now) && entrance.password != PasswordNeed::Nothing;
        let more = [Cell::from(&place.name), needs.into(), record.message.as_deref().into()];
        let cells: Vec<Cell<'_>> = super::cells(&listed).into_iter().chain(more).collect();
        let mut sink = cx.sink(selection, Shape::One)?;
        sink.push(&cells)?;
        sink.finish()?;
        match (record.is_open(now), entrance.must_be_mailed(now)) {
            (false, _) => {}
            (true, Ok(())) => cx.ui.hint("accept it with `partnerctl invite accept --code-stdin`"),
            (true, Err(held)) => {
                cx.ui.warn(held.message());
                cx.ui.hints(held.hints());
            }
        }
        Ok(())
    }
}
