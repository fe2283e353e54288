//! `partnerctl user activate`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::command::Command;
use crate::commands::confirm::{Question, confirm};
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::login::LoginState;
use crate::domain::outcome::Outcome;
use crate::domain::reference::UserRef;
use crate::error::Result;
use crate::ops::login;
use crate::output::{Columns, ResultWord};

use super::global::{self, COLUMNS, ExpectClients};

/// Arguments of `user activate`.
#[derive(Debug, Args)]
pub struct Activate {
    /// The person: e-mail address, or id such as `usr_5`
    #[arg(value_name = "EMAIL")]
    person: String,
    /// The e-mail address once more; it must be the same
    #[arg(long, value_name = "EMAIL")]
    confirm: Option<String>,
    #[command(flatten)]
    expect: ExpectClients,
}

impl Command for Activate {
    const NAME: &'static str = "activate";
    const ABOUT: &'static str = "Reactivate a login that was deactivated, in all its clients";
    const DETAILS: &'static str = "\
Nothing comes back by it but the login: sessions, codes and access that ended stay ended. Who never activated their \
login is not helped by this, but by their invitation. Every client that it reaches is shown, and has it in its log. Where \
they are several, a terminal asks for their number and a script says --expect-clients N. It does not lift the waiting \
after wrong passwords; `user reset-password` does.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user activate ann@bigshoes.example",
        "partnerctl user activate ann@bigshoes.example --expect-clients 3 -m \"back from leave\"",
    ];
    const VERB: Option<Verb> = Some(Verb::UserActivate);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Outward
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let person = UserRef::parse(&self.person)?;
        let seen = global::found(cx, Verb::UserActivate, &person, None)?;
        let email = seen.login.email.clone();
        if self.confirm.is_some() {
            confirm(cx, self.confirm.as_deref(), Question::word("", "", email.as_str()))?;
        }
        if seen.login.state == LoginState::Inactive {
            self.expect.confirm(cx, &seen)?;
        }
        let done = cx.change(|change| login::activate(change, &person, &seen))?;
        cx.ui.outcome(|t| match done.outcome {
            Outcome::Done => format!("The login {email} {}.", t.pick("is active now", "would be active")),
            _ => format!("The login {email} is active already."),
        });
        global::present(cx, selection, &seen, &done, None, ResultWord::Activated)
    }
}
