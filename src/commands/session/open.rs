//! `partnerctl session open`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::reference::{ClientRef, Forms};
use crate::domain::shell::{Verbatim, shell_format};
use crate::error::{Code, Error, Result};
use crate::ops::resolve::{ClientSeen, named};
use crate::ops::session::{self, Account, OpenOutcome, Opened};
use crate::ops::unit_of_work::Mode;
use crate::ops::{config, login};
use crate::output::columns::{id, instant, list as many, text};
use crate::output::{Cell, Columns, ResultWord, Selection, Shape};
use crate::term::{Keyboard, Tense};

use super::columns;

const COLUMNS: Columns = columns!(
    text("role"),
    many("permissions"),
    id("link_id"),
    id("left_session_id"),
    id("code"),
    instant("code_expires_at"),
    id("login_url"),
    text("result")
);

/// More accounts than this are no list to choose from.
const MOST_CHOICES: usize = 100;

/// Arguments of `session open`.
#[derive(Debug, Args)]
pub struct Open {
    #[command(flatten)]
    client: ClientArg,
    /// Leave this client, in which the person is at work, in the same step: id or slug
    #[arg(long, value_name = "OTHER")]
    closing: Option<String>,
}

impl Command for Open {
    const NAME: &'static str = "open";
    const ABOUT: &'static str = "Enter a client on behalf of a person, by one click";
    const DETAILS: &'static str = "\
Always with --as, whose rights decide: a grant of their own, or their partner's link. By a link that the client made, \
they enter as the dedicated user. The hand-off code is printed on standard output, once: it opens the client's portal one \
time, within 60 seconds, when the portal calls `session verify`. Where `portal.login_url` is set, it is a link that \
carries the code behind `#`, a part that browsers send to no server, and that no log or referrer gets; the page there \
posts it to the portal. The code is written down nowhere.

A session lasts 8 hours at most, and 30 minutes without use; it ends with the grant, the link, the login, the partner \
or the client. A person is in one client at a time: to enter another, name the one that is left with --closing, or exit \
code 15 shows which it is. The same client again gives a new code for the same session, and the former code is dead.

On a terminal without --client, the accounts that the person may enter are offered to choose from. A script names its \
client.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl session open -c big-shoes --as ravi@jimsweb.example -m 'asked by phone'",
        "partnerctl session open -c big-shoes --closing tea-house --as ravi@jimsweb.example -m 'asked by phone'",
        "partnerctl session open --as ravi@jimsweb.example -m 'asked by phone'",
    ];
    const VERB: Option<Verb> = Some(Verb::SessionOpen);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let closing = self.closing.as_deref().map(|text| ClientRef::parse(text, Forms::Exact)).transpose()?;
        let entering = self.client.if_given()?;
        show_left(cx, entering.as_ref(), closing.as_ref())?;
        let client = self.client(cx)?;
        let opened = cx.unit_of_work()?.transaction(|unit| session::open(unit, &client, closing.as_ref()))?;
        cx.deliver(&[]);
        print_outcome(cx, &opened, closing.as_ref());
        present(cx, selection, &opened)
    }
}

impl Open {
    /// The client that is named, or on a terminal the one that the person chooses among their own.
    fn client(&self, cx: &mut Context) -> Result<ClientSeen> {
        if self.client.client.is_some() || !cx.prompter.can_ask(Keyboard::Stdin) {
            let email = cx.actor()?.author().to_owned();
            return self.client.for_change(cx).map_err(|error| match error.code() {
                Code::NotFound => error.advice(shell_format!(
                    "{} may not know of it either way; support looks with `partnerctl access list --user {}`",
                    Verbatim(&email),
                    email
                )),
                Code::ClientRequired => error
                    .advice(shell_format!("see which they may enter with `partnerctl access list --user {}`", email)),
                _ => error,
            });
        }
        let now = cx.now();
        let (mut accounts, more) = cx.read(|tx, actor| {
            let user = actor.user().map(|user| login::by_id(tx, user.id)).transpose()?.flatten();
            user.map_or_else(|| Ok((Vec::new(), false)), |user| session::accounts(tx, &user, MOST_CHOICES, now))
        })?;
        let email = cx.actor()?.author().to_owned();
        if more {
            return Err(Error::new(Code::ClientRequired, format!("{email} may enter more accounts than fit a list"))
                .advice(shell_format!("name one with `--client`; see `partnerctl access list --user {}`", email)));
        }
        if accounts.is_empty() {
            return Err(Error::denied(format!("{email} may enter no account"))
                .advice(shell_format!("see who lets them in with `partnerctl access list --user {}`", email))
                .advice("with `--client CLIENT` you see what is missing in one"));
        }
        let items: Vec<String> = accounts.iter().map(item).collect();
        let picked = cx.prompter.choose("Enter which account", &items)?;
        let reference = ClientRef::parse(&accounts.swap_remove(picked).client.id.to_string(), Forms::Exact)?;
        cx.client_for_change(&reference, "chosen")
    }
}

/// An account in the list: `Big Shoes Inc., big-shoes (C100001-9): owner`.
fn item(account: &Account) -> String {
    let role = account.role.map_or("by link", |role| role.name());
    let login = account.login.as_ref().map_or_else(String::new, |login| format!(", as {}", login.email));
    format!("{}, {}: {role}{login}", account.client.name, named(&account.client))
}

/// Shows the client that is about to be left, and has it agree with every other source. So it is with one whose session
/// is over by its time, because its end is recorded in that client.
fn show_left(cx: &mut Context, entering: Option<&ClientRef>, closing: Option<&ClientRef>) -> Result<()> {
    let now = cx.now();
    let former = cx.read(|tx, actor| match actor.user() {
        Some(user) => session::former(tx, actor, user.id, now),
        None => Ok(None),
    })?;
    let Some(former) = former else { return Ok(()) };
    let is_named = |name: Option<&ClientRef>| name.is_some_and(|name| session::names(name, &former.seen.client));
    let leaves = if former.seen.status.is_open() { is_named(closing) } else { !is_named(entering) };
    if leaves {
        cx.agree(&former.client)?;
        cx.show(&former.client, &[]);
        cx.concerns([former.client.row.id]);
    }
    Ok(())
}

fn print_outcome(cx: &Context, opened: &Opened, closing: Option<&ClientRef>) {
    let Opened { seen, former, fate, .. } = opened;
    let (id, email, place) = (seen.session.id, &seen.person.email, named(&seen.client));
    match former {
        Some(former) if former.status.word() == crate::domain::session::SessionState::Closed => {
            cx.ui.outcome(|t| format!("{email} {} left {}, {}.", t.has(), named(&former.client), former.session.id));
        }
        Some(former) => cx.ui.note(&format!("the former session, {}, was over: {}", former.session.id, past(former))),
        None => {}
    }
    let left = former.as_ref().is_some_and(|former| closing.is_some_and(|name| session::names(name, &former.client)));
    if let (Some(reference), false) = (closing, left) {
        cx.ui.note(&format!("--closing {reference} closed nothing: {email} was in no session"));
    }
    let login = if seen.login.id == seen.person.id { String::new() } else { format!(" as {}", seen.login.email) };
    let until = cx.zone.local(seen.session.expires_at);
    match fate {
        OpenOutcome::Began => cx.ui.outcome(|t| match t {
            Tense::Done => format!("{email} enters {place}{login}: {id}, until {until} at the latest."),
            Tense::Would => format!("{email} would enter {place}{login}, until {until} at the latest."),
        }),
        OpenOutcome::GoesOn => {
            cx.ui.status(&format!("{email} is in {place}{login} already: {id}, until {until} at the latest."));
        }
    }
    if cx.mode() == Mode::Real {
        cx.ui.hint("the code opens the portal once, within a minute; it is not shown again");
    }
}

fn past(former: &session::Seen) -> String {
    use crate::domain::session::SessionStatus;
    match &former.status {
        SessionStatus::Idle { .. } => "no one used it for half an hour".to_owned(),
        SessionStatus::Ended { because } => because.text().into_owned(),
        _ => "its time had come".to_owned(),
    }
}

fn present(cx: &mut Context, selection: Selection, opened: &Opened) -> Result<()> {
    let real = cx.mode() == Mode::Real;
    // The code of a dry run opens nothing.
    let code = Some(opened.code.reveal()).filter(|_| real);
    let page = cx.read(|tx, _| config::value(tx, "portal.login_url"))?;
    let link = page.zip(code).map(|(page, code)| format!("{page}#{code}"));
    let seen = &opened.seen;
    let left = opened.former.as_ref().map(|former| former.session.id.to_string());
    let result = match opened.fate {
        OpenOutcome::Began => ResultWord::Created,
        OpenOutcome::GoesOn => ResultWord::Unchanged,
    };
    let shown = match (code, &link) {
        (None, _) => "session_id",
        (Some(_), None) => "code",
        (Some(_), Some(_)) => "login_url",
    };
    let mut row = super::cells(seen);
    row.extend([
        seen.role.map(|role| role.name()).into(),
        Cell::list(seen.permissions.to_text()),
        seen.session.ground.link.map(|link| link.to_string()).into(),
        left.into(),
        code.into(),
        Some(seen.session.code_expires_at).filter(|_| real).into(),
        link.as_deref().into(),
        result.into(),
    ]);
    let mut sink = cx.sink(selection, Shape::Changed(shown))?.going_on_without_reader();
    sink.push(&row)?;
    sink.finish()
}
