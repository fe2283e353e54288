//! `partnerctl client stop-recovery`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::code::CodeArgs;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::code::{Code, CodeKind};
use crate::domain::outcome::Outcome;
use crate::domain::recovery::State;
use crate::domain::reference::{ClientRef, Forms};
use crate::error::{Error, Result};
use crate::ops::recovery::{self, By, Stopped};
use crate::ops::resolve::{self, ClientSeen, named};
use crate::output::{Cell, Columns, ResultWord, Shape};

use super::recover::COLUMNS;

/// Arguments of `client stop-recovery`.
#[derive(Debug, Args)]
pub struct StopRecovery {
    /// The client: id or slug; a code names it by itself
    #[arg(value_name = "CLIENT", conflicts_with_all = ["code_stdin", "code_file"])]
    client: Option<String>,
    #[command(flatten)]
    code: CodeArgs,
}

impl Command for StopRecovery {
    const NAME: &'static str = "stop-recovery";
    const ABOUT: &'static str = "Stop the recovery of a client before its new owner can accept";
    const DETAILS: &'static str = "\
Anyone with access of their own to the client may, with the code from their mail or with --as, and so may support. It is \
possible for 72 hours from `client recover` on. The invitation is withdrawn, what was prepared for the new owner is gone, \
the codes of all others are dead, and the desk gets a mail. Stopped before, it is `unchanged`.";
    const FORMS: &'static [&'static str] = &["CLIENT", "--code-stdin", "--code-file FILE"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl client stop-recovery --code-stdin < code.txt",
        "partnerctl client stop-recovery big-shoes --as max@bigshoes.example -m 'called: does not know the person'",
        "partnerctl client stop-recovery big-shoes -m 'the passport was a forgery'",
    ];
    const VERB: Option<Verb> = Some(Verb::ClientStopRecovery);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let (seen, code) = self.resolve(cx)?;
        let by = code.as_ref().map_or(By::Actor, By::Code);
        let done = cx.change(|change| recovery::stop(change, &seen, by))?;
        let Stopped { recovery, invitation } = &done.value;
        let client = named(&seen.row);
        let unchanged = done.outcome == Outcome::Unchanged;
        if unchanged {
            cx.ui.status(&format!("The recovery of {client} was stopped before."));
        } else {
            cx.ui.outcome(|t| format!("The recovery of {client} {} stopped.", t.is()));
            cx.ui.outcome(|t| format!("{} to {} {} withdrawn.", invitation.id, invitation.address, t.is()));
        }
        let stopped_by = match &recovery.state {
            State::Stopped { by, .. } => Some(by.as_str()),
            State::Running => None,
        };
        let mut sink = cx.sink(selection, Shape::Changed("invitation_id"))?;
        sink.push(&[
            Cell::shown(&seen.row.id),
            Cell::shown(&seen.row.slug),
            Cell::shown(&invitation.id),
            invitation.address.as_str().into(),
            recovery.verified.as_str().into(),
            recovery.opens_at.into(),
            Cell::Null,
            Cell::from(stopped_by),
            if unchanged { ResultWord::Unchanged } else { ResultWord::Ended }.into(),
        ])?;
        sink.finish()
    }
}

impl StopRecovery {
    /// The client, shown, and the code if there is one.
    fn resolve(&self, cx: &mut Context) -> Result<(ClientSeen, Option<Code>)> {
        if let Some(client) = &self.client {
            let reference = ClientRef::parse(client, Forms::Exact)?;
            return Ok((cx.client_for_change(&reference, "the command")?, None));
        }
        if !self.code.is_given() {
            return Err(Error::usage("no client given")
                .advice("name it by id or slug, or give the code from the mail with `--code-stdin`"));
        }
        if !cx.actor()?.is_support() {
            return Err(Error::usage("a code and --as are both given: who stops the recovery?")
                .advice("a code speaks for the person who got it by mail; leave one of the two out"));
        }
        let code = self.code.read(cx, CodeKind::Recovery)?;
        let code = code.ok_or_else(|| Error::bug("a code was to be read from nowhere"))?;
        let now = cx.now();
        let seen = cx.read(|tx, actor| {
            let (_, found) = recovery::opened_by(tx, &code)?;
            resolve::client_by_id(tx, actor, found.client, "the code", now)
        })?;
        cx.take(&seen)?;
        Ok((seen, Some(code)))
    }
}
