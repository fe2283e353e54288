//! `partnerctl user rename`

use clap::Args;

use crate::app::context::Context;
use crate::commands::class::Class;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::email::Email;
use crate::domain::paste::pasted;
use crate::domain::reference::UserRef;
use crate::error::Result;
use crate::ops::login::{self, Because, Reached, Rename as What};
use crate::output::columns::{boolean, id, int, list, text};
use crate::output::{Cell, Columns, Shape};
use crate::store::audit::Outcome;

use super::global::{self, ExpectClients};

const COLUMNS: Columns = Columns::new(&[
    id("user_id"),
    id("email"),
    id("old_email"),
    list("clients"),
    int("client_count"),
    list("uninvited"),
    boolean("session_ended"),
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
    expect: ExpectClients,
}

impl Command for Rename {
    const NAME: &'static str = "rename";
    const ABOUT: &'static str = "Give a login another e-mail address, in every client that it reaches";
    const DETAILS: &'static str = "\
Password, access and history stay with the login. What was mailed to the old address is dead: invitations that wait are \
cancelled (the hint sends them anew), codes of link requests and of a password reset are withdrawn, and the open session \
ends. Whoever used the login is told at both addresses. Writing the same address in other capitals touches nothing else. \
Every client that it reaches is shown, and has it in its log; where they are several, a terminal asks for their number \
and a script says --expect-clients N. An address of another client's domain is cautioned about; a terminal has it typed \
once more. For support, or the person.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user rename ann@bigshoes.example ann.lee@bigshoes.example",
        "partnerctl user rename usr_5 ann.lee@bigshoes.example --expect-clients 3 -m \"married\"",
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
        let seen = global::found(cx, Verb::UserRename, &person, Some(Because::Renamed))?;
        let what = What { person: &person, to: &to };
        if seen.login.email != to {
            caution(cx, what, &seen)?;
            self.expect.confirm(cx, &seen)?;
        }
        let done = cx.change(|change| login::rename(change, what, &seen))?;
        let renamed = &done.value;
        if done.outcome == Outcome::Done {
            cx.ui.status(&format!("{} is called {} now.", renamed.old, renamed.login.email));
        } else {
            cx.ui.status(&format!("{} is called so already.", renamed.old));
        }
        for slug in &renamed.uninvited {
            cx.ui.status(&format!("Their invitation to {slug} was cancelled: it had gone to the old address."));
            cx.ui.hint(&pasted!("invite them anew with `partnerctl invite send {} -c {}`", to, slug));
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
            Cell::from(if done.outcome == Outcome::Done { "renamed" } else { "unchanged" }),
        ])?;
        sink.finish()
    }
}

/// An address that belongs to the domain of a client which the login does not reach gives pause (SPEC 3.5).
fn caution(cx: &mut Context, what: What<'_>, seen: &Reached) -> Result<()> {
    let now = cx.now();
    let Some(other) = cx.read(|tx, actor| what.belongs_elsewhere(tx, actor, seen, now))? else { return Ok(()) };
    let reach = if other.is_unnamed() { String::new() } else { format!(", which {} does not reach", seen.login.email) };
    cx.has_meant(what.to, &format!("{}{reach}", other.sentence(what.to)))
}
