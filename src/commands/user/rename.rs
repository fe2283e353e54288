//! `partnerctl user rename`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::code::CodeArgs;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::code::CodeKind;
use crate::domain::email::Email;
use crate::domain::outcome::Outcome;
use crate::domain::reference::UserRef;
use crate::domain::shell::shell_format;
use crate::error::Result;
use crate::ops::login::{self, CodeSent, Reached, Rename as What, RenameOutcome, SessionsEnd};
use crate::ops::proven::TemporaryPassword;
use crate::ops::unit_of_work::Mode;
use crate::output::columns::{boolean, id, instant, int, list, text};
use crate::output::{Cell, Columns, ResultWord, Selection, Shape};
use crate::term::Tense;

use super::global::{self, ExpectClients};

const COLUMNS: Columns = Columns::new(&[
    id("user_id"),
    id("email"),
    id("old_email"),
    list("clients"),
    int("client_count"),
    list("uninvited"),
    boolean("session_ended"),
    instant("code_expires_at"),
    text("result"),
]);

/// Arguments of `user rename`.
#[derive(Debug, Args)]
pub struct Rename {
    /// The person: e-mail address as it is now, or id such as `usr_5`
    #[arg(value_name = "EMAIL")]
    person: String,
    /// The new address
    #[arg(value_name = "NEW")]
    to: String,
    #[command(flatten)]
    code: CodeArgs,
    #[command(flatten)]
    expect: ExpectClients,
}

impl Command for Rename {
    const NAME: &'static str = "rename";
    const ABOUT: &'static str = "Give a login another e-mail address, in every client that it reaches";
    const DETAILS: &'static str = "\
Password, access and history stay with the login. What was mailed to the old address is dead: invitations that wait are \
cancelled (the hint sends them again), codes of link requests and of a password reset are withdrawn, and the open session \
ends. The person who used the login is notified at both addresses. Writing the same address in other capitals touches nothing else. \
Every client that it reaches is shown, and has it in its log; where they are several, a terminal asks for their number \
and a script says --expect-clients N. An address of another client's domain is cautioned about; a terminal has it typed \
once more. For support, or the person: with --as nothing is renamed yet, but a code is mailed to the new address, which \
lives for 24 hours; --code-stdin or --code-file gives it, and then the login is renamed. A rename by support without a \
code proves nothing about the new address: the next code that is used there asks for a new password.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user rename ann@bigshoes.example ann.lee@bigshoes.example",
        "partnerctl user rename usr_5 ann.lee@bigshoes.example --expect-clients 3 -m \"married\"",
        "partnerctl user rename ann@bigshoes.example ann.lee@bigshoes.example --as ann@bigshoes.example -m \"married\"",
        "partnerctl user rename ann@bigshoes.example ann.lee@bigshoes.example --code-stdin < code.txt",
    ];
    const VERB: Option<Verb> = Some(Verb::UserRename);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let person = UserRef::parse(&self.person)?;
        let to = Email::parse(&self.to)?;
        let seen = global::found(cx, Verb::UserRename, &person, Some(SessionsEnd::Renamed))?;
        let code = if self.code.is_given() { self.code.read(cx, CodeKind::Address)? } else { None };
        let what = What { person: &person, to: &to, code: code.as_ref() };
        if seen.login.email != to {
            caution(cx, what, &seen)?;
            self.expect.confirm(cx, &seen)?;
        }
        let done = cx.change(|change| login::rename(change, what, &seen))?;
        let renamed = match &done.value {
            RenameOutcome::Renamed(renamed) => renamed,
            RenameOutcome::CodeSent(sent) => return code_sent(cx, selection, &seen, sent),
        };
        if done.outcome == Outcome::Done {
            cx.ui.outcome(|t| match t {
                Tense::Done => format!("{} is called {} now.", renamed.old, renamed.login.email),
                Tense::Would => format!("{} would be called {}.", renamed.old, renamed.login.email),
            });
        } else {
            cx.ui.status(&format!("{} is called so already.", renamed.old));
        }
        if renamed.password == TemporaryPassword::Ended {
            cx.ui.outcome(|t| format!("Their temporary password {} ended, because they used a code.", t.is()));
            cx.ui.hint(&shell_format!("a code for a new one is mailed by `partnerctl user reset-password {}`", to));
        }
        for slug in &renamed.uninvited {
            cx.ui.outcome(|t| {
                format!("Their invitation to {slug} {} cancelled: it had gone to the old address.", t.was())
            });
            cx.ui.hint(&shell_format!("invite them again with `partnerctl invite send {} -c {}`", to, slug));
        }
        let (slugs, uninvited) = (seen.slugs(), renamed.uninvited.join(" "));
        let mut sink = cx.sink(selection, Shape::Changed("user_id"))?;
        sink.push(&[
            Cell::shown(&renamed.login.id),
            Cell::shown(&renamed.login.email),
            Cell::shown(&renamed.old),
            Cell::list(&slugs),
            Cell::from(i64::try_from(seen.clients.len()).unwrap_or(i64::MAX)),
            Cell::list(&uninvited),
            Cell::from(!renamed.ended.is_empty()),
            Cell::Null,
            Cell::from(if done.outcome == Outcome::Done { ResultWord::Renamed } else { ResultWord::Unchanged }),
        ])?;
        sink.finish()
    }
}

/// The login keeps its address until the code comes back.
fn code_sent(cx: &Context, selection: Selection, seen: &Reached, sent: &CodeSent) -> Result<()> {
    let (old, new) = (&sent.login.email, &sent.to);
    let until = cx.zone.local(sent.expires_at);
    cx.ui.status(&match cx.mode() {
        Mode::DryRun => format!("{old} would keep its name until a code, mailed to {new}, comes back by {until}."),
        Mode::Real => format!("{old} keeps its name until the code for {new} comes back, by {until}."),
    });
    cx.ui.hint(&shell_format!("with the code: `partnerctl user rename {} {} --code-stdin`", old, new));
    let slugs = seen.slugs();
    let mut sink = cx.sink(selection, Shape::Changed("user_id"))?;
    sink.push(&[
        Cell::shown(&sent.login.id),
        Cell::shown(old),
        Cell::Null,
        Cell::list(&slugs),
        Cell::from(i64::try_from(seen.clients.len()).unwrap_or(i64::MAX)),
        Cell::list(""),
        Cell::from(false),
        Cell::from(sent.expires_at),
        Cell::from("code_sent"),
    ])?;
    sink.finish()
}

/// An address that belongs to the domain of a client which the login does not reach gives pause (docs/reference.md#never-the-wrong-client).
fn caution(cx: &mut Context, what: What<'_>, seen: &Reached) -> Result<()> {
    let now = cx.now();
    let Some(other) = cx.read(|tx, actor| what.belongs_elsewhere(tx, actor, seen, now))? else { return Ok(()) };
    if other.is_unnamed() {
        cx.looked_up(other.sentence(what.to));
    }
    let reach = if other.is_unnamed() { String::new() } else { format!(", which {} does not reach", seen.login.email) };
    cx.has_meant(what.to, &format!("{}{reach}", other.sentence(what.to)))
}
