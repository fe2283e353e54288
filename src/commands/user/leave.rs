//! `partnerctl user leave`

use clap::Args;

use crate::cli::context::Context;
use crate::commands::args::ClientArg;
use crate::commands::command::Command;
use crate::commands::confirm::{Question, confirm};
use crate::commands::former_sender;
use crate::commands::still::warn;
use crate::domain::authority::Verb;
use crate::domain::class::Class;
use crate::domain::reference::UserRef;
use crate::error::Result;
use crate::ops::reach::still;
use crate::ops::resolve::named;
use crate::ops::unit_of_work::Change;
use crate::ops::user;
use crate::output::{Columns, ResultWord};

use super::ended::{COLUMNS, present};

/// Arguments of `user leave`.
#[derive(Debug, Args)]
pub struct Leave {
    /// The person who leaves, the same as with --as
    #[arg(value_name = "EMAIL")]
    person: String,
    #[command(flatten)]
    client: ClientArg,
    /// The client's slug, in place of typing it
    #[arg(long, value_name = "SLUG")]
    confirm: Option<String>,
}

impl Command for Leave {
    const NAME: &'static str = "leave";
    const ABOUT: &'static str = "Give up one's own access to a client; the login stays";
    const DETAILS: &'static str = "\
Only for the person themselves: --as names them, and so does EMAIL. The access ends at once, and so does a session that \
they have open by it, and so do invitations that they sent into this client and no one answered. The client's slug is typed to confirm, or given with --confirm; --dry-run shows it. The last owner \
or admin without term of an active client cannot leave: another has to be let in first. What a partner's link lets in \
is not theirs to give up. To come back, they are invited again. Taking someone else out is `user remove`.";
    const EXAMPLES: &'static [&'static str] = &[
        "partnerctl user leave ann@bigshoes.example -c big-shoes --as ann@bigshoes.example -m \"asked by phone\"",
        "partnerctl user leave usr_5 -c big-shoes --as usr_5 --confirm big-shoes -m \"asked by phone\"",
    ];
    const VERB: Option<Verb> = Some(Verb::UserLeave);
    const COLUMNS: Option<Columns> = Some(COLUMNS);

    fn class(&self) -> Class {
        Class::Destructive
    }

    fn run(self, cx: &mut Context) -> Result<()> {
        let selection = cx.select(COLUMNS)?;
        let person = UserRef::parse(&self.person)?;
        let seen = self.client.for_change(cx)?;
        let client = &seen.row;
        let leave = |change: &mut Change<'_>| {
            let (login, grant, sent) = user::leave(change, &seen, &person)?;
            let still = still::of(change.tx, &login, client, change.now)?;
            Ok((login, grant, sent, still))
        };
        cx.try_out(leave)?;
        let asks = format!("End the access of {person} to {} {}?", named(client), client.name);
        confirm(cx, self.confirm.as_deref(), Question::word(&asks, "its slug", client.slug.as_str()))?;
        let done = cx.change(leave)?;
        let (login, grant, sent, still) = &done.value;
        cx.ui.outcome(|t| {
            format!(
                "{} {} {} of {}.",
                login.email,
                t.pick("is no longer", "would no longer be"),
                grant.terms.role,
                named(client)
            )
        });
        former_sender::print_former(cx, sent);
        warn(cx, still);
        present(cx, selection, client, (login, grant, sent), still, ResultWord::Left)
    }
}
