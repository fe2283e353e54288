//! `partnerctl user set-password`

use std::path::PathBuf;

use clap::Args;
use zeroize::Zeroizing;

use crate::cli::context::Context;
use crate::commands::code::CodeArgs;
use crate::commands::command::Command;
use crate::commands::new_password;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::code::{Code, CodeKind};
use crate::domain::password::{self, Password};
use crate::domain::reference::UserRef;
use crate::error::{Error, Result};
use crate::ops::login::{self, By, SessionsEnd};
use crate::ops::password::{Hashed, hash};
use crate::ops::sign_in;
use crate::ops::unit_of_work::Mode;
use crate::output::columns::{boolean, id, text};
use crate::output::{Cell, Columns, ResultWord, Shape};
use crate::term::Keyboard;
use crate::term::secret::{self, Source};

const COLUMNS: Columns =
    Columns::new(&[id("user_id"), id("email"), text("proven_by"), boolean("session_ended"), text("result")]);

/// What the two lines of standard input are.
const NEW: &str = "new password";
const OLD: &str = "old password";

/// Arguments of `user set-password`.
#[derive(Debug, Args)]
pub struct SetPassword {
    /// The person: e-mail address, or id such as `usr_5`
    #[arg(value_name = "EMAIL")]
    person: String,
    /// Read the old password from the first line of standard input
    #[arg(long, group = "proof")]
    old_password_stdin: bool,
    /// Read the old password from the first line of this private file
    #[arg(long, value_name = "FILE", group = "proof")]
    old_password_file: Option<PathBuf>,
    #[command(flatten)]
    code: CodeArgs,
    /// Read the new password from the first line of this private file
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// What is presented as a proof.
enum Presented {
    Password(Password),
    Code(Code),
}

/// Where the new password comes from.
enum New {
    Given(Zeroizing<String>),
    Asked,
}

impl Command for SetPassword {
    const NAME: &'static str = "set-password";
    const ABOUT: &'static str = "Set a new password, with the old one or the code that was mailed";
    const DETAILS: &'static str = "\
For the person, or for someone who types for them: who does not have the old password or the code from the mail of \
`user reset-password` cannot do it. On a terminal both are asked for without echo, the new one twice. With \
--old-password-stdin or --code-stdin the second line of standard input is the new password, unless --password-file \
gives it. A temporary password opens nothing but this, for 7 days; another one must follow it. The person is notified by mail, and their open session ends.

Wrong passwords are counted for each address, known or not: the next one has to wait 1, 3, 5 and then always 10 \
seconds, and after 100 within a day for the next day. Too early is a `conflict` with `retry_at`; wrong is `denied`, and so \
is an address that no one has: the answer never shows which. A mailed code or `user reset-password` lifts it. A right \
password gives its own attempt back. Since every comparison counts, there is no dry run with a password.";
    const FORMS: &'static [&'static str] = &[
        "EMAIL --code-stdin",
        "EMAIL --code-file FILE",
        "EMAIL --old-password-stdin",
        "EMAIL --old-password-file FILE",
    ];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user set-password jim@bigshoes.example",
        "partnerctl user set-password jim@bigshoes.example --code-stdin --password-file new.txt < code.txt",
        "partnerctl user set-password usr_5 --old-password-stdin < old-and-new.txt",
    ];
    const VERB: Option<Verb> = Some(Verb::UserSetPassword);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Global
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let person = UserRef::parse(&self.person)?;
        sign_in::may_try(cx.actor()?, Verb::UserSetPassword, &person)?;
        let (presented, new) = self.given(cx)?;
        let (by, old) = prove(cx, &person, presented)?;
        let hashed = new_password(cx, &by, old.as_ref(), new)?;
        let (now, login) = (cx.now(), by.login().clone());
        let (reached, sessions) = cx.read(|tx, actor| {
            let reached = login::reached(tx, actor, &UserRef::Id(login.id), now)?;
            Ok((reached, login::clients_of_sessions(tx, &login, SessionsEnd::NewPassword)?))
        })?;
        super::global::show(cx, &reached)?;
        super::global::sessions_end(cx, &reached.clients, sessions)?;
        let done = cx.change(|change| login::set(change, &person, &by, &hashed))?;
        let email = &done.value.login.email;
        cx.ui.outcome(|t| format!("{email} {} a new password.", t.has()));
        if !done.value.ended.is_empty() {
            cx.ui.outcome(|t| format!("Their open session {}.", t.ended()));
        }
        let mut sink = cx.sink(selection, Shape::Changed("user_id"))?.going_on_without_reader();
        sink.push(&[
            Cell::shown(&done.value.login.id),
            Cell::shown(email),
            by.name().into(),
            Cell::from(!done.value.ended.is_empty()),
            ResultWord::Updated.into(),
        ])?;
        sink.finish()
    }
}

impl SetPassword {
    /// All that is read before the proof, so that a wrong line differs from a wrong password.
    fn given(&self, cx: &mut Context) -> Result<(Presented, New)> {
        if self.code.is_given() && (self.old_password_stdin || self.old_password_file.is_some()) {
            return Err(Error::usage("either the old password or the code proves it, not both"));
        }
        let file = match &self.password_file {
            Some(path) => Some(self.secret(cx, &Source::File(cx.path(path)), NEW)?),
            None => None,
        };
        let from_stdin = self.old_password_stdin || self.code.code_stdin;
        if from_stdin && file.is_none() {
            let what = if self.old_password_stdin { OLD } else { "code" };
            cx.await_input("two lines, the proof and the new password,")?;
            let [proof, new] = secret::two(&mut *cx.stdin, [what, NEW]).map_err(|error| {
                error.advice(
                    "standard input has two lines: the proof, then the new password; or add `--password-file FILE`",
                )
            })?;
            return Ok((self.understood(&proof)?, New::Given(new)));
        }
        let new = match file {
            Some(new) => New::Given(new),
            None if cx.prompter.can_ask(Keyboard::Stdin) => New::Asked,
            None => {
                return Err(Error::unconfirmed("no new password was given, and there is no terminal to ask at")
                    .advice(
                        "give it with `--password-file FILE`, or as the second line of standard input with \
                           `--old-password-stdin` or `--code-stdin`",
                    ));
            }
        };
        let source = match (&self.old_password_file, &self.code.code_file) {
            (Some(path), _) | (None, Some(path)) => Source::File(cx.path(path)),
            (None, None) if from_stdin => Source::Stdin,
            (None, None) if cx.prompter.can_ask(Keyboard::Stdin) => Source::Ask,
            (None, None) => {
                return Err(Error::unconfirmed("nothing proves it: neither the old password nor a code was given")
                    .advice(
                        "give one with `--old-password-stdin`, `--old-password-file`, `--code-stdin` or `--code-file`",
                    )
                    .advice("who has neither gets a code with `partnerctl user reset-password EMAIL`"));
            }
        };
        if source == Source::Ask {
            // A code is long and has a shape of its own, so that one question does for both.
            let typed = self.secret(cx, &source, "old password, or the code from the mail")?;
            let is_code = typed.trim_start().starts_with(CodeKind::Password.prefix());
            let presented = if is_code { code_of(&typed)? } else { Presented::Password(Password::presented(&typed)) };
            return Ok((presented, new));
        }
        let proof = self.secret(cx, &source, if self.code.is_given() { "code" } else { OLD })?;
        Ok((self.understood(&proof)?, new))
    }

    fn secret(&self, cx: &mut Context, source: &Source, what: &str) -> Result<Zeroizing<String>> {
        cx.await_secret(source, &format!("the {what}"))?;
        secret::read(source, what, &mut *cx.stdin, &mut *cx.prompter)
    }

    fn understood(&self, proof: &str) -> Result<Presented> {
        if self.code.is_given() { code_of(proof) } else { Ok(Presented::Password(Password::presented(proof))) }
    }
}

fn code_of(text: &str) -> Result<Presented> {
    Code::parse(text)?.expect(CodeKind::Password).map(Presented::Code)
}

/// Proves it; the old password comes back, to be compared with the new one.
fn prove(cx: &mut Context, person: &UserRef, presented: Presented) -> Result<(By, Option<Password>)> {
    // Someone may have taken their time at the question.
    let now = cx.tick();
    match presented {
        Presented::Code(code) => cx.read(|tx, _| login::by_code(tx, person, code, now)).map(|by| (by, None)),
        Presented::Password(_) if cx.mode() == Mode::DryRun => {
            Err(Error::usage("a password is not compared in a dry run: each comparison counts as an attempt")
                .advice("leave `--dry-run` out; a wrong password changes nothing"))
        }
        Presented::Password(old) => {
            let strength = cx.strength;
            let proven = sign_in::by_password(&mut cx.unit_of_work()?, person, &old, strength)?;
            Ok((By::Password(proven), Some(old)))
        }
    }
}

/// The new password, good enough and hashed: all that takes time happens before the database is locked.
fn new_password(cx: &mut Context, by: &By, old: Option<&Password>, new: New) -> Result<Hashed> {
    let person = by.login();
    let hashed = |cx: &mut Context, typed: &str| {
        let basis = cx.read(|tx, _| login::password_basis(tx, person))?;
        let names: Vec<&str> = basis.names.iter().map(String::as_str).collect();
        let password = Password::new(typed, &password::Context { email: person.email.as_str(), names: &names })?;
        basis.must_differ(&password, old, cx.strength)?;
        hash(&password, cx.strength, &mut *cx.entropy)
    };
    match new {
        New::Given(typed) => hashed(cx, &typed),
        New::Asked => {
            let hashed = new_password::read(cx, &new_password::From::Asked, hashed)?;
            cx.tick();
            Ok(hashed)
        }
    }
}
