//! `partnerctl mail status`

use std::time::Duration;

use clap::Args;

use crate::app::env::random;
use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::email::Email;
use crate::error::{Error, Result};
use crate::mail::{Finding, Transport};
use crate::ops::deliver::test_message::{self, Situation, Tried};
use crate::ops::doctor;
use crate::ops::unit_of_work::Mode;
use crate::output::columns::{Column, boolean, id, instant, int, json as nested, text};
use crate::output::{Cell, Columns, ResultWord, Selection, Shape};
use crate::shell;

const COLUMNS: Columns = Columns::new(&columns(nested("findings")));
/// For people, who read the findings as words.
const RECORD: Columns = Columns::new(&columns(text("findings")));
/// How long the look may take, and then the test.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(15));

/// Arguments of `mail status`.
#[derive(Debug, Args)]
pub struct Status {
    /// Send a test mail to this address
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,
}

/// What came of looking, and of the test.
#[derive(Default)]
struct Outcome {
    findings: Vec<Finding>,
    /// `sent`, `failed` or `unknown`, where a test mail was tried.
    result: Option<ResultWord>,
    /// The words of the server or program that took or refused it.
    reply: Option<String>,
    error: Option<Error>,
}

impl Command for Status {
    const NAME: &'static str = "status";
    const ABOUT: &'static str = "Show whether mails could leave now, and what waits; send a test mail";
    const DETAILS: &'static str = "\
Connects as for a mail, by the settings `mail.…`, with TLS and login where they are set, and sends nothing: exit 0 when \
mails could leave now, else exit 1 with the reason and the setting to change. A desk's own templates are looked at as \
when they were chosen. The record is printed all the same: the \
settings, what was found in order, how many mails are due, wait for their next try, are being sent, and failed \
in the last 7 days.\n\n\
With --to a test mail leaves for that address, at once and waited for at most 15 seconds; it is neither queued nor recorded, and read-only staff cannot send it. `sent` is said in the words of the server that took it; acceptance does not prove delivery. The transport `file` sends no mail, and refuses. With --dry-run it only looks.";
    const EXAMPLES: &'static [&'static str] =
        &["partnerctl mail status", "partnerctl mail status --json", "partnerctl mail status --to jane@desk.example"];
    const VERB: Option<Verb> = Some(Verb::MailStatus);
    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Outward, "with `--to`")];
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        if self.to.is_some() { Class::Outward } else { Class::Read }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let whole = cx.select(COLUMNS)?;
        let selection = if whole.is_plain_table() { cx.select(RECORD)? } else { whole };
        let to = self.to.as_deref().map(Email::parse).transpose()?;
        let (post, now) = (cx.post()?, cx.now());
        if let Some(to) = &to {
            test_message::may_send(cx.actor()?)?;
            cx.read(|tx, _| test_message::may_be_mailed(tx, to))?;
        }
        let situation = cx.read(|tx, _| test_message::situation(tx, &post, now))?;
        let outcome = look_and_try(cx, &situation, to.as_ref())?;
        present(cx, selection, &situation, to.as_ref(), &outcome)?;
        if outcome.error.is_none() {
            caution(cx)?;
        }
        if let (Some(to), Some(ResultWord::Sent), Some(words)) = (&to, outcome.result, &outcome.reply) {
            cx.ui.status(&format!("A test mail to {to} was sent: {words}"));
            cx.ui.hint("if it does not arrive, look into the junk folder there, and at what the server did with it");
        }
        outcome.error.map_or(Ok(()), Err)
    }
}

/// What does not keep mails from leaving, and is not as it should be all the same.
fn caution(cx: &mut Context) -> Result<()> {
    let sharing = cx.database.sharing();
    let refused = cx.read(|tx, _| doctor::refused_alike(tx))?;
    let settings = cx.read(|tx, _| doctor::of_mail_settings(tx, sharing))?;
    for finding in settings.into_iter().chain(refused) {
        cx.ui.warn(&shell::sentence(&finding.finding));
        cx.ui.hint(&format!("fix that with `{}`", shell::remedy(&finding.command)));
    }
    Ok(())
}

/// Looks, and sends the test mail where one is wanted.
fn look_and_try(cx: &mut Context, situation: &Situation, to: Option<&Email>) -> Result<Outcome> {
    let post = cx.post()?;
    let stop = cx.interrupt.clone();
    let opened = cx.read(|tx, _| Ok(test_message::transport(tx, &post)))?;
    cx.ui.progress("Looking whether mails could leave …");
    let looked = opened.and_then(|transport| test_message::look(transport, PATIENCE.0, || stop.check()));
    stop.check()?;
    let (transport, findings) = match looked {
        Ok(looked) => looked,
        Err(error) => return Ok(Outcome { error: Some(error), ..Outcome::default() }),
    };
    let looked = match cx.read(|tx, _| test_message::templates(tx)) {
        Ok(own) => Outcome { findings: findings.into_iter().chain(own).collect(), ..Outcome::default() },
        Err(error) => return Ok(Outcome { findings, error: Some(error), ..Outcome::default() }),
    };
    let Some(to) = to else { return Ok(looked) };
    if cx.mode() == Mode::DryRun {
        return Ok(looked);
    }
    cx.ui.progress("Sending a test mail …");
    let (result, error, reply) = match send(cx, transport, situation, to)? {
        Tried::Taken(words) => (ResultWord::Sent, None, Some(words)),
        Tried::Refused(error, reply) => (ResultWord::Failed, Some(error), reply),
        Tried::Unknown(error) => (ResultWord::Unknown, Some(error), None),
    };
    let error = error.map(|error| error.context(format!("the test mail to {to}")));
    Ok(Outcome { result: Some(result), error, reply, ..looked })
}

fn send(cx: &mut Context, transport: Box<dyn Transport>, situation: &Situation, to: &Email) -> Result<Tried> {
    if situation.transport == "file" {
        return Ok(Tried::Refused(test_message::nobody_is_sent_anything(), None));
    }
    let (post, now, number) = (cx.post()?, cx.now(), random(&mut *cx.entropy)?);
    let stop = cx.interrupt.clone();
    let body = cx.read(|tx, actor| test_message::body(tx, situation, (actor, to), &post, number, now))?;
    test_message::send(transport, body, PATIENCE.1, || stop.check())
}

fn present(
    cx: &Context,
    selection: Selection,
    situation: &Situation,
    to: Option<&Email>,
    outcome: &Outcome,
) -> Result<()> {
    let findings: Cell<'_> = if selection.is_plain_table() {
        let shown = outcome.findings.iter().map(|finding| format!("{}: {}", finding.what, finding.found));
        shown.collect::<Vec<_>>().join("; ").into()
    } else {
        Cell::structured(&outcome.findings)?
    };
    let queue = &situation.queue;
    let mut sink = cx.sink(selection, Shape::One)?;
    sink.push(&[
        situation.transport.as_str().into(),
        situation.from.as_deref().into(),
        situation.reply_to.as_deref().into(),
        situation.base_url.as_deref().into(),
        outcome.error.is_none().into(),
        findings,
        outcome.error.as_ref().map(Error::message).into(),
        queue.due.into(),
        queue.resting.into(),
        queue.in_hand.into(),
        situation.failed.into(),
        queue.due_since.into(),
        queue.next_try.into(),
        to.map(Email::as_str).into(),
        outcome.result.into(),
        outcome.reply.as_deref().into(),
    ])?;
    sink.finish()
}

const fn columns(findings: Column) -> [Column; 16] {
    [
        text("transport"),
        text("from"),
        text("reply_to"),
        id("base_url"),
        boolean("ok"),
        findings,
        text("error"),
        int("due"),
        int("resting"),
        int("in_hand"),
        int("failed"),
        instant("due_since"),
        instant("next_try"),
        id("to"),
        text("result"),
        text("server_reply"),
    ]
}
