//! `partnerctl user deactivate`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::{InvitationsArg, OverrideArg};
use crate::commands::command::Command;
use crate::commands::confirm::{Question, confirm, nothing_to_confirm};
use crate::commands::counted::counted;
use crate::commands::former_sender;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::login::LoginState;
use crate::domain::outcome::Outcome;
use crate::domain::overrides::Rule;
use crate::domain::reference::UserRef;
use crate::error::Result;
use crate::ops::login::{self, SessionsEnd};
use crate::ops::unit_of_work::{Change, Mode};
use crate::output::{Columns, ResultWord};
use crate::term::Keyboard;

use super::global::{self, COLUMNS, ExpectClients};

/// Arguments of `user deactivate`.
#[derive(Debug, Args)]
pub struct Deactivate {
    /// The person: e-mail address, or id such as `usr_5`
    #[arg(value_name = "EMAIL")]
    person: String,
    /// The e-mail address, in place of typing it
    #[arg(long, value_name = "EMAIL")]
    confirm: Option<String>,
    #[command(flatten)]
    expect: ExpectClients,
    #[command(flatten)]
    invitations: InvitationsArg,
    #[command(flatten)]
    overrule: OverrideArg,
}

impl Command for Deactivate {
    const NAME: &'static str = "deactivate";
    const ABOUT: &'static str = "Switch a login off at once, in every client that it reaches";
    const DETAILS: &'static str = "\
No one signs in with it or acts through it from then on, its open session ends, and a password reset that waits is dead; \
grants, invitations to the person and the password stay for `user activate`. Invitations that the person sent and no one \
answered are withdrawn, unless --keep-invitations is given. Every client that it reaches is shown, and has it in its \
log. A terminal asks for the address once, below that list; a script says --confirm EMAIL, and --expect-clients N too \
where it reaches several. --dry-run shows both. Each active client keeps an owner or admin without term, or nothing is \
done; support may override that with a reason. For support, or the person.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user deactivate ann@bigshoes.example",
        "partnerctl user deactivate ann@bigshoes.example --confirm ann@bigshoes.example --expect-clients 3 -m \"left\"",
    ];
    const VERB: Option<Verb> = Some(Verb::UserDeactivate);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Destructive
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let person = UserRef::parse(&self.person)?;
        let overrule = self.overrule.rule(&[Rule::LastOwner])?;
        let seen = global::found(cx, Verb::UserDeactivate, &person, Some(SessionsEnd::Deactivated))?;
        let email = seen.login.email.clone();
        let invitations = self.invitations.fate();
        let deactivate = |change: &mut Change<'_>| login::deactivate(change, &person, &seen, overrule, invitations);
        cx.try_out(deactivate)?;
        if seen.login.state == LoginState::Active {
            let asks = format!("Deactivate {email}, who reaches {}?", counted(seen.clients.len(), "client"));
            let types = self.confirm.is_none() && cx.prompter.can_ask(Keyboard::Stdin);
            if !types || self.expect.expect_clients.is_some() {
                self.expect.confirm(cx, &seen)?;
            }
            confirm(cx, self.confirm.as_deref(), Question::word(&asks, "the address", email.as_str()))?;
        } else {
            nothing_to_confirm(cx);
        }
        let done = cx.change(deactivate)?;
        let changed = done.outcome == Outcome::Done;
        cx.ui.outcome(|t| match done.outcome {
            Outcome::Done => format!("The login {email} {}.", t.pick("is inactive now", "would be inactive")),
            _ => format!("The login {email} is inactive already."),
        });
        if !done.value.ended.is_empty() {
            cx.ui.outcome(|t| format!("The open session {}.", t.ended()));
        }
        former_sender::print_former(cx, &done.value.sent);
        let word = (cx.mode() == Mode::DryRun && changed).then_some(email.as_str());
        global::present(cx, selection, &seen, &done, word, ResultWord::Deactivated)
    }
}
