//! `partnerctl user reset-password`

use clap::Args;

use crate::app::env::random;
use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::mail::MailState;
use crate::domain::password::Password;
use crate::domain::reference::UserRef;
use crate::domain::shell::shell_format;
use crate::error::Result;
use crate::ops::login::{self, Reset, ResetMethod, SessionsEnd};
use crate::ops::password::hash;
use crate::ops::unit_of_work::{ChangeResult, Mode};
use crate::output::columns::{boolean, id, instant, list, text};
use crate::output::{Cell, Columns, ResultWord, Shape};

const COLUMNS: Columns = Columns::new(&[
    id("user_id"),
    id("email"),
    list("clients"),
    instant("expires_at"),
    boolean("session_ended"),
    id("temporary_password"),
    text("mail"),
    text("result"),
]);

/// Arguments of `user reset-password`.
#[derive(Debug, Args)]
pub struct ResetPassword {
    /// The person: e-mail address, or id such as `usr_5`
    #[arg(value_name = "EMAIL")]
    person: String,
    /// Make a temporary password up and show it once, instead of mailing a code
    #[arg(long)]
    generate_password: bool,
}

impl Command for ResetPassword {
    const NAME: &'static str = "reset-password";
    const ABOUT: &'static str = "Help someone who forgot their password: a mailed code, or a temporary password";
    const DETAILS: &'static str = "\
The person is mailed a link and a code that work once, for 24 hours; the present password holds until they are used. A \
new reset kills the code before. With --generate-password a temporary password is shown once, at once in place of the \
present one: it lives 7 days, opens nothing but `user set-password`, and the person is notified by mail that it was set. \
Dummy addresses are never mailed, so that they need --generate-password. Either way the person's open session ends, and \
wrong passwords that were counted are forgotten. \
For support, the person, or another user of the same partner who reaches as far; a login that has access of its own to \
clients is for support alone. What the login reaches is shown; no number is asked for, because nothing changes there.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user reset-password jim@bigshoes.example",
        "partnerctl user reset-password big-shoes@jims.invalid --generate-password",
    ];
    const VERB: Option<Verb> = Some(Verb::UserResetPassword);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let person = UserRef::parse(&self.person)?;
        let now = cx.now();
        let (seen, sessions) = cx.read(|tx, actor| {
            let login = login::may_reset(tx, actor, &person)?;
            let sessions = login::clients_of_sessions(tx, &login, SessionsEnd::PasswordReset)?;
            Ok((login::reached(tx, actor, &person, now)?, sessions))
        })?;
        super::global::show(cx, &seen)?;
        super::global::sessions_end(cx, &seen.clients, sessions)?;
        let made_up = if self.generate_password {
            let password = Password::from_entropy(&random(&mut *cx.entropy)?);
            let hashed = hash(&password, cx.strength, &mut *cx.entropy)?;
            Some((password, hashed))
        } else {
            None
        };
        let way = made_up.as_ref().map_or(ResetMethod::Mail, |(_, hashed)| ResetMethod::Temporary(hashed));
        let done = cx.change(|change| login::reset(change, &person, way))?;
        // The password of a dry run opens nothing.
        let shown = made_up.as_ref().map(|(password, _)| password).filter(|_| cx.mode() == Mode::Real);
        let mail = cx.mail_word(&done.mails)?;
        print_outcome(cx, &done, way, mail);
        if let Some(password) = shown.filter(|_| !(cx.prints_records() && selection.wants("temporary_password"))) {
            cx.ui.reveal(&format!("Temporary password, shown only now: {}", password.reveal()));
        }
        let Reset { login, expires_at, ended } = &done.value;
        let slugs = seen.slugs();
        let mut sink = cx.sink(selection, Shape::Changed("user_id"))?.going_on_without_reader();
        sink.push(&[
            Cell::shown(&login.id),
            Cell::shown(&login.email),
            Cell::list(&slugs),
            Cell::from(*expires_at),
            Cell::from(!ended.is_empty()),
            Cell::from(shown.map(Password::reveal)),
            Cell::from(mail),
            Cell::from(if mail == MailState::Sent.name() { ResultWord::Sent } else { ResultWord::Updated }),
        ])?;
        sink.finish()
    }
}

fn print_outcome(cx: &Context, done: &ChangeResult<Reset>, way: ResetMethod<'_>, mail: &str) {
    let Reset { login, expires_at, ended } = &done.value;
    let (email, until) = (&login.email, cx.zone.local(*expires_at));
    match way {
        ResetMethod::Mail => {
            cx.ui.outcome(|t| {
                format!(
                    "{email} {} choose a new password until {until}. Until they do, the present one holds.",
                    t.pick("can", "could")
                )
            });
            if cx.mode() == Mode::Real {
                match MailState::from_text(mail) {
                    Ok(state) if state.has_left() => {
                        cx.ui.hint("if they do not find the mail, ask them to look in junk or spam");
                    }
                    _ => {
                        cx.ui.hint(&shell_format!(
                            "a new mail, with a new code: `partnerctl user reset-password {}`",
                            email
                        ));
                    }
                }
                cx.ui.hint(&shell_format!(
                    "without the page, the code goes into `partnerctl user set-password {}`",
                    email
                ));
            }
        }
        ResetMethod::Temporary(_) => {
            cx.ui.outcome(|t| {
                format!("{email} {} a temporary password, which must be replaced before {until}.", t.has())
            });
            cx.ui.hint(&shell_format!("they replace it with `partnerctl user set-password {}`", email));
        }
    }
    if !ended.is_empty() {
        cx.ui.outcome(|t| format!("Their open session {}.", t.ended()));
    }
}
