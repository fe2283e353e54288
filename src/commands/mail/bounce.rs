//! `partnerctl mail bounce`

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::email::Email;
use crate::domain::outcome::Outcome;
use crate::error::{Error, Result};
use crate::mail::dsn::{self, Notification};
use crate::ops::bounce::{self, Noted, NotedBounce};
use crate::ops::resolve::{self, ClientSeen};
use crate::output::columns::{id, text};
use crate::output::{Cell, Columns, ResultWord, Shape};
use crate::term::Keyboard;
use crate::term::waiting::Waiting;

const COLUMNS: Columns = Columns::new(&[
    id("mail_id"),
    id("client_id"),
    id("client_slug"),
    id("email"),
    text("action"),
    text("status"),
    text("words"),
    text("result"),
]);

/// Arguments of `mail bounce`.
#[derive(Debug, Args)]
pub struct Bounce {
    /// The message that came back; `-` reads standard input, and so it is without FILE
    #[arg(value_name = "FILE", conflicts_with = "lift")]
    file: Option<PathBuf>,
    /// Mail to this address again; with --reason
    #[arg(long, value_name = "EMAIL")]
    lift: Option<String>,
}

impl Command for Bounce {
    const NAME: &'static str = "bounce";
    const ABOUT: &'static str = "Record a bounce, from the mail server's delivery report";
    const DETAILS: &'static str = "\
Reads a delivery status notification (RFC 3464) as it came in the mailbox, of at most 1 MiB. The Message-ID of what it returns \
names the mail, and so its client, which is shown; the address must be the one that the mail was for. A mail that failed for good (status \
5) is `bounced`, and its address is marked: nothing is mailed there any more, whichever client or kind it is for, and `user list`, `client show` and \
`doctor` show it. What is delayed, was delivered, or failed for now (status 4) changes nothing, and so does the same \
notification again. A notification proves nothing but that its sender knows the Message-ID: look at a few before you \
pipe all of them.\n\n\
The mark is lifted with --lift and a reason, or by itself when someone uses a code of a mail that left after the one \
that came back. Another address (`invite resend INV -c CLIENT --to NEW`, `user rename`) has no mark.";
    const FORMS: &'static [&'static str] = &["FILE", "--lift EMAIL -m TEXT"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl mail bounce < dsn.eml",
        "partnerctl mail bounce dsn.eml --json",
        "partnerctl mail bounce --lift jim@bigshoes.example -m \"the mailbox was full\"",
    ];
    const VERB: Option<Verb> = Some(Verb::MailBounce);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        match &self.lift {
            Some(address) => lift(cx, &Email::parse(address)?),
            None => note(cx, self.file.as_deref()),
        }
    }
}

fn note(cx: &mut Context, file: Option<&Path>) -> Result<()> {
    let selection = cx.select(COLUMNS)?;
    let notification = read(cx, file)?;
    let now = cx.now();
    let (_, client) = cx.read(|tx, _| bounce::subject(tx, &notification))?;
    let seen = client
        .map(|client| cx.read(|tx, actor| resolve::client_by_id(tx, actor, client.id, "the notification", now)))
        .transpose()?;
    if let Some(seen) = &seen {
        cx.take_in_any_state(seen)?;
    }
    let NotedBounce { mail, fate, noted } =
        cx.change(|change| bounce::note(change, seen.as_ref(), &notification))?.value;
    let result = match noted {
        Noted::CameBack => ResultWord::Bounced,
        Noted::Known | Noted::Nothing => ResultWord::Unchanged,
    };
    print_outcome(cx, seen.as_ref(), &NotedBounce { mail: mail.clone(), fate: fate.clone(), noted });
    let mut sink = cx.sink(selection, Shape::Changed("mail_id"))?;
    sink.push(&[
        Cell::shown(&mail.id),
        mail.client.as_ref().map_or(Cell::Null, |id| Cell::shown(id)),
        seen.as_ref().map(|seen| seen.row.slug.as_str()).into(),
        mail.recipient.as_str().into(),
        fate.action.name().into(),
        fate.status.as_deref().into(),
        fate.words.as_deref().into(),
        result.into(),
    ])?;
    sink.finish()
}

fn print_outcome(cx: &Context, seen: Option<&ClientSeen>, done: &NotedBounce) {
    let NotedBounce { mail, fate, noted } = done;
    let (id, to) = (mail.id, &mail.recipient);
    match noted {
        Noted::CameBack => {
            cx.ui.status(&format!("{id} to {to} came back: {}", fate.in_words()));
            cx.ui.outcome(|t| {
                let mailed = t.pick("is mailed there any more", "would be mailed there any more");
                format!("{to} {} marked: nothing {mailed}.", t.is())
            });
            if let Ok(address) = Email::parse(to) {
                let client = seen.map(|seen| &seen.row);
                cx.ui.hints(&bounce::advice(&address, mail.cause.as_deref(), client));
            }
        }
        Noted::Known => cx.ui.status(&format!("It was known that {id} to {to} came back; nothing was changed.")),
        Noted::Nothing => {
            let status = fate.status.as_deref().map(|status| format!(", status {status}")).unwrap_or_default();
            cx.ui.status(&format!(
                "{id} to {to} did not come back for good ({}{status}); nothing was changed.",
                fate.action.name()
            ));
        }
    }
}

fn lift(cx: &mut Context, address: &Email) -> Result<()> {
    let selection = cx.select(COLUMNS)?;
    let done = cx.change(|change| bounce::lift(change, address))?;
    let mark = done.value;
    let lifted = done.outcome == Outcome::Done;
    cx.ui.outcome(|t| {
        if lifted {
            format!("{address} {} mailed again.", t.is())
        } else {
            format!("{address} has no mark; nothing was changed.")
        }
    });
    if lifted {
        cx.ui.hint(
            "what was skipped meanwhile is not sent by itself: `partnerctl mail list -A --state skipped` shows it",
        );
    }
    let mut sink = cx.sink(selection, Shape::Changed("email"))?;
    sink.push(&[
        mark.as_ref().and_then(|mark| mark.mail.as_ref()).map_or(Cell::Null, |id| Cell::shown(id)),
        Cell::Null,
        Cell::Null,
        Cell::shown(address),
        Cell::Null,
        mark.as_ref().map(|mark| mark.status.as_str()).into(),
        mark.as_ref().map(|mark| mark.words.as_str()).into(),
        if lifted { ResultWord::Lifted } else { ResultWord::Unchanged }.into(),
    ])?;
    sink.finish()
}

/// The notification, from a file or standard input.
fn read(cx: &mut Context, file: Option<&Path>) -> Result<Notification> {
    let path = file.filter(|path| *path != Path::new("-"));
    let shown = path.map_or_else(|| "standard input".to_owned(), |path| path.display().to_string());
    let cannot =
        |error: std::io::Error| Error::of_io(format_args!("cannot read {shown}"), &error).fact("file", shown.as_str());
    let most = u64::try_from(dsn::LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    match path {
        Some(path) => {
            Waiting::open(&cx.path(path), &cx.interrupt)
                .map_err(cannot)?
                .take(most)
                .read_to_end(&mut bytes)
                .map_err(cannot)?;
        }
        None if file.is_none() && cx.prompter.can_ask(Keyboard::Stdin) => {
            return Err(Error::usage(
                "the message that came back is read from standard input, and that is the keyboard",
            )
            .advice("name the file: `partnerctl mail bounce dsn.eml`"));
        }
        None => {
            cx.await_input("the message that came back")?;
            (&mut *cx.stdin).take(most).read_to_end(&mut bytes).map_err(cannot)?;
        }
    }
    dsn::read(&shown, &bytes)
}
