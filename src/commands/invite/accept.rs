//! `partnerctl invite accept`

use std::path::PathBuf;

use clap::Args;

use crate::app::env::random;
use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::former_sender::print_former;
use crate::commands::new_password::{self, From};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::client::ClientState;
use crate::domain::mail::MailState;
use crate::domain::outcome::Outcome;
use crate::domain::password::{self, Password};
use crate::domain::role::Role;
use crate::error::{Error, Result};
use crate::ops::invite::{self, Accepted, Listed, NO_MAIL, PasswordAtAccept, PasswordNeed, Proof};
use crate::ops::password::{Hashed, hash};
use crate::ops::unit_of_work::{Change, Mode};
use crate::output::columns::{id, instant, int, list as many, text};
use crate::output::{Cell, Columns, ResultWord, Selection, Shape};
use crate::term::Keyboard;
use crate::term::secret::Source;

use super::answer::{Answering, InvitationAnswerArgs};
use super::columns;

const COLUMNS: Columns = columns!(id("temporary_password"), text("result"));

/// Arguments of `invite accept`.
#[derive(Debug, Args)]
pub struct Accept {
    #[command(flatten)]
    answer: InvitationAnswerArgs,
    /// Read the new password from the first line of standard input
    #[arg(long, conflicts_with_all = ["code_stdin", "password_file"])]
    password_stdin: bool,
    /// Read the new password from the first line of this private file
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// A password that is to be set.
struct Chosen {
    hashed: Hashed,
    /// The password itself, where no one knows it yet.
    made_up: Option<Password>,
}

impl Command for Accept {
    const NAME: &'static str = "accept";
    const ABOUT: &'static str = "Accept an invitation with its code, or in the person's place";
    const DETAILS: &'static str = "\
The code from the mail names invitation and client by itself, and works once; a failed attempt does not use it up, and the \
same answer again is `unchanged`. A login without a password needs a new one, and so does one whose password was chosen \
before a code proved its address: that password dies, because another person may know it. Any other password stays as it \
is. The access is what was fixed when the invitation was sent. The client becomes active with its first owner, if \
someone in it stays without a term; an owner who is replaced is out. \
Support may accept in the person's place with --as EMAIL, --reason and --client: a password is then made up, shown once, \
lives 7 days and must be replaced at the first sign-in, and the owners are notified by mail. On a terminal code and password \
are asked for where no flag gives them.";
    const FORMS: &'static [&'static str] = &["--code-stdin", "--code-file FILE", "-c CLIENT --as EMAIL -m TEXT"];
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl invite accept --code-stdin --password-file password.txt < code.txt",
        "partnerctl invite accept --code-file code.txt --password-stdin < password.txt",
        "partnerctl invite accept -c big-shoes --as jim@bigshoes.example -m 'asked by phone, called back'",
    ];
    const VERB: Option<Verb> = Some(Verb::InviteAccept);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let behalf = !cx.actor()?.is_support();
        if behalf && self.gives_password() {
            return Err(Error::usage("with --as the password is made up and shown once")
                .advice("leave `--password-stdin` and `--password-file` out"));
        }
        let answering = self.answer.resolve(cx, Verb::InviteAccept)?;
        let entrance = &answering.entrance;
        entrance.must_be_open(cx.now())?;
        entrance.must_be_over_hold(cx.now())?;
        let password = match entrance.password {
            PasswordNeed::Password | PasswordNeed::Replacement => {
                if entrance.password == PasswordNeed::Replacement {
                    cx.ui.note(&format!(
                        "the present password of {} was chosen before the address was proven; a new one replaces it",
                        entrance.login.email
                    ));
                }
                Some(self.password(cx, &answering)?)
            }
            PasswordNeed::Nothing => {
                if self.gives_password() {
                    cx.ui.warn(&format!(
                        "{} has a password already, which stays as it is; the one given is not used",
                        entrance.login.email
                    ));
                }
                None
            }
        };
        let hashed = password.as_ref().map(|password| &password.hashed);
        let accept = |change: &mut Change<'_>| {
            let shown = entrance.invitation.terms.word();
            let accepted = invite::accept(change, &entrance.client, answering.proof(), hashed, Some(&shown))?;
            let mail = invite::mail_state(change.tx, accepted.invitation.id)?;
            Ok((accepted, mail))
        };
        let done = cx.changes(
            |session, verb| session.change(verb, accept),
            |cx, done| match done.outcome {
                Outcome::Unchanged => cx.ui.status(&accepted_before(entrance)),
                _ => print_outcome(cx, entrance, &done.value.0),
            },
        )?;
        let result = if done.outcome == Outcome::Unchanged { ResultWord::Unchanged } else { ResultWord::Accepted };
        let (accepted, mail) = done.value;
        let made_up = password.and_then(|password| password.made_up).filter(|_| accepted.temporary_until.is_some());
        present(cx, selection, entrance, &accepted, mail, (made_up.as_ref(), result))
    }
}

impl Accept {
    const fn gives_password(&self) -> bool {
        self.password_stdin || self.password_file.is_some()
    }

    /// The password, read or made up, and hashed: all that takes time happens before the database is locked.
    fn password(&self, cx: &mut Context, answering: &Answering) -> Result<Chosen> {
        let source = match (&self.password_file, answering.proof()) {
            (_, Proof::InPlace(_)) => None,
            _ if self.password_stdin => Some(From::Given(Source::Stdin)),
            (Some(path), _) => Some(From::Given(Source::File(cx.path(path)))),
            (None, _) if cx.mode() == Mode::DryRun => None,
            (None, _) if cx.prompter.can_ask(Keyboard::Stdin) => Some(From::Asked),
            (None, _) => {
                return Err(answering.entrance.password.refusal(&answering.entrance.login).advice(
                    "give the new one with `--password-file FILE`, or the code with `--code-file FILE` and the \
                       password with `--password-stdin`",
                ));
            }
        };
        let Some(source) = source else {
            let made_up = Password::from_entropy(&random(&mut *cx.entropy)?);
            return Ok(Chosen { hashed: hash(&made_up, cx.strength, &mut *cx.entropy)?, made_up: Some(made_up) });
        };
        let (person, place) = (&answering.entrance.login, &answering.entrance.client.row);
        let names = [person.first_name.as_str(), &person.last_name, &place.name, place.slug.as_str()];
        let context = password::Context { email: person.email.as_str(), names: &names };
        let hashed = new_password::read(cx, &source, |cx, typed| {
            hash(&Password::new(typed, &context)?, cx.strength, &mut *cx.entropy)
        })?;
        Ok(Chosen { hashed, made_up: None })
    }
}

fn accepted_before(entrance: &PasswordAtAccept) -> String {
    format!("{} accepted {} before.", entrance.invitation.address, entrance.invitation.id)
}

/// Says who is in now, and what came with it.
fn print_outcome(cx: &Context, entrance: &PasswordAtAccept, accepted: &Accepted) {
    let (place, record) = (&entrance.client.row, &accepted.invitation);
    let dry_run = cx.mode() == Mode::DryRun;
    let until = record.terms.until.map(|until| format!(" until {}", cx.zone.end_in_words(until))).unwrap_or_default();
    let is = if dry_run { "would be" } else { "is" };
    cx.ui.status(&format!("{} {is} in {} as {}{until}.", record.address, place.slug, record.terms.role));
    match (place.state, accepted.state) {
        (ClientState::Draft, ClientState::Active) if !dry_run => {
            cx.ui.status(&format!("{} is active now.", place.slug));
        }
        (ClientState::Draft, ClientState::Draft) if record.terms.role == Role::Owner => cx.ui.warn(&format!(
            "{} stays a draft: it becomes active with an owner or admin who stays without a term",
            place.slug
        )),
        _ => {}
    }
    if let Some(old) = &accepted.replaced {
        let email = &old.owner.email;
        cx.ui.status(&format!("{email} {is} out of {}: {} takes their place.", place.slug, record.address));
        print_former(cx, &old.sent);
    }
}

fn present(
    cx: &Context,
    selection: Selection,
    entrance: &PasswordAtAccept,
    accepted: &Accepted,
    mail: Option<MailState>,
    (made_up, result): (Option<&Password>, ResultWord),
) -> Result<()> {
    // The password of a dry run opens nothing.
    let made_up = made_up.filter(|_| cx.mode() == Mode::Real);
    if let (Some(password), Some(until)) = (made_up, accepted.temporary_until) {
        let lives = format!("it must be replaced at the first sign-in, before {}", cx.zone.local(until));
        if !cx.prints_records() || !selection.wants("temporary_password") {
            cx.ui.reveal(&format!("temporary password of {}, shown once: {}", entrance.login.email, password.reveal()));
        }
        cx.ui.hint(&format!("hand the password over by a way that only {} can read; {lives}", entrance.login.email));
    }
    let listed = Listed::of(
        &accepted.invitation,
        entrance.client.row.slug.as_str(),
        mail.map_or(NO_MAIL, MailState::name),
        cx.now(),
    );
    let more = [Cell::from(made_up.map(Password::reveal)), result.into()];
    let cells: Vec<Cell<'_>> = super::cells(&listed).into_iter().chain(more).collect();
    let mut sink = cx.sink(selection, Shape::Changed("invitation_id"))?.going_on_without_reader();
    sink.push(&cells)?;
    sink.finish()
}
