//! `partnerctl mail retry`

use std::collections::BTreeSet;

use clap::Args;

use crate::cli::bulk_context::BulkContext;
use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::confirm::{Script, count_clients};
use crate::commands::counted::counted;
use crate::commands::filters::TimeArgs;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::id::{ClientId, MailId};
use crate::domain::mail::MailRow;
use crate::domain::time::Instant;
use crate::error::{Code, Error, Result, sentence};
use crate::ops::retry::{self, RetryOutcome, RetryScope};
use crate::ops::unit_of_work::{Mode, WriteTx};
use crate::ops::{client, outbox, resolve};
use crate::output::columns::{id, text};
use crate::output::{Cell, Columns, ResultWord, Shape, Sink};
use crate::term::Keyboard;

const COLUMNS: Columns = Columns::new(&[
    id("mail_id"),
    id("client_id"),
    id("client_slug"),
    id("to"),
    text("kind"),
    text("state"),
    text("result"),
    text("message"),
]);
/// Tried again in one transaction, and looked up at once.
const CHUNK: usize = 100;

/// Arguments of `mail retry`.
#[derive(Debug, Args)]
pub struct Retry {
    /// The mails, such as msg_8
    #[arg(value_name = "MSG", required_unless_present = "all_clients")]
    mails: Vec<String>,
    #[command(flatten)]
    client: ClientArg,
    /// Every mail that failed or rests after a try, whichever client it is about
    #[arg(long, short = 'A', conflicts_with_all = ["client", "mails"])]
    all_clients: bool,
    /// Only mails that were queued since then: a day, a time, or so long ago: 7d, 12h
    #[arg(long, value_name = "T", requires = "all_clients")]
    since: Option<String>,
    /// The number of clients that this is about; a script says it with -A
    #[arg(long, value_name = "N", requires = "all_clients")]
    expect_clients: Option<usize>,
}

impl Command for Retry {
    const NAME: &'static str = "retry";
    const ABOUT: &'static str = "Try mails again that could not leave";
    const DETAILS: &'static str = "\
For mails that failed, and those that wait for their next try: they are due now, their tries are counted again, and \
the named ones are tried before the command ends. A mail that is about a client is named together with it; one that is about none takes no -c. \
Several mails are all tried, or none. A mail that left is `unchanged`. Refused are mails whose cause is over or whose \
code is dead (a new sending makes a new code), those that another process is sending, and those to an address that \
no one has or that came back. A mail older than 5 days has one try. One that \
was perhaps delivered (`unknown`) is sent once more when it is named, and may then arrive twice.\n\n\
-A takes all that failed or rest, one change each, and leaves them to `partnerctl mail deliver`; those that must not leave \
any more are `skipped`, with the reason. On a terminal the number of clients is asked for; a script says \
--expect-clients N.";
    const FORMS: &'static [&'static str] = &["MSG... -c CLIENT", "-A --expect-clients N"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl mail retry msg_8 -c big-shoes",
        "partnerctl mail retry msg_3",
        "partnerctl mail retry -A --since 2d --expect-clients 12",
    ];
    const VERB: Option<Verb> = Some(Verb::MailRetry);
    const OTHERWISE: &'static [(Class, &'static str)] = &[(Class::Bulk, "with `--all-clients`")];
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        if self.all_clients { Class::Bulk } else { Class::Outward }
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        if self.all_clients { self.all(cx) } else { self.named(cx) }
    }
}

impl Retry {
    fn named(&self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let mut ids: Vec<MailId> = Vec::new();
        for word in &self.mails {
            let id = MailId::parse(word)?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let seen = if self.client.client.is_some() { Some(self.client.for_change(cx)?) } else { None };
        let place = seen.as_ref().map_or(RetryScope::Nowhere, RetryScope::Client);
        let done = cx.changes(
            |session, verb| session.change_each(verb, ids, |change, id| retry::retry(change, place, id)),
            |_, _| (),
        )?;
        let slug = seen.as_ref().map(|seen| seen.row.slug.as_str());
        let mut rows = Vec::new();
        for retried in done.into_iter().map(|done| done.value) {
            // Delivered meanwhile.
            let now = if cx.mode() == Mode::Real { cx.read(|tx, _| outbox::by_id(tx, retried.mail.id))? } else { None };
            rows.push((now.unwrap_or(retried.mail), retried.fate));
        }
        let mut sink = cx.sink(selection, Shape::ChangedMany("mail_id"))?;
        for (mail, fate) in &rows {
            if *fate == RetryOutcome::HasLeft {
                cx.ui.status(&format!("{} to {} left already; it was not sent again.", mail.id, mail.recipient));
            }
            push(&mut sink, mail, slug, word_of(*fate), mail.last_error.as_deref())?;
        }
        sink.finish()
    }

    fn all(&self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let time = TimeArgs { since: self.since.clone(), until: None };
        let since = time.range(cx)?.0.unwrap_or(Instant::from_ms(i64::MIN));
        let now = cx.now();
        let survey = cx.read(|tx, _| retry::survey(tx, since, now))?;
        agree(cx, &survey.clients)?;
        cx.rows_name_clients();
        let plan = format!(
            "{} of {} did not leave",
            counted(survey.mails.len(), "mail"),
            counted(survey.clients.len(), "client")
        );
        count_clients(cx, survey.clients.len(), self.expect_clients, Script::MustSay, Keyboard::Stdin, &plan)?;
        let (mut done, mut waiting) = (0, 0);
        let stop = each(cx.bulk(selection, Shape::ChangedMany("mail_id"))?, &survey.mails, &mut done, &mut waiting);
        if survey.mails.is_empty() {
            cx.ui.note("no mail failed or rests");
        } else if waiting > 0 && cx.mode() == Mode::Real {
            cx.ui.hint(&format!("{} to go: `partnerctl mail deliver`", counted(waiting, "mail")));
        }
        match stop {
            // What was done stays done.
            Err(error) if done > 0 && error.code() != Code::Interrupted && cx.mode() == Mode::Real => {
                Err(Error::partial(sentence!["stopped after ", counted(done, "mail"), ": ", error.sentence()])
                    .advice("run it again; what is due already stays as it is"))
            }
            stop => stop,
        }
    }
}

/// Has each tried again, in transactions that let others in.
fn each(mut bulk: BulkContext<'_>, mails: &[MailId], done: &mut usize, waiting: &mut usize) -> Result<()> {
    for chunk in mails.chunks(CHUNK) {
        bulk.interrupt.check()?;
        bulk.unit.now = bulk.clock.now();
        let rows =
            bulk.unit.transaction(|session| chunk.iter().map(|id| one(session, *id)).collect::<Result<Vec<_>>>())?;
        for row in &rows {
            *waiting += usize::from(row.waits);
            push(&mut bulk.sink, &row.mail, row.slug.as_deref(), row.result, row.message.as_deref())?;
        }
        *done += rows.len();
        bulk.sink.flush()?;
    }
    bulk.sink.finish()
}

/// A veto for another client stops the whole run.
fn agree(cx: &mut Context, clients: &BTreeSet<ClientId>) -> Result<()> {
    if cx.expects_clients() {
        let now = cx.now();
        for client in clients {
            let seen = cx.read(|tx, actor| resolve::client_by_id(tx, actor, *client, "-A", now))?;
            cx.agree(&seen)?;
        }
    }
    Ok(())
}

const fn word_of(fate: RetryOutcome) -> ResultWord {
    match fate {
        RetryOutcome::Again => ResultWord::Updated,
        RetryOutcome::WasDue | RetryOutcome::HasLeft => ResultWord::Unchanged,
    }
}

/// One of many.
struct Row {
    mail: MailRow,
    slug: Option<String>,
    result: ResultWord,
    message: Option<String>,
    waits: bool,
}

fn one(session: &mut WriteTx<'_>, id: MailId) -> Result<Row> {
    let (tx, now) = (session.tx(), session.now());
    let mail = outbox::by_id(tx, id)?.ok_or_else(|| Error::bug(format!("{id} is not in the outbox")))?;
    let client = mail.client.map(|id| client::by_id(tx, id)).transpose()?.flatten();
    let slug = client.as_ref().map(|client| client.slug.to_string());
    // What must not leave is no mistake of anyone who takes all of them: it has no row in the audit.
    match retry::judge(tx, &mail, client.as_ref(), now) {
        Ok(RetryOutcome::HasLeft) => Ok(Row { mail, slug, result: ResultWord::Unchanged, message: None, waits: false }),
        Ok(_) => {
            let done = session
                .row_change(Verb::MailRetry, mail.client, |change| retry::retry(change, RetryScope::Its, id))?
                .value;
            let message = done.mail.last_error.clone();
            Ok(Row { mail: done.mail, slug, result: word_of(done.fate), message, waits: true })
        }
        Err(error) if matches!(error.code(), Code::Conflict | Code::Expired) => {
            let message = Some(error.message().to_owned());
            Ok(Row { mail, slug, result: ResultWord::Skipped, message, waits: false })
        }
        Err(error) => Err(error),
    }
}

fn push(
    sink: &mut Sink<'_>,
    mail: &MailRow,
    slug: Option<&str>,
    result: ResultWord,
    message: Option<&str>,
) -> Result<()> {
    sink.push(&[
        Cell::shown(&mail.id),
        mail.client.as_ref().map_or(Cell::Null, |id| Cell::shown(id)),
        slug.into(),
        mail.recipient.as_str().into(),
        mail.kind.as_str().into(),
        mail.state.name().into(),
        result.into(),
        message.into(),
    ])
}
